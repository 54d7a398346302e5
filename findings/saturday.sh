#!/usr/bin/env bash
# Twenty working days from a Saturday end a day apart in numpy and pandas.
#
# A protocol counts from the day after the event, so that for an event on a Saturday Monday is day one. Seen on
# 29 November 2026 with the same holidays: pandas 3.1.1 (`CustomBusinessDay`) counts like that. numpy 2.4.6
# (`busday_offset`) first rolls the Saturday to Monday and calls that day nought, so that with roll="forward", the word
# one would take, the end is a day later; roll="backward", to the Friday before, gives the protocol's date. From a
# working day they agree, which is what one tries first.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1
python3 -m venv py && py/bin/pip -q install numpy==2.4.6 pandas==3.1.1
cat > read.py <<'PY'
import numpy, pandas
off = ["2026-12-25", "2026-12-28", "2027-01-01"]
for name, day in (("Friday", "2026-11-27"), ("Saturday", "2026-11-28")):
    rolled = [str(numpy.busday_offset(day, 20, roll=roll, holidays=off)) for roll in ("forward", "backward")]
    counted = pandas.Timestamp(day) + pandas.offsets.CustomBusinessDay(20, holidays=off)
    print(name, "forward", rolled[0], "backward", rolled[1], "pandas", counted.date())
PY
py/bin/python read.py | tee seen
diff seen - <<'SEEN'
Friday forward 2026-12-29 backward 2026-12-29 pandas 2026-12-29
Saturday forward 2026-12-30 backward 2026-12-29 pandas 2026-12-29
SEEN
echo "as seen before"
