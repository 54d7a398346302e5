#!/usr/bin/env bash
# 3 January 2027 is in week 54, and 1 January in week 53 of 2027, to a library that runs MongoDB's queries in JavaScript.
#
# mingo runs the queries and sums of MongoDB over lists, without a database: so tests of such queries use it, and pages that
# count cases per week. The guess was that it counts weeks like the database: $isoWeek and $isoWeekYear by ISO 8601, in which
# 1 January 2027 is in week 53 of 2026, and $week from the first Sunday of a year. Seen on 30 November 2026 with mingo 7.2.7
# (npm): the year of a week is always that of the day, so that cases of the first three days of 2027 are listed a year late
# and those of 29 December 2025 a year early. $week is one too high on nearly every day of 2024, 2025 and 2026, 1 on
# 30 December 2024, and 54 on the first Sunday of 2027, which is in week 1. And $dateTrunc to a day of London takes what
# came in at half past midnight, in summer, for the day before. The numbers of ISO's weeks are right.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export npm_config_cache="$work/npm"
npm init -y >/dev/null && npm install --silent mingo@7.2.7
cat > read.mjs <<'JS'
import { aggregate } from "mingo";
const asked = (sum, at) => aggregate([{ at: new Date(at) }], [{ $project: { _id: 0, sum } }])[0].sum;
for (const day of ["2024-12-30", "2025-12-29", "2026-01-02", "2026-11-30", "2026-12-31", "2027-01-01", "2027-01-03", "2027-01-04"])
  console.log(`${day}: week ${asked({ $week: "$at" }, day)}, by ISO week ${asked({ $isoWeek: "$at" }, day)} of ${asked({ $isoWeekYear: "$at" }, day)},`,
    asked({ $dateToString: { date: "$at", format: "%G-W%V" } }, day));
for (const at of ["2026-06-30T23:30:00Z", "2026-07-01T00:30:00Z", "2026-12-01T00:30:00Z"]) {
  const london = { date: "$at", timezone: "Europe/London" };
  const begun = asked({ $dateTrunc: { ...london, unit: "day" } }, at);
  console.log(`${at} in London: the day is ${asked({ $dayOfMonth: london }, at)} and begins at ${begun.toISOString()}`);
}
JS
TZ=Europe/London node read.mjs | tee seen
diff seen - <<'SEEN'
2024-12-30: week 1, by ISO week 1 of 2024, 2024-W01
2025-12-29: week 1, by ISO week 1 of 2025, 2025-W01
2026-01-02: week 1, by ISO week 1 of 2026, 2026-W01
2026-11-30: week 49, by ISO week 49 of 2026, 2026-W49
2026-12-31: week 53, by ISO week 53 of 2026, 2026-W53
2027-01-01: week 0, by ISO week 53 of 2027, 2027-W53
2027-01-03: week 54, by ISO week 53 of 2027, 2027-W53
2027-01-04: week 1, by ISO week 1 of 2027, 2027-W01
2026-06-30T23:30:00Z in London: the day is 1 and begins at 2026-06-29T23:00:00.000Z
2026-07-01T00:30:00Z in London: the day is 1 and begins at 2026-06-30T23:00:00.000Z
2026-12-01T00:30:00Z in London: the day is 1 and begins at 2026-12-01T00:00:00.000Z
SEEN
echo "as seen before"
