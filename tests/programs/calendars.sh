#!/usr/bin/env bash
# What calendar programs make of `iro export --ics`: the length of a deadline at 10:00, a whole day, an alarm, and what
# importing the file again does. `bash tests/programs/calendars.sh`, by hand: it fetches packages into a temporary folder.
# `IRO` names the program to try. libical is read through its GObject binding (Debian: gir1.2-ical-3.0, python3-gi);
# calcurse is tried if it is there.
set -euo pipefail
iro=$(realpath "${IRO:-target/debug/iro}")
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1 npm_config_cache="$work/npm" TZ=Europe/London
python3 -m venv py && py/bin/pip -q install khal==0.14.1 icalendar==7.3.2 ics==0.7.3 vdirsyncer==0.21.0
npm init -y >/dev/null && npm install --silent ical.js@2.2.1 node-ical@0.26.1

export IRO_DATA_DIR=$work/store IRO_USER="Jo Bloggs"
raise() { "$iro" raise --concern "The plan has not moved" --impact "No home yet" --seeking "A date" "$@" >/dev/null 2>&1; }
export IRO_AS_OF=2026-03-27T10:00
raise --policy qa-notification --child 00123 --immediate no --override sample
raise --policy south-west --child 1E5 --respond-by 2026-04-07 --override sample
"$iro" export --ics plain.ics --alarm "24 hours" 2>/dev/null
IRO_AS_OF=2026-03-30T09:00 "$iro" withdraw 1 --reason "Raised in error" >/dev/null 2>&1
IRO_AS_OF=2026-03-30T09:00 "$iro" export --ics later.ics 2>/dev/null
IRO_AS_OF=2026-03-30T09:00 "$iro" export --ics all.ics --all 2>/dev/null

cat > khal.conf <<CONF
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
mkdir calendar
khal() { py/bin/khal -c khal.conf "$@" 2>/dev/null; }
listed() { khal list -f "khal, $1: {start-date} {start-end-time-style} {status}{title}" 2026-03-25 30d | grep '^khal' | cut -c1-80; }
for file in plain later all; do
    khal import --batch "$file.ics" </dev/null; listed "$file.ics"
done
# Subscribed to: the folder that khal reads follows the file.
cat > sync.conf <<CONF
[general]
status_path = "$work/status/"
[pair one]
a = "file"
b = "folder"
collections = null
[storage file]
type = "singlefile"
path = "$work/shared.ics"
read_only = true
[storage folder]
type = "filesystem"
path = "$work/calendar/"
fileext = ".ics"
CONF
rm -rf calendar/* khal.db
for file in plain later; do
    cp "$file.ics" shared.ics
    [ -d status ] || yes | py/bin/vdirsyncer -c sync.conf discover >/dev/null 2>&1 || true
    py/bin/vdirsyncer -c sync.conf sync >/dev/null 2>&1
    listed "subscribed, $file.ics"
done
py/bin/python - <<'PY'
import icalendar, ics
for event in icalendar.Calendar.from_ical(open("plain.ics", "rb").read()).walk("VEVENT"):
    alarm = event.walk("VALARM")[0]["TRIGGER"].dt
    print("icalendar:", event["UID"], event.start, event.duration, "alarm", alarm)
for event in sorted(ics.Calendar(open("plain.ics", newline="").read()).events, key=lambda event: event.uid):
    print("ics:", event.uid, event.begin, event.duration, "all day" if event.all_day else "a moment")
PY
cat > read.cjs <<'JS'
const fs = require("fs"), nodeIcal = require("node-ical");
const text = fs.readFileSync("plain.ics", "utf8");
import("ical.js").then(({ default: ICAL }) => {
  for (const part of new ICAL.Component(ICAL.parse(text)).getAllSubcomponents("vevent")) {
    const event = new ICAL.Event(part), alarm = part.getFirstSubcomponent("valarm").getFirstPropertyValue("trigger");
    console.log("ical.js:", event.uid, event.startDate.toString(), event.duration.toString(), "alarm", alarm.toString());
  }
  for (const event of Object.values(nodeIcal.sync.parseICS(text)).filter((one) => one.type === "VEVENT"))
    console.log("node-ical:", event.uid, event.start.toISOString(), (event.end - event.start) / 36e5, "hours", event.datetype);
});
JS
node read.cjs
if /usr/bin/python3 -c 'import gi; gi.require_version("ICalGLib", "3.0")' 2>/dev/null; then
    /usr/bin/python3 - <<'PY'
import gi
gi.require_version("ICalGLib", "3.0")
from gi.repository import ICalGLib as ical
top = ical.Component.new_from_string(open("plain.ics").read())
part = top.get_first_component(ical.ComponentKind.VEVENT_COMPONENT)
while part:
    span = part.get_span()
    print("libical:", part.get_uid(), part.get_dtstart().as_ical_string(), part.get_duration().as_ical_string(),
          "errors", part.count_errors())
    part = top.get_next_component(ical.ComponentKind.VEVENT_COMPONENT)
PY
fi
if command -v calcurse >/dev/null; then
    mkdir -p agenda conf
    calcurse -D agenda -C conf -i plain.ics
    calcurse -D agenda -C conf -Q --from 03/25/2026 --days 30 --format-apt 'calcurse: %S to %E %m\n' --format-event 'calcurse: all day %m\n'
fi
