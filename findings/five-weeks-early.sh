#!/usr/bin/env bash
# Referred five weeks before the eighteenth birthday, a young person is 18 in the table of referrals of the pipeline.
#
# So that nobody can be found by it, a pipeline for returns of the children-in-need census moves each date of birth to the
# first of its month. The guess was that the age it then works out can be wrong by up to 30 days. Seen on 30 November 2026
# with liiatools 0.2.0 (PyPI): its ages are days divided by 365, so that each leap day of a life makes them another day
# early. Somebody born on 31 July 2008 is 18 from 27 June 2026 on, 34 days before the birthday, and somebody born on 31
# July 2010 35 days before; for those born on the first of a month, whose date isn't moved at all, it is 4 or 5 days. The
# table keeps no other date of birth, so that nobody can see it there. Counted on the calendar from the same moved dates,
# ages are early by the 30 days and no more.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1
python3 -m venv py && py/bin/pip -q install --no-compile pandas==1.5.3 numpy==1.24.4 PyYAML==6.0.4 more-itertools==11.2.1 tablib==3.10.0
py/bin/pip -q install --no-compile --no-deps liiatools==0.2.0 sfdata-stream-parser==0.4.1
cat > read.py <<'PY'
import warnings, pandas
warnings.simplefilter("ignore")
from liiatools.datasets.cin_census.lds_cin_clean import file_creator
from liiatools.datasets.cin_census.lds_cin_la_agg import process
def first_day(birth, years):
    birth = pandas.Timestamp(birth)
    birthday = birth + pandas.DateOffset(years=years)
    days = [birthday - pandas.Timedelta(days=before) for before in range(60, -1, -1)]
    people = pandas.DataFrame({"LAchildID": "C1", "Date": days, "CINreferralDate": days, "PersonBirthDate": birth})
    people = file_creator.degrade_dob(people)
    nobody = pandas.DataFrame(columns=["Date", "LAchildID", "AssessmentActualStartDate"]).astype({"Date": "datetime64[ns]"})
    ages = process.ref_outcomes(people, nobody, nobody.rename(columns={"AssessmentActualStartDate": "S47ActualStartDate"}))
    day = min(ages["CINreferralDate"][ages["Age at referral"] >= years])
    moved = people["PersonBirthDate"][0] + pandas.DateOffset(years=years)
    return (f"born {birth.date()}: {years} in the table on {day.date()}, {(birthday - day).days} days early; "
            f"by the calendar from the moved date {(birthday - moved).days} days early")
for birth in ("2008-07-31", "2010-07-31", "2008-07-01", "2010-07-01"):
    for years in (10, 16, 18):
        print(first_day(birth, years))
PY
py/bin/python read.py | tee seen
diff seen - <<'SEEN'
born 2008-07-31: 10 in the table on 2018-06-29, 32 days early; by the calendar from the moved date 30 days early
born 2008-07-31: 16 in the table on 2024-06-27, 34 days early; by the calendar from the moved date 30 days early
born 2008-07-31: 18 in the table on 2026-06-27, 34 days early; by the calendar from the moved date 30 days early
born 2010-07-31: 10 in the table on 2020-06-28, 33 days early; by the calendar from the moved date 30 days early
born 2010-07-31: 16 in the table on 2026-06-27, 34 days early; by the calendar from the moved date 30 days early
born 2010-07-31: 18 in the table on 2028-06-26, 35 days early; by the calendar from the moved date 30 days early
born 2008-07-01: 10 in the table on 2018-06-29, 2 days early; by the calendar from the moved date 0 days early
born 2008-07-01: 16 in the table on 2024-06-27, 4 days early; by the calendar from the moved date 0 days early
born 2008-07-01: 18 in the table on 2026-06-27, 4 days early; by the calendar from the moved date 0 days early
born 2010-07-01: 10 in the table on 2020-06-28, 3 days early; by the calendar from the moved date 0 days early
born 2010-07-01: 16 in the table on 2026-06-27, 4 days early; by the calendar from the moved date 0 days early
born 2010-07-01: 18 in the table on 2028-06-26, 5 days early; by the calendar from the moved date 0 days early
SEEN
echo "as seen before"
