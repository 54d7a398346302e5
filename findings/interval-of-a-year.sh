#!/usr/bin/env bash
# A year is 360 days on its way from DuckDB to Python, and an 18-year-old 94 days short of 18.
#
# DuckDB keeps months and days of an interval apart, and counts on the calendar as long as a date is at hand: 2 July
# 2026 and three months are 2 October. The guess was that an interval of months cannot be fetched into Python, whose
# `timedelta` knows no months. Seen on 29 November 2026 with duckdb 2.0.1 and pandas 3.1.1 (PyPI): it is fetched, alone
# and as a data frame, each month as 30 days and each year as 360, without a word. Six months, the longest time between
# two reviews, are 180 days, and end on 29 December instead of 2 January; `age` of somebody who is 18 today is 6,480
# days where 6,574 have passed. As text (`::varchar`) it stays `18 years`. Within DuckDB a year is not longer than 364
# days, either.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1
python3 -m venv py && py/bin/pip -q install --no-compile duckdb==2.0.1 pandas==3.1.1
cat > read.py <<'PY'
import datetime, duckdb
start = datetime.date(2026, 7, 2)
one = lambda expression: duckdb.sql(f"select {expression} as it")
for length in ("interval 3 months", "interval 6 months", "interval 1 year", "age(date '2026-06-02', date '2008-06-02')"):
    fetched = one(length).fetchall()[0][0]
    print(length, "is", fetched.days, "days in Python,", one(length).df()["it"][0].days, "in pandas,", one(f"({length})::varchar").fetchall()[0][0], "as text")
print("days passed:", (datetime.date(2026, 6, 2) - datetime.date(2008, 6, 2)).days)
print("2 July and six months: in DuckDB", one("(date '2026-07-02' + interval 6 months)::date").fetchall()[0][0],
      "in Python", start + one("interval 6 months").fetchall()[0][0])
print("a year is longer than 364 days:", one("interval 1 year > interval 364 days").fetchall()[0][0])
PY
py/bin/python read.py | tee seen
diff seen - <<'SEEN'
interval 3 months is 90 days in Python, 90 in pandas, 3 months as text
interval 6 months is 180 days in Python, 180 in pandas, 6 months as text
interval 1 year is 360 days in Python, 360 in pandas, 1 year as text
age(date '2026-06-02', date '2008-06-02') is 6480 days in Python, 6480 in pandas, 18 years as text
days passed: 6574
2 July and six months: in DuckDB 2027-01-02 in Python 2026-12-29
a year is longer than 364 days: False
SEEN
echo "as seen before"
