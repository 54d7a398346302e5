#!/usr/bin/env bash
# 20261130T0930 is three minutes past nine to the engine with which NHS England validates data, and 2359 is 23:05:09.
#
# HL7 messages write moments as 202611300930, and ISO 8601 as 20261130T0930 in its basic format, both without seconds if
# there are none. The guess was that they are read as half past nine or refused. Seen on 30 November 2026 with
# data-validation-engine 0.9.0 (PyPI), which in a field of type FormattedDatetime tries several formats, each with seconds:
# as Python lets a part have one digit instead of two, the last two digits become minutes and seconds, and half past nine
# is 09:03:00. On the full hour it comes out right, so that 10:00 shows nothing. With the hour alone, 2026113009, which HL7
# also has, the day goes too: it is 3 November, nine seconds past midnight. With colons, moments without seconds are refused.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1
python3 -m venv py && py/bin/pip -q install --no-compile pydantic==2.13.4
py/bin/pip -q install --no-compile --no-deps data-validation-engine==0.9.0
cat > read.py <<'PY'
import pydantic
from dve.metadata_parser.domain_types import FormattedDatetime
class Visit(pydantic.BaseModel):
    at: FormattedDatetime
for text in ("20261130T1000", "20261130T0930", "202611300930", "20261130T0930Z", "20261130T2359", "2026113009", "20261130T093000", "2026-11-30T09:30", "2026-11-30T09:30:00"):
    try:
        print(text, Visit(at=text).at)
    except ValueError:
        print(text, "refused")
PY
py/bin/python read.py | tee seen
diff seen - <<'SEEN'
20261130T1000 2026-11-30 10:00:00
20261130T0930 2026-11-30 09:03:00
202611300930 2026-11-30 09:03:00
20261130T0930Z 2026-11-30 09:03:00+00:00
20261130T2359 2026-11-30 23:05:09
2026113009 2026-11-03 00:00:09
20261130T093000 2026-11-30 09:30:00
2026-11-30T09:30 refused
2026-11-30T09:30:00 2026-11-30 09:30:00
SEEN
echo "as seen before"
