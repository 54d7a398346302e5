#!/usr/bin/env bash
# What spreadsheet programs make of our tables and workbooks. A year's store of 3,000 disputes goes out to .xlsx, and
# LibreOffice counts the report's figures again from the records, by formulas. `bash tests/programs/spreadsheets.sh`, by
# hand: it needs LibreOffice and fetches packages into a temporary folder. `IRO` names the program to try.
set -euo pipefail
iro=$(realpath "${IRO:-target/debug/iro}")
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1 npm_config_cache="$work/npm" IRO_USER="Jo Bloggs" IRO_AS_OF=2026-06-30T10:00
python3 -m venv py && py/bin/pip -q install openpyxl==3.1.5 pandas==3.0.5
office() { HOME=$work soffice --headless "$@" >/dev/null 2>&1; }

echo "== a table with accents and references, opened by double click or read by a script"
export IRO_DATA_DIR=$work/small
for child in 00123 1E5 DEC-12 2-11 =1+1; do
    "$iro" raise --policy south-west --child "$child" --concern "Zoë’s café: 12–14" --impact "No home yet" \
        --seeking "A date" --respond-by 2026-07-14 --override sample >/dev/null 2>&1
done
"$iro" export --csv --out with-mark.csv 2>/dev/null
"$iro" export --csv > without-mark.csv
"$iro" list --xlsx list.xlsx 2>/dev/null
# Without its dialog, LibreOffice asks nobody for the letters; 76 says that they are UTF-8.
for how in "with-mark.csv" "without-mark.csv" "with-mark.csv --infilter=CSV:44,34,76" "list.xlsx"; do
    read -r file filter <<<"$how"
    cp "$file" in.${file##*.}
    office ${filter:+"$filter"} --convert-to ods --outdir out in.${file##*.}
    office --convert-to fods --outdir out out/in.ods
    py/bin/python - "$how" <<'PY'
import sys, xml.etree.ElementTree as tree
rows = tree.parse("out/in.fods").getroot().iter("{urn:oasis:names:tc:opendocument:xmlns:table:1.0}table-row")
kind = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}value-type"
cells = [cell for row in rows for cell in row]
texts = {"".join(cell.itertext()).strip(): cell.get(kind) for cell in cells}
seen = {name: next((f"{text} ({kind})" for text, kind in texts.items() if name in text), "gone") for name in
        ("id", "00123", "1E5", "DEC-12", "2-11", "=1+1", "caf", "2026-0001", "14")}
print(f"LibreOffice, {sys.argv[1]}:", "; ".join(f"{name} -> {cell}" for name, cell in seen.items()))
PY
    rm -f in.* out/*
done
py/bin/python - <<'PY'
import pandas
for file in ("with-mark.csv", "without-mark.csv"):
    print(f"pandas, {file}:", pandas.read_csv(file).columns[0], list(pandas.read_csv(file)["child"]))
print("pandas, list.xlsx:", list(pandas.read_excel("list.xlsx", dtype=object)["Child"]))
PY
npm init -y >/dev/null && npm install --silent xlsx@0.18.5
cat > read.mjs <<'JS'
import XLSX from "xlsx";
for (const [file, options] of [["without-mark.csv", { cellDates: true }], ["without-mark.csv", { cellDates: true, raw: true }], ["list.xlsx", {}]])
  console.log("SheetJS,", file, options.raw ? "raw:" : ":", ...XLSX.utils.sheet_to_json(Object.values(XLSX.readFile(file, options).Sheets)[0])
    .flatMap((row) => [row.id ?? row.Record, row.child ?? row.Child]));
JS
TZ=Europe/London node read.mjs

echo "== a year of 3,000 disputes"
export IRO_DATA_DIR=$work/year IRO_AS_OF=2026-12-31T12:00
"$iro" demo --dir story >/dev/null 2>&1
python3 - <<'PY'
# The stories of the demo again and again, under other numbers: every state there is, in a store as large as a year's.
import pathlib, re
stories = sorted(pathlib.Path("story").rglob("20*-*.yaml"))
texts = {path.stem: path.read_text() for path in stories}
pathlib.Path("year/open").mkdir(parents=True)
made = 0
while made < 3000:
    shift = made
    new = lambda match: f"{match[1]}-{int(match[2]) + shift:04}"
    for path in stories:
        text = re.sub(r"\b(20\d\d)-(\d{4})\b(?!-)", new, texts[path.stem])
        text = re.sub(r"(?m)^(\s*prev: ).*\n", "", text)
        text = re.sub(r"DEMO-(\d+)", lambda match: f"DEMO-{match[1]}-{shift}", text)
        name = re.sub(r"(20\d\d)-(\d{4})", new, path.stem)
        place = pathlib.Path("year") / path.relative_to("story").parent / f"{name}.yaml"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
        made += 1
print(made, "records")
PY
time "$iro" export --xlsx records.xlsx 2>/dev/null
"$iro" report --from 2026-04-01 --to 2027-03-31 --format xlsx --out report.xlsx 2>/dev/null
"$iro" report --from 2026-04-01 --to 2027-03-31 --json > report.json
py/bin/python - <<'PY'
# The figures by formulas in the workbook of the records itself.
import datetime, json, openpyxl
book = openpyxl.load_workbook("records.xlsx")
def column(sheet, heading):
    at = next(cell.column_letter for cell in book[sheet][1] if cell.value == heading)
    return f"{sheet}!${at}$2:${at}${book[sheet].max_row}"
R = lambda heading: column("Records", heading)
C = lambda heading: column("Clocks", heading)
year = f'{R("Kind")},"dispute",{R("Raised")},">="&DATE(2026,4,1),{R("Raised")},"<="&DATE(2027,3,31)'
ended = f'{R("Kind")},"dispute",{R("Closed")},">="&DATE(2026,4,1),{R("Closed")},"<="&DATE(2027,3,31)'
formulas = {
    "raised": f"COUNTIFS({year})",
    "closed": f"COUNTIFS({ended})",
    "resolved": f'COUNTIFS({ended},{R("Status")},"resolved")',
    "withdrawn": f'COUNTIFS({ended},{R("Status")},"withdrawn")',
    "open-at-start": f'COUNTIFS({R("Kind")},"dispute",{R("Raised")},"<"&DATE(2026,4,1))'
                     f'-COUNTIFS({R("Kind")},"dispute",{R("Raised")},"<"&DATE(2026,4,1),{R("Closed")},"<"&DATE(2026,4,1))',
    "open-at-end": f'COUNTIFS({R("Kind")},"dispute")-COUNTIFS({R("Kind")},"dispute",{R("Closed")},">0")',
    "open-in-review": f'COUNTIFS({R("Status")},"awaiting-review")',
    "open-complaint": f'COUNTIFS({R("Status")},"complaint")',
    "praise": f'COUNTIFS({R("Kind")},"praise",{R("Raised")},">="&DATE(2026,4,1))',
    "actions-done": f'COUNTIFS({column("Actions", "State")},"done",{column("Actions", "Done")},">="&DATE(2026,4,1))',
    "days-to-resolve-mean": f'SUMPRODUCT(({R("Status")}="resolved")*({R("Closed")}>=DATE(2026,4,1))*({R("Closed")}-{R("Raised")}))'
                            f'/COUNTIFS({ended},{R("Status")},"resolved")',
}
report = json.load(open("report.json"))
teams = next(figure for figure in report["figures"] if figure["id"] == "raised-by-team")["by"]
for team in teams:
    if team != "not-said" and team != "":
        formulas["raised-by-team/" + team] = f'COUNTIFS({year},{R("Team")},"{team}")'
sheet = book.create_sheet("Recount")
for row, (name, formula) in enumerate(formulas.items(), 1):
    sheet.cell(row, 1, name); sheet.cell(row, 2, "=" + formula)
book.save("recount.xlsx")
PY
office --convert-to xlsx:"Calc MS Excel 2007 XML" --outdir counted recount.xlsx
py/bin/python - <<'PY'
import json, openpyxl, sys
figures = {figure["id"]: figure for figure in json.load(open("report.json"))["figures"]}
in_book = {row[5].value: row[2].value for row in openpyxl.load_workbook("report.xlsx")["Figures"].iter_rows(min_row=2)}
wrong = 0
for name, counted in openpyxl.load_workbook("counted/recount.xlsx", data_only=True)["Recount"].iter_rows(values_only=True):
    figure, _, group = name.partition("/")
    said = figures[figure]["by"][group] if group else figures[figure]["value"]
    same = abs(counted - said) < 0.006 and (group or abs(in_book[figure] - said) < 0.006)
    wrong += not same
    print("same" if same else "OTHER", name, counted, said, "" if group else in_book[figure])
sys.exit(wrong > 0)
PY
