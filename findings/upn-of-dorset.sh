#!/usr/bin/env bash
# To a library that checks pupils' numbers, every number that a school in Dorset or Cumberland gives out is wrong.
#
# A UPN, asked for in the return on looked-after children, is a check letter, the three figures of a local authority, four of
# a school, two of a year and three more. The guess was that the letter decides. Seen on 30 November 2026 with python-stdnum
# 2.2 (PyPI), module gb.upn: the letter is right for all that follow, and the number is refused for its authority wherever
# one was made since 2019: Dorset, Bournemouth Christchurch and Poole, North and West Northamptonshire, Cumberland,
# Westmorland and Furness. The list in it still has those that they replaced. So a check of a return finds the children of
# six councils to have false numbers, and, as a child keeps the number, some of every other council.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1
python3 -m venv py && py/bin/pip -q install --no-compile python-stdnum==2.2
cat > check.py <<'PY'
from stdnum.exceptions import ValidationError
from stdnum.gb import upn
for code, name in ((835, "Dorset, until 2019"), (838, "Dorset"), (837, "Bournemouth, until 2019"), (839, "Bournemouth, Christchurch and Poole"),
                   (928, "Northamptonshire, until 2021"), (940, "North Northamptonshire"), (941, "West Northamptonshire"),
                   (909, "Cumbria, until 2023"), (942, "Cumberland"), (943, "Westmorland and Furness"), (202, "Camden")):
    rest = f"{code}400126001"
    number = upn.calc_check_digit("A" + rest) + rest
    try:
        print(number, name, "valid" if upn.validate(number) else "")
    except ValidationError as error:
        print(number, name, "refused:", error)
PY
py/bin/python check.py | tee seen
diff seen - <<'SEEN'
D835400126001 Dorset, until 2019 valid
R838400126001 Dorset refused: One of the parts of the number are invalid or unknown.
M837400126001 Bournemouth, until 2019 valid
W839400126001 Bournemouth, Christchurch and Poole refused: One of the parts of the number are invalid or unknown.
Q928400126001 Northamptonshire, until 2021 valid
M940400126001 North Northamptonshire refused: One of the parts of the number are invalid or unknown.
R941400126001 West Northamptonshire refused: One of the parts of the number are invalid or unknown.
N909400126001 Cumbria, until 2023 valid
W942400126001 Cumberland refused: One of the parts of the number are invalid or unknown.
A943400126001 Westmorland and Furness refused: One of the parts of the number are invalid or unknown.
T202400126001 Camden valid
SEEN
echo "as seen before"
