#!/usr/bin/env bash
# An answer after 73 hours is "within 72 hours" in DuckDB, in October and in London; an answer after 72 is late in March.
#
# The guess was that two moments with an offset are as many hours apart as went by. Seen on 29 November 2026: DuckDB 2.0.1
# with TimeZone Europe/London takes the difference of two TIMESTAMPTZ by the calendar on the wall, as days and hours, and
# then compares it as if each day had 24. Over the Sunday on which the clocks go back 73 hours become `3 days`, which is
# `<= INTERVAL 72 HOUR`; over the one on which they go forward 72 hours become `3 days 01:00:00`, which is not. With
# TimeZone UTC the same query on the same file says the opposite, so two analysts' machines can disagree.
# `answered <= raised + INTERVAL 72 HOUR` is right in both, and so is `date_sub('hour', raised, answered)`.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1
python3 -m venv py && py/bin/pip -q install duckdb==2.0.1
cat > list.json <<'JSON'
[{"id": "October, 73 h", "raised_at": "2026-10-23T11:00:00+01:00", "answered_at": "2026-10-26T11:00:00+00:00"},
 {"id": "March, 72 h", "raised_at": "2026-03-27T11:00:00+00:00", "answered_at": "2026-03-30T12:00:00+01:00"}]
JSON
cat > read.py <<'PY'
import duckdb
for zone in ("Europe/London", "UTC"):
    duckdb.sql(f"SET TimeZone = '{zone}'")
    for id, apart, compared, added, hours in duckdb.sql("""
        SELECT id, CAST(answered_at - raised_at AS VARCHAR), answered_at - raised_at <= INTERVAL 72 HOUR,
               answered_at <= raised_at + INTERVAL 72 HOUR, date_sub('hour', raised_at, answered_at)
        FROM 'list.json' ORDER BY raised_at DESC""").fetchall():
        print(f"{zone}, {id}: {apart}, in time by the difference: {compared}, by the sum: {added}, hours: {hours}")
PY
py/bin/python read.py | tee seen
diff seen - <<'SEEN'
Europe/London, October, 73 h: 3 days, in time by the difference: True, by the sum: False, hours: 73
Europe/London, March, 72 h: 3 days 01:00:00, in time by the difference: False, by the sum: True, hours: 72
UTC, October, 73 h: 3 days 01:00:00, in time by the difference: False, by the sum: False, hours: 73
UTC, March, 72 h: 3 days, in time by the difference: True, by the sum: True, hours: 72
SEEN
echo "as seen before"
