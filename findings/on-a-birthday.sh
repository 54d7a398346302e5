#!/usr/bin/env bash
# On a birthday the public validator of the national return takes a child for of age, for under age, or for both.
#
# The guess was that whoever is ten today is ten in all of its rules. Seen on 29 November 2026 with csc-validator-be-903
# 0.1.17 (PyPI), rules of 2025-26, each of the days being the birthday:
# * a remand on the tenth is reported as of a child under 10 (rule 358), and only the day after isn't;
# * a review on the fourth may have the code for a child under four and one for a child of four or over: neither is
#   reported (rules 440 and 441);
# * care that begins on the eighteenth, and an adoption on it, are reported as of somebody of 18 (rules 352 and 386),
#   but a special guardianship order on it is not (rule 407), only one of the day after.
# So figures by age that are counted from records differ by those days from what such a validator lets pass.
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
def found(rule, **tables):
    files = [{"name": f"{name}.csv", "description": "This year", "file_content": text.encode()} for name, text in tables.items()]
    run = LacValidator({"collectionYear": "2026", "localAuthority": "E09000027"}, files, registry, [rule])
    assert run.dones == [rule]
    return "reported" if any(f"ERR_{rule}" in table for table in run.ds_results.values()) else "passes"
def episode(rule, birth, begun, status, ended="", how=""):
    return found(rule, header=f"CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\nC1,M,{birth},WBRI,UN3,0,\n",
        episodes="CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n"
                 f"C1,{begun},S,{status},N1,U4,PR1,{ended},{how},,,,\n")
def review(rule, day, code):
    return found(rule, reviews=f"CHILD,DOB,REVIEW,REVIEW_CODE\nC1,02/06/2021,{day},{code}\n")
days = {"the day before": "01/06/2025", "the birthday": "02/06/2025", "the day after": "03/06/2025"}
for name, of in (
    ("remand at 10, rule 358", lambda day: episode("358", "02/06/2015", day, "J1")),
    ("review at 4 of a child under four, rule 440", lambda day: review("440", day, "PN0")),
    ("review at 4 of a child of four or over, rule 441", lambda day: review("441", day, "PN1")),
    ("care begun at 18, rule 352", lambda day: episode("352", "02/06/2007", day, "C2")),
    ("adoption at 18, rule 386", lambda day: episode("386", "02/06/2007", "02/01/2025", "E1", day, "E11")),
    ("special guardianship at 18, rule 407", lambda day: episode("407", "02/06/2007", "02/01/2025", "C2", day, "E45")),
):
    print(f"{name}:", ", ".join(f"{when} {of(day)}" for when, day in days.items()))
PY
py/bin/python read.py | grep -v '^{}$' | tee seen
diff seen - <<'SEEN'
remand at 10, rule 358: the day before reported, the birthday reported, the day after passes
review at 4 of a child under four, rule 440: the day before passes, the birthday passes, the day after reported
review at 4 of a child of four or over, rule 441: the day before reported, the birthday passes, the day after passes
care begun at 18, rule 352: the day before passes, the birthday reported, the day after reported
adoption at 18, rule 386: the day before passes, the birthday reported, the day after reported
special guardianship at 18, rule 407: the day before passes, the birthday passes, the day after reported
SEEN
echo "as seen before"
