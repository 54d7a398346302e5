#!/usr/bin/env bash
# A social worker of two whole days has been there for "less than 24 hours", since the rules of 2025-26.
#
# The guess was that the rule compares days: the same day is less than 24 hours. Seen on 29 November 2026 with
# csc-validator-be-903 0.1.17 (PyPI), rule SW09STG2 of the children-looked-after return: that is what it does by the
# rules of 2024-25. By those of 2025-26 and 2026-27 the same words are said of any social worker who ended less than
# three days after the beginning: from Monday 2 to Wednesday 4 June 2025 is "less than 24 hours", and the first that
# passes ended on the 5th. For a placement the same words (rule 355) still mean the same day. So a number of very short
# changes of social worker, taken from such a report, is another figure from that year on.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1
python3 -m venv py && py/bin/pip -q install --no-compile csc-validator-be-903==0.1.17 pandas==1.5.3 numpy==1.24.4
cat > read.py <<'PY'
import importlib, logging, warnings
warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
from lac_validator.lac_validator import LacValidator
def found(year, rule, text):
    registry = importlib.import_module(f"lac_validator.rules.lac{year}_{(year + 1) % 100}").registry
    file = {"name": "table.csv", "description": "This year", "file_content": text.encode()}
    run = LacValidator({"collectionYear": str(year + 1), "localAuthority": "E09000027"}, [file], registry, [rule])
    assert run.dones == [rule]
    reported = any(f"ERR_{rule}" in table for table in run.ds_results.values())
    return "less than 24 hours" if reported and "less than 24 hours" in registry[rule].message else "passes"
for year in (2024, 2025, 2026):
    for last in range(2, 6):
        days = f"02/06/{year},0{last}/06/{year}"
        print(f"{year}-{year - 1999}, 2 to {last} June, social worker:",
              found(year, "SW09STG2", f"CHILD,DOB,SW_ID,SW_DECOM,SW_DEC,SW_REASON\nC1,01/01/2015,AB1234,{days},CHCHAN\n"))
for last in (2, 3):
    days = f"02/06/2025,S,C2,N1,U4,PR1,0{last}/06/2025"
    print(f"2025-26, 2 to {last} June, placement:", found(2025, "355",
        f"CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\nC1,{days},X1,,,,\n"))
PY
py/bin/python read.py | grep -v '^{}$' | tee seen
diff seen - <<'SEEN'
2024-25, 2 to 2 June, social worker: less than 24 hours
2024-25, 2 to 3 June, social worker: passes
2024-25, 2 to 4 June, social worker: passes
2024-25, 2 to 5 June, social worker: passes
2025-26, 2 to 2 June, social worker: less than 24 hours
2025-26, 2 to 3 June, social worker: less than 24 hours
2025-26, 2 to 4 June, social worker: less than 24 hours
2025-26, 2 to 5 June, social worker: passes
2026-27, 2 to 2 June, social worker: less than 24 hours
2026-27, 2 to 3 June, social worker: less than 24 hours
2026-27, 2 to 4 June, social worker: less than 24 hours
2026-27, 2 to 5 June, social worker: passes
2025-26, 2 to 2 June, placement: less than 24 hours
2025-26, 2 to 3 June, placement: passes
SEEN
echo "as seen before"
