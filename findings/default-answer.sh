#!/usr/bin/env bash
# "5 - 11", typed into a form's definition as the answer to start with, is minus six, and "5-11" is what was typed.
#
# In XLSForm, the spreadsheets in which surveys are written, the column `default` holds the answer that is there at first,
# or a calculation such as today(). The guess was that a calculation names a function or another question. Seen on 30
# November 2026 with pyxform 4.5.0 (PyPI): a minus between spaces, a plus, a star or an upright stroke is enough, and so
# is a bracket after a word, in a question for text. "5 - 11" and "Order - interim" become sums, -6 and not a number by
# XPath, while "5-11", "N/A" and "none (yet)" stay text; "16+" and "review(s)" are no XPath at all, and are written into
# the form all the same, without a warning. So it is a question of typing whether an age group has an answer to start
# with.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1
python3 -m venv py && py/bin/pip -q install --no-compile pyxform==4.5.0 openpyxl==3.1.5 lxml==6.0.2
cat > read.py <<'PY'
import openpyxl
from lxml import etree
from pyxform.xls2xform import convert
defaults = ["today()", "5-11", "5 - 11", "Order-interim", "Order - interim", "16 and over", "16+", "none (yet)", "review(s)", "N/A", "U1 to U6", "U1 - U6"]
book = openpyxl.Workbook()
book.active.title = "survey"
for row in [["type", "name", "label", "default"]] + [["text", f"q{number}", "Question", text] for number, text in enumerate(defaults)]:
    book.active.append(row)
book.save("form.xlsx")
form = convert("form.xlsx")
print("warnings:", form.warnings)
tree = etree.fromstring(form.xform.encode())
for number, text in enumerate(defaults):
    found = tree.xpath(f"//*[local-name() = 'setvalue'][@ref = '/data/q{number}']/@value")
    if not found:
        print(f"{text}: text", tree.xpath(f"string(//*[local-name() = 'q{number}'])"))
        continue
    try:
        value = etree.XML("<data/>").xpath(found[0])
    except etree.XPathError:  # today() is a function that only survey programs have
        value = "no value"
    print(f"{text}: calculated, by XPath {value}")
PY
py/bin/python read.py | tee seen
diff seen - <<'SEEN'
warnings: []
today(): calculated, by XPath no value
5-11: text 5-11
5 - 11: calculated, by XPath -6.0
Order-interim: text Order-interim
Order - interim: calculated, by XPath nan
16 and over: text 16 and over
16+: calculated, by XPath no value
none (yet): text none (yet)
review(s): calculated, by XPath no value
N/A: text N/A
U1 to U6: text U1 to U6
U1 - U6: calculated, by XPath nan
SEEN
echo "as seen before"
