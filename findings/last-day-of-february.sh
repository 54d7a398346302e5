#!/usr/bin/env bash
# The last day of February is 3 March, and a review due twice a year comes on four days running, in a calendar library.
#
# Reviews are at most six months apart, and one of 31 August has no 31 February to come back on. RFC 5545, 3.3.10: a day
# that a month doesn't have is left out, so that FREQ=MONTHLY;INTERVAL=6 comes back after a year. The same section has two
# ways to say "or the last day of the month", BYMONTHDAY=-1 and the last (BYSETPOS=-1) of 28, 29, 30 and 31, and RFC 7529,
# 4.1, has SKIP=BACKWARD. The guess was that a library knows each of them or refuses it. Seen on 30 November 2026:
# * ical.js 2.2.1 (npm) takes BYMONTHDAY=-1 of February in a rule by the year for 3 March, or 2 March in a leap year;
#   ignores BYSETPOS beside BYMONTHDAY, so that 28, 29, 30 and 31 August are four reviews; ignores SKIP, so that the next
#   is after a year; and leaves out nothing for somebody born on 29 February, whose birthday is 1 March in other years;
# * rrule-rust 3.1.1 ignores SKIP, rrule 2.8.1 (npm) and dateutil 2.9.0.post0 (PyPI) refuse it;
# * rrule-temporal 2.2.8 does all of them as they are written.
# Only FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=-1 is the same in all five.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1 npm_config_cache="$work/npm"
python3 -m venv py && py/bin/pip -q install --no-compile python-dateutil==2.9.0.post0
npm init -y >/dev/null && npm install --silent ical.js@2.2.1 rrule@2.8.1 rrule-rust@3.1.1 rrule-temporal@2.2.8
cat > rules.json <<'JSON'
[["2026-08-31", "FREQ=MONTHLY;INTERVAL=6"],
 ["2026-08-31", "FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=-1"],
 ["2026-08-31", "FREQ=YEARLY;BYMONTH=2,8;BYMONTHDAY=-1"],
 ["2026-08-31", "FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=28,29,30,31;BYSETPOS=-1"],
 ["2026-08-31", "RSCALE=GREGORIAN;FREQ=MONTHLY;INTERVAL=6;SKIP=BACKWARD"],
 ["2024-02-29", "FREQ=YEARLY"]]
JSON
cat > read.mjs <<'JS'
import fs from "node:fs";
import ICAL from "ical.js";
import rrule from "rrule";
import { RRuleSet } from "rrule-rust";
import { RRuleTemporal } from "rrule-temporal";
const readers = {
  "ical.js": (start, rule) => {
    const days = ICAL.Recur.fromString(rule).iterator(ICAL.Time.fromDateTimeString(`${start}T10:00:00`));
    return Array.from({ length: 5 }, () => days.next().toString());
  },
  rrule: (start, rule, text) => rrule.rrulestr(text).all((_, count) => count < 5).map((day) => day.toISOString()),
  "rrule-rust": (start, rule, text) => RRuleSet.fromString(text).all(5).map((day) => day.toString().replace(/^(\d{4})(\d\d)/, "$1-$2-")),
  "rrule-temporal": (start, rule, text) => new RRuleTemporal({ rruleString: text }).all((_, count) => count < 5).map(String),
};
for (const [start, rule] of JSON.parse(fs.readFileSync("rules.json")))
  for (const [name, read] of Object.entries(readers)) {
    let days;
    try {
      days = read(start, rule, `DTSTART:${start.replaceAll("-", "")}T100000Z\nRRULE:${rule}`).map((day) => day.slice(0, 10));
    } catch {
      days = ["refused"];
    }
    console.log([rule, days.join(" "), name].join("\t"));
  }
JS
cat > read.py <<'PY'
import datetime, itertools, json
from dateutil.rrule import rrulestr
for start, rule in json.load(open("rules.json")):
    try:
        days = [str(day.date()) for day in itertools.islice(rrulestr(rule, dtstart=datetime.datetime.fromisoformat(start)), 5)]
    except ValueError:
        days = ["refused"]
    print(rule, " ".join(days), "dateutil", sep="\t")
PY
cat > group.py <<'PY'
import sys
groups = {}
for line in sorted(sys.stdin):
    rule, days, name = line.strip().split("\t")
    groups.setdefault((rule, days), []).append(name)
for (rule, days), names in groups.items():
    print(f"{rule}: {days}: {', '.join(names)}")
PY
{ node read.mjs; py/bin/python read.py; } | python3 group.py | tee seen
diff seen - <<'SEEN'
FREQ=MONTHLY;INTERVAL=6: 2026-08-31 2027-08-31 2028-08-31 2029-08-31 2030-08-31: dateutil, ical.js, rrule, rrule-rust, rrule-temporal
FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=-1: 2026-08-31 2027-02-28 2027-08-31 2028-02-29 2028-08-31: dateutil, ical.js, rrule, rrule-rust, rrule-temporal
FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=28,29,30,31;BYSETPOS=-1: 2026-08-31 2027-02-28 2027-08-28 2027-08-29 2027-08-30: ical.js
FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=28,29,30,31;BYSETPOS=-1: 2026-08-31 2027-02-28 2027-08-31 2028-02-29 2028-08-31: dateutil, rrule, rrule-rust, rrule-temporal
FREQ=YEARLY: 2024-02-29 2025-03-01 2026-03-01 2027-03-01 2028-02-29: ical.js
FREQ=YEARLY: 2024-02-29 2028-02-29 2032-02-29 2036-02-29 2040-02-29: dateutil, rrule, rrule-rust, rrule-temporal
FREQ=YEARLY;BYMONTH=2,8;BYMONTHDAY=-1: 2026-08-31 2027-02-28 2027-08-31 2028-02-29 2028-08-31: dateutil, rrule, rrule-rust, rrule-temporal
FREQ=YEARLY;BYMONTH=2,8;BYMONTHDAY=-1: 2026-08-31 2027-03-03 2027-08-31 2028-03-02 2028-08-31: ical.js
RSCALE=GREGORIAN;FREQ=MONTHLY;INTERVAL=6;SKIP=BACKWARD: 2026-08-31 2027-02-28 2027-08-31 2028-02-29 2028-08-31: rrule-temporal
RSCALE=GREGORIAN;FREQ=MONTHLY;INTERVAL=6;SKIP=BACKWARD: 2026-08-31 2027-08-31 2028-08-31 2029-08-31 2030-08-31: ical.js, rrule-rust
RSCALE=GREGORIAN;FREQ=MONTHLY;INTERVAL=6;SKIP=BACKWARD: refused: dateutil, rrule
SEEN
echo "as seen before"
