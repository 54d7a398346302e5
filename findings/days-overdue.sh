#!/usr/bin/env bash
# Twenty working days to go are 20, and the same twenty overdue are 24, to the formulas of spreadsheets in JavaScript.
#
# NETWORKDAYS(today; due) is the number of working days that are left, and below nought if the due day is past. The guess
# was that weekends and bank holidays don't count in either direction. Seen on 30 November 2026 with Formula.js 4.6.1
# (npm): below nought they do. From Monday 6 July 2026 to Friday 31 July are 20 days, and back again -24, which is all
# days but one; with a holiday between, 19 and still -24. A short week is shorter instead: Friday back to Monday is -3.
# HyperFormula 3.5.0 (npm) and formulas 1.3.4 (PyPI) have -20, -19 and -5.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1 npm_config_cache="$work/npm"
python3 -m venv py && py/bin/pip -q install --no-compile formulas==1.3.4 numpy==1.26.4
npm init -y >/dev/null && npm install --silent hyperformula@3.5.0 @formulajs/formulajs@4.6.1
cat > days.json <<'JSON'
[[[2026, 7, 6], [2026, 7, 31]], [[2026, 7, 31], [2026, 7, 6]], [[2026, 7, 6], [2026, 7, 31], [2026, 7, 8]],
 [[2026, 7, 31], [2026, 7, 6], [2026, 7, 8]], [[2026, 7, 6], [2026, 7, 10]], [[2026, 7, 10], [2026, 7, 6]]]
JSON
cat > read.mjs <<'JS'
import fs from "node:fs";
import { HyperFormula } from "hyperformula";
import { NETWORKDAYS } from "@formulajs/formulajs";
for (const days of JSON.parse(fs.readFileSync("days.json"))) {
  const sum = `NETWORKDAYS(${days.map((day) => `DATE(${day})`)})`;
  const sheet = HyperFormula.buildFromArray([[`=${sum}`]], { licenseKey: "gpl-v3" });
  console.log(sum, "HyperFormula", sheet.getCellValue({ sheet: 0, row: 0, col: 0 }),
    "Formula.js", NETWORKDAYS(...days.map(([year, month, day]) => new Date(year, month - 1, day))));
}
JS
cat > read.py <<'PY'
import json, formulas
for days in json.load(open("days.json")):
    sum = "NETWORKDAYS({})".format(",".join("DATE({},{},{})".format(*day) for day in days))
    print(sum, "formulas", int(formulas.Parser().ast(f"={sum}")[1].compile()()))
PY
{ TZ=Europe/London node read.mjs; py/bin/python -W ignore read.py; } | tee seen
diff seen - <<'SEEN'
NETWORKDAYS(DATE(2026,7,6),DATE(2026,7,31)) HyperFormula 20 Formula.js 20
NETWORKDAYS(DATE(2026,7,31),DATE(2026,7,6)) HyperFormula -20 Formula.js -24
NETWORKDAYS(DATE(2026,7,6),DATE(2026,7,31),DATE(2026,7,8)) HyperFormula 19 Formula.js 19
NETWORKDAYS(DATE(2026,7,31),DATE(2026,7,6),DATE(2026,7,8)) HyperFormula -19 Formula.js -24
NETWORKDAYS(DATE(2026,7,6),DATE(2026,7,10)) HyperFormula 5 Formula.js 5
NETWORKDAYS(DATE(2026,7,10),DATE(2026,7,6)) HyperFormula -5 Formula.js -3
NETWORKDAYS(DATE(2026,7,6),DATE(2026,7,31)) formulas 20
NETWORKDAYS(DATE(2026,7,31),DATE(2026,7,6)) formulas -20
NETWORKDAYS(DATE(2026,7,6),DATE(2026,7,31),DATE(2026,7,8)) formulas 19
NETWORKDAYS(DATE(2026,7,31),DATE(2026,7,6),DATE(2026,7,8)) formulas -19
NETWORKDAYS(DATE(2026,7,6),DATE(2026,7,10)) formulas 5
NETWORKDAYS(DATE(2026,7,10),DATE(2026,7,6)) formulas -5
SEEN
echo "as seen before"
