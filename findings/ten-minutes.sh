#!/usr/bin/env bash
# A meeting at 10:00 is ten minutes long to csvkit, and its Monday comes after its Tuesday, in the year 1.
#
# The guess was that columns of weekdays and of times of day stay text, as there is no such type. Seen on 29 November 2026:
# csvkit 2.2.0 (agate 1.14.2) takes 10:00 and 11:30 for lengths of ten minutes and of eleven and a half, and weekdays
# for dates: Tuesday is 2 January of the year 1, and Monday the 8th, so that a week sorted by that column
# begins with Tuesday. With `-I` (no inference) both stay what was typed; a legal status `None` is null either way.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1
python3 -m venv py && py/bin/pip -q install csvkit==2.2.0 agate==1.14.2
printf 'day,time,status\nMonday,10:00,None\nTuesday,11:30,C2\n' > meetings.csv
{
    py/bin/csvjson --stream meetings.csv
    py/bin/csvjson --stream -I meetings.csv
    py/bin/csvsort -c day meetings.csv | py/bin/csvcut -c time
} | tee seen
diff seen - <<'SEEN'
{"day": "0001-01-08", "time": "0:10:00", "status": null}
{"day": "0001-01-02", "time": "0:11:30", "status": "C2"}
{"day": "Monday", "time": "10:00", "status": null}
{"day": "Tuesday", "time": "11:30", "status": "C2"}
time
0:11:30
0:10:00
SEEN
echo "as seen before"
