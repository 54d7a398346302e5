#!/usr/bin/env bash
# A task that is due on 1 December is found among those of 30 November, and one that is due on 1 July among those of 1 July.
#
# RFC 4791 (CalDAV), 9.9: a server that is asked for the tasks of a range finds one that has only a DUE if the range begins
# before it and ends at it or after. The guess was that the tasks of a day are those that are due on it. Seen on 30
# November 2026 with Radicale 3.9.0 and xandikos 0.4.10 (PyPI), which keep to that and take a day without a time for its
# midnight in UTC, asked as a client in London asks, from midnight to midnight. In winter the range of 1 December begins at
# the very moment, which is too late, and the one of 30 November ends at it. In summer the range begins at 23:00 in UTC, and
# the task of 1 July is found on its day. One of 9:00 in UTC is right in both. With a DTSTART of the same day, Radicale finds the
# task of 1 December on both days, and xandikos on neither. An event of a whole day is right in winter, and in summer it
# is found on the day after too.
# So a list of "due today" that is left to the server shows tomorrow's tasks from the end of October on, and not today's.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1
python3 -m venv py && py/bin/pip -q install --no-compile radicale==3.9.0 xandikos==0.4.10
cat > ask.py <<'PY'
import datetime, http.client, re, socket, subprocess, time, zoneinfo
with socket.socket() as one:
    one.bind(("127.0.0.1", 0))
    port = one.getsockname()[1]
def ask(method, path, body="", **headers):
    headers = {name.replace("_", "-"): value for name, value in headers.items()} | {"Authorization": "Basic bWU6bWU="}
    for _ in range(240):
        try:
            link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            link.request(method, path, body, headers)
            return link.getresponse().read().decode()
        except ConnectionRefusedError:
            time.sleep(0.5)
def moment(day):
    return datetime.datetime.combine(day, datetime.time(), zoneinfo.ZoneInfo("Europe/London")).astimezone(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
def found(calendar, kind, day):
    span = f'start="{moment(day)}" end="{moment(day + datetime.timedelta(days=1))}"'
    answer = ask("REPORT", calendar, '<C:calendar-query xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:D="DAV:"><D:prop><C:calendar-data/></D:prop>'
        f'<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="{kind}"><C:time-range {span}/></C:comp-filter></C:comp-filter></C:filter>'
        "</C:calendar-query>", Depth="1", Content_Type="application/xml")
    return re.findall(r"SUMMARY:(.*?)\r?\n", answer)
entries = [(kind, name.format(day=day), [line.format(day=day) for line in lines]) for day in ("20260701", "20261201") for kind, name, lines in (
    ("VTODO", "{day}", ["DUE;VALUE=DATE:{day}"]),
    ("VTODO", "{day} at 9:00 in UTC", ["DUE:{day}T090000Z"]),
    ("VTODO", "{day} that begins then", ["DTSTART;VALUE=DATE:{day}", "DUE;VALUE=DATE:{day}"]),
    ("VEVENT", "{day}", ["DTSTART;VALUE=DATE:{day}"]),
)]
for name, command, calendar in (
    ("Radicale", ["py/bin/radicale", "--server-hosts", f"127.0.0.1:{port}", "--auth-type", "none", "--storage-filesystem-folder", "one"], "/me/tasks/"),
    ("xandikos", ["py/bin/xandikos", "serve", "-d", "two", "-l", "127.0.0.1", "-p", str(port), "--defaults"], "/user/calendars/tasks/"),
):
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        ask("PROPFIND", "/me/")
        ask("MKCALENDAR", calendar)
        for number, (kind, title, lines) in enumerate(entries):
            ask("PUT", f"{calendar}{number}.ics", "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//EN", f"BEGIN:{kind}", f"UID:{number}",
                "DTSTAMP:20260501T000000Z", *lines, f"SUMMARY:{title}", f"END:{kind}", "END:VCALENDAR", ""]), Content_Type="text/calendar")
        days = [datetime.date.fromisoformat(day) for day in ("2026-06-30", "2026-07-01", "2026-07-02", "2026-11-30", "2026-12-01", "2026-12-02")]
        for kind, title, _ in entries:
            print(f"{name}: {'task' if kind == 'VTODO' else 'event'} of {title} found on", ", ".join(str(day) for day in days if title in found(calendar, kind, day)) or "no day")
    finally:
        server.terminate()
        server.wait()
PY
mkdir two
py/bin/python ask.py | tee seen
diff seen - <<'SEEN'
Radicale: task of 20260701 found on 2026-07-01
Radicale: task of 20260701 at 9:00 in UTC found on 2026-07-01
Radicale: task of 20260701 that begins then found on 2026-07-01
Radicale: event of 20260701 found on 2026-07-01, 2026-07-02
Radicale: task of 20261201 found on 2026-11-30
Radicale: task of 20261201 at 9:00 in UTC found on 2026-12-01
Radicale: task of 20261201 that begins then found on 2026-11-30, 2026-12-01
Radicale: event of 20261201 found on 2026-12-01
xandikos: task of 20260701 found on 2026-07-01
xandikos: task of 20260701 at 9:00 in UTC found on 2026-07-01
xandikos: task of 20260701 that begins then found on 2026-07-01
xandikos: event of 20260701 found on 2026-07-01, 2026-07-02
xandikos: task of 20261201 found on 2026-11-30
xandikos: task of 20261201 at 9:00 in UTC found on 2026-12-01
xandikos: task of 20261201 that begins then found on no day
xandikos: event of 20261201 found on 2026-12-01
SEEN
echo "as seen before"
