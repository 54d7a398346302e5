#!/usr/bin/env bash
# Somebody born on 29 February is never 18 to an engine of decision rules, and never under 18 either.
#
# In the rules of GoRules' Zen engine `d(birth).add("18y")` is a date 18 years later, and `isSameOrBefore` compares it with
# the day of a review. The guess was that years end on the last day of a short February, as the engine's months do. Seen on
# 30 November 2026 with zen-engine 2.1.3 (PyPI) and @gorules/zen-engine 0.54.0 (npm): 18 years from 29 February 2008 are
# "Invalid date", and no comparison with that is true, neither before nor after, in any year; a rule has no error and no
# match. 216 months, or 17 years and 12 months, are 28 February 2026, and `diff` counts 18 years on that day.
# In the same rules a day is 24 hours, which is an hour short over the end of summer time: 20 days from 23 October are 11
# November, at 23:00, three days from 11:00 end at 10:00, while a month from 2 October at 11:00 ends at 11:00. And half of
# "1.5 months" is left out.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1 npm_config_cache="$work/npm"
python3 -m venv py && py/bin/pip -q install zen-engine==2.1.3
npm init -y >/dev/null && npm install --silent @gorules/zen-engine@0.54.0
cat > rules.txt <<'RULES'
d('2008-02-29').add('18y').format('%Y-%m-%d')
d('2008-02-29').add('18y').isSameOrBefore('2026-03-01')
d('2008-02-29').add('18y').isSameOrBefore('2040-01-01')
d('2008-02-29').add('18y').isAfter('2020-01-01')
d('2008-02-29').add('216M').format('%Y-%m-%d')
d('2008-02-29').add('17y 12M').format('%Y-%m-%d')
d('2026-02-28').diff('2008-02-29', 'year')
d('2026-02-27').diff('2008-02-29', 'year')
d('2026-10-23', 'Europe/London').add('20d').format('%Y-%m-%d %H:%M')
d('2026-10-23 11:00', 'Europe/London').add('3d').format('%Y-%m-%d %H:%M')
d('2026-10-02 11:00', 'Europe/London').add('1M').format('%Y-%m-%d %H:%M')
d('2026-11-30').add(1.5, 'month').format('%Y-%m-%d')
RULES
cat > rules.py <<'PY'
import json, zen
for rule in open("rules.txt"):
    value = zen.evaluate_expression(rule.strip(), {})
    print(rule.strip(), "is", json.dumps(int(value) if type(value) is float else value))
PY
cat > rules.mjs <<'JS'
import fs from "node:fs";
import { evaluateExpression } from "@gorules/zen-engine";
for (const rule of fs.readFileSync("rules.txt", "utf8").trim().split("\n")) console.log(`${rule} is ${JSON.stringify(await evaluateExpression(rule, {}))}`);
JS
py/bin/python rules.py > python
node rules.mjs | diff python -
tee seen < python
diff seen - <<'SEEN'
d('2008-02-29').add('18y').format('%Y-%m-%d') is "Invalid date"
d('2008-02-29').add('18y').isSameOrBefore('2026-03-01') is false
d('2008-02-29').add('18y').isSameOrBefore('2040-01-01') is false
d('2008-02-29').add('18y').isAfter('2020-01-01') is false
d('2008-02-29').add('216M').format('%Y-%m-%d') is "2026-02-28"
d('2008-02-29').add('17y 12M').format('%Y-%m-%d') is "2026-02-28"
d('2026-02-28').diff('2008-02-29', 'year') is 18
d('2026-02-27').diff('2008-02-29', 'year') is 17
d('2026-10-23', 'Europe/London').add('20d').format('%Y-%m-%d %H:%M') is "2026-11-11 23:00"
d('2026-10-23 11:00', 'Europe/London').add('3d').format('%Y-%m-%d %H:%M') is "2026-10-26 10:00"
d('2026-10-02 11:00', 'Europe/London').add('1M').format('%Y-%m-%d %H:%M') is "2026-11-02 11:00"
d('2026-11-30').add(1.5, 'month').format('%Y-%m-%d') is "2026-12-30"
SEEN
echo "as seen before"
