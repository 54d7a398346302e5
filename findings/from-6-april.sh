#!/usr/bin/env bash
# A year from 6 April is one from 1 April once a library for rules as code has written it, and on disk the two are one.
#
# OpenFisca runs rules of law that are written as code: allowances, charges, who is entitled to what in which year or month.
# Its periods are read from texts such as "month:2026-11-30:3", three months from 30 November, and it keeps results of large
# runs in files. The guess was that a period that has been written is the same when it is read, and that results of
# different periods are kept apart. Seen on 1 December 2026 with OpenFisca-Core 46.0.1 (PyPI): years and months are written
# without their day and weeks by their number, so that they begin on the first of the month or on a Monday when they are read
# again. The files are named by that text. So the result for the tax year overwrites that for the council's financial
# year, and once the folder is read again only the financial year has a result: the tax year's.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
python3 -m venv env && env/bin/pip install -q --disable-pip-version-check --no-cache-dir OpenFisca-Core==46.0.1
cat > read.py <<'PY'
import os
import numpy
from openfisca_core.data_storage import InMemoryStorage, OnDiskStorage
from openfisca_core.periods import period

for text in ["year:2026-04-06", "month:2026-11-02:3", "month:2026-11-30:3", "week:2026-12-04:6", "day:2026-11-30:90"]:
    read = period(text)
    again = period(str(read))
    print(f"{text}: {read.start} to {read.stop}, written {read}, read again {again.start} to {again.stop}")
financial, tax = period("year:2026-04-01"), period("year:2026-04-06")
os.mkdir("kept")
disk = OnDiskStorage("kept", preserve_storage_dir=True)
for name, storage in [("in memory", InMemoryStorage()), ("on disk", disk)]:
    storage.put(numpy.array([100.0]), financial)
    storage.put(numpy.array([200.0]), tax)
    print(f"{name}: from {financial.start} {storage.get(financial)}, from {tax.start} {storage.get(tax)}")
disk.restore()
print(f"read again: from {financial.start} {disk.get(financial)}, from {tax.start} {disk.get(tax)}")
PY
env/bin/python read.py | tee seen
diff seen - <<'SEEN'
year:2026-04-06: 2026-04-06 to 2027-04-05, written year:2026-04, read again 2026-04-01 to 2027-03-31
month:2026-11-02:3: 2026-11-02 to 2027-02-01, written month:2026-11:3, read again 2026-11-01 to 2027-01-31
month:2026-11-30:3: 2026-11-30 to 2027-02-27, written month:2026-11:3, read again 2026-11-01 to 2027-01-31
week:2026-12-04:6: 2026-12-04 to 2027-01-14, written week:2026-W49:6, read again 2026-11-30 to 2027-01-10
day:2026-11-30:90: 2026-11-30 to 2027-02-27, written day:2026-11-30:90, read again 2026-11-30 to 2027-02-27
in memory: from 2026-04-01 [100.], from 2026-04-06 [200.]
on disk: from 2026-04-01 [200.], from 2026-04-06 [200.]
read again: from 2026-04-01 [200.], from 2026-04-06 None
SEEN
echo "as seen before"
