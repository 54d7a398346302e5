#!/usr/bin/env bash
# One and a half years are half a year to a reader of lengths in words, and a month and a half is nothing to another.
#
# People write limits in words, and forms hand them on. The guess was that what a reader can't read it refuses. Seen on
# 30 November 2026: TimeLength 3.0.4 (PyPI) drops the "one and" of "one and a half years" and the "two and" of weeks, calls
# it a success, and makes 12 months a day longer than a year. human-interval 2.0.1 (npm), which reads the intervals of
# Agenda, drops the half, and of "a month and a half" the month as well, which is no time at all. "1,5 hours" are one hour
# to it and 15 to parse-duration 2.1.9 (npm), which refuses the others, and 20 working days are 20 days; these two TimeLength
# refuses. humanfriendly 10.0 (PyPI) has no months, but a year is 364 days to it, and it says "1 year and 1 day" of 365.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1 npm_config_cache="$work/npm"
python3 -m venv py && py/bin/pip -q install timelength==3.0.4 humanfriendly==10.0
npm init -y >/dev/null && npm install --silent human-interval@2.0.1 parse-duration@2.1.9
printf '%s\n' 'one and a half years' 'a month and a half' 'two and a half weeks' '1,5 hours' '20 working days' '12 months' '1 year' > words
cat > read.py <<'PY'
import humanfriendly
from timelength import TimeLength
for words in open("words").read().splitlines(): print(f"TimeLength: {words}: {TimeLength(words).to_hours() / 24:.3f} days, success: {TimeLength(words).result.success}")
print("humanfriendly: 1 year:", humanfriendly.parse_timespan("1 year") / 86400, "days; 365 days:", humanfriendly.format_timespan(365 * 86400))
PY
cat > read.mjs <<'JS'
import fs from "node:fs";
import interval from "human-interval";
import duration from "parse-duration";
for (const words of fs.readFileSync("words", "utf8").trim().split("\n"))
  console.log(`human-interval: ${words}: ${(interval(words) / 86400000).toFixed(3)} days`);
console.log(`parse-duration: 1,5 hours: ${duration("1,5 hours") / 86400000} days; one and a half years: ${duration("one and a half years")}`);
JS
{ py/bin/python read.py; node read.mjs; } | tee seen
diff seen - <<'SEEN'
TimeLength: one and a half years: 182.500 days, success: True
TimeLength: a month and a half: 30.500 days, success: True
TimeLength: two and a half weeks: 3.500 days, success: True
TimeLength: 1,5 hours: 0.000 days, success: False
TimeLength: 20 working days: 0.000 days, success: False
TimeLength: 12 months: 366.000 days, success: True
TimeLength: 1 year: 365.000 days, success: True
humanfriendly: 1 year: 364.0 days; 365 days: 1 year and 1 day
human-interval: one and a half years: 365.000 days
human-interval: a month and a half: 0.000 days
human-interval: two and a half weeks: 14.000 days
human-interval: 1,5 hours: 0.042 days
human-interval: 20 working days: 20.000 days
human-interval: 12 months: 360.000 days
human-interval: 1 year: 365.000 days
parse-duration: 1,5 hours: 0.625 days; one and a half years: null
SEEN
echo "as seen before"
