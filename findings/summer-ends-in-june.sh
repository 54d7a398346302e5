#!/usr/bin/env bash
# Summer is April to June to one library for uncertain dates, June to August to another, and winter ends with December.
#
# "Born in summer 2008" is 2008-22 in EDTF, the part of ISO 8601 for dates that aren't known exactly. The guess was June to
# August, and December to February for winter. Seen on 30 November 2026: edtf 4.11.1 (npm) makes the four seasons the four
# quarters of the year, so that spring is January to March; edtf 5.0.2 (PyPI) has the months of the weather, but winter 2008 is
# December 2008 alone, so that January is in no winter. The codes for the northern half of the world (25 to 28) are read in
# the same way; in quarters (33 to 36) the two agree. Thirds of a year (37 to 39) overlap in the first: January to May, May to
# September, September to December.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1 npm_config_cache="$work/npm" TZ=Europe/London
python3 -m venv py && py/bin/pip -q install --no-compile edtf==5.0.2
npm init -y >/dev/null && npm install --silent edtf@4.11.1
cat > read.mjs <<'JS'
import edtf from "edtf";
const day = (moment) => new Date(moment).toISOString().slice(0, 10);
for (const text of process.argv.slice(2)) console.log("npm,", `${text}: ${day(edtf(text).min)} to ${day(edtf(text).max)}`);
JS
cat > read.py <<'PY'
import sys, time
from edtf import parse_edtf
for text in sys.argv[1:]:
    date = parse_edtf(text)
    print(f"PyPI, {text}: {time.strftime('%Y-%m-%d', date.lower_strict())} to {time.strftime('%Y-%m-%d', date.upper_strict())}")
PY
dates="2008-21 2008-22 2008-23 2008-24 2008-26 2008-34 2008-37 2008-38 2008-39"
{ node read.mjs $dates; py/bin/python read.py $dates; } | tee seen
diff seen - <<'SEEN'
npm, 2008-21: 2008-01-01 to 2008-03-31
npm, 2008-22: 2008-04-01 to 2008-06-30
npm, 2008-23: 2008-07-01 to 2008-09-30
npm, 2008-24: 2008-10-01 to 2008-12-31
npm, 2008-26: 2008-04-01 to 2008-06-30
npm, 2008-34: 2008-04-01 to 2008-06-30
npm, 2008-37: 2008-01-01 to 2008-05-31
npm, 2008-38: 2008-05-01 to 2008-09-30
npm, 2008-39: 2008-09-01 to 2008-12-31
PyPI, 2008-21: 2008-03-01 to 2008-05-31
PyPI, 2008-22: 2008-06-01 to 2008-08-31
PyPI, 2008-23: 2008-09-01 to 2008-11-30
PyPI, 2008-24: 2008-12-01 to 2008-12-31
PyPI, 2008-26: 2008-06-01 to 2008-08-31
PyPI, 2008-34: 2008-04-01 to 2008-06-30
PyPI, 2008-37: 2008-01-01 to 2008-04-30
PyPI, 2008-38: 2008-05-01 to 2008-08-31
PyPI, 2008-39: 2008-09-01 to 2008-12-31
SEEN
echo "as seen before"
