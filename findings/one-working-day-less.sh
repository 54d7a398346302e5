#!/usr/bin/env bash
# "15 working days" are 14 in the public validator of the children-in-need census, and "one day before" is a day after.
#
# The guess was that working days before a day are counted from the day before it. Seen on 29 November 2026 with
# csc-validator-be-cin 0.1.13 (PyPI), rules of 2026-27: the last day is counted too. An enquiry under section 47 that
# began on 10 March 2026, with no conference by 31 March, is on its fifteenth working day at the end of the year, and is
# asked about as "more than 15 working days" (rule 8675Q); an assessment of 27 January is asked about as more than 45
# (8670Q). One working day before 1 April becomes no days before it, and no days from a Saturday is the Monday after:
# for the year that began on Saturday 1 April 2023, referrals of Friday 31 March, and of 1 and 2 April, which are of the
# year itself, are taken for "before one working day prior to the collection start date" (8569Q).
# The bank holidays are right: numpy, with the same ones, gives 10 March, 27 January and 31 March as the last days in
# time.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1
python3 -m venv py && py/bin/pip -q install --no-compile csc-validator-be-cin==0.1.13 pandas==1.5.3 numpy==1.24.4
cat > read.py <<'PY'
import warnings, xml.etree.ElementTree as tree
warnings.simplefilter("ignore")
import numpy
from cin_validator.cin_validator import CinValidator, convert_data, process_data
from cin_validator.england_holidates import england_holidates
from cin_validator.rules.cin2026_27 import registry
def found(rule, end, details):
    children = "".join(f"<Child><ChildIdentifiers><LAchildID>{day}</LAchildID></ChildIdentifiers><ChildCharacteristics/>"
                       f"<CINdetails>{details.format(day)}</CINdetails></Child>" for day in days[rule])
    text = (f"<Message><Header><CollectionDetails><Collection>CIN</Collection><Year>{end[:4]}</Year><ReferenceDate>{end}"
            f"</ReferenceDate></CollectionDetails><Source/></Header><Children>{children}</Children></Message>")
    run = CinValidator(process_data(convert_data(tree.fromstring(text))), registry, selected_rules=[rule])
    return sorted(set(run.full_issue_df["child_id"]))
def before(end, count):
    return numpy.busday_offset(end, -count, roll="forward", holidays=england_holidates)
days = {
    "8675Q": ["2026-03-09", "2026-03-10", "2026-03-11"],
    "8670Q": ["2026-01-26", "2026-01-27", "2026-01-28"],
    "8569Q": ["2023-03-30", "2023-03-31", "2023-04-01", "2023-04-02", "2023-04-03"],
}
for rule, end, details, count, first in (
    ("8675Q", "2026-03-31", "<Section47><S47ActualStartDate>{}</S47ActualStartDate><ICPCnotRequired>false</ICPCnotRequired></Section47>", 15, "2026-03-31"),
    ("8670Q", "2026-03-31", "<Assessments><AssessmentActualStartDate>{}</AssessmentActualStartDate></Assessments>", 45, "2026-03-31"),
    ("8569Q", "2024-03-31", "<CINreferralDate>{}</CINreferralDate><ReferralNFA>true</ReferralNFA>", 1, "2023-04-01"),
):
    print(rule, "asks about", *found(rule, end, details), "of", *days[rule])
    print(f"numpy: {count} before {first}:", before(first, count))
PY
py/bin/python read.py | tee seen
diff seen - <<'SEEN'
8675Q asks about 2026-03-09 2026-03-10 of 2026-03-09 2026-03-10 2026-03-11
numpy: 15 before 2026-03-31: 2026-03-10
8670Q asks about 2026-01-26 2026-01-27 of 2026-01-26 2026-01-27 2026-01-28
numpy: 45 before 2026-03-31: 2026-01-27
8569Q asks about 2023-03-30 2023-03-31 2023-04-01 2023-04-02 of 2023-03-30 2023-03-31 2023-04-01 2023-04-02 2023-04-03
numpy: 1 before 2023-04-01: 2023-03-31
SEEN
echo "as seen before"
