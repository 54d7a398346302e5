#!/usr/bin/env bash
# The first twelve cases of a year, 2026-0001 to 2026-0012, are months to two readers of CSV, the thirteenth is a text.
#
# `2026-0012` is no date in any format one would write, so the guess was that it is a text to every reader. Seen on 29
# November 2026: SheetJS (npm xlsx 0.18.5) makes 1 January 2026 of 2026-0001 and 1 December of 2026-0012, in quotation
# marks too, and leaves 2026-0013 as text, so that the column is all dates early in the year and neither one nor the
# other later. csv-parse 7.0.3 (npm, `cast_date`) does the same, and takes C-12 for 1 December 2001 and `Zone 3` for 1
# March 2001, which is what Node's `Date` makes of them. Of 3-4 both make 4 March 2001, and csvkit 2.2.0 too. With `raw:
# true` SheetJS keeps the texts. d3-dsv 3.0.2 (`autoType`), Papa Parse 5.7.1 (`dynamicTyping`) and ExcelJS 4.4.0 keep
# all of these as texts.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1 npm_config_cache="$work/npm"
python3 -m venv py && py/bin/pip -q install --no-compile csvkit==2.2.0 agate==1.14.2
npm init -y >/dev/null && npm install --silent xlsx@0.18.5 csv-parse@7.0.3 d3-dsv@3.0.2 papaparse@5.7.1 exceljs@4.4.0
cat > read.mjs <<'JS'
import { Readable } from "node:stream";
import fs from "node:fs";
import XLSX from "xlsx";
import ExcelJS from "exceljs";
import Papa from "papaparse";
import { parse } from "csv-parse/sync";
import { autoType, csvParse } from "d3-dsv";
const cases = ["2026-0001", "2026-0012", "2026-0013", "C-12", "Zone 3", "3-4"];
const text = "case\n" + cases.map((one) => `"${one}"\n`).join("");
const day = (date) => [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
const show = (name, values) => console.log(`${name}:`, values.map((value) => (value instanceof Date ? `[${day(value)}]` : value)).join(", "));
const sheet = (options) => XLSX.utils.sheet_to_json(XLSX.read(text, { type: "string", cellDates: true, ...options }).Sheets.Sheet1).map((row) => row.case);
show("as written", cases);
show("SheetJS", sheet({}));
show("SheetJS, raw", sheet({ raw: true }));
show("csv-parse", parse(text, { columns: true, cast: true, cast_date: true }).map((row) => row.case));
show("d3-dsv", csvParse(text, autoType).map((row) => row.case));
show("Papa Parse", Papa.parse(text.trim(), { header: true, dynamicTyping: true }).data.map((row) => row.case));
const book = await new ExcelJS.Workbook().csv.read(Readable.from([text]));
show("ExcelJS", cases.map((_, row) => book.getCell(`A${row + 2}`).value));
fs.writeFileSync("cases.csv", "case,child\n2026-0001,3-4\n2026-0012,5-6\n");
JS
{ TZ=Europe/London node read.mjs; echo "csvkit: $(py/bin/csvjson cases.csv)"; } | tee seen
diff seen - <<'SEEN'
as written: 2026-0001, 2026-0012, 2026-0013, C-12, Zone 3, 3-4
SheetJS: [2026-01-01], [2026-12-01], 2026-0013, C-12, Zone 3, [2001-03-04]
SheetJS, raw: 2026-0001, 2026-0012, 2026-0013, C-12, Zone 3, 3-4
csv-parse: [2026-01-01], [2026-12-01], 2026-0013, [2001-12-01], [2001-03-01], [2001-03-04]
d3-dsv: 2026-0001, 2026-0012, 2026-0013, C-12, Zone 3, 3-4
Papa Parse: 2026-0001, 2026-0012, 2026-0013, C-12, Zone 3, 3-4
ExcelJS: 2026-0001, 2026-0012, 2026-0013, C-12, Zone 3, 3-4
csvkit: [{"case": "2026-0001", "child": "2001-03-04"}, {"case": "2026-0012", "child": "2001-05-06"}]
SEEN
echo "as seen before"
