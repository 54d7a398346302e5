#!/usr/bin/env bash
# A birthday of 02/06/08 is five days in August next year to a reader of dates in words, and 20/06/08 is a day in 2008.
#
# ctparse reads dates day first, as Germans and the British write them. The guess was that with two figures for the year it
# reads them like those with four, or all in one way. Seen on 30 November 2026 with ctparse 0.3.6 (PyPI): if DD/MM/YY can be
# read as "from day one to day two in month three", it is, and else, if it can, as "from day one to day three in month two".
# So 02/06/08 is 2 to 6 August 2027, 05/11/08 is 5 to 11 August 2027, and a review on 01/12/26 lasts from 1 to 26 December.
# 31/05/08, 20/06/08 and 30/11/26 are days, as is every date with dots or with a year of four figures, and a span of two
# such dates is read right. One column of birthdays has days of 2008 and spans of next year in it.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1
python3 -m venv py && py/bin/pip -q install --no-compile ctparse==0.3.6 python-dateutil==2.9.0.post0
cat > read.py <<'PY'
import datetime, logging
from ctparse import ctparse
logging.disable(logging.CRITICAL)
day = lambda at: f"{at.year}-{at.month:02}-{at.day:02}"
for text in ["02/06/2008", "02.06.08", "02/06/08", "2-6-08", "05/11/08", "20/06/08", "31/05/08", "01/12/26", "14/12/26", "30/11/26",
             "09/10/11", "12/11/10", "02/06/08 - 04/06/08"]:
    found = ctparse(text, ts=datetime.datetime(2026, 11, 30, 10), timeout=0).resolution
    print(f"{text}: {day(found.t_from) + ' to ' + day(found.t_to) if type(found).__name__ == 'Interval' else day(found)}")
PY
py/bin/python read.py | tee seen
diff seen - <<'SEEN'
02/06/2008: 2008-06-02
02.06.08: 2008-06-02
02/06/08: 2027-08-02 to 2027-08-06
2-6-08: 2027-08-02 to 2027-08-06
05/11/08: 2027-08-05 to 2027-08-11
20/06/08: 2008-06-20
31/05/08: 2008-05-31
01/12/26: 2026-12-01 to 2026-12-26
14/12/26: 2026-12-14 to 2026-12-26
30/11/26: 2026-11-30
09/10/11: 2027-11-09 to 2027-11-10
12/11/10: 2010-11-12
02/06/08 - 04/06/08: 2008-06-02 to 2008-06-04
SEEN
echo "as seen before"
