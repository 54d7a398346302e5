#!/usr/bin/env bash
# In an evaluator of decision rules `date(2008, 6, 2)` is 2 July, and an eighteenth birthday comes after 17 years 11 months.
#
# FEEL is the language of decision tables (DMN): date(year, month, day) has months from 1 to 12, and "years and months
# duration" counts whole ones. The guess was that two evaluators agree on both. Seen on 30 November 2026 with js-feel 1.4.7
# (npm) and pySFeel 1.4.2 (PyPI), which pyDMNrules uses. js-feel counts the months of `date(2008, 6, 2)` from 0, as
# JavaScript does, and reads `date("2008-06-02")` rightly, but its `month` is 5. So a rule with both kinds of
# date is a month out, and 30 February is 30 March. It makes 17 years and 11 months of 18 years from some days of the
# year and not from others, nought of February and five months of half a year, since it divides by an average month.
# pySFeel is right on all of these, and halves three months to one.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1 npm_config_cache="$work/npm"
python3 -m venv py && py/bin/pip -q install pySFeel==1.4.2
npm init -y >/dev/null && npm install --silent js-feel@1.4.7
cat > rules.txt <<'RULES'
date(2008, 6, 2)
date("2008-06-02").month
date(2026, 2, 30)
years and months duration(date("2008-06-02"), date("2026-06-02"))
years and months duration(date("2008-01-10"), date("2026-01-10"))
years and months duration(date("2026-02-01"), date("2026-03-01"))
years and months duration(date("2026-01-01"), date("2026-07-01"))
RULES
cat > rules.py <<'PY'
import pySFeel
parser = pySFeel.SFeelParser()
for rule in open("rules.txt"): print("pySFeel", rule.strip(), "is", parser.sFeelParse(rule.strip())[1])
print("pySFeel half of three months is", parser.sFeelParse('duration("P3M") / 2')[1], "month")
PY
cat > rules.mjs <<'JS'
import fs from "node:fs";
import jsFeel from "js-feel";
const { feel } = jsFeel();
for (const rule of fs.readFileSync("rules.txt", "utf8").trim().split("\n")) {
  const value = await feel.parse(rule).build({});
  console.log("js-feel", rule, "is", value?.toISOString ? value.toISOString().slice(0, 10) : String(value));
}
JS
{ TZ=Europe/London node rules.mjs; py/bin/python rules.py; } | tee seen
diff seen - <<'SEEN'
js-feel date(2008, 6, 2) is 2008-07-02
js-feel date("2008-06-02").month is 5
js-feel date(2026, 2, 30) is 2026-03-30
js-feel years and months duration(date("2008-06-02"), date("2026-06-02")) is P17Y11M
js-feel years and months duration(date("2008-01-10"), date("2026-01-10")) is P18Y
js-feel years and months duration(date("2026-02-01"), date("2026-03-01")) is P0D
js-feel years and months duration(date("2026-01-01"), date("2026-07-01")) is P5M
pySFeel date(2008, 6, 2) is 2008-06-02
pySFeel date("2008-06-02").month is 6.0
pySFeel date(2026, 2, 30) is None
pySFeel years and months duration(date("2008-06-02"), date("2026-06-02")) is 216
pySFeel years and months duration(date("2008-01-10"), date("2026-01-10")) is 216
pySFeel years and months duration(date("2026-02-01"), date("2026-03-01")) is 1
pySFeel years and months duration(date("2026-01-01"), date("2026-07-01")) is 6
pySFeel half of three months is 1 month
SEEN
echo "as seen before"
