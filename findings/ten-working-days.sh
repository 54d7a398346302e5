#!/usr/bin/env bash
# "Within 15 working days" is three in the afternoon to a reader of dates in words, and "in 28 full days" 28 December.
#
# ctparse reads dates, times, spans and lengths of time in English and German. The guess was that, as it knows "in 20 days",
# it reads "in 20 working days" as 20 days, or as nothing, which is what it says of "half a year". Seen on 30 November 2026,
# 10:00, with ctparse 0.3.6 (PyPI): the number must stand right before "days"; with a word between, it is taken for an hour
# of the clock up to 24, for a day of the month up to 31 and for a year of the last century above that, so that ten working
# days are up tomorrow at ten, 65 in the year 1965, and the later limit comes before the earlier one. "Next month",
# "last month" and "monthly" are all next Monday, for the first three letters of "month".
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1
python3 -m venv py && py/bin/pip -q install --no-compile ctparse==0.3.6 python-dateutil==2.9.0.post0
cat > read.py <<'PY'
import datetime, logging
from ctparse import ctparse
logging.disable(logging.CRITICAL)
for words in ["in 20 days", "in 20 working days", "within 15 working days", "in 10 working days", "in ten working days", "in 5 school days",
              "within 12 school weeks", "in 25 working days", "in 28 full days", "in 40 working days", "in 65 working days", "half a year",
              "in one month", "next month", "begin of month", "monthly", "last month"]:
    found = ctparse(words, ts=datetime.datetime(2026, 11, 30, 10), timeout=0)
    print(f"{words}: {found.resolution if found else 'nothing'}")
PY
py/bin/python read.py | tee seen
diff seen - <<'SEEN'
in 20 days: 20 days
in 20 working days: 2026-11-30 20:00 (X/X)
within 15 working days: 2026-11-30 15:00 (X/X)
in 10 working days: 2026-12-01 10:00 (X/X)
in ten working days: 2026-12-01 10:00 (X/X)
in 5 school days: 2026-12-01 05:00 (X/X)
within 12 school weeks: 2026-11-30 12:00 (X/X)
in 25 working days: 2026-12-25 X:X (X/X)
in 28 full days: 2026-12-28 X:X (X/X)
in 40 working days: 1940-X-X X:X (X/X)
in 65 working days: 1965-X-X X:X (X/X)
half a year: nothing
in one month: 1 months
next month: 2026-12-07 X:X (X/X)
begin of month: 2026-12-07 X:X (X/X)
monthly: 2026-12-07 X:X (X/X)
last month: 2026-12-07 X:X (X/last)
SEEN
echo "as seen before"
