#!/usr/bin/env bash
# A child whose ethnic origin is not yet known is Indian to a cleaner of inspection lists, and a secure home is an open one.
#
# Inspectors ask for the lists of "Annex A"; the cleaner turns what systems write there, a code or the code's name, into one
# spelling. The guess was that the names of the national codes come back as those codes. Seen on 30 November 2026 with
# sfdata-annexa-clean 0.1.1 (PyPI): a text takes the first code of which a pattern fits its beginning, so that "Information
# not yet obtained" fits what stands for "Indian" before it gets to its own line; "Secure children's homes" is matched with
# a capital C only, and as "Children's Homes" without; a child who is placed for adoption by consent and not with the
# current foster carer is with that carer; a case that was closed and referred to early help is one with no further action,
# and a referral by a court or Cafcass one by an individual, for the word "family" in Cafcass's full name. Emergency
# protection orders, by code or name, match nothing: the line of their name goes on over that of the patterns.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1
python3 -m venv py && py/bin/pip -q install --no-compile pandas==1.5.3 numpy==1.24.4 PyYAML==6.0.4 openpyxl==3.1.5
py/bin/pip -q install --no-compile --no-deps sfdata-annexa-clean==0.1.1
cat > clean.py <<'PY'
import importlib.resources, yaml
import sfdata_annexa_clean
from sfdata_annexa_clean.annex_a.cleaner import make_category
lists = yaml.safe_load(importlib.resources.files(sfdata_annexa_clean).joinpath("assets/config/data-map.yml").read_text())["data_config"]
for number, column, texts in (
    ("List 1", "Ethnicity", ["Indian", "Information not yet obtained", "NOBT"]),
    ("List 1", "Contact Source", ["Other legal agency", "Other legal agency - including courts, Cafcass (Children and Family Court Advisory and Support Service) or prison"]),
    ("List 6", "Reason for Closure", ["Case closed after assessment, no further action", "Case closed after assessment, referred to early help", "RC9"]),
    ("List 8", "Child's Legal Status", ["L1", "L2", "Emergency protection order", "L3"]),
    ("List 8", "Placement Type", ["K1", "Secure Children's Homes", "Secure children's homes", "A4", "Placed for adoption with parental/guardian consent not with current foster carer"]),
):
    for text in texts:
        print(column, "|", text, "|", make_category(lists[number][column])(text))
PY
py/bin/python clean.py | tee seen
diff seen - <<'SEEN'
Ethnicity | Indian | j) AIND
Ethnicity | Information not yet obtained | j) AIND
Ethnicity | NOBT | s) NOBT
Contact Source | Other legal agency | r) 7: Other legal agency
Contact Source | Other legal agency - including courts, Cafcass (Children and Family Court Advisory and Support Service) or prison | a) 1A: Individual
Reason for Closure | Case closed after assessment, no further action | RC8 - Case closed after assessment, no further action
Reason for Closure | Case closed after assessment, referred to early help | RC8 - Case closed after assessment, no further action
Reason for Closure | RC9 | not matched
Child's Legal Status | L1 | L1: Police protection LA accommodation
Child's Legal Status | L2 | not matched
Child's Legal Status | Emergency protection order | not matched
Child's Legal Status | L3 | L3: Child assessment order LA accommodation
Placement Type | K1 | o) K1: Secure Children's Homes
Placement Type | Secure Children's Homes | o) K1: Secure Children's Homes
Placement Type | Secure children's homes | p) K2: Children's Homes
Placement Type | A4 | h) A4: Placed for adoption - consent - not foster
Placement Type | Placed for adoption with parental/guardian consent not with current foster carer | g) A3: Placed for adoption - consent - current foster
SEEN
echo "as seen before"
