#!/usr/bin/env bash
# A visit on the last day of each month is the day before it, and one on the first Monday at midnight, to a reader of calendars.
#
# ts-ics reads and writes calendar files, and works out on which days an entry that recurs takes place. The guess was that the
# rules that every calendar program writes are right: the last day of a month (BYMONTHDAY=-1), the last working day
# (BYSETPOS=-1), the first Monday (1MO). Seen on 1 December 2026 with ts-ics 2.4.6 (npm): -1 is the day before the last, for
# days of the month and for working days, and -2 the one before that. The first working day of a month is each working day but
# the first. A rule with days of the week by the month leaves out the first visit and has all others at midnight, though the
# entry begins at 10:00. The same day of each month, each week, and named months are right.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export npm_config_cache="$work/npm"
npm init -y >/dev/null && npm install --silent ts-ics@2.4.6
cat > read.mjs <<'JS'
import { convertIcsEvent, extendByRecurrenceRule } from "ts-ics";
const working = "BYDAY=MO,TU,WE,TH,FR";
for (const [start, rule] of [
  ["20261204", "FREQ=MONTHLY;COUNT=4"], ["20261204", "FREQ=WEEKLY;BYDAY=FR;COUNT=4"], ["20260602", "FREQ=YEARLY;BYMONTH=6,12;COUNT=4"],
  ["20261130", "FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=4"], ["20261129", "FREQ=MONTHLY;BYMONTHDAY=-2;COUNT=4"],
  ["20261130", `FREQ=MONTHLY;${working};BYSETPOS=-1;COUNT=4`], ["20261201", `FREQ=MONTHLY;${working};BYSETPOS=1;COUNT=4`],
  ["20261207", "FREQ=MONTHLY;BYDAY=1MO;COUNT=4"], ["20261127", "FREQ=MONTHLY;BYDAY=-1FR;COUNT=4"],
]) {
  const event = convertIcsEvent(undefined, ["BEGIN:VEVENT", "UID:1", "DTSTAMP:20261101T090000Z", `DTSTART:${start}T100000Z`, `RRULE:${rule}`,
    "SUMMARY:Visit", "END:VEVENT"].join("\r\n"));
  const days = extendByRecurrenceRule(event.recurrenceRule, { start: event.start.date });
  console.log(`${start}T100000Z ${rule}: ${days.map((day) => day.toISOString().slice(0, 16)).join(" ")}`);
}
JS
TZ=UTC node read.mjs | tee seen
diff seen - <<'SEEN'
20261204T100000Z FREQ=MONTHLY;COUNT=4: 2026-12-04T10:00 2027-01-04T10:00 2027-02-04T10:00 2027-03-04T10:00
20261204T100000Z FREQ=WEEKLY;BYDAY=FR;COUNT=4: 2026-12-04T10:00 2026-12-11T10:00 2026-12-18T10:00 2026-12-25T10:00
20260602T100000Z FREQ=YEARLY;BYMONTH=6,12;COUNT=4: 2026-06-02T10:00 2026-12-02T10:00 2027-06-02T10:00 2027-12-02T10:00
20261130T100000Z FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=4: 2026-12-30T10:00 2027-01-30T10:00 2027-02-27T10:00 2027-03-30T10:00
20261129T100000Z FREQ=MONTHLY;BYMONTHDAY=-2;COUNT=4: 2026-12-29T10:00 2027-01-29T10:00 2027-02-26T10:00 2027-03-29T10:00
20261130T100000Z FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=4: 2026-12-30T00:00 2027-01-28T00:00 2027-02-25T00:00 2027-03-30T00:00
20261201T100000Z FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1;COUNT=4: 2026-12-02T00:00 2026-12-03T00:00 2026-12-04T00:00 2026-12-07T00:00
20261207T100000Z FREQ=MONTHLY;BYDAY=1MO;COUNT=4: 2027-01-04T00:00 2027-02-01T00:00 2027-03-01T00:00 2027-04-05T00:00
20261127T100000Z FREQ=MONTHLY;BYDAY=-1FR;COUNT=4: 2026-12-25T00:00 2027-01-29T00:00 2027-02-26T00:00 2027-03-26T00:00
SEEN
echo "as seen before"
