#!/usr/bin/env bash
# A deadline at 10:00 is shown from 10:00 to 11:00.
#
# RFC 5545, 3.6.1: an event with a time of day and neither DTEND nor DURATION ends when it begins. Seen on
# 29 November 2026: khal 0.14.1 (PyPI) shows it as an hour long. With `DURATION:PT0S` it is shown as the moment it is.
# icalendar 7.3.2, which khal reads the file with, gives both no length.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1
python3 -m venv py && py/bin/pip -q install khal==0.14.1 icalendar==7.3.2
mkdir calendar
cat > config <<CONF
[calendars]
[[one]]
path = $work/calendar
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = Europe/London
default_timezone = Europe/London
[sqlite]
path = $work/khal.db
CONF
for length in "" "DURATION:PT0S"; do
    name=${length:-nothing}; name=${name#*:}
    printf '%s\r\n' BEGIN:VCALENDAR VERSION:2.0 PRODID:-//example//EN BEGIN:VEVENT "UID:$name" \
        DTSTAMP:20261001T000000Z DTSTART:20261201T100000Z ${length:+"$length"} "SUMMARY:$name" END:VEVENT END:VCALENDAR > "calendar/$name.ics"
done
{
    py/bin/khal -c config list -f 'khal {start-end-time-style} {title}' 2026-12-01 1d | grep khal | sort -k3
    for name in PT0S nothing; do
        py/bin/python -c "
import icalendar
event = icalendar.Calendar.from_ical(open('calendar/$name.ics', 'rb').read()).walk('VEVENT')[0]
print('icalendar', event.duration, '$name')"
    done
} | tee seen
diff seen - <<'SEEN'
khal 10:00-10:00 PT0S
khal 10:00-11:00 nothing
icalendar 0:00:00 PT0S
icalendar 0:00:00 nothing
SEEN
echo "as seen before"
