#!/usr/bin/env bash
# A young person is 17 on the eighteenth birthday, by the formula of a spreadsheet that is made for fractions of a year.
#
# `INT(YEARFRAC(birth; day; 1))`, where 1 stands for real days and real years, is often given as the age on a day. The
# guess was that it is right on birthdays at least. Seen on 29 November 2026 with LibreOffice 7.4.7 (Debian 12),
# HyperFormula 3.5.0 and Formula.js 4.6.1 (npm): somebody born on 2 June 2008 is 17.998 on 2 June 2026, and so 17. The
# length of a year is the average of all the calendar years from the first to the last, of which a leap year at the
# beginning counts whole. Of the first 18 birthdays of somebody born that day 17 come out a year short; of those born on
# 2 June 2007, none. `DATEDIF(birth; day; "Y")` is right on all of them.
# LibreOffice is taken as it is installed here, not fetched.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export npm_config_cache="$work/npm"
npm init -y >/dev/null && npm install --silent hyperformula@3.5.0 @formulajs/formulajs@4.6.1
cat > read.mjs <<'JS'
import fs from "node:fs";
import { HyperFormula } from "hyperformula";
import { YEARFRAC } from "@formulajs/formulajs";
const rows = [];
for (const born of [2008, 2007])
  for (let age = 1; age <= 18; age++) rows.push([born, age, `DATE(${born},6,2),DATE(${born + age},6,2)`]);
if (process.argv[2] === "write") {
  const cell = (kind, text) => `<table:table-cell ${kind}>${text}</table:table-cell>`;
  const lines = rows.map(([, , days]) => "<table:table-row>" + ["YEARFRAC(@;1)", 'DATEDIF(@;"Y")']
    .map((call) => cell(`office:value-type="float" table:formula="of:=${call.replace("@", days.replaceAll(",", ";")).replaceAll('"', "&quot;")}"`, "")).join("") + "</table:table-row>");
  fs.writeFileSync("ages.fods", `<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2" office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">
<office:body><office:spreadsheet><table:table table:name="ages">${lines.join("\n")}</table:table></office:spreadsheet></office:body></office:document>`);
} else {
  const sheet = HyperFormula.buildFromArray(rows.map(([, , days]) => [`=YEARFRAC(${days},1)`, `=DATEDIF(${days},"Y")`]), { licenseKey: "gpl-v3" }).getSheetValues(0);
  const office = fs.readFileSync("ages.csv", "utf8").trim().split("\n").map((line) => line.split(",").map(Number));
  const show = (name, value) => console.log(name, "on the 18th birthday:", value(17)[0].toFixed(3), "a year short, of 18 birthdays:",
    ...[2008, 2007].flatMap((born) => [`born ${born}`, rows.filter(([year, age], row) => year === born && Math.floor(value(row)[0]) < age).length]),
    "DATEDIF short:", rows.filter(([, age], row) => value(row)[1] < age).length);
  show("LibreOffice", (row) => office[row]);
  show("HyperFormula", (row) => sheet[row]);
  show("Formula.js", (row) => [YEARFRAC(new Date(rows[row][0], 5, 2), new Date(rows[row][0] + rows[row][1], 5, 2), 1), rows[row][1]]);
}
JS
node read.mjs write
HOME=$work soffice --headless --convert-to csv ages.fods >/dev/null 2>&1
TZ=Europe/London node read.mjs | tee seen
diff seen - <<'SEEN'
LibreOffice on the 18th birthday: 17.998 a year short, of 18 birthdays: born 2008 17 born 2007 0 DATEDIF short: 0
HyperFormula on the 18th birthday: 17.998 a year short, of 18 birthdays: born 2008 17 born 2007 0 DATEDIF short: 0
Formula.js on the 18th birthday: 17.998 a year short, of 18 birthdays: born 2008 17 born 2007 0 DATEDIF short: 0
SEEN
echo "as seen before"
