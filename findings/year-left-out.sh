#!/usr/bin/env bash
# Until somebody has come into care in January, the file of the year so far is left out of a forecast.
#
# A model of the demand for placements takes an archive with a folder for each year's return (SSDA903), the year ending on
# 31 March. The guess was that the folders' names, which its own listing shows, say which year is which. Seen on 30
# November 2026 with cs-demand-model 0.5.1 (PyPI): each file of episodes gets the calendar year of its latest beginning
# instead. Last year's, with somebody who came in February 2025, is 2025; the one of the year so far, drawn in November
# 2025, is 2025 too, and of two files of one year only the first is read, without a word. So who came in November isn't
# there, and who left in July is still in care. Once anybody has come in January, all of it is there.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1
python3 -m venv py && py/bin/pip -q install --no-compile pandas==1.5.3 numpy==1.24.4 PyYAML==6.0.4 fs==2.4.16 'setuptools==80.9.0'
py/bin/pip -q install --no-compile --no-deps cs-demand-model==0.5.1
cat > read.py <<'PY'
import zipfile
from cs_demand_model import DemandModellingDataContainer, fs_datastore
from cs_demand_model.config import Config
header = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n" + "".join(f"{child},1,15/06/2013,WBRI,,,\n" for child in (1, 2, 3, 4))
columns = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST\n"
episode = lambda child, begun, ended="": f"{child},{begun},S,C2,N1,U4,PR1,{ended},{'E4A' if ended else ''},,,\n"
last = columns + episode(1, "01/05/2024") + episode(2, "10/02/2025")
this = columns + episode(1, "01/05/2024", "10/07/2025") + episode(2, "10/02/2025") + episode(3, "03/11/2025")
for name, rows in (("in November", this), ("in January", this + episode(4, "05/01/2026"))):
    with zipfile.ZipFile("returns.zip", "w") as archive:
        for year, episodes in ((2025, last), (2026, rows)):
            archive.writestr(f"{year}/header.csv", header)
            archive.writestr(f"{year}/episodes.csv", episodes)
    store = fs_datastore("returns.zip")
    container = DemandModellingDataContainer(store, Config())
    episodes = lambda files: [(file.name, file.metadata.year) for file in files if "episodes" in file.name]
    print(name, "listed as", *episodes(store.files), "read as", *episodes(container.file_info))
    for row in container.combined_data.itertuples():
        print("   child", row.CHILD, "from", row.DECOM.date(), "to", "now" if row.DEC != row.DEC else row.DEC.date())
PY
py/bin/python -W ignore read.py | tee seen
diff seen - <<'SEEN'
in November listed as ('2025/episodes.csv', 2025) ('2026/episodes.csv', 2026) read as ('2025/episodes.csv', 2025) ('2026/episodes.csv', 2025)
   child 1 from 2024-05-01 to now
   child 2 from 2025-02-10 to now
in January listed as ('2025/episodes.csv', 2025) ('2026/episodes.csv', 2026) read as ('2025/episodes.csv', 2025) ('2026/episodes.csv', 2026)
   child 1 from 2024-05-01 to 2025-07-10
   child 2 from 2025-02-10 to now
   child 3 from 2025-11-03 to now
   child 4 from 2026-01-05 to now
SEEN
echo "as seen before"
