#!/usr/bin/env bash
# Supervision on the last working day of a month is on every working day in a calendar, and a limit of 72 hours on none.
#
# RFC 5545, 3.3.10: BYDAY=MO,TU,WE,TH,FR with BYSETPOS=-1 is the last of those days of the month; 3.3.6 has a duration of
# PT0S, and 3.8.2.2 no DTEND at the beginning. The guess was that a calendar program whose manual says that it doesn't
# recognise BYSETPOS refuses such a rule, and that a moment may have no length. Seen on 30 November 2026 with calcurse
# 4.7.1 (Debian 12, 4.7.1-1): the rule is imported without a word, as each working day of each month, with BYSETPOS=1 as
# well; BYDAY=-1FR, the last Friday, is right, although the manual says the same of BYDAY. An entry with PT0S is left out
# ("invalid duration"), so that of the deadlines in a file just those of hours are missing, and those of days are there.
# khal 0.14.1 shows PT0S as a moment and an entry without a length for an hour: only one of a second, PT1S, is a moment in
# both.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
apt-get download -q calcurse=4.7.1-1 >/dev/null 2>&1 && dpkg-deb -x calcurse_*.deb .
export TZ=Europe/London LC_ALL=C TMPDIR=$work
entry() {
    mkdir "$1"
    printf '%s\r\n' BEGIN:VCALENDAR VERSION:2.0 PRODID:-//example//EN BEGIN:VEVENT "UID:$1" DTSTAMP:20261001T000000Z "${@:2}" \
        SUMMARY:entry END:VEVENT END:VCALENDAR > "$1.ics"
    usr/bin/calcurse -D "$1" -C "$1" -i "$1.ics" > "$1.report" 2>&1 </dev/null || true
    grep -q "1 skipped" "$1.report" && echo "$1: left out" && return
    days=$(usr/bin/calcurse -D "$1" -C "$1" -Q --from 12/01/2026 --to 12/31/2026 --format-apt "%S to %E\n" | sed 's/:$//' | paste -sd' ' | tr -s ' ')
    echo "$1: $(grep -o '12/../26' <<< "$days" | wc -l) in December, first $(sed 's/ entry.*//' <<< "$days")"
}
{
    entry "BYDAY=-1FR" "DTSTART;VALUE=DATE:20261127" "RRULE:FREQ=MONTHLY;BYDAY=-1FR"
    entry "BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1" "DTSTART;VALUE=DATE:20261130" "RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"
    entry "BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1" "DTSTART;VALUE=DATE:20261201" "RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1"
    entry "no length" DTSTART:20261201T100000Z
    entry DURATION:PT0S DTSTART:20261201T100000Z DURATION:PT0S
    entry DURATION:PT1S DTSTART:20261201T100000Z DURATION:PT1S
} | tee seen
diff seen - <<'SEEN'
BYDAY=-1FR: 1 in December, first 12/25/26 *
BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1: 23 in December, first 12/01/26 *
BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1: 23 in December, first 12/01/26 *
no length: 1 in December, first 12/01/26 10:00 to 10:00
DURATION:PT0S: left out
DURATION:PT1S: 1 in December, first 12/01/26 10:00 to 10:00
SEEN
echo "as seen before"
