#!/usr/bin/env bash
# 31 December 2026 is in the first week of 2027, and read back 1 January, once pandas has written it for Stata by weeks.
#
# Figures by week go to Stata as its weeks, %tw, of which by its manual each year has 52, the last one of eight or nine days.
# The guess was that pandas, which writes that format, counts so too. Seen on 1 December 2026 with pandas 3.1.1 (PyPI), and
# read as numbers with pyreadstat 1.3.7: each week has seven days, so that the last day of a year, and in a leap year the
# last two, are in a week 53, which is the first of the next year in Stata's count. Read back by pandas, 31 December 2026 is
# 1 January 2027: what came in on that day is in the figures of the wrong year. By quarters all is right.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1
python3 -m venv py && py/bin/pip -q install --no-compile pandas==3.1.1 pyreadstat==1.3.7
cat > weeks.py <<'PY'
import pandas as pd
import pyreadstat

days = ["2026-01-01", "2026-01-07", "2026-01-08", "2026-12-23", "2026-12-24", "2026-12-30", "2026-12-31", "2027-01-01", "2028-12-29", "2028-12-30", "2028-12-31"]
table = pd.DataFrame({"day": days, "week": pd.to_datetime(days), "quarter": pd.to_datetime(days)})
table.to_stata("weeks.dta", convert_dates={"week": "tw", "quarter": "tq"}, write_index=False)
number, _ = pyreadstat.read_dta("weeks.dta")
back = pd.read_stata("weeks.dta")
for day, week, again, quarter in zip(days, number.week, back.week, back.quarter):
    print(f"{day}: week {int(week) % 52 + 1} of {1960 + int(week) // 52}, read back {again:%Y-%m-%d}; by quarters {quarter:%Y-%m-%d}")
PY
py/bin/python -W ignore weeks.py | tee seen
diff seen - <<'SEEN'
2026-01-01: week 1 of 2026, read back 2026-01-01; by quarters 2026-01-01
2026-01-07: week 1 of 2026, read back 2026-01-01; by quarters 2026-01-01
2026-01-08: week 2 of 2026, read back 2026-01-08; by quarters 2026-01-01
2026-12-23: week 51 of 2026, read back 2026-12-17; by quarters 2026-10-01
2026-12-24: week 52 of 2026, read back 2026-12-24; by quarters 2026-10-01
2026-12-30: week 52 of 2026, read back 2026-12-24; by quarters 2026-10-01
2026-12-31: week 1 of 2027, read back 2027-01-01; by quarters 2026-10-01
2027-01-01: week 1 of 2027, read back 2027-01-01; by quarters 2027-01-01
2028-12-29: week 52 of 2028, read back 2028-12-23; by quarters 2028-10-01
2028-12-30: week 1 of 2029, read back 2029-01-01; by quarters 2028-10-01
2028-12-31: week 1 of 2029, read back 2029-01-01; by quarters 2028-10-01
SEEN
echo "as seen before"
