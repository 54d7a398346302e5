#!/usr/bin/env bash
# Somebody born on 29 February is 18 on 28 February by one of DuckDB's functions for whole years, and 17 by the other.
#
# age(day, birth) and date_sub('year', birth, day) both count whole years; date_diff('year', …) is known to count New
# Years. The guess was that the two agree, as both are of whole parts. Seen on 30 November 2026 with DuckDB 2.0.1 (PyPI):
# date_sub takes the last day of a month for a full month after any later day of one, so that somebody born on 29 February
# 2008 is 18 on 28 February 2026, and six months from 31 August are full on 28 February; by age they are 17, and five
# months and 28 days. Somebody born on 28 February or 1 March has the same age by both. In law the birthday is 1 March.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1
python3 -m venv py && py/bin/pip -q install --no-compile duckdb==2.0.1
cat > read.py <<'PY'
import duckdb
for first, last in (("2008-02-28", "2026-02-28"), ("2008-02-29", "2026-02-27"), ("2008-02-29", "2026-02-28"), ("2008-02-29", "2026-03-01"),
                    ("2008-03-01", "2026-02-28"), ("2026-08-31", "2027-02-28"), ("2026-08-31", "2027-03-01")):
    print(first, last, *duckdb.execute(f"""
        select 'age ' || age(date '{last}', date '{first}'),
               ', date_sub ' || date_sub('year', date '{first}', date '{last}') || ' years or '
               || date_sub('month', date '{first}', date '{last}') || ' months'""").fetchone(), sep=" ")
PY
py/bin/python read.py | tee seen
diff seen - <<'SEEN'
2008-02-28 2026-02-28 age 18 years , date_sub 18 years or 216 months
2008-02-29 2026-02-27 age 17 years 11 months 27 days , date_sub 17 years or 215 months
2008-02-29 2026-02-28 age 17 years 11 months 28 days , date_sub 18 years or 216 months
2008-02-29 2026-03-01 age 18 years 1 day , date_sub 18 years or 216 months
2008-03-01 2026-02-28 age 17 years 11 months 27 days , date_sub 17 years or 215 months
2026-08-31 2027-02-28 age 5 months 28 days , date_sub 0 years or 6 months
2026-08-31 2027-03-01 age 6 months 1 day , date_sub 0 years or 6 months
SEEN
echo "as seen before"
