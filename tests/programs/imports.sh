#!/usr/bin/env bash
# Whether `iro import children` takes the same from a table whatever program wrote it: CSV, .xlsx, .ods and .xls made of it
# by LibreOffice, and what libraries of Python and JavaScript write. `bash tests/programs/imports.sh`, by hand: it needs
# LibreOffice and fetches packages into a temporary folder. `IRO` names the program to try.
set -euo pipefail
iro=$(realpath "${IRO:-target/debug/iro}")
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export IRO_USER="Jo Bloggs" IRO_AS_OF=2026-03-02T10:00 HOME=$work
printf 'Case ID,IRO,Team,Legal status,Date of birth,Next review\nC-1042,Zoë Bloggs,North,C2,2014-09-01,2026-04-15\n4711,Kim Sample,South,E1,2005-01-31,\n' > list.csv
for kind in xlsx ods xls; do soffice --headless --infilter=CSV:44,34,76 --convert-to "$kind" list.csv >/dev/null 2>&1; done
for kind in csv xlsx ods xls; do
    IRO_DATA_DIR=$work/$kind "$iro" import children "list.$kind" >/dev/null
    sed 's/^/  /' "$kind/children.yaml" > "$kind.taken"
    echo "$kind: $(diff -q csv.taken "$kind.taken" >/dev/null && echo "the same as from CSV" || diff csv.taken "$kind.taken")"
done
cat csv.taken

echo "== written by libraries, dates as dates: a review in summer and one in winter"
export PIP_NO_CACHE_DIR=1 npm_config_cache="$work/npm" TZ=Europe/London
python3 -m venv py && py/bin/pip -q install openpyxl==3.1.5 pandas==3.1.1 polars==2.1.0 xlsxwriter==3.2.9
npm init -y >/dev/null && npm install --silent xlsx@0.18.5 exceljs@4.4.0
py/bin/python - <<'PY'
import datetime, openpyxl, pandas, polars
from openpyxl.utils.datetime import CALENDAR_MAC_1904
headings = ["Case ID", "Next review"]
rows = [("00123", datetime.date(2026, 7, 1)), ("C-2", datetime.date(2026, 12, 1))]
pandas.DataFrame(rows, columns=headings).to_excel("pandas.xlsx", index=False)
polars.DataFrame(rows, schema=headings, orient="row").write_excel("polars.xlsx")
for name, epoch in (("openpyxl", None), ("openpyxl-1904", CALENDAR_MAC_1904)):
    book = openpyxl.Workbook()
    book.epoch = epoch or book.epoch
    for row in (headings, *rows):
        book.active.append(list(row))
    book.save(f"{name}.xlsx")
PY
cat > write.mjs <<'JS'
import XLSX from "xlsx";
import ExcelJS from "exceljs";
const rows = (day) => [["Case ID", "Next review"], ["00123", day(6)], ["C-2", day(11)]];
const local = (month) => new Date(2026, month, 1);
for (const kind of ["xlsx", "xls", "ods", "csv"]) {
  const book = XLSX.utils.book_new();
  XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet(rows(local)), "S");
  XLSX.writeFile(book, `SheetJS.${kind}`, kind === "xls" ? { bookType: "biff8" } : {});
}
for (const [name, day] of [["ExcelJS", local], ["ExcelJS-UTC", (month) => new Date(Date.UTC(2026, month, 1))]]) {
  const book = new ExcelJS.Workbook();
  rows(day).reduce((sheet, row) => (sheet.addRow(row), sheet), book.addWorksheet("S"));
  await book.xlsx.writeFile(`${name}.xlsx`);
}
JS
node write.mjs
for file in pandas.xlsx polars.xlsx openpyxl.xlsx openpyxl-1904.xlsx SheetJS.{xlsx,xls,ods,csv} ExcelJS.xlsx ExcelJS-UTC.xlsx; do
    IRO_DATA_DIR=$work/store-$file "$iro" import children "$file" > said 2>&1 || true
    taken=$(grep -oE '(reference|next_review): .*' "store-$file/children.yaml" 2>/dev/null | cut -d: -f2 | tr -d '\n') || true
    echo "$file:${taken:- nothing;} $(grep -E '^(warning|error)' said | head -1)"
done
