#!/usr/bin/env bash
# 10:00:00PM is ten in the morning to the engine with which NHS England validates data, and 10:00:00 PM ten at night.
#
# The guess was that a blank before PM makes no difference. Seen on 30 November 2026 with data-validation-engine 0.9.0
# (PyPI): a field of type FormattedTime tries formats of 24 hours before those of 12, and some of the first end with AM or PM
# too, of which Python then takes no account. So what is written without a blank is in the morning, and midnight, 12:00:00AM,
# is midday; the formats with a blank are of 12 hours only, and right.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1
python3 -m venv py && py/bin/pip -q install --no-compile pydantic==2.13.4
py/bin/pip -q install --no-compile --no-deps data-validation-engine==0.9.0
cat > read.py <<'PY'
import pydantic
from dve.metadata_parser.domain_types import FormattedTime
class Missing(pydantic.BaseModel):
    since: FormattedTime
for text in ("10:00:00AM", "10:00:00PM", "10:00:00 PM", "100000PM", "11:30:00pm", "11:30:00 pm", "12:00:00AM", "12:00:00 AM"):
    print(text, "is", Missing(since=text).since)
PY
py/bin/python read.py | tee seen
diff seen - <<'SEEN'
10:00:00AM is 10:00:00
10:00:00PM is 10:00:00
10:00:00 PM is 22:00:00
100000PM is 10:00:00
11:30:00pm is 11:30:00
11:30:00 pm is 23:30:00
12:00:00AM is 12:00:00
12:00:00 AM is 00:00:00
SEEN
echo "as seen before"
