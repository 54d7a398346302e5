#!/usr/bin/env bash
# A reminder a day before, -P1D, is a day after to two readers of durations, and a year less a day is a year.
#
# iCalendar writes "a day before" as -P1D, as XML Schema does. The guess was that a reader of durations that has no negative
# ones says that such a text is none, as it does for P-1D. Seen on 30 November 2026 with iso8601-duration 2.1.4 and
# date-duration 2.0.0 (npm): what stands before the P, or after the last part that is understood, is passed over without an
# error. -P1D is a day, so that the reminder of a visit on Friday 4 December comes on Saturday, -P2W is a fortnight after the visit,
# and P1Y-1D is a year. Luxon 3.7.2 and Moment 2.31.0 read all of them as they are meant.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export npm_config_cache="$work/npm" TZ=Europe/London
npm init -y >/dev/null && npm install --silent iso8601-duration@2.1.4 date-duration@2.0.0 luxon@3.7.2 moment@2.31.0
cat > read.mjs <<'JS'
import { end, parse } from "iso8601-duration";
import DateDuration from "date-duration";
import { DateTime, Duration } from "luxon";
import moment from "moment";
const day = (date) => DateTime.fromJSDate(date).toISODate();
const tried = (read) => { try { return read(); } catch { return "refused"; } };
for (const text of ["P1D", "-P1D", "-P2W", "-PT24H", "P-1D", "P1Y", "P1Y-1D"]) {
  const visit = () => new Date(2026, 11, 4, 10);
  console.log(`4 December and ${text}: ` + [
    `iso8601-duration ${tried(() => day(end(parse(text), visit())))}`,
    `date-duration ${tried(() => day(new DateDuration(text).addTo(visit())))}`,
    `Luxon ${DateTime.fromJSDate(visit()).plus(Duration.fromISO(text)).toISODate()}`,
    `Moment ${moment(visit()).add(moment.duration(text)).format("YYYY-MM-DD")}`].join(", "));
}
JS
node read.mjs | tee seen
diff seen - <<'SEEN'
4 December and P1D: iso8601-duration 2026-12-05, date-duration 2026-12-05, Luxon 2026-12-05, Moment 2026-12-05
4 December and -P1D: iso8601-duration 2026-12-05, date-duration 2026-12-05, Luxon 2026-12-03, Moment 2026-12-03
4 December and -P2W: iso8601-duration 2026-12-18, date-duration 2026-12-18, Luxon 2026-11-20, Moment 2026-11-20
4 December and -PT24H: iso8601-duration 2026-12-05, date-duration 2026-12-05, Luxon 2026-12-03, Moment 2026-12-03
4 December and P-1D: iso8601-duration refused, date-duration refused, Luxon 2026-12-03, Moment 2026-12-03
4 December and P1Y: iso8601-duration 2027-12-04, date-duration 2027-12-04, Luxon 2027-12-04, Moment 2027-12-04
4 December and P1Y-1D: iso8601-duration 2027-12-04, date-duration 2027-12-04, Luxon 2027-12-03, Moment 2027-12-03
SEEN
echo "as seen before"
