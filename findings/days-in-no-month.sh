#!/usr/bin/env bash
# Three days of March are in no month, when months are counted from 31 January.
#
# Visits, pay and reviews are counted in months from the day on which something began. The guess was that the end of one such
# month is the day before the beginning of the next. Seen on 30 November 2026 with arrow 1.4.0 (PyPI): `span_range` with
# `exact=True` counts each beginning from the first day and each end from its own beginning. The month of 28 February, where
# that of 31 January had to end early, therefore ends on 27 March, and the next begins on the 31st: 28, 29 and 30 March are
# in neither. Of the quarters from 31 August 28, 29 and 30 May are missing, of the years from 29 February 2024 28 February
# 2028. `interval` of 3 months leaves out 30 May, of 6 months nothing.
# From any day up to the 28th there are no gaps, which is what one tries.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1
python3 -m venv py && py/bin/pip -q install arrow==1.4.0 python-dateutil==2.9.0.post0
cat > spans.py <<'PY'
import datetime
from arrow import Arrow
day = datetime.timedelta(days=1)
def show(name, spans):
    spans = [(first.date(), last.date()) for first, last in spans]
    gaps = [f"{end + day} to {first - day}" for (_, end), (first, _) in zip(spans, spans[1:]) if first != end + day]
    print(f"{name}:", *(f"{first}/{last}" for first, last in spans[:4]), "missing:", ", ".join(gaps) or "none")
for frame, first, last in (("month", (2026, 1, 31), (2026, 6, 29)), ("month", (2026, 1, 28), (2026, 6, 27)), ("quarter", (2026, 8, 31), (2028, 8, 30)),
                           ("year", (2024, 2, 29), (2029, 2, 27))):
    show(f"{frame}s from {datetime.date(*first)}", Arrow.span_range(frame, datetime.datetime(*first), datetime.datetime(*last), exact=True))
for months in (3, 6):
    show(f"{months} months from 2026-08-31", Arrow.interval("month", datetime.datetime(2026, 8, 31), datetime.datetime(2028, 8, 30), months, exact=True))
PY
py/bin/python spans.py | tee seen
diff seen - <<'SEEN'
months from 2026-01-31: 2026-01-31/2026-02-27 2026-02-28/2026-03-27 2026-03-31/2026-04-29 2026-04-30/2026-05-29 missing: 2026-03-28 to 2026-03-30, 2026-05-30 to 2026-05-30
months from 2026-01-28: 2026-01-28/2026-02-27 2026-02-28/2026-03-27 2026-03-28/2026-04-27 2026-04-28/2026-05-27 missing: none
quarters from 2026-08-31: 2026-08-31/2026-11-29 2026-11-30/2027-02-27 2027-02-28/2027-05-27 2027-05-31/2027-08-30 missing: 2027-05-28 to 2027-05-30, 2028-05-29 to 2028-05-30
years from 2024-02-29: 2024-02-29/2025-02-27 2025-02-28/2026-02-27 2026-02-28/2027-02-27 2027-02-28/2028-02-27 missing: 2028-02-28 to 2028-02-28
3 months from 2026-08-31: 2026-08-31/2026-11-29 2026-11-30/2027-02-27 2027-02-28/2027-05-29 2027-05-31/2027-08-30 missing: 2027-05-30 to 2027-05-30, 2028-05-30 to 2028-05-30
6 months from 2026-08-31: 2026-08-31/2027-02-27 2027-02-28/2027-08-30 2027-08-31/2028-02-28 2028-02-29/2028-08-29 missing: none
SEEN
echo "as seen before"
