#!/usr/bin/env bash
# A cell of a workbook in which the text `None` or `N/A` was typed is read as no text at all.
#
# A workbook gives each cell its type, unlike CSV, so the guess was that a text comes out of it as it went in. Seen on
# 29 November 2026: pandas 3.1.1 makes NaN of the texts `None`, `NA`, `N/A`, `n/a` and `null`, even where the whole table
# is asked for as text (`dtype=str`): a legal status `None` and one that nobody filled in become the same, and `count()`
# leaves both out. With `keep_default_na=False` the texts stay (and an empty cell is still NaN). openpyxl 3.1.5, with which
# pandas reads the file, and polars 2.1.0 with fastexcel 0.21.0 keep the texts.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1
python3 -m venv py && py/bin/pip -q install pandas==3.1.1 openpyxl==3.1.5 polars==2.1.0 fastexcel==0.21.0
cat > read.py <<'PY'
import openpyxl, pandas, polars
texts = ["C2", "None", "NA", "N/A", "n/a", "null"]
book = openpyxl.Workbook()
for text in ["legal status", *texts]:
    book.active.append([text])
book.save("list.xlsx")
kept = lambda values: " ".join(value for value in values if isinstance(value, str))
print("openpyxl:", kept(row[0] for row in openpyxl.load_workbook("list.xlsx").active.iter_rows(min_row=2, values_only=True)))
print("polars:", kept(polars.read_excel("list.xlsx")["legal status"]))
for how in ({}, {"dtype": str}, {"keep_default_na": False}):
    column = pandas.read_excel("list.xlsx", **how)["legal status"]
    print("pandas", how, kept(column), column.count())
PY
py/bin/python read.py | tee seen
diff seen - <<'SEEN'
openpyxl: C2 None NA N/A n/a null
polars: C2 None NA N/A n/a null
pandas {} C2 1
pandas {'dtype': <class 'str'>} C2 1
pandas {'keep_default_na': False} C2 None NA N/A n/a null 6
SEEN
echo "as seen before"
