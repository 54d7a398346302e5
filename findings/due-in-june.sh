#!/usr/bin/env bash
# A review every six months that was due on 30 November and is ticked off on that day is next due on 28 June.
#
# A task of a calendar can have a day from which it may be done and a day on which it is due. The guess was that both move
# by six months: from 1 May, due on 30 or 31 May. Seen on 30 November 2026 with caldav 3.6.0 (PyPI) and Radicale 3.9.0 (PyPI) as
# its server: `complete(handle_rrule=True)` lets the next task begin six months after the tick, and keeps the length, so
# that the month in which it may be done comes on top, each time; whole days become moments, here at noon in UTC. Ticked
# off on the first day of the month, the same review is due on 30 May. With the day of the month in the rule
# (BYMONTHDAY=1), it begins on 1 May again, but what is due at 10:00 in London is due at 10:00 in UTC, and so at 11:00.
# The server listens on this machine only.
set -euo pipefail
work=$(mktemp -d); trap 'kill "${server:-}" 2>/dev/null || true; rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1 TZ=Europe/London
python3 -m venv py && py/bin/pip -q install --no-compile caldav==3.6.0 icalendar==7.3.2 radicale==3.9.0
port=$(python3 -c 'import socket; one = socket.socket(); one.bind(("127.0.0.1", 0)); print(one.getsockname()[1])')
py/bin/python -m radicale --hosts "127.0.0.1:$port" --auth-type none --storage-filesystem-folder "$work/kept" --logging-level critical 2>/dev/null &
server=$!
cat > tick.py <<'PY'
import datetime, http.client, sys, time, caldav
for _ in range(240):
    try:
        http.client.HTTPConnection("127.0.0.1", sys.argv[1], timeout=60).connect(); break
    except ConnectionRefusedError:
        time.sleep(0.5)
calendar = caldav.DAVClient(url=f"http://127.0.0.1:{sys.argv[1]}/", username="jo", password="jo").principal().make_calendar(name="reviews", cal_id="reviews")
rule = "RRULE:FREQ=MONTHLY;INTERVAL=6"
days, moments = ["DTSTART;VALUE=DATE:20261101", "DUE;VALUE=DATE:20261130"], ["DTSTART;TZID=Europe/London:20261101T100000", "DUE;TZID=Europe/London:20261130T100000"]
for number, lines in enumerate(([*days, rule], [*moments, rule], [*moments, rule + ";BYMONTHDAY=1"])):
    for ticked in ("2026-11-01", "2026-11-30"):
        task = calendar.save_todo("\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//reviews//EN", "BEGIN:VTODO", f"UID:{number}-{ticked}", "DTSTAMP:20261001T000000Z",
            "SUMMARY:Review", *lines, "END:VTODO", "END:VCALENDAR", ""]))
        task.complete(completion_timestamp=datetime.datetime.fromisoformat(ticked + "T12:00+00:00"), handle_rrule=True)
        [left] = calendar.todos()
        print(lines[1].split(":")[1], lines[2].split(":")[1], "ticked off on", ticked, *(f"{name} {left.icalendar_component[name].dt:%Y-%m-%d %H:%M %Z}" for name in ("DTSTART", "DUE")), sep=", ")
        left.delete()
PY
py/bin/python tick.py "$port" 2>/dev/null | tee seen
diff seen - <<'SEEN'
20261130, FREQ=MONTHLY;INTERVAL=6, ticked off on, 2026-11-01, DTSTART 2027-05-01 12:00 UTC, DUE 2027-05-30 12:00 UTC
20261130, FREQ=MONTHLY;INTERVAL=6, ticked off on, 2026-11-30, DTSTART 2027-05-30 12:00 UTC, DUE 2027-06-28 12:00 UTC
20261130T100000, FREQ=MONTHLY;INTERVAL=6, ticked off on, 2026-11-01, DTSTART 2027-05-01 12:00 UTC, DUE 2027-05-30 12:00 UTC
20261130T100000, FREQ=MONTHLY;INTERVAL=6, ticked off on, 2026-11-30, DTSTART 2027-05-30 12:00 UTC, DUE 2027-06-28 12:00 UTC
20261130T100000, FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=1, ticked off on, 2026-11-01, DTSTART 2027-05-01 10:00 UTC, DUE 2027-05-30 10:00 UTC
20261130T100000, FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=1, ticked off on, 2026-11-30, DTSTART 2027-05-01 10:00 UTC, DUE 2027-05-30 10:00 UTC
SEEN
echo "as seen before"
