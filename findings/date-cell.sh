#!/usr/bin/env bash
# One date cell of a workbook is two different days in two readers, but only in summer time.
#
# A date in .xlsx is a number of days, without a zone. Seen on 29 November 2026, Node with TZ=Europe/London:
# SheetJS (npm xlsx 0.18.5, the latest there; cellDates) makes it midnight in local time, ExcelJS (npm exceljs 4.4.0) midnight in UTC.
# In winter both are the same moment. From the end of March to the end of October they are an hour apart, and the usual
# `toISOString().slice(0, 10)` gives the day before for SheetJS: a deadline of 1 July is read as 30 June, one of
# 1 December is right, so that a test written in winter passes.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1 npm_config_cache="$work/npm"
python3 -m venv py && py/bin/pip -q install openpyxl==3.1.5
npm init -y >/dev/null && npm install --silent xlsx@0.18.5 exceljs@4.4.0
py/bin/python - <<'PY'
import datetime, openpyxl
book = openpyxl.Workbook()
book.active.append([datetime.date(2026, 12, 1), datetime.date(2026, 7, 1)])
book.save("due.xlsx")
PY
cat > read.mjs <<'JS'
import XLSX from "xlsx";
import ExcelJS from "exceljs";
const sheet = XLSX.readFile("due.xlsx", { cellDates: true }).Sheets.Sheet;
const book = new ExcelJS.Workbook();
await book.xlsx.readFile("due.xlsx");
for (const cell of ["A1", "B1"]) {
  const other = book.worksheets[0].getCell(cell).value;
  console.log(cell, "SheetJS", sheet[cell].v.toISOString(), "ExcelJS", other.toISOString());
}
JS
TZ=Europe/London node read.mjs | tee seen
diff seen - <<'SEEN'
A1 SheetJS 2026-12-01T00:00:00.000Z ExcelJS 2026-12-01T00:00:00.000Z
B1 SheetJS 2026-06-30T23:00:00.000Z ExcelJS 2026-07-01T00:00:00.000Z
SEEN
echo "as seen before"
