#!/usr/bin/env bash
# Fifteen working days are five days, when the length is asked for in days and the office is open from nine to five.
#
# How long an answer took is measured in working days, and a library that knows the hours of an office leaves out nights,
# weekends and holidays. The guess was that a day in its answer is a day of that office. Seen on 30 November 2026 with
# business-duration 0.68 (PyPI): it adds up the open hours and divides them by 24. An answer from Monday at nine to Friday at
# five is 1.67 days, and one that took fifteen working days is 5.0, so that a limit of five days is kept for three weeks.
# Without the hours of an office the same two are 4.33 and 14.33, and with dates alone, as in its manual, 5 and 15, with the
# last day in it. Its hours are right.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1
python3 -m venv py && py/bin/pip -q install business-duration==0.68 pandas==3.1.1
cat > days.py <<'PY'
import datetime
from business_duration import businessDuration
nine, five = datetime.time(9), datetime.time(17)
begin = datetime.datetime(2026, 11, 30, 9)
for weeks in (1, 3):
    end = begin + datetime.timedelta(days=7 * weeks - 3, hours=8)
    office = [round(businessDuration(begin, end, nine, five, unit=unit), 2) for unit in ("hour", "day")]
    print(f"{begin} to {end}: open {office[0]} hours, {office[1]} days; without hours {businessDuration(begin, end, unit='day'):.2f} days;",
          f"dates alone {businessDuration(begin.date(), end.date(), unit='day'):.2f}")
PY
py/bin/python days.py | tee seen
diff seen - <<'SEEN'
2026-11-30 09:00:00 to 2026-12-04 17:00:00: open 40.0 hours, 1.67 days; without hours 4.33 days; dates alone 5.00
2026-11-30 09:00:00 to 2026-12-18 17:00:00: open 120.0 hours, 5.0 days; without hours 14.33 days; dates alone 15.00
SEEN
echo "as seen before"
