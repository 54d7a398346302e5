#!/usr/bin/env bash
# A referral with two assessments and two enquiries in its first month is four referrals in the pipeline's table of referrals.
#
# A pipeline for returns of the children-in-need census writes a table of referrals for its charts, each with what came of it
# within 30 days: an assessment under section 17, an enquiry under section 47, both, or no further action. The guess was that
# a referral is one row there. Seen on 30 November 2026 with liiatools 0.2.0 (PyPI), the functions that its command `la-agg`
# calls, in its order: each assessment is joined with each enquiry of the child, so that a referral that led to much is
# counted often, and one that led to nothing once: one referral in six led to both, and four rows in nine. Two referrals
# of a child ten days apart share one assessment. An assessment begun on day 31 leaves the referral as "NFA", although the
# statutory limit is 45 working days, and although the return has a field of its own that says "not NFA".
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1
python3 -m venv py && py/bin/pip -q install --no-compile pandas==1.5.3 numpy==1.24.4 PyYAML==6.0.4
py/bin/pip -q install --no-compile --no-deps liiatools==0.2.0
cat > read.py <<'PY'
import warnings, pandas
warnings.simplefilter("ignore")
from liiatools.datasets.cin_census.lds_cin_la_agg import configuration, process
happened = [("C1", "CINreferralDate", "2025-05-01"), ("C1", "AssessmentActualStartDate", "2025-05-02"), ("C1", "AssessmentActualStartDate", "2025-05-20"),
            ("C1", "S47ActualStartDate", "2025-05-06"), ("C1", "S47ActualStartDate", "2025-05-27"),
            ("C2", "CINreferralDate", "2025-06-02"), ("C3", "CINreferralDate", "2025-06-03"),
            ("C4", "CINreferralDate", "2025-09-01"), ("C4", "CINreferralDate", "2025-09-11"), ("C4", "AssessmentActualStartDate", "2025-09-15"),
            ("C5", "CINreferralDate", "2025-10-01"), ("C5", "AssessmentActualStartDate", "2025-11-01")]
rows = []
for child, kind, day in happened:
    rows.append({"LAchildID": child, "Date": day, "Type": kind, "CINreferralDate": None, "PersonBirthDate": "2012-06-01", "ReferralNFA": 0, kind: day})
table = pandas.DataFrame(rows)
for column in ["Date", "CINreferralDate", "AssessmentActualStartDate", "S47ActualStartDate", "PersonBirthDate"]:
    table[column] = pandas.to_datetime(table[column])
referrals, assessments, enquiries = process.referral_inputs(table)
days = configuration.Config()["ref_assessment"]
outcomes = process.ref_outcomes(referrals, process.merge_ref_s17(referrals, assessments, days), process.merge_ref_s47(referrals, enquiries, days))
print(f"{len(referrals)} referrals, {len(outcomes)} rows")
for row in outcomes.itertuples():
    print(row.LAchildID, f"{row.CINreferralDate:%Y-%m-%d}", row.referral_outcome, f"(days to assessment {row.days_to_s17}, to enquiry {row.days_to_s47})")
print(outcomes["referral_outcome"].value_counts().to_dict())
PY
py/bin/python read.py | tee seen
diff seen - <<'SEEN'
6 referrals, 9 rows
C1 2025-05-01 Both S17 & S47 (days to assessment 1.0, to enquiry 5.0)
C1 2025-05-01 Both S17 & S47 (days to assessment 1.0, to enquiry 26.0)
C1 2025-05-01 Both S17 & S47 (days to assessment 19.0, to enquiry 5.0)
C1 2025-05-01 Both S17 & S47 (days to assessment 19.0, to enquiry 26.0)
C2 2025-06-02 NFA (days to assessment nan, to enquiry nan)
C3 2025-06-03 NFA (days to assessment nan, to enquiry nan)
C4 2025-09-01 S17 (days to assessment 14.0, to enquiry nan)
C4 2025-09-11 S17 (days to assessment 4.0, to enquiry nan)
C5 2025-10-01 NFA (days to assessment nan, to enquiry nan)
{'Both S17 & S47': 4, 'NFA': 3, 'S17': 2}
SEEN
echo "as seen before"
