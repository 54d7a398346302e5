#!/usr/bin/env bash
# A limit of 72 hours in a cell is three days to some readers, a day in 1900 to others, and text if the file is .ods.
#
# A spreadsheet keeps a length of time as a number of days, and only its format, `[h]:mm`, says that it is none of the
# calendar. Seen on 29 November 2026 of cells that show 72:00 and 24:00: openpyxl 3.1.5, pandas 3.0.5 and python-calamine
# 0.9.1 give three days and one day. SheetJS (npm xlsx 0.18.5, cellDates) and ExcelJS 4.4.0 give 2 January 1900 and
# 31 December 1899, as if they were dates. Converted to .ods by LibreOffice, python-calamine gives the texts
# PT72H00M00S and PT24H00M00S for the same cells.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1 npm_config_cache="$work/npm"
python3 -m venv py && py/bin/pip -q install openpyxl==3.1.5 pandas==3.0.5 python-calamine==0.9.1
npm init -y >/dev/null && npm install --silent xlsx@0.18.5 exceljs@4.4.0
py/bin/python - <<'PY'
import openpyxl
book = openpyxl.Workbook()
for row, value in enumerate(("limit", 3.0, 1.0), 1):
    book.active.cell(row, 1, value).number_format = "[h]:mm"
book.save("limits.xlsx")
PY
HOME=$work soffice --headless --convert-to ods limits.xlsx >/dev/null 2>&1
cat > read.py <<'PY'
import openpyxl, pandas, python_calamine
column = lambda name: [row[0] for row in python_calamine.load_workbook(name).get_sheet_by_index(0).to_python()][1:]
print("openpyxl", *(cell.value for cell in openpyxl.load_workbook("limits.xlsx").active["A"][1:]))
print("pandas", *pandas.read_excel("limits.xlsx")["limit"])
print("python-calamine, .xlsx", *column("limits.xlsx"))
print("python-calamine, .ods", *column("limits.ods"))
PY
cat > read.mjs <<'JS'
import XLSX from "xlsx";
import ExcelJS from "exceljs";
const sheet = XLSX.readFile("limits.xlsx", { cellDates: true }).Sheets.Sheet;
console.log("SheetJS", sheet.A2.v.toISOString(), sheet.A3.v.toISOString());
const book = new ExcelJS.Workbook();
await book.xlsx.readFile("limits.xlsx");
const other = book.worksheets[0];
console.log("ExcelJS", other.getCell("A2").value.toISOString(), other.getCell("A3").value.toISOString());
JS
{ py/bin/python read.py; TZ=Europe/London node read.mjs; } | tee seen
diff seen - <<'SEEN'
openpyxl 3 days, 0:00:00 1 day, 0:00:00
pandas 3 days 00:00:00 1 days 00:00:00
python-calamine, .xlsx 3 days, 0:00:00 1 day, 0:00:00
python-calamine, .ods PT72H00M00S PT24H00M00S
SheetJS 1900-01-02T00:00:00.000Z 1899-12-31T00:00:00.000Z
ExcelJS 1900-01-02T00:00:00.000Z 1899-12-31T00:00:00.000Z
SEEN
echo "as seen before"
