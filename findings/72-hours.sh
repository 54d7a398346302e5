#!/usr/bin/env bash
# 72 hours and 3 days are two things in iCalendar, and one thing in its readers.
#
# RFC 5545, 3.3.6: a duration in days is nominal, one in hours is exact. From Friday 23 October 2026, 11:00 in London,
# `P3D` therefore ends on Monday at 11:00, and `PT72H` at 10:00, because the clocks go back on the Sunday between.
# For a limit of 72 hours the difference is an hour in which an answer is in time or late.
#
# Seen on 29 November 2026 with icalendar 7.3.2, vobject 0.9.9 (Python), ical.js 2.2.1 and node-ical 0.26.1 (npm):
# icalendar and ical.js end both at 11:00, node-ical ends both at 10:00: each is right about one and wrong about the other.
# vobject leaves the sum to its caller, but gives the same three days for both, which Python adds by the clock on the wall.
# icalendar also writes `PT72H` back as `P3D`, so that passing a file through it moves the end for readers that do tell
# the two apart.
#
# The way round is to give both ends, or an alarm, as a moment in UTC.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1 npm_config_cache="$work/npm"
python3 -m venv py && py/bin/pip -q install icalendar==7.3.2 vobject==0.9.9
npm init -y >/dev/null && npm install --silent ical.js@2.2.1 node-ical@0.26.1
python3 - <<'PY'
zone = """BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
DTSTART:19810329T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
END:STANDARD
END:VTIMEZONE
"""
event = """BEGIN:VEVENT
UID:{0}
DTSTAMP:20261001T000000Z
DTSTART;TZID=Europe/London:20261023T110000
DURATION:{0}
SUMMARY:{0}
END:VEVENT
"""
text = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//example//EN\n" + zone + event.format("PT72H") + event.format("P3D")
open("two.ics", "w", newline="").write((text + "END:VCALENDAR\n").replace("\n", "\r\n"))
PY
cat > read.py <<'PY'
import datetime, icalendar, vobject
utc = lambda at: at.astimezone(datetime.timezone.utc).strftime("%d %H:%MZ")
text = open("two.ics", newline="").read()
calendar = icalendar.Calendar.from_ical(text)
for event in calendar.walk("VEVENT"):
    print("icalendar", event["UID"], utc(event.end), "written back as", event["DURATION"].to_ical().decode())
read = vobject.readOne(text)
for event in read.vevent_list:
    print("vobject", event.uid.value, utc(event.dtstart.value + event.duration.value))
PY
cat > read.mjs <<'JS'
import fs from "node:fs";
import ICAL from "ical.js";
import ical from "node-ical";
const text = fs.readFileSync("two.ics", "utf8");
const utc = (date) => date.toISOString().replace(/^.*-(\d\d)T(\d\d:\d\d).*$/, "$1 $2Z");
const calendar = new ICAL.Component(ICAL.parse(text));
calendar.getAllSubcomponents("vtimezone").forEach((zone) => ICAL.TimezoneService.register(zone));
for (const one of calendar.getAllSubcomponents("vevent").map((part) => new ICAL.Event(part)))
  console.log("ical.js", one.uid, utc(one.endDate.toJSDate()));
for (const one of Object.values(ical.sync.parseICS(text)).filter((part) => part.type === "VEVENT"))
  console.log("node-ical", one.uid, utc(one.end));
JS
{ py/bin/python read.py; TZ=Europe/London node read.mjs; } | tee seen
diff seen - <<'SEEN'
icalendar PT72H 26 11:00Z written back as P3D
icalendar P3D 26 11:00Z written back as P3D
vobject PT72H 26 11:00Z
vobject P3D 26 11:00Z
ical.js PT72H 26 11:00Z
ical.js P3D 26 11:00Z
node-ical PT72H 26 10:00Z
node-ical P3D 26 10:00Z
SEEN
echo "as seen before"
