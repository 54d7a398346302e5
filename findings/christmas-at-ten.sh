#!/usr/bin/env bash
# Ten o'clock on Christmas Day is working time, though Christmas Day is not, to a ministry's library of bank holidays.
#
# govuk-bank-holidays, of the Ministry of Justice, has the government's list of bank holidays and finds the next working day.
# It is asked about a date, and in Python a moment is a date too, with a time. The guess was that it takes the day of a
# moment, or refuses it. Seen on 30 November 2026 with govuk-bank-holidays 0.19 (PyPI), from the list that it comes with: a
# moment is no bank holiday ever, as no moment is equal to a day, but it is no working time at weekends. So what is tried on
# a Saturday is right, and the next working day after 10:00 on 24 December 2026 is Christmas Day. After the last year in the
# list each bank holiday is a working day, without a word: so is Christmas Day 2029.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1
python3 -m venv py && py/bin/pip -q install --no-compile govuk-bank-holidays==0.19
cat > read.py <<'PY'
from datetime import date, datetime
from govuk_bank_holidays.bank_holidays import BankHolidays
england = BankHolidays(use_cached_holidays=True)
where = {"division": BankHolidays.ENGLAND_AND_WALES}
for day in (date(2026, 12, 25), datetime(2026, 12, 25), datetime(2026, 12, 25, 10), date(2026, 12, 26), datetime(2026, 12, 26, 10), date(2029, 12, 25)):
    print(day, "bank holiday", england.is_holiday(day, **where), "working day", england.is_work_day(day, **where))
for day in (date(2026, 12, 24), datetime(2026, 12, 24, 10), date(2026, 11, 27), datetime(2026, 11, 27, 10), date(2029, 12, 24)):
    print("the next working day after", day, "is", england.get_next_work_day(**where, date=day))
PY
py/bin/python read.py | tee seen
diff seen - <<'SEEN'
2026-12-25 bank holiday True working day False
2026-12-25 00:00:00 bank holiday False working day True
2026-12-25 10:00:00 bank holiday False working day True
2026-12-26 bank holiday False working day False
2026-12-26 10:00:00 bank holiday False working day False
2029-12-25 bank holiday False working day True
the next working day after 2026-12-24 is 2026-12-29
the next working day after 2026-12-24 10:00:00 is 2026-12-25 10:00:00
the next working day after 2026-11-27 is 2026-11-30
the next working day after 2026-11-27 10:00:00 is 2026-11-30 10:00:00
the next working day after 2029-12-24 is 2029-12-25
SEEN
echo "as seen before"
