#!/usr/bin/env bash
# "Every year on 2 June" comes every other year to a reader of words, and "every year on 29 February" every 29 years.
#
# recurrent makes rules of RFC 5545 from English. The guess was that a day before its month is the same as behind it. Seen
# on 30 November 2026 with recurrent 0.4.1 (PyPI): the number before the name of a month, as dates are written in Britain,
# is taken for the number of years between, INTERVAL=2, and the day is that of the start; "every 31 March" comes in 31
# years. "June 2" and "2nd June" are read as days, "annually on 2 June" is one date without a rule. "Every 2 weeks for 3
# months" goes on for a year, if it is said on 29 November (there is no 29 February), "daily for 20 days" for ever, and
# "monthly for a year" is yearly. The last working day of a month is its last day, and 20 working days are 20 days.
# A program that keeps such a rule finds out after a year, if it shows nothing but the next date.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1
python3 -m venv py && py/bin/pip -q install recurrent==0.4.1 python-dateutil==2.9.0.post0
cat > read.py <<'PY'
import datetime, recurrent
from dateutil.rrule import rrulestr
now = datetime.datetime(2026, 6, 2, 9)
for words in ("every year on 2 June", "every year on June 2", "every year on 2nd June", "annually on 2 June", "every year on 29 February",
              "every 31 March", "every 2 weeks for 3 months", "daily for 20 days", "monthly for a year",
              "last working day of every month", "every 20 working days"):
    rule = recurrent.RecurringEvent(now_date=now).parse(words)
    if isinstance(rule, str):
        coming = iter(rrulestr(rule, dtstart=now))
        print(f"{words}: {rule.removeprefix('RRULE:')}:", *(f"{next(coming):%Y-%m-%d}" for _ in range(3)))
    else:
        print(f"{words}: {rule:%Y-%m-%d}, once")
for day in (28, 29):
    print(f"on {day} November, every 2 weeks for 3 months:", recurrent.RecurringEvent(now_date=datetime.datetime(2026, 11, day)).parse("every 2 weeks for 3 months"))
PY
py/bin/python read.py | tee seen
diff seen - <<'SEEN'
every year on 2 June: BYMONTH=6;INTERVAL=2;FREQ=YEARLY: 2026-06-02 2028-06-02 2030-06-02
every year on June 2: BYMONTHDAY=2;BYMONTH=6;INTERVAL=1;FREQ=YEARLY: 2026-06-02 2027-06-02 2028-06-02
every year on 2nd June: BYMONTHDAY=2;BYMONTH=6;INTERVAL=1;FREQ=YEARLY: 2026-06-02 2027-06-02 2028-06-02
annually on 2 June: 2026-06-02, once
every year on 29 February: BYMONTH=2;INTERVAL=29;FREQ=YEARLY: 2055-02-02 2084-02-02 2113-02-02
every 31 March: BYMONTH=3;INTERVAL=31;FREQ=YEARLY: 2057-03-02 2088-03-02 2119-03-02
every 2 weeks for 3 months: INTERVAL=2;FREQ=WEEKLY;UNTIL=20260902: 2026-06-02 2026-06-16 2026-06-30
daily for 20 days: INTERVAL=1;FREQ=DAILY: 2026-06-02 2026-06-03 2026-06-04
monthly for a year: INTERVAL=1;FREQ=YEARLY: 2026-06-02 2027-06-02 2028-06-02
last working day of every month: BYMONTHDAY=-1;INTERVAL=1;FREQ=MONTHLY: 2026-06-30 2026-07-31 2026-08-31
every 20 working days: INTERVAL=20;FREQ=DAILY: 2026-06-02 2026-06-22 2026-07-12
on 28 November, every 2 weeks for 3 months: RRULE:INTERVAL=2;FREQ=WEEKLY;UNTIL=20270228
on 29 November, every 2 weeks for 3 months: RRULE:INTERVAL=2;FREQ=WEEKLY;UNTIL=20271129
SEEN
echo "as seen before"
