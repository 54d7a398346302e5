#!/usr/bin/env bash
# Five working days before a conference is the day of the conference, by a library that works out spreadsheets' formulas.
#
# WORKDAY(day; -5) is the spreadsheets' way to "five working days before". The guess was that any library that has WORKDAY
# at all goes back as well as forth. Seen on 30 November 2026 with fast-formula-parser 1.0.19 (npm): forwards it is right,
# with weekends and holidays; with any number below nought the day that is given comes back, be it a Sunday, and without
# an error, so that a report for a conference on Friday 18 December 2026 may come on that day. WORKDAY.INTL does the same.
# HyperFormula 3.5.0 (npm), with the same formulas, has 11 December, and with the bank holiday from 29 December 24
# December.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export npm_config_cache="$work/npm"
npm init -y >/dev/null && npm install --silent fast-formula-parser@1.0.19 hyperformula@3.5.0
cat > read.cjs <<'JS'
const Parser = require("fast-formula-parser");
const { HyperFormula } = require("hyperformula");
const text = (value) => { // either gives a date or a number of days from 30 December 1899
  const date = value instanceof Date ? new Date(value.getTime() - value.getTimezoneOffset() * 60e3) : new Date(Date.UTC(1899, 11, 30) + value * 864e5);
  return date.toISOString().slice(0, 10);
};
for (const sum of ["WORKDAY(DATE(2026,12,18),5)", "WORKDAY(DATE(2026,12,18),-5)", "WORKDAY(DATE(2026,12,18),-1)", "WORKDAY.INTL(DATE(2026,12,18),-5)",
  "WORKDAY(DATE(2026,12,20),-5)", "WORKDAY(DATE(2026,12,24),2,DATE(2026,12,25))", "WORKDAY(DATE(2026,12,29),-2,DATE(2026,12,25))"]) {
  const sheet = HyperFormula.buildFromArray([[`=${sum}`]], { licenseKey: "gpl-v3" });
  console.log(sum, "fast-formula-parser", text(new Parser({}).parse(sum)), "HyperFormula", text(sheet.getCellValue({ sheet: 0, row: 0, col: 0 })));
}
JS
TZ=Europe/London node read.cjs | tee seen
diff seen - <<'SEEN'
WORKDAY(DATE(2026,12,18),5) fast-formula-parser 2026-12-25 HyperFormula 2026-12-25
WORKDAY(DATE(2026,12,18),-5) fast-formula-parser 2026-12-18 HyperFormula 2026-12-11
WORKDAY(DATE(2026,12,18),-1) fast-formula-parser 2026-12-18 HyperFormula 2026-12-17
WORKDAY.INTL(DATE(2026,12,18),-5) fast-formula-parser 2026-12-18 HyperFormula 2026-12-11
WORKDAY(DATE(2026,12,20),-5) fast-formula-parser 2026-12-20 HyperFormula 2026-12-14
WORKDAY(DATE(2026,12,24),2,DATE(2026,12,25)) fast-formula-parser 2026-12-29 HyperFormula 2026-12-29
WORKDAY(DATE(2026,12,29),-2,DATE(2026,12,25)) fast-formula-parser 2026-12-29 HyperFormula 2026-12-24
SEEN
echo "as seen before"
