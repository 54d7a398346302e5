#!/usr/bin/env bash
# `P3M` is three months where a task recurs and 90 days where it is due, and 20 "weekdays" are 20 days, Sundays too.
#
# The guess was that a duration means one thing in one program. Seen on 29 November 2026 with Taskwarrior 2.6.2 (Debian
# 12, 2.6.2+dfsg-1) in London's time zone, from 2 July 2026: `recur:P3M` comes again on 2 October, 2 January and 2
# April; `recur:3mo`, the same length to its calculator, on 30 September, 28 December at 23:00 and 29 March; and
# `due:2026-07-02+P3M` is 30 September. Six months, the longest time between two reviews, end on 28 December at 23:00,
# five days and an hour early, since days are of 24 hours and the clocks went back.
# `due:2026-11-30+20weekdays` is Sunday 20 December: `recur:weekdays` leaves out weekends, the same word in a sum
# doesn't.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
apt-get download -q taskwarrior=2.6.2+dfsg-1 >/dev/null 2>&1 && dpkg-deb -x taskwarrior_*.deb .
printf '%s\n' confirmation=off recurrence.limit=4 news.version=2.6.0 "data.location=$work/tasks" > rc
export TZ=Europe/London; unset TASKDATA TASKRC
run() { "$work/usr/bin/task" "rc:$work/rc" rc.verbose=nothing "$@"; }
for again in P3M 3mo weekdays; do run add "$again" due:2026-07-02 "recur:$again"; done
for length in P3M P6M; do run add "after $length" "due:2026-07-02+$length"; done
run add "after 20weekdays" due:2026-11-30+20weekdays
run list >/dev/null
{
    run export > all.json
    python3 - <<'PY'
import datetime, json, zoneinfo
tasks = [(task["description"], datetime.datetime.strptime(task["due"] + "+0000", "%Y%m%dT%H%M%SZ%z").astimezone(zoneinfo.ZoneInfo("Europe/London")))
         for task in json.load(open("all.json")) if task["status"] != "recurring"]
for name in ("P3M", "3mo", "weekdays", "after P3M", "after P6M", "after 20weekdays"):
    print(f"{name}:", ", ".join(day.strftime("%a %d %b %H:%M") for day in sorted(due for task, due in tasks if task == name)[:4]))
PY
    echo "calc P3M == 3mo: $(run calc 'P3M == 3mo')"
} | tee seen
diff seen - <<'SEEN'
P3M: Thu 02 Jul 00:00, Fri 02 Oct 00:00, Sat 02 Jan 00:00, Fri 02 Apr 00:00
3mo: Thu 02 Jul 00:00, Wed 30 Sep 00:00, Mon 28 Dec 23:00, Mon 29 Mar 00:00
weekdays: Thu 02 Jul 00:00, Fri 03 Jul 00:00, Mon 06 Jul 00:00, Tue 07 Jul 00:00
after P3M: Wed 30 Sep 00:00
after P6M: Mon 28 Dec 23:00
after 20weekdays: Sun 20 Dec 00:00
calc P3M == 3mo: true
SEEN
echo "as seen before"
