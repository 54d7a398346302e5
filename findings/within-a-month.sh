#!/usr/bin/env bash
# Birthdays of 2 September and 2 October are a month apart, and of 2 December and 2 January a year, for finding records.
#
# Splink is the library of the Ministry of Justice for finding the records of one person in several files. Its comparison for
# dates of birth asks for the same date, one letter that differs, a month, a year and ten years. The guess was that a month
# is a month, that a year is a year, and that two equal texts are the same date. Seen on 1 December 2026 with splink 5.0.0
# and duckdb 2.0.1 (PyPI): a month is 30.4375 days, so that it depends on the month from which a date was slipped, and a year
# 365.25, so that 2 June 2019 and 2 June 2020 are within ten years. 2008-06-02 and 2008-6-2 are within a month. Two British
# dates, 02/06/2008 twice, are as if both were missing, and so are 20080602 and 02-06-2008; 02-06-08, which is the year 2
# to the reader, is the same date. For postcodes, TA1 1AA without its space is in the district of TA11, and its own
# postcode with the space is only in the same area.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1
python3 -m venv py && py/bin/pip -q install --no-compile splink==5.0.0 duckdb==2.0.1 pandas==2.3.3
cat > compare.py <<'PY'
import duckdb
import splink.comparison_library as library

def compare(comparison, column, left, right):
    for level in comparison.get_comparison("duckdb").comparison_levels:
        rule = "true" if level.sql_condition == "ELSE" else level.sql_condition
        if duckdb.execute(f'select {rule} from (select ? as {column}_l, ? as {column}_r)', [left, right]).fetchone()[0]:
            return print(f"{left} and {right}: {level.label_for_charts}")

for left, right in [("2008-06-02", "2008-07-02"), ("2009-09-02", "2009-10-02"), ("2009-12-02", "2010-01-02"), ("2009-08-31", "2009-10-01"), ("2009-06-02", "2010-06-02"),
                    ("2019-06-02", "2020-06-02"), ("2008-06-02", "2008-6-2"), ("02/06/2008", "02/06/2008"), ("20080602", "20080602"), ("02-06-2008", "02-06-2008"), ("02-06-08", "02-06-08")]:
    compare(library.DateOfBirthComparison("born", input_is_string=True), "born", left, right)
for left, right in [("TA1 1AA", "TA11AA"), ("TA11AA", "TA11 7PQ"), ("TA1 1AA", "TA1 1AB"), ("TA11AA", "TA11AB")]:
    compare(library.PostcodeComparison("code"), "code", left, right)
PY
py/bin/python compare.py | tee seen
diff seen - <<'SEEN'
2008-06-02 and 2008-07-02: Levenshtein distance <= 1
2009-09-02 and 2009-10-02: Abs date difference <= 1 month
2009-12-02 and 2010-01-02: Abs date difference <= 1 year
2009-08-31 and 2009-10-01: Abs date difference <= 1 year
2009-06-02 and 2010-06-02: Abs date difference <= 1 year
2019-06-02 and 2020-06-02: Abs date difference <= 10 year
2008-06-02 and 2008-6-2: Abs date difference <= 1 month
02/06/2008 and 02/06/2008: transformed born is NULL
20080602 and 20080602: transformed born is NULL
02-06-2008 and 02-06-2008: transformed born is NULL
02-06-08 and 02-06-08: Exact match on date of birth
TA1 1AA and TA11AA: Exact match on area
TA11AA and TA11 7PQ: Exact match on district
TA1 1AA and TA1 1AB: Exact match on sector
TA11AA and TA11AB: Exact match on district
SEEN
echo "as seen before"
