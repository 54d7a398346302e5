#!/usr/bin/env bash
# A stay of three days, or of four weeks, is one day long in each calendar that it is added to, once it is of whole days.
#
# calendar-link makes the links "add to my calendar" for five calendars, and a file for others, from one event. An event has a
# beginning, and an end, a `duration` or `allDay`. The guess was that `allDay` says that the event has no time of day, and that
# its length stays what it is. Seen on 1 December 2026 with calendar-link 2.11.5 (npm): `allDay` puts one day in place of any
# length, without a word, so that [3, "day"] and [4, "week"] end on the day after the first; an `end` is kept, and one on the
# same day makes nothing of it. The length alone is right, from midnight to midnight, and so with a time of day. The dates
# in the file don't say that they are dates, VALUE=DATE, which RFC 5545 requires where there is no time.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export npm_config_cache="$work/npm" TZ=Europe/London
npm init -y >/dev/null && npm install --silent calendar-link@2.11.5
cat > link.mjs <<'JS'
import { google, ics, outlook, yahoo } from "calendar-link";
const url = (link) => new URL(link).searchParams;
for (const [name, event] of Object.entries({
  "three days": { start: "2026-12-04", duration: [3, "day"] }, "three days, all day": { start: "2026-12-04", duration: [3, "day"], allDay: true },
  "four weeks, all day": { start: "2026-12-04", duration: [4, "week"], allDay: true }, "to the 7th, all day": { start: "2026-12-04", end: "2026-12-07", allDay: true },
  "to the 4th, all day": { start: "2026-12-04", end: "2026-12-04", allDay: true } })) {
  const visit = { title: "Stay", ...event };
  console.log(`${name}: Google ${url(google(visit)).get("dates")}, Outlook to ${url(outlook(visit)).get("enddt")}, Yahoo to ${url(yahoo(visit)).get("et")}, file`, decodeURIComponent(ics(visit)).match(/DT(START|END).*/g).join(" "));
}
JS
node link.mjs | tee seen
diff seen - <<'SEEN'
three days: Google 20261204T000000Z/20261207T000000Z, Outlook to 2026-12-07T00:00:00, Yahoo to 20261207T000000Z, file DTSTART:20261204T000000Z DTEND:20261207T000000Z
three days, all day: Google 20261204/20261205, Outlook to 2026-12-05T00:00:00, Yahoo to 20261205, file DTSTART:20261204 DTEND:20261205
four weeks, all day: Google 20261204/20261205, Outlook to 2026-12-05T00:00:00, Yahoo to 20261205, file DTSTART:20261204 DTEND:20261205
to the 7th, all day: Google 20261204/20261207, Outlook to 2026-12-07T00:00:00, Yahoo to 20261207, file DTSTART:20261204 DTEND:20261207
to the 4th, all day: Google 20261204/20261204, Outlook to 2026-12-04T00:00:00, Yahoo to 20261204, file DTSTART:20261204 DTEND:20261204
SEEN
echo "as seen before"
