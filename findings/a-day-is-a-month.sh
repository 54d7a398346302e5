#!/usr/bin/env bash
# A day is a month, half a year is a year, and a young person of seventeen and a half is 18, in a library of dates.
#
# date-arithmetic adds and compares dates; calendars for web pages are built on it. The guess was that `diff` counts the months
# and years that are over, or a fraction if that is asked for. Seen on 1 December 2026 with date-arithmetic 4.1.0 (npm): months
# are those of the calendar, whatever the day, so that from 30 November to 1 December is one, with a fraction too, and from
# 1 to 31 December none. Years are a twelfth of those, rounded: six months are a year, and back from the later day none. Born
# on 2 June 2008, a young person is 18 from 1 December 2025 on. Six days are a week, and 36 hours two days. What it adds is
# right.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export npm_config_cache="$work/npm" TZ=Europe/London
npm init -y >/dev/null && npm install --silent date-arithmetic@4.1.0
cat > diff.cjs <<'JS'
const { add, diff } = require("date-arithmetic");
const on = (text) => { const [year, month, day] = text.split("-"); return new Date(year, month - 1, day); };
for (const [from, to] of [["2026-11-30", "2026-12-01"], ["2026-12-01", "2026-12-31"], ["2026-08-31", "2027-02-28"], ["2026-12-01", "2027-05-31"], ["2026-12-31", "2027-06-01"],
                          ["2008-06-02", "2025-11-30"], ["2008-06-02", "2025-12-01"], ["2008-06-02", "2026-06-01"]])
  console.log(`${from} to ${to}: months ${diff(on(from), on(to), "month")}, with a fraction ${diff(on(from), on(to), "month", true)}, years ${diff(on(from), on(to), "year")}, back ${diff(on(to), on(from), "year")}`);
console.log(`from Monday to Thursday: weeks ${diff(on("2026-11-30"), on("2026-12-03"), "week")}; to Sunday: ${diff(on("2026-11-30"), on("2026-12-06"), "week")}`);
console.log(`36 hours: days ${diff(on("2026-11-30"), add(on("2026-11-30"), 36, "hours"), "day")}`);
console.log(`six months after 2026-08-31: ${add(on("2026-08-31"), 6, "month").toDateString()}`);
JS
node diff.cjs | tee seen
diff seen - <<'SEEN'
2026-11-30 to 2026-12-01: months 1, with a fraction 1, years 0, back 0
2026-12-01 to 2026-12-31: months 0, with a fraction 0, years 0, back 0
2026-08-31 to 2027-02-28: months 6, with a fraction 6, years 1, back 0
2026-12-01 to 2027-05-31: months 5, with a fraction 5, years 0, back 0
2026-12-31 to 2027-06-01: months 6, with a fraction 6, years 1, back 0
2008-06-02 to 2025-11-30: months 209, with a fraction 209, years 17, back -17
2008-06-02 to 2025-12-01: months 210, with a fraction 210, years 18, back -17
2008-06-02 to 2026-06-01: months 216, with a fraction 216, years 18, back -18
from Monday to Thursday: weeks 0; to Sunday: 1
36 hours: days 2
six months after 2026-08-31: Sun Feb 28 2027
SEEN
echo "as seen before"
