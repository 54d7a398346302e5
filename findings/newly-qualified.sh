#!/usr/bin/env bash
# A senior manager who took up the post in March is "newly qualified", and a new social worker of November isn't.
#
# A pipeline for the return of the social work workforce, which is of 30 September, tells who is new and how senior
# everybody is, and from two years who has progressed. The guess was that new is who began since the last return, and
# newly qualified a new case holder. Seen on 30 November 2026 with liiatools 0.2.0 (PyPI): of dates it keeps the year, and
# whoever began in the calendar year of the return is newly qualified, be it a senior manager or an agency worker; whoever
# began in October, November or December is never new in any return. One who goes from middle manager to case holder has
# "progressed", as any other change has, and so has the manager who is no longer "newly qualified" a year later.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1
python3 -m venv py && py/bin/pip -q install --no-compile pandas==1.5.3 numpy==1.24.4 python-decouple==3.8
py/bin/pip -q install --no-compile --no-deps liiatools==0.2.0
cat > read.py <<'PY'
import sys, types
import pandas
tools = "liiatools.datasets.social_work_workforce.SWFtools"
sys.modules[f"{tools}.util.work_path"] = folders = types.ModuleType("work_path")  # its own has folders of one machine
folders.flatfile_folder = folders.request = "."
sys.modules[f"{tools}.util"] = types.ModuleType("util")
sys.modules[f"{tools}.util"].work_path = folders
sys.modules[f"{tools}.util.AppLogs"] = sys.modules[f"{tools}.util"].AppLogs = types.ModuleType("AppLogs")
from liiatools.datasets.social_work_workforce.SWFtools.analysis.seniority import progressed, seniority
from liiatools.datasets.social_work_workforce.SWFtools.dataprocessing.converter import ORG_ROLE_DICT, SENIORITY_CODE_DICT, convert_dates
def worker(number, year, role, begun, agency=0):
    row = {"YearCensus": year, "AgencyWorker": agency, "SWENo": number, "RoleStartDate": begun, "RoleEndDate": "", "OrgRole": role}
    dates = {"RoleStartDate": begun}
    convert_dates(dates)
    return {**row, **dates}
rows = [worker("SW1", 2024, 1, "2024-03-04"), worker("SW1", 2025, 1, "2024-03-04"), worker("SW2", 2024, 5, "2024-03-04"),
        worker("SW3", 2024, 5, "2023-11-06"), worker("SW3", 2025, 5, "2023-11-06"), worker("SW4", 2024, 2, "2019-05-06"),
        worker("SW4", 2025, 5, "2019-05-06"), worker("SW5", 2024, 5, "2024-03-04", agency=1)]
pandas.DataFrame(rows).to_csv("merged_modified.csv", index=False)
seniority()
progressed()
for row, begun in zip(pandas.read_csv("CompletProgressed.csv").itertuples(), ("2024-03", "2024-03", "2024-03", "2023-11", "2023-11", "2019-05", "2019-05", "2024-03")):
    print(row.SWENo, "return of", row.YearCensus, "agency" if row.AgencyWorker else ORG_ROLE_DICT[str(row.OrgRole)], "since", begun, "=>",
          row.NewOrNot, "|", SENIORITY_CODE_DICT[str(row.SeniorityCode)], "|", row.Progress)
PY
py/bin/python -W ignore read.py | tee seen
diff seen - <<'SEEN'
SW1 return of 2024 Senior Manager since 2024-03 => New | Newly qualified | Unknown
SW1 return of 2025 Senior Manager since 2024-03 => Not | Senior | Progressed
SW2 return of 2024 Case Holder since 2024-03 => New | Newly qualified | Unknown
SW3 return of 2024 Case Holder since 2023-11 => Not | Early career | Unknown
SW3 return of 2025 Case Holder since 2023-11 => Not | Early career | No
SW4 return of 2024 Middle Manager since 2019-05 => Not | Experienced | Unknown
SW4 return of 2025 Case Holder since 2019-05 => Not | Early career | Progressed
SW5 return of 2024 agency since 2024-03 => New | Newly qualified | Unknown
SEEN
echo "as seen before"
