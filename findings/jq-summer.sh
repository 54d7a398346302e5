#!/usr/bin/env bash
# jq 1.6 reads a time in UTC an hour late in summer, and newer ones still drop the offset of a time that has one.
#
# Seen on 29 November 2026 with TZ=Europe/London, in the Python packages jq 1.4.1, which holds jq 1.6, and jq 1.13.0,
# which holds jq 1.8.2 (PyPI, on Linux):
# * `"2026-07-01T09:00:00Z" | fromdateiso8601` is 1782900000 in jq 1.6, which is 10:00 in UTC; in December it is right.
#   jq 1.8.2 gives 1782896400, as it should.
# * `strptime("%Y-%m-%dT%H:%M:%S%z") | mktime` accepts an offset and drops it in both: 10:00+01:00 becomes 10:00 in UTC
#   in jq 1.8.2, and 11:00 in jq 1.6.
# TZ=UTC makes jq 1.6 right about times in UTC, but not about offsets. Where all times are in UTC and written alike, the
# order of the texts is the order of the times, without any of this.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1
for version in 1.4.1 1.13.0; do
    python3 -m venv "py$version" && "py$version/bin/pip" -q install "jq==$version"
done
cat > read.py <<'PY'
import sys, jq
offset = 'strptime("%Y-%m-%dT%H:%M:%S%z") | mktime'
def read(program, text):
    program = jq.compile(program)
    return program.input_value(text).first() if hasattr(program, "input_value") else program.input(text).first()
print(sys.argv[1], "July", read("fromdateiso8601", "2026-07-01T09:00:00Z"),
      "December", read("fromdateiso8601", "2026-12-01T09:00:00Z"),
      "July+01:00", read(offset, "2026-07-01T10:00:00+01:00"))
PY
{
    for version in 1.4.1 1.13.0; do TZ=Europe/London "py$version/bin/python" read.py "$version"; done
    TZ=UTC py1.4.1/bin/python read.py "1.4.1 TZ=UTC"
} | tee seen
diff seen - <<'SEEN'
1.4.1 July 1782900000 December 1796115600 July+01:00 1782903600
1.13.0 July 1782896400 December 1796115600 July+01:00 1782900000
1.4.1 TZ=UTC July 1782896400 December 1796115600 July+01:00 1782900000
SEEN
echo "as seen before"
