#!/usr/bin/env bash
# In a workbook in British English 02/06/2008 is 2 June where it is typed, and 6 February where a formula reads the same text.
#
# Excel's DATEVALUE takes the order of day and month from the language that typed dates take it from. The guess was that a new
# spreadsheet engine with languages does the same. Seen on 30 November 2026 with ironcalc 0.9.1 (PyPI), the workbook set to
# en-GB: a cell in which 02/06/2008 is typed is 2 June, and so is the text plus nought; DATEVALUE of the same text is 6 February,
# whatever the language, unless there is no such month, when it turns the two round without a word. So a column of
# texts that was made into dates with DATEVALUE has every birthday on a day up to the 12th in another month, and the
# others right. Set to "en", typed dates have the month first as well, and 13/07/2008 stays a text, but is 13 July to DATEVALUE.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1
python3 -m venv py && py/bin/pip -q install --no-compile ironcalc==0.9.1
cat > read.py <<'PY'
import ironcalc
texts = ["02/06/2008", "2/6/08", "13/07/2008", "2008-06-02", "30/11/2026", "01/12/2026"]
for language in ["en-GB", "en"]:
    book = ironcalc.create("example", language, "Europe/London", "en")
    for row, text in enumerate(texts, 1):
        book.set_user_input(0, row, 1, text)
        for column, formula in enumerate([f"A{row}", f'"{text}"+0', f'DATEVALUE("{text}")'], 2):
            book.set_user_input(0, row, column, f'=TEXT({formula},"yyyy-mm-dd")')
    book.evaluate()
    for row, text in enumerate(texts, 1):
        typed, plus, value = (book.get_formatted_cell_value(0, row, column) for column in (2, 3, 4))
        print(f"{language}, {text}: typed {typed}, plus nought {plus}, DATEVALUE {value}")
PY
py/bin/python read.py | tee seen
diff seen - <<'SEEN'
en-GB, 02/06/2008: typed 2008-06-02, plus nought 2008-06-02, DATEVALUE 2008-02-06
en-GB, 2/6/08: typed 2008-06-02, plus nought 2008-06-02, DATEVALUE 2008-02-06
en-GB, 13/07/2008: typed 2008-07-13, plus nought 2008-07-13, DATEVALUE 2008-07-13
en-GB, 2008-06-02: typed 2008-06-02, plus nought 2008-06-02, DATEVALUE 2008-06-02
en-GB, 30/11/2026: typed 2026-11-30, plus nought 2026-11-30, DATEVALUE 2026-11-30
en-GB, 01/12/2026: typed 2026-12-01, plus nought 2026-12-01, DATEVALUE 2026-01-12
en, 02/06/2008: typed 2008-02-06, plus nought 2008-02-06, DATEVALUE 2008-02-06
en, 2/6/08: typed 2008-02-06, plus nought 2008-02-06, DATEVALUE 2008-02-06
en, 13/07/2008: typed 13/07/2008, plus nought #VALUE!, DATEVALUE 2008-07-13
en, 2008-06-02: typed 2008-06-02, plus nought 2008-06-02, DATEVALUE 2008-06-02
en, 30/11/2026: typed 30/11/2026, plus nought #VALUE!, DATEVALUE 2026-11-30
en, 01/12/2026: typed 2026-01-12, plus nought 2026-01-12, DATEVALUE 2026-01-12
SEEN
echo "as seen before"
