#!/usr/bin/env bash
# Once last year's census is in the table too, every enquiry of this year is "too recent" to say what came of it.
#
# A pipeline for returns of the children-in-need census follows each enquiry under section 47 to a conference and a plan;
# of those in the last 60 days of a census year it says that they are too recent, as the outcome may come after 31 March.
# The guess was that each enquiry is held against the end of its own year. Seen on 30 November 2026 with liiatools 0.2.0
# (PyPI), the functions that its command `la-agg` calls, in its order: all of them are held against the end of one year,
# that of the last row, and the merged table is sorted with the latest year first. With 2024 alone, an enquiry of 10 May
# 2023 that led to no conference is "No ICPC or CPP", and one of 20 March 2024 is too recent. With 2023 in the table
# as well, both are too recent, and with 2022 so are those of two years. The figure of enquiries that came to nothing
# then holds those of the first ten months of the oldest year, and no others.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1
python3 -m venv py && py/bin/pip -q install --no-compile pandas==1.5.3 numpy==1.24.4 PyYAML==6.0.4
py/bin/pip -q install --no-compile --no-deps liiatools==0.2.0
cat > read.py <<'PY'
import importlib.resources, warnings, pandas, yaml
warnings.simplefilter("ignore")
from liiatools.datasets.cin_census.lds_cin_la_agg import process
config = yaml.safe_load(importlib.resources.files("liiatools.spec.cin_census").joinpath("agg.yml").read_text())
def row(year, day, kind="S47ActualStartDate", child=None, **more):
    return {"LAchildID": child or day, "Date": day, "Type": kind, kind: day, "YEAR": year, "PersonBirthDate": "2012-06-01", **more}
def outcomes(*years):
    # One child of each year has a conference and a plan, without which there is no table of outcomes.
    rows = [row(year, f"{first}-{rest}") for year in years for first, rest in ((year - 1, "05-10"), (year, "03-20"))]
    for year in years:
        rows.append(row(year, f"{year - 1}-06-20", child=f"P{year}", DateOfInitialCPC=f"{year - 1}-07-10", InitialCPCtarget=f"{year - 1}-07-11"))
        rows.append(row(year, f"{year - 1}-07-12", "CPPstartDate", f"P{year}"))
    columns = list(dict.fromkeys([*config["dates"], *config["dedup"], "YEAR", *rows[0]]))
    pandas.DataFrame(rows, columns=columns).to_csv("clean.csv", index=False)
    table = process.deduplicate(process.read_file("clean.csv", config["dates"]), config["sort_order"], config["dedup"])
    journeys = process.journey_merge(*process.journey_inputs(table), config["icpc_cpp_days"], config["s47_cpp_days"])
    paths = process.s47_paths(journeys, config["s47_day_limit"], config["icpc_day_limit"])
    for child, source, result in sorted(zip(paths["LAchildID"], paths["Source"], paths["Destination"])):
        if not child.startswith("P"):
            print(*years, "- enquiry of", child, "is", result)
outcomes(2024)
outcomes(2024, 2023)
outcomes(2024, 2023, 2022)
PY
py/bin/python read.py | tee seen
diff seen - <<'SEEN'
2024 - enquiry of 2023-05-10 is No ICPC or CPP
2024 - enquiry of 2024-03-20 is TBD - S47 too recent
2024 2023 - enquiry of 2022-05-10 is No ICPC or CPP
2024 2023 - enquiry of 2023-03-20 is TBD - S47 too recent
2024 2023 - enquiry of 2023-05-10 is TBD - S47 too recent
2024 2023 - enquiry of 2024-03-20 is TBD - S47 too recent
2024 2023 2022 - enquiry of 2021-05-10 is No ICPC or CPP
2024 2023 2022 - enquiry of 2022-03-20 is TBD - S47 too recent
2024 2023 2022 - enquiry of 2022-05-10 is TBD - S47 too recent
2024 2023 2022 - enquiry of 2023-03-20 is TBD - S47 too recent
2024 2023 2022 - enquiry of 2023-05-10 is TBD - S47 too recent
2024 2023 2022 - enquiry of 2024-03-20 is TBD - S47 too recent
SEEN
echo "as seen before"
