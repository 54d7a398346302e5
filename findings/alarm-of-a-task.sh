#!/usr/bin/env bash
# The alarm of a task that has a due day and no beginning is not worked out, although nothing but the due day is needed.
#
# RFC 5545, 3.6.2 and 3.8.6.3: a VTODO needs no DTSTART, and an alarm with RELATED=END counts from DUE. The guess was that
# "a day before the report is due" is worked out from the due day alone. Seen on 29 November 2026: icalendar 7.3.2 gives
# 1 July as the task's `end`, and for `alarms.times` asks for a DTSTART, whether the due is a day or a time. With any
# DTSTART in the task, here 1 June, the alarm is 30 June: the beginning isn't used, it only has to be there.
# So whoever writes tasks for such readers gives them a DTSTART.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1
python3 -m venv py && py/bin/pip -q install icalendar==7.3.2
cat > read.py <<'PY'
import icalendar
for name, lines in (
    ("due day", ["DUE;VALUE=DATE:20260701"]),
    ("due time", ["DUE:20260701T090000Z"]),
    ("beginning, due day", ["DTSTART;VALUE=DATE:20260601", "DUE;VALUE=DATE:20260701"]),
    ("beginning, due time", ["DTSTART:20260601T090000Z", "DUE:20260701T090000Z"]),
):
    text = "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//EN", "BEGIN:VTODO", "UID:1",
        "DTSTAMP:20260501T000000Z", *lines, "SUMMARY:Report", "BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:Report",
        "TRIGGER;RELATED=END:-P1D", "END:VALARM", "END:VTODO", "END:VCALENDAR", ""])
    task = icalendar.Calendar.from_ical(text).walk("VTODO")[0]
    try:
        alarm = ", ".join(str(one.trigger) for one in task.alarms.times)
    except icalendar.IncompleteComponent as refusal:
        alarm = refusal
    print(f"{name}: ends {task.end}, alarm: {alarm}")
PY
py/bin/python read.py | tee seen
diff seen - <<'SEEN'
due day: ends 2026-07-01, alarm: No DTSTART given.
due time: ends 2026-07-01 09:00:00+00:00, alarm: No DTSTART given.
beginning, due day: ends 2026-07-01, alarm: 2026-06-30
beginning, due time: ends 2026-07-01 09:00:00+00:00, alarm: 2026-06-30 09:00:00+00:00
SEEN
echo "as seen before"
