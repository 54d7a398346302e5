#!/usr/bin/env bash
# A month after half past midnight on 1 July is 30 July in FHIRPath, and a month after 10:00 can be 09:00.
#
# FHIRPath adds to dates in health and care records, such as when a task was asked for. The guess was that months keep the day
# and the time on the clock, in the offset that is written there. Seen on 30 November 2026 with fhirpathpy 2.2.4 (PyPI) and
# fhirpath 5.2.2 (npm):
# * fhirpathpy turns a moment into UTC first, and its sum has no offset any more. 10:00+01:00 and a month is 09:00, which
#   counts as 09:00 of wherever it runs: in London something done at 09:30 is then late. 00:30+01:00 is still 30 June in UTC,
#   so that a month later is 30 July, 23:30, a day early. Even a sum with no days is another moment.
# * fhirpath adds on the clock of the machine: in London it is right, on a server in UTC a month is a day short as well.
# In winter all of them agree.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1 npm_config_cache="$work/npm"
python3 -m venv py && py/bin/pip -q install --no-compile fhirpathpy==2.2.4
npm init -y >/dev/null && npm install --silent fhirpath@5.2.2
cat > sums.json <<'JSON'
["@2026-07-01T10:00:00+01:00 + 1 month", "@2026-07-01T00:30:00+01:00 + 1 month", "@2026-12-01T10:00:00+00:00 + 1 month",
 "(@2026-07-01T10:00:00+01:00 + 0 days) = @2026-07-01T10:00:00+01:00",
 "@2026-08-01T09:30:00+01:00 <= @2026-07-01T10:00:00+01:00 + 1 month"]
JSON
cat > read.py <<'PY'
import json
from fhirpathpy import evaluate
for sum in json.load(open("sums.json")):
    print("fhirpathpy", sum, "=>", *evaluate({}, sum))
PY
cat > read.cjs <<'JS'
const fhirpath = require("fhirpath");
for (const sum of require("./sums.json")) console.log("fhirpath", sum, "=>", String(fhirpath.evaluate({}, sum)[0]));
JS
{ for zone in Europe/London UTC; do echo "$zone"; TZ=$zone py/bin/python -W ignore read.py; TZ=$zone node read.cjs; done; } | tee seen
diff seen - <<'SEEN'
Europe/London
fhirpathpy @2026-07-01T10:00:00+01:00 + 1 month => 2026-08-01T09:00:00
fhirpathpy @2026-07-01T00:30:00+01:00 + 1 month => 2026-07-30T23:30:00
fhirpathpy @2026-12-01T10:00:00+00:00 + 1 month => 2027-01-01T10:00:00
fhirpathpy (@2026-07-01T10:00:00+01:00 + 0 days) = @2026-07-01T10:00:00+01:00 => False
fhirpathpy @2026-08-01T09:30:00+01:00 <= @2026-07-01T10:00:00+01:00 + 1 month => False
fhirpath @2026-07-01T10:00:00+01:00 + 1 month => 2026-08-01T10:00:00+01:00
fhirpath @2026-07-01T00:30:00+01:00 + 1 month => 2026-08-01T00:30:00+01:00
fhirpath @2026-12-01T10:00:00+00:00 + 1 month => 2027-01-01T10:00:00-00:00
fhirpath (@2026-07-01T10:00:00+01:00 + 0 days) = @2026-07-01T10:00:00+01:00 => true
fhirpath @2026-08-01T09:30:00+01:00 <= @2026-07-01T10:00:00+01:00 + 1 month => true
UTC
fhirpathpy @2026-07-01T10:00:00+01:00 + 1 month => 2026-08-01T09:00:00
fhirpathpy @2026-07-01T00:30:00+01:00 + 1 month => 2026-07-30T23:30:00
fhirpathpy @2026-12-01T10:00:00+00:00 + 1 month => 2027-01-01T10:00:00
fhirpathpy (@2026-07-01T10:00:00+01:00 + 0 days) = @2026-07-01T10:00:00+01:00 => True
fhirpathpy @2026-08-01T09:30:00+01:00 <= @2026-07-01T10:00:00+01:00 + 1 month => True
fhirpath @2026-07-01T10:00:00+01:00 + 1 month => 2026-08-01T09:00:00-00:00
fhirpath @2026-07-01T00:30:00+01:00 + 1 month => 2026-07-30T23:30:00-00:00
fhirpath @2026-12-01T10:00:00+00:00 + 1 month => 2027-01-01T10:00:00-00:00
fhirpath (@2026-07-01T10:00:00+01:00 + 0 days) = @2026-07-01T10:00:00+01:00 => true
fhirpath @2026-08-01T09:30:00+01:00 <= @2026-07-01T10:00:00+01:00 + 1 month => true
SEEN
echo "as seen before"
