#!/usr/bin/env bash
# A child whose first review came after nine months passes every rule of the public validator of the national return.
#
# Regulation 33 of the Care Planning, Placement and Case Review (England) Regulations 2010: a first review within 20
# working days, the next within three months, each later one within six. The guess was that a validator of the
# children-looked-after return (SSDA903), which has a table of reviews, compares them with these. Seen on 29 November
# 2026 with csc-validator-be-903 0.1.17 (PyPI), rules of 2025-26: seven of its rules look at the table of reviews, for
# whether a date is one, the code of participation, the legal status and the child; none takes note of when the child
# came into care or of the review before. A first review after nine months, or two that are eleven months apart, or no
# review at all, is reported nowhere. So a return without errors says nothing of whether reviews were in time.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1
python3 -m venv py && py/bin/pip -q install --no-compile csc-validator-be-903==0.1.17 pandas==1.5.3 numpy==1.24.4
cat > read.py <<'PY'
import logging, warnings
warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
from lac_validator.lac_validator import LacValidator
from lac_validator.rules.lac2025_26 import registry
print("rules that name the table:", *sorted(rule.code for rule in registry.values() if "Reviews" in rule.tables))
header = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\nC1,M,02/06/2012,WBRI,UN3,0,\n"
episodes = ("CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n"
            "C1,07/04/2025,S,C2,N1,U4,PR1,,,,,,\n")
def found(*reviews):
    table = "CHILD,DOB,REVIEW,REVIEW_CODE\n" + "".join(f"C1,02/06/2012,{day},{code}\n" for day, code in reviews)
    files = [{"name": f"{name}.csv", "description": "This year", "file_content": text.encode()}
             for name, text in (("header", header), ("episodes", episodes), ("reviews", table))]
    run = LacValidator({"collectionYear": "2026", "localAuthority": "E09000027"}, files, registry)
    codes = {name[4:] for name in run.ds_results["Reviews"].columns if name.startswith("ERR_")}
    return sorted(codes | {code for code in run.fails if "Reviews" in registry[code].tables}) or "nothing"
print("a review without its code:", found(("28/04/2025", "")))
print("first after nine months:", found(("09/01/2026", "PN1")))
print("eleven months apart:", found(("28/04/2025", "PN1"), ("27/03/2026", "PN1")))
print("none:", found())
PY
py/bin/python read.py | grep -v '^{}$' | tee seen
diff seen - <<'SEEN'
rules that name the table: 166 167 399 440 441 INT08 INT17
a review without its code: ['167']
first after nine months: nothing
eleven months apart: nothing
none: nothing
SEEN
echo "as seen before"
