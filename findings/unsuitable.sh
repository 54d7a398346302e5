#!/usr/bin/env bash
# Unsuitable accommodation of a care leaver is "a) Suitable" in a pipeline for inspections, and is a community home.
#
# Before an inspection an authority fills in the lists of Annex A of Ofsted's framework; list 9, of care leavers, has a code
# for the accommodation and one for whether it is suitable. The guess was that a code that is typed as the list has it is
# kept. Seen on 30 November 2026 with liiatools 0.2.0 (PyPI), which goes through the codes in their order, each with its
# name and patterns. "b) Unsuitable" fits a pattern of the code before it, "suitable" anywhere, so that nothing is unsuitable.
# Each kind of accommodation from D on fits a pattern of "C: Community home/residential care", which is any letter but r, so
# that whoever is in custody, in bed and breakfast or homeless lives in a community home. None is counted as an error. The
# 519 other codes of all lists are kept. Of the names, which may be typed for codes, "Information not yet obtained" is the
# ethnic origin Indian, and NREQ, no longer requires services, is "No" where it is asked whether one is in touch.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1
python3 -m venv py && py/bin/pip -q install --no-compile PyYAML==6.0.4 more-itertools==11.2.1 tablib==3.10.0
py/bin/pip -q install --no-compile --no-deps liiatools==0.2.0 sfdata-stream-parser==0.4.1
cat > read.py <<'PY'
import importlib.resources, yaml
from liiatools.datasets.annex_a.lds_annexa_clean.cleaner import clean_cell_category
from sfdata_stream_parser import events
lists = yaml.safe_load(importlib.resources.files("liiatools.spec.annex_a").joinpath("data-map.yml").read_text(encoding="utf-8"))["data_config"]
def read(value, codes):
    (cell,) = clean_cell_category([events.Cell(value=value, category_config=codes)])
    return cell.value, cell.formatting_error
kept = 0
for title, columns in lists.items():
    for column, codes in columns.items():
        for code in codes:
            value, error = read(code["code"], codes)
            kept += value == code["code"]
            if value != code["code"]:
                print(f"{title}, {column}: {code['code']} is read as {value}, errors: {error}")
print("codes kept:", kept)
for title, column, value in (("List 1", "Ethnicity", "Information not yet obtained"), ("List 9", "LA in Touch", "NREQ")):
    print(f"{title}, {column}: {value} is read as", read(value, lists[title][column])[0])
PY
py/bin/python read.py | tee seen
diff seen - <<'SEEN'
List 9, Type of accommodation: D: Semi-independent, transitional accommodation and self-contained accommodation is read as C: Community home/residential care, errors: 0
List 9, Type of accommodation: E: Supported lodgings is read as C: Community home/residential care, errors: 0
List 9, Type of accommodation: G: Abroad is read as C: Community home/residential care, errors: 0
List 9, Type of accommodation: H: Deported is read as C: Community home/residential care, errors: 0
List 9, Type of accommodation: K: Ordinary lodgings, without formal support is read as C: Community home/residential care, errors: 0
List 9, Type of accommodation: R: Residence not known is read as C: Community home/residential care, errors: 0
List 9, Type of accommodation: S: No fixed adobe/homeless is read as C: Community home/residential care, errors: 0
List 9, Type of accommodation: T: Foyers and similar supported accommodation is read as C: Community home/residential care, errors: 0
List 9, Type of accommodation: U: Independent living is read as C: Community home/residential care, errors: 0
List 9, Type of accommodation: V: Emergency accommodation is read as C: Community home/residential care, errors: 0
List 9, Type of accommodation: W: Bed and breakfast is read as C: Community home/residential care, errors: 0
List 9, Type of accommodation: X: In custody is read as C: Community home/residential care, errors: 0
List 9, Type of accommodation: Y: Other accommodation is read as C: Community home/residential care, errors: 0
List 9, Type of accommodation: Z: With former foster carers is read as C: Community home/residential care, errors: 0
List 9, Suitability of Accomodation: b) Unsuitable is read as a) Suitable, errors: 0
codes kept: 519
List 1, Ethnicity: Information not yet obtained is read as j) AIND
List 9, LA in Touch: NREQ is read as b) No
SEEN
echo "as seen before"
