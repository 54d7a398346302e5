#!/usr/bin/env bash
# The last week of 2026 is in no fortnight: 31 December is in the one from 4 January, and 1 January in the one to 27 December.
#
# DHIS2, a system in which many countries keep records of cases and count them, has fortnights as a period of reports, which
# are two of the weeks of ISO 8601, and by that standard 2026 has 53 weeks. The guess was that the fortnight of a day
# contains the day. Seen on 30 November 2026 with @dhis2/multi-calendar-dates 2.1.2 (npm), which makes the periods for its
# pages: a year has 26 fortnights always, so that the week from 28 December 2026 to 3 January 2027 is in none, and neither was
# that of 2020. Asked for the fortnight of a day in it, it answers with the first of the next year up to 31 December, and
# with the last of the old one from 1 January. Weeks are right.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export npm_config_cache="$work/npm"
npm init -y >/dev/null && npm install --silent --legacy-peer-deps @dhis2/multi-calendar-dates@2.1.2 react@19.3.1
cat > read.cjs <<'JS'
const { generateFixedPeriods, getFixedPeriodByDate } = require("@dhis2/multi-calendar-dates");
const words = ({ startDate, endDate }) => `${startDate} to ${endDate}`;
for (const year of [2026, 2027]) {
  const all = generateFixedPeriods({ year, periodType: "BIWEEKLY", calendar: "gregory", locale: "en" });
  console.log(`${year}: ${all.length} fortnights, the first ${words(all[0])}, the last ${words(all.at(-1))}`);
}
for (const date of ["2026-12-27", "2026-12-28", "2026-12-31", "2027-01-01", "2027-01-03", "2027-01-04", "2020-12-31", "2021-01-01"]) {
  const [fortnight, week] = ["BIWEEKLY", "WEEKLY"].map((periodType) => getFixedPeriodByDate({ periodType, date, calendar: "gregory", locale: "en" }));
  console.log(`${date} is in the fortnight ${words(fortnight)} and in the week ${words(week)}`);
}
JS
TZ=Europe/London node read.cjs | tee seen
diff seen - <<'SEEN'
2026: 26 fortnights, the first 2025-12-29 to 2026-01-11, the last 2026-12-14 to 2026-12-27
2027: 26 fortnights, the first 2027-01-04 to 2027-01-17, the last 2027-12-20 to 2028-01-02
2026-12-27 is in the fortnight 2026-12-14 to 2026-12-27 and in the week 2026-12-21 to 2026-12-27
2026-12-28 is in the fortnight 2027-01-04 to 2027-01-17 and in the week 2026-12-28 to 2027-01-03
2026-12-31 is in the fortnight 2027-01-04 to 2027-01-17 and in the week 2026-12-28 to 2027-01-03
2027-01-01 is in the fortnight 2026-12-14 to 2026-12-27 and in the week 2026-12-28 to 2027-01-03
2027-01-03 is in the fortnight 2026-12-14 to 2026-12-27 and in the week 2026-12-28 to 2027-01-03
2027-01-04 is in the fortnight 2027-01-04 to 2027-01-17 and in the week 2027-01-04 to 2027-01-10
2020-12-31 is in the fortnight 2021-01-04 to 2021-01-17 and in the week 2020-12-28 to 2021-01-03
2021-01-01 is in the fortnight 2020-12-14 to 2020-12-27 and in the week 2020-12-28 to 2021-01-03
SEEN
echo "as seen before"
