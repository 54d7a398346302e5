#!/usr/bin/env bash
# A conference that this year's return says is not required is still to be held, by last year's return, once a pipeline has merged both.
#
# A pipeline for returns of the children-in-need census keeps one row of those that come in more than one year's return, and
# its settings sort the rows for that by three columns, the year among them. The guess was that the later return holds. Seen
# on 30 November 2026 with liiatools 0.2.0 (PyPI), the functions that its command `la-agg` calls, in either order of loading: the
# year is the third column; before it come the target date of the conference and the assessment's review date,
# and of those the later one wins, and any one against none. So an enquiry of March stays as it was in the return of that March
# if the next year's return takes the target away or brings it forward, whatever else it says: that there was a conference,
# or that none was required. If the target is the same or later, this year's row is kept.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1
python3 -m venv py && py/bin/pip -q install --no-compile pandas==1.5.3 numpy==1.24.4 PyYAML==6.0.4
py/bin/pip -q install --no-compile --no-deps liiatools==0.2.0
cat > read.py <<'PY'
import pathlib, pandas
from liiatools.datasets.cin_census.lds_cin_la_agg import configuration, process
settings = configuration.Config()
columns = ["LAchildID", "Date", "Type", "ReferralSource", "AssessmentInternalReviewDate", "S47ActualStartDate", "InitialCPCtarget", "DateOfInitialCPC", "ICPCnotRequired", "YEAR"]
def enquiry(year, target, held, not_required):
    row = dict(zip(columns, ["C1", "2025-03-20", "S47ActualStartDate", "1A", None, "2025-03-20", target, held, not_required, year]))
    return pandas.DataFrame([row | {date: row.get(date) for date in settings["dates"]}])
last = enquiry(2025, "2025-04-10", None, 0)
for name, now in [("not required any more", enquiry(2026, None, None, 1)), ("held on 8 April, target brought forward", enquiry(2026, "2025-04-09", "2025-04-08", 0)),
                  ("held on 8 April, same target", enquiry(2026, "2025-04-10", "2025-04-08", 0)), ("held on 15 April, target put off", enquiry(2026, "2025-04-17", "2025-04-15", 0))]:
    for order in [(last, now), (now, last)]:
        pathlib.Path("CIN_Census_merged_flatfile.csv").unlink(missing_ok=True)
        for table in order:
            table.to_csv("return.csv", index=False)
            merged = process.merge_la_files(".", settings["dates"], process.read_file("return.csv", settings["dates"]))
            merged = process.deduplicate(merged, settings["sort_order"], settings["dedup"])
            process.export_flatfile(".", merged)
        kept = pandas.read_csv("CIN_Census_merged_flatfile.csv").fillna("none").iloc[0]
        print(f"{name}; {order[1]['YEAR'][0]} loaded last: the row of {kept['YEAR']} is kept, target {kept['InitialCPCtarget']}, "
              f"held {kept['DateOfInitialCPC']}, not required {kept['ICPCnotRequired']}")
PY
py/bin/python -W ignore read.py | tee seen
diff seen - <<'SEEN'
not required any more; 2026 loaded last: the row of 2025 is kept, target 2025-04-10, held none, not required 0
not required any more; 2025 loaded last: the row of 2025 is kept, target 2025-04-10, held none, not required 0
held on 8 April, target brought forward; 2026 loaded last: the row of 2025 is kept, target 2025-04-10, held none, not required 0
held on 8 April, target brought forward; 2025 loaded last: the row of 2025 is kept, target 2025-04-10, held none, not required 0
held on 8 April, same target; 2026 loaded last: the row of 2026 is kept, target 2025-04-10, held 2025-04-08, not required 0
held on 8 April, same target; 2025 loaded last: the row of 2026 is kept, target 2025-04-10, held 2025-04-08, not required 0
held on 15 April, target put off; 2026 loaded last: the row of 2026 is kept, target 2025-04-17, held 2025-04-15, not required 0
held on 15 April, target put off; 2025 loaded last: the row of 2026 is kept, target 2025-04-17, held 2025-04-15, not required 0
SEEN
echo "as seen before"
