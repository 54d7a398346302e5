#!/usr/bin/env bash
# A child who was found in April is missing again as soon as last year's file is loaded after this year's.
#
# A pipeline for the children-looked-after return (SSDA903) keeps what it has loaded in an archive, where a later year's
# row of the same absence takes the place of an earlier one's; since files are not always loaded in order, its settings
# name the columns to sort by, YEAR among them. The guess was that the order of loading makes no difference. Seen on 30
# November 2026 with liiatools-dagster 0.2.0 (PyPI): the columns are numbered from 0, and 0 is taken for "not sorted". In
# seven of its eleven tables YEAR is number 0, so that nothing is sorted there, and the row that was loaded last stays: an
# absence from 20 March 2025 that ended on 2 April has no end if the return of the year to 31 March 2025 is loaded again,
# with corrections to something else. Episodes, whose YEAR is number 1, come out right in either order.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1
python3 -m venv py && py/bin/pip -q install --no-compile pandas==1.5.3 numpy==1.24.4 PyYAML==6.0.4 fs==2.4.16 'setuptools==80.9.0' \
  pyarrow==13.0.0 pydantic==1.10.26 pydantic-yaml==1.1.1 tablib==3.10.0
py/bin/pip -q install --no-compile --no-deps liiatools-dagster==0.2.0 sfdata-stream-parser==0.6.0
cat > read.py <<'PY'
from datetime import date
import pandas
from fs.memoryfs import MemoryFS
from liiatools.common.archive import DataframeArchive
from liiatools.common.data import DataContainer
from liiatools.ssda903_pipeline.spec import load_pipeline_config
config = load_pipeline_config()
for table in config.table_list:
    print(f"{table.id}: numbered {[(column.id, column.sort) for column in table.columns if column.sort is not None]}, sorted by {table.sort_keys}")
def rows(year):
    end = None if year == 2025 else date(2025, 4, 2)
    row = {"CHILD": "1_BAR", "LA": "Barnet", "YEAR": year}
    return DataContainer({
        "Missing": pandas.DataFrame([{**row, "DOB": date(2012, 6, 1), "MISSING": "M", "MIS_START": date(2025, 3, 20), "MIS_END": end}]),
        "Episodes": pandas.DataFrame([{**row, "DECOM": date(2025, 3, 20), "DEC": end}])})
for order in ((2025, 2026), (2026, 2025)):
    archive = DataframeArchive(MemoryFS(), config)
    for year in order:
        archive.add(rows(year))
    now = archive.current()
    print("loaded", *order, "absence ends", now["Missing"]["MIS_END"].iloc[0], "episode ends", now["Episodes"]["DEC"].iloc[0])
PY
py/bin/python -W ignore read.py | tee seen
diff seen - <<'SEEN'
AD1: numbered [('YEAR', 0)], sorted by []
Episodes: numbered [('DEC', 0), ('YEAR', 1)], sorted by ['YEAR']
Header: numbered [('MC_DOB', 0), ('YEAR', 1)], sorted by ['YEAR']
Missing: numbered [('YEAR', 0)], sorted by []
OC2: numbered [('YEAR', 0)], sorted by []
OC3: numbered [('YEAR', 0)], sorted by []
PlacedAdoption: numbered [('YEAR', 0)], sorted by []
PrevPerm: numbered [('YEAR', 0)], sorted by []
Reviews: numbered [('YEAR', 0)], sorted by []
UASC: numbered [('DUC', 0), ('YEAR', 1)], sorted by ['YEAR']
SocialWorker: numbered [], sorted by []
loaded 2025 2026 absence ends 2025-04-02 episode ends 2025-04-02
loaded 2026 2025 absence ends None episode ends 2025-04-02
SEEN
echo "as seen before"
