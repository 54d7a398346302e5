#!/usr/bin/env bash
# A year in care to the day is 11 months or nought years, to a library that works out how long things last.
#
# How long children stay, or wait for a placement order, is worked out as survival times: lifelines makes them of two
# columns of dates, in the unit asked for. The guess was that months are calendar months. Seen on 30 November 2026 with
# lifelines 0.30.3 (PyPI): it divides the days by an average month (30.436875 days) or year (365.2425) and leaves out the
# rest. From 2 June to the next 2 June are 11 months and nought years, unless a 29 February comes between; from 1 February to
# 1 March is no month, from 1 January to 1 April two, and from birth to the eighteenth birthday 17 years. So those who
# leave on the very day that a limit of a year ends are counted as before it. Days and weeks are right.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1
python3 -m venv py && py/bin/pip -q install --no-compile lifelines==0.30.3 pandas==2.3.3
cat > last.py <<'PY'
from lifelines.utils import datetimes_to_durations
stays = [("2025-06-02", "2026-06-02"), ("2023-06-02", "2024-06-02"), ("2026-02-01", "2026-03-01"), ("2026-01-01", "2026-04-01"),
         ("2026-07-01", "2026-10-01"), ("2008-06-02", "2026-06-02"), ("2008-06-02", "2026-06-03")]
units = {unit: datetimes_to_durations([first for first, _ in stays], [last for _, last in stays], freq=unit)[0] for unit in "DMY"}
for place, (first, last) in enumerate(stays):
    print(first, last, *(f"{units[unit][place]:.0f} {name}" for unit, name in (("D", "days"), ("M", "months"), ("Y", "years"))))
PY
py/bin/python last.py | tee seen
diff seen - <<'SEEN'
2025-06-02 2026-06-02 365 days 11 months 0 years
2023-06-02 2024-06-02 366 days 12 months 1 years
2026-02-01 2026-03-01 28 days 0 months 0 years
2026-01-01 2026-04-01 90 days 2 months 0 years
2026-07-01 2026-10-01 92 days 3 months 0 years
2008-06-02 2026-06-02 6574 days 215 months 17 years
2008-06-02 2026-06-03 6575 days 216 months 18 years
SEEN
echo "as seen before"
