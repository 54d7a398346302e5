#!/usr/bin/env bash
# A case reference that everybody sees as 00123 is 123 in every reader, and the "text" of one of them too.
#
# Where references of five digits were typed into a spreadsheet as numbers, the format `00000` shows their noughts. Seen
# on 29 November 2026: openpyxl 3.1.5, pandas 3.0.5 and python-calamine 0.9.1 give 123 (the last as 123.0), and so does
# ExcelJS 4.4.0 for the value and for `cell.text`, which is the text that is shown elsewhere. SheetJS (npm xlsx 0.18.5)
# has 00123 in `w` beside the value 123; LibreOffice, converting to CSV, writes 123. Two children, 00123 and 123, are one.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1 npm_config_cache="$work/npm"
python3 -m venv py && py/bin/pip -q install openpyxl==3.1.5 pandas==3.0.5 python-calamine==0.9.1
npm init -y >/dev/null && npm install --silent xlsx@0.18.5 exceljs@4.4.0
py/bin/python - <<'PY'
import openpyxl
book = openpyxl.Workbook()
book.active["A1"], book.active["A2"] = "case", 123
book.active["A2"].number_format = "00000"
book.save("cases.xlsx")
PY
HOME=$work soffice --headless --convert-to csv cases.xlsx >/dev/null 2>&1
cat > read.py <<'PY'
import openpyxl, pandas, python_calamine
print("openpyxl", openpyxl.load_workbook("cases.xlsx").active["A2"].value)
print("pandas", pandas.read_excel("cases.xlsx", dtype=str)["case"][0])
print("python-calamine", python_calamine.load_workbook("cases.xlsx").get_sheet_by_index(0).to_python()[1][0])
print("LibreOffice, to CSV", open("cases.csv").read().split()[1])
PY
cat > read.mjs <<'JS'
import XLSX from "xlsx";
import ExcelJS from "exceljs";
const cell = XLSX.readFile("cases.xlsx").Sheets.Sheet.A2;
console.log("SheetJS", cell.v, cell.w);
const book = new ExcelJS.Workbook();
await book.xlsx.readFile("cases.xlsx");
console.log("ExcelJS", book.worksheets[0].getCell("A2").value, book.worksheets[0].getCell("A2").text);
JS
{ py/bin/python read.py; node read.mjs; } | tee seen
diff seen - <<'SEEN'
openpyxl 123
pandas 123
python-calamine 123.0
LibreOffice, to CSV 123
SheetJS 123 00123
ExcelJS 123 123
SEEN
echo "as seen before"
