#!/usr/bin/env bash
# Three months, P3M, are three minutes to pandas, and twelve months five days less than a year to pydantic.
#
# ISO 8601 has M for months before the T and for minutes after it. Lengths that are kept in records as P3M (a second review)
# or P6M (each later one) are read into Python's `timedelta`, which has no months. The guess was that readers of ISO 8601
# refuse them. Seen on 30 November 2026: pandas 3.1.1 (PyPI), whose Timedelta takes "ISO 8601 Duration strings" by its
# documentation, makes three minutes of P3M, as of PT3M, and refuses P1Y. pydantic 2.14.4 and aniso8601 10.0.1 make 90 days
# of it, and 360 of P12M, but 365 of P1Y, and pydantic writes the first as P360D and the second as P1Y. msgspec 0.23.0
# refuses all three. isodate 0.7.2 and isoduration 20.11.0 have types of their own, and end on the same day of the month.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1
python3 -m venv py && py/bin/pip -q install --no-compile pandas==3.1.1 pydantic==2.14.4 aniso8601==10.0.1 msgspec==0.23.0 isodate==0.7.2 isoduration==20.11.0
cat > read.py <<'PY'
import datetime, aniso8601, isodate, isoduration, msgspec, pandas, pydantic
start = datetime.datetime(2026, 7, 2)
field = pydantic.TypeAdapter(datetime.timedelta)
def tried(read):
    try:
        return read()
    except ValueError:
        return "refused"
for length in ("P3M", "PT3M", "P6M", "P12M", "P1Y", "P90D"):
    print(f"{length}:", "; ".join(f"{name} {tried(read)}" for name, read in {
        "pandas": lambda: pandas.Timedelta(length),
        "pydantic": lambda: f"{field.validate_python(length)}, written as {field.dump_python(field.validate_python(length), mode='json')}",
        "aniso8601": lambda: aniso8601.parse_duration(length),
        "msgspec": lambda: msgspec.convert(length, datetime.timedelta),
        "isodate, from 2 July 2026": lambda: (start + isodate.parse_duration(length)).isoformat(),
        "isoduration": lambda: (start + isoduration.parse_duration(length)).isoformat(),
    }.items()))
PY
py/bin/python read.py | tee seen
diff seen - <<'SEEN'
P3M: pandas 0 days 00:03:00; pydantic 90 days, 0:00:00, written as P90D; aniso8601 90 days, 0:00:00; msgspec refused; isodate, from 2 July 2026 2026-10-02T00:00:00; isoduration 2026-10-02T00:00:00
PT3M: pandas 0 days 00:03:00; pydantic 0:03:00, written as PT3M; aniso8601 0:03:00; msgspec 0:03:00; isodate, from 2 July 2026 2026-07-02T00:03:00; isoduration 2026-07-02T00:03:00
P6M: pandas 0 days 00:06:00; pydantic 180 days, 0:00:00, written as P180D; aniso8601 180 days, 0:00:00; msgspec refused; isodate, from 2 July 2026 2027-01-02T00:00:00; isoduration 2027-01-02T00:00:00
P12M: pandas 0 days 00:12:00; pydantic 360 days, 0:00:00, written as P360D; aniso8601 360 days, 0:00:00; msgspec refused; isodate, from 2 July 2026 2027-07-02T00:00:00; isoduration 2027-07-02T00:00:00
P1Y: pandas refused; pydantic 365 days, 0:00:00, written as P1Y; aniso8601 365 days, 0:00:00; msgspec refused; isodate, from 2 July 2026 2027-07-02T00:00:00; isoduration 2027-07-02T00:00:00
P90D: pandas 90 days 00:00:00; pydantic 90 days, 0:00:00, written as P90D; aniso8601 90 days, 0:00:00; msgspec 90 days, 0:00:00; isodate, from 2 July 2026 2026-09-30T00:00:00; isoduration 2026-09-30T00:00:00
SEEN
echo "as seen before"
