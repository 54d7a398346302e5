#!/usr/bin/env bash
# Somebody born on 29 February is four on the eighteenth birthday, to a library that works out spreadsheets' formulas.
#
# DATEDIF(birth; day; "Y") is the spreadsheets' way to an age. The guess was 17 on 28 February 2026 and 18 on 1 March.
# Seen on 30 November 2026 with xlcalculator 0.5.0 (PyPI): 4 on both, as it counts each 29 February that has come since.
# Full months are counted alike, in months that have the day: the eleven from 31 August 2026 to 27 August 2027 are six,
# and those from 30 August to 29 August ten. "YM", the months beyond the years, is -1 from any month to one with a smaller
# number, such as from December to January. formulas 1.3.4 (PyPI) is right in all of these.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1
python3 -m venv py && py/bin/pip -q install --no-compile xlcalculator==0.5.0 formulas==1.3.4 openpyxl==3.1.5 numpy==1.26.4 'setuptools==80.9.0'
cat > read.py <<'PY'
import formulas, openpyxl
from xlcalculator import Evaluator, ModelCompiler
sums = [f'DATEDIF(DATE({begun}),DATE({day}),"{unit}")' for begun, day, unit in (
    ("2008,2,28", "2026,2,28", "Y"), ("2008,2,29", "2026,2,28", "Y"), ("2008,2,29", "2026,3,1", "Y"), ("2008,2,29", "2026,7,1", "Y"),
    ("2026,8,15", "2027,8,14", "M"), ("2026,8,30", "2027,8,29", "M"), ("2026,8,31", "2027,8,27", "M"), ("2026,12,15", "2027,1,20", "YM"))]
book = openpyxl.Workbook()
for row, sum in enumerate(sums, 1):
    book.active[f"A{row}"] = f"={sum}"
book.save("ages.xlsx")
model = Evaluator(ModelCompiler().read_and_parse_archive("ages.xlsx"))
for row, sum in enumerate(sums, 1):
    print(sum, "xlcalculator", model.evaluate(f"Sheet!A{row}"), "formulas", int(formulas.Parser().ast(f"={sum}")[1].compile()()))
PY
py/bin/python -W ignore read.py | tee seen
diff seen - <<'SEEN'
DATEDIF(DATE(2008,2,28),DATE(2026,2,28),"Y") xlcalculator 18 formulas 18
DATEDIF(DATE(2008,2,29),DATE(2026,2,28),"Y") xlcalculator 4 formulas 17
DATEDIF(DATE(2008,2,29),DATE(2026,3,1),"Y") xlcalculator 4 formulas 18
DATEDIF(DATE(2008,2,29),DATE(2026,7,1),"Y") xlcalculator 4 formulas 18
DATEDIF(DATE(2026,8,15),DATE(2027,8,14),"M") xlcalculator 11 formulas 11
DATEDIF(DATE(2026,8,30),DATE(2027,8,29),"M") xlcalculator 10 formulas 11
DATEDIF(DATE(2026,8,31),DATE(2027,8,27),"M") xlcalculator 6 formulas 11
DATEDIF(DATE(2026,12,15),DATE(2027,1,20),"YM") xlcalculator -1 formulas 1
SEEN
echo "as seen before"
