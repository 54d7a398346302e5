#!/usr/bin/env bash
# What a date in a CSV file is depends on the reader, and for two of them on what the other rows hold.
#
# British case systems write 2 March as 02/03/2026. Seen on 29 November 2026, of a column with 02/03/2026 and 05/03/2026:
# DuckDB 2.0.1 and polars 2.1.0 (try_parse_dates) read 2 and 5 March. pandas 3.0.5 (parse_dates) reads 3 February and
# 3 May, and SheetJS (npm xlsx 0.18.5, cellDates) the same, without a word.
# With 13/03/2026 in the second row pandas leaves the whole column as text, also without a word, and SheetJS makes one
# column of a date, still 3 February, and a text. So a list that was read right last month (nobody had a review before the
# 13th) is read wrong this month. With `dayfirst=True` pandas reads both files right, but not dates
# that begin with the year: see `day-first.sh`. ExcelJS 4.4.0 leaves both as text.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1 npm_config_cache="$work/npm"
python3 -m venv py && py/bin/pip -q install duckdb==2.0.1 polars==2.1.0 pandas==3.0.5
npm init -y >/dev/null && npm install --silent xlsx@0.18.5 exceljs@4.4.0
printf 'case,review\nC-1,02/03/2026\nC-2,05/03/2026\n' > early.csv
printf 'case,review\nC-1,02/03/2026\nC-2,13/03/2026\n' > later.csv
cat > read.py <<'PY'
import duckdb, pandas, polars, warnings
warnings.simplefilter("error")
day = lambda one: str(one)[:10]
for name in ("early.csv", "later.csv"):
    print(name, "DuckDB", *(day(row[0]) for row in duckdb.sql(f"select review from '{name}'").fetchall()))
    print(name, "polars", *map(day, polars.read_csv(name, try_parse_dates=True)["review"]))
    print(name, "pandas", *map(day, pandas.read_csv(name, parse_dates=["review"])["review"]))
    print(name, "pandas, dayfirst", *map(day, pandas.read_csv(name, parse_dates=["review"], dayfirst=True)["review"]))
PY
cat > read.mjs <<'JS'
import XLSX from "xlsx";
import ExcelJS from "exceljs";
const local = (date) => [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
const shown = (value) => (value instanceof Date ? local(value) : value);
for (const name of ["early.csv", "later.csv"]) {
  const sheet = XLSX.readFile(name, { cellDates: true }).Sheets.Sheet1;
  console.log(name, "SheetJS", shown(sheet.B2.v), shown(sheet.B3.v));
  const other = await new ExcelJS.Workbook().csv.readFile(name);
  console.log(name, "ExcelJS", shown(other.getCell("B2").value), shown(other.getCell("B3").value));
}
JS
{ py/bin/python read.py; TZ=Europe/London node read.mjs; } | tee seen
diff seen - <<'SEEN'
early.csv DuckDB 2026-03-02 2026-03-05
early.csv polars 2026-03-02 2026-03-05
early.csv pandas 2026-02-03 2026-05-03
early.csv pandas, dayfirst 2026-03-02 2026-03-05
later.csv DuckDB 2026-03-02 2026-03-13
later.csv polars 2026-03-02 2026-03-13
later.csv pandas 02/03/2026 13/03/2026
later.csv pandas, dayfirst 2026-03-02 2026-03-13
early.csv SheetJS 2026-02-03 2026-05-03
early.csv ExcelJS 02/03/2026 05/03/2026
later.csv SheetJS 2026-02-03 13/03/2026
later.csv ExcelJS 02/03/2026 13/03/2026
SEEN
echo "as seen before"
