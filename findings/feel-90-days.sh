#!/usr/bin/env bash
# 90 days are three months to an evaluator of decision rules, 72 hours have no days, and 00:30 in July is the day before.
#
# FEEL, the language of decision tables (DMN), has two types of duration: days and time, and years and months. The guess
# was that `=` between the two is null, that a duration is written as it was given or in days, that `.days` of 72 hours
# is 3, and that the date of a date and time is the date that is in it. Seen on 29 November 2026 with @bpmn-io/feelin
# 6.1.1 (npm): `duration("P1M") = duration("P30D")` is true; `string(duration("P90D"))` is P3M, so that a limit of 90
# days that is passed on as text becomes three months, two days later from 2 July; `.days` of 72 hours is 0; and
# `date()` of a time with its offset takes the day in UTC: 00:30 on 1 July in London is 30 June. In winter it is right.
# Added to a date, 90 days and three months are what they say. A day that isn't one is null as text, and 2 March as
# numbers: `date(2026, 2, 30)`.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export npm_config_cache="$work/npm"
npm init -y >/dev/null && npm install --silent @bpmn-io/feelin@6.1.1
cat > read.mjs <<'JS'
import { evaluate } from "@bpmn-io/feelin";
for (const rule of [
  'duration("P1M") = duration("P30D")',
  'string(duration("P90D"))',
  'string(date("2026-07-02") + duration("P90D"))',
  'string(date("2026-07-02") + duration(string(duration("P90D"))))',
  'string(duration("PT72H"))',
  'duration("PT72H").days',
  'string(date(date and time("2026-07-01T00:30:00+01:00")))',
  'date and time("2026-07-01T00:30:00+01:00").day',
  'string(date(date and time("2026-12-01T00:30:00+00:00")))',
  'string(date("2026-02-30"))',
  'string(date(2026, 2, 30))',
]) console.log(rule, "is", evaluate(rule, {}).value);
JS
TZ=Europe/London node read.mjs | tee seen
diff seen - <<'SEEN'
duration("P1M") = duration("P30D") is true
string(duration("P90D")) is P3M
string(date("2026-07-02") + duration("P90D")) is 2026-09-30
string(date("2026-07-02") + duration(string(duration("P90D")))) is 2026-10-02
string(duration("PT72H")) is P3D
duration("PT72H").days is 0
string(date(date and time("2026-07-01T00:30:00+01:00"))) is 2026-06-30
date and time("2026-07-01T00:30:00+01:00").day is 1
string(date(date and time("2026-12-01T00:30:00+00:00"))) is 2026-12-01
string(date("2026-02-30")) is null
string(date(2026, 2, 30)) is 2026-03-02
SEEN
echo "as seen before"
