#!/usr/bin/env bash
# Somebody born on 29 February is 17 years and 12 months old to date-fns, for a day.
#
# The guess was that the years and the months of an age go together. Seen on 29 November 2026 with date-fns 4.4.0 (npm),
# of a birth on 29 February 2008 and of 28 February 2026: `addYears` gives that day for 18 years, `differenceInMonths`
# 216, which is 18 years, `differenceInYears` 17, and `intervalToDuration` both in one answer, 17 years and 12 months. A
# label made of it says so. Luxon 3.7.2, Day.js 1.11.23 and Moment 2.31.0 say 18 years that day, temporal-polyfill 1.0.8
# and js-joda 6.3.2 say 17, each in years and in months alike.
# So a list of who turns 18 can hold somebody on one page and not on the next.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export npm_config_cache="$work/npm"
npm init -y >/dev/null && npm install --silent date-fns@4.4.0 luxon@3.7.2 dayjs@1.11.23 moment@2.31.0 temporal-polyfill@1.0.8 @js-joda/core@6.3.2
cat > read.mjs <<'JS'
import { addYears, differenceInMonths, differenceInYears, format, formatDuration, intervalToDuration, parseISO } from "date-fns";
import { DateTime } from "luxon";
import dayjs from "dayjs";
import moment from "moment";
import { Temporal } from "temporal-polyfill";
import { ChronoUnit, LocalDate } from "@js-joda/core";
const birth = "2008-02-29";
console.log("18 years later:", format(addYears(parseISO(birth), 18), "yyyy-MM-dd"));
for (const day of ["2026-02-27", "2026-02-28", "2026-03-01"]) {
  const [start, end] = [parseISO(birth), parseISO(day)];
  console.log(day, "date-fns:", differenceInYears(end, start), "years,", differenceInMonths(end, start), "months,",
    formatDuration(intervalToDuration({ start, end })));
  const whole = (unit) => [
    Math.floor(DateTime.fromISO(day).diff(DateTime.fromISO(birth), `${unit}s`)[`${unit}s`]), dayjs(day).diff(birth, unit), moment(day).diff(birth, unit),
    Temporal.PlainDate.from(birth).until(day, { largestUnit: unit })[`${unit}s`],
    LocalDate.parse(birth).until(LocalDate.parse(day), ChronoUnit[`${unit.toUpperCase()}S`])].join(" ");
  console.log(day, "Luxon, Day.js, Moment, Temporal, js-joda:", whole("year"), "years,", whole("month"), "months");
}
JS
TZ=Europe/London node read.mjs | tee seen
diff seen - <<'SEEN'
18 years later: 2026-02-28
2026-02-27 date-fns: 17 years, 215 months, 17 years 11 months 30 days
2026-02-27 Luxon, Day.js, Moment, Temporal, js-joda: 17 17 17 17 17 years, 215 215 215 215 215 months
2026-02-28 date-fns: 17 years, 216 months, 17 years 12 months
2026-02-28 Luxon, Day.js, Moment, Temporal, js-joda: 18 18 18 17 17 years, 216 216 216 215 215 months
2026-03-01 date-fns: 18 years, 216 months, 18 years 1 day
2026-03-01 Luxon, Day.js, Moment, Temporal, js-joda: 18 18 18 18 18 years, 216 216 216 216 216 months
SEEN
echo "as seen before"
