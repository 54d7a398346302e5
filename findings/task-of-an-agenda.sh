#!/usr/bin/env bash
# A task that is overdue begins after it is due, when an agenda writes it for a calendar, and one that recurs comes once.
#
# Org writes its tasks and days as iCalendar. The guess was that a task with a deadline and a repeater, <2026-08-31 Mon +6m
# -14d>, becomes a VTODO with a DUE, an RRULE and perhaps an alarm. Seen on 30 November 2026 with Org 9.5.2 in Emacs 28.2
# (Debian 12): the task has neither rule nor alarm, so that after the first review none is due; the same repeater on a day
# that is no task is a rule. A task without a day to begin on begins at the moment of writing, in no time zone, which for
# one that is overdue is after its DUE; RFC 5545, 3.8.2.3, wants a DUE after the DTSTART. Every export moves the beginning.
# With SCHEDULED the task begins on that day, and keeps to the standard. Emacs is fetched and unpacked, not installed.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
mkdir -p debs/partial unpacked
apt-get -qq -y -o Dir::Cache::archives="$work/debs" --no-install-recommends --download-only install emacs-nox=1:28.2+1-15+deb12u4 >/dev/null 2>&1
for deb in debs/*.deb; do dpkg-deb -x "$deb" unpacked; done
cat > tasks.org <<'ORG'
* TODO Review
DEADLINE: <2026-08-31 Mon +6m -14d>
* TODO Report
SCHEDULED: <2026-08-01 Sat> DEADLINE: <2026-08-31 Mon>
* Visit
<2026-08-31 Mon +6m>
ORG
printf '%s\n' "(require 'ox-icalendar)" '(setq org-icalendar-include-todo t)' '(find-file "tasks.org")' '(org-icalendar-export-to-ics)' > export.el
usr="$work/unpacked/usr"; export EMACSDATA="$usr/share/emacs/28.2/etc" TZ=Europe/London HOME="$work"
EMACSLOADPATH=$(find "$usr/share/emacs/28.2/lisp" -type d | paste -sd:) LD_LIBRARY_PATH="$usr/lib/x86_64-linux-gnu:$work/unpacked/lib/x86_64-linux-gnu" \
    "$usr/bin/emacs-nox" --dump-file="$(echo "$usr"/libexec/emacs/28.2/*/emacs.pdmp)" -Q --batch -l export.el >/dev/null 2>&1
tr -d '\r' < tasks.ics | grep -E '^(BEGIN:V[ET]|BEGIN:VALARM|SUMMARY|DTSTART|DTEND|DUE|RRULE)' | sed "s/^DTSTART:$(date +%Y)[0-9]*T[0-9]*$/DTSTART: now, without a zone/" | tee seen
diff seen - <<'SEEN'
BEGIN:VTODO
DTSTART: now, without a zone
DUE;VALUE=DATE:20260831
SUMMARY:Review
BEGIN:VTODO
DTSTART;VALUE=DATE:20260801
DUE;VALUE=DATE:20260831
SUMMARY:Report
BEGIN:VEVENT
DTSTART;VALUE=DATE:20260831
DTEND;VALUE=DATE:20260901
RRULE:FREQ=MONTHLY;INTERVAL=6
SUMMARY:Visit
SEEN
echo "as seen before"
