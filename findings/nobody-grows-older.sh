#!/usr/bin/env bash
# In a model of the demand for placements nobody grows older: a young person of 17 is counted among children of 5 to 10.
#
# The model counts the children in care on a day by kind of placement and age, from the episodes of the return (SSDA903),
# and forecasts from there. The guess was that the age is that of the day. Seen on 30 November 2026 with cs-demand-model
# 0.5.1 (PyPI): it is the age on the first day of the episode, for as long as that lasts. Of two young people of 17, both
# in foster care, the one whose placement began at the age of eight is "5 to 10" on 31 March 2025, with ten years until
# "16 to 18+", and the one who changed foster carers last month is "16 to 18+". So the more stable a placement, the
# younger the child. The end of an episode is taken from the group of its beginning as well, so that the sum is right and
# no figure gives it away.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1
python3 -m venv py && py/bin/pip -q install --no-compile pandas==1.5.3 numpy==1.24.4 PyYAML==6.0.4 fs==2.4.16 'setuptools==80.9.0'
py/bin/pip -q install --no-compile --no-deps cs-demand-model==0.5.1
mkdir -p files/2025
cat > files/2025/header.csv <<'CSV'
CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB
1,1,15/06/2007,WBRI,,,
2,2,15/06/2007,WBRI,,,
CSV
cat > files/2025/episodes.csv <<'CSV'
CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST
1,01/05/2016,S,C2,N1,U4,PR1,,,,,
2,01/05/2016,S,C2,N1,U4,PR1,28/02/2025,X1,CARPL,,
2,28/02/2025,P,C2,N1,U4,PR1,,,,,
CSV
cat > read.py <<'PY'
from cs_demand_model import DemandModellingDataContainer, PopulationStats, fs_datastore
from cs_demand_model.config import Config
config = Config()
stats = PopulationStats(DemandModellingDataContainer(fs_datastore("files"), config).enriched_view, config)
for day in ("2016-05-01", "2025-02-27", "2025-03-31"):
    groups = {name: int(count) for (name, _), count in stats.stock_at(day).items() if count}
    print(day, groups)
PY
py/bin/python -W ignore read.py | tee seen
diff seen - <<'SEEN'
2016-05-01 {'FIVE_TO_TEN': 2}
2025-02-27 {'FIVE_TO_TEN': 2}
2025-03-31 {'FIVE_TO_TEN': 1, 'SIXTEEN_TO_EIGHTEEN': 1}
SEEN
echo "as seen before"
