#!/usr/bin/env bash
# A review "at 10 on 4 December 2026" is on 10 April and on 30 December, to the usual finder of dates in sentences in Python.
#
# dateparser's search_dates finds the dates that a text names. The guess was that a full date in words, such as 4 December
# 2026, is found as that, whatever stands before it. Seen on 30 November 2026 with dateparser 1.5.0 (PyPI), in English, day
# first: where another number stands a little before it, that and the day may be taken together, or be dropped, and the
# month and the year are left to themselves, with today's day. "At 10 on 4 December 2026" is 10 April and 30
# December; "within 20 days of 4 December 2026" is 10 November, 20 days ago, and 30 December; "Review 2: 4 December 2026" and
# "2-4 December 2026" have no 4 December in them, and "Case 12" is 12 November. With "10am" or "10:00" for 10, or the
# time after the date, it is found.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1 TZ=Europe/London
python3 -m venv py && py/bin/pip -q install --no-compile dateparser==1.5.0 python-dateutil==2.9.0.post0 regex==2026.11.19
cat > read.py <<'PY'
import datetime, warnings
warnings.simplefilter("ignore")
from dateparser.search import search_dates
settings = {"RELATIVE_BASE": datetime.datetime(2026, 11, 30, 10), "DATE_ORDER": "DMY"}
for text in ["Review at 10 on 4 December 2026", "Review at 10am on 4 December 2026", "Review on 4 December 2026 at 10",
             "Review within 20 days of 4 December 2026", "Review within 20 working days of 4 December 2026",
             "Review within 3 months of 4 December 2026", "Review 2: 4 December 2026", "Review no. 2 on 4 December 2026", "2-4 December 2026",
             "between 2 June and 4 December 2026", "Case 12: answer by 4 December 2026"]:
    print(f"{text}: " + ", ".join(f"{words!r} is {at:%Y-%m-%d}" for words, at in search_dates(text, languages=["en"], settings=settings)))
PY
py/bin/python read.py | tee seen
diff seen - <<'SEEN'
Review at 10 on 4 December 2026: '10 on 4' is 2026-04-10, 'December 2026' is 2026-12-30
Review at 10am on 4 December 2026: 'at 10am on 4 December 2026' is 2026-12-04
Review on 4 December 2026 at 10: '4 December 2026' is 2026-12-04
Review within 20 days of 4 December 2026: '20 days of 4' is 2026-11-10, 'December 2026' is 2026-12-30
Review within 20 working days of 4 December 2026: 'December' is 2026-12-30, '2026' is 2026-11-30
Review within 3 months of 4 December 2026: '3 months of 4' is 2026-08-30, 'December 2026' is 2026-12-30
Review 2: 4 December 2026: 'December' is 2026-12-30, '2026' is 2026-11-30
Review no. 2 on 4 December 2026: 'on 4 December 2026' is 2026-12-04
2-4 December 2026: '2-4' is 2026-04-02, 'December' is 2026-12-30, '2026' is 2026-11-30
between 2 June and 4 December 2026: '2 June' is 2026-06-02, '4 December' is 2026-12-04, '2026' is 2026-11-30
Case 12: answer by 4 December 2026: '12' is 2026-11-12, 'by 4 December 2026' is 2026-12-04
SEEN
echo "as seen before"
