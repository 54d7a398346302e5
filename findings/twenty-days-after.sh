#!/usr/bin/env bash
# Twenty days after 30 November 2026 are up on 21 November, to a reader of dates in words, and rightly if the month comes first.
#
# compromise is a widely used reader of English in JavaScript, and compromise-dates its plug-in for dates, which knows "20
# days after" a date. The guess was that "30 November 2026" and "November 30 2026" are one date there, as they are alone. Seen
# on 30 November 2026 with compromise 14.17.0 and compromise-dates 3.9.0 (npm): if the day comes before the month, and after
# the words "after" or "before", the day is lost, and the count begins on the first of the month. 28 days after 4 December end
# three days early, a week after 15 June is 8 June, and a fortnight after it is 15 June itself; the eighteenth birthday of
# somebody born on 2 June 2008 is the whole of June. With the month first, with "4th" for 4, and after "from", it is right.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export npm_config_cache="$work/npm" TZ=Europe/London
npm init -y >/dev/null && npm install --silent compromise@14.17.0 compromise-dates@3.9.0
cat > read.mjs <<'JS'
import nlp from "compromise/three";
import dates from "compromise-dates";
nlp.plugin(dates);
for (const words of ["30 November 2026", "20 days after 30 November 2026", "20 days after November 30 2026", "20 days before 30 November 2026",
  "20 days before November 30 2026", "28 days after 4 December 2026", "28 days after 4th December 2026", "28 days from 4 December 2026",
  "1 week after 15 June 2026", "2 weeks after 15 June 2026", "2 weeks after June 15 2026", "18 years after 2 June 2008", "18 years after June 2 2008"]) {
  const { start, end } = nlp(words).dates({ today: "2026-11-30", timezone: "Europe/London" }).json()[0].dates;
  console.log(`${words}: ${[...new Set([start.slice(0, 10), end.slice(0, 10)])].join(" to ")}`);
}
JS
node read.mjs | tee seen
diff seen - <<'SEEN'
30 November 2026: 2026-11-30
20 days after 30 November 2026: 2026-11-21
20 days after November 30 2026: 2026-12-20
20 days before 30 November 2026: 2026-10-12
20 days before November 30 2026: 2026-11-10
28 days after 4 December 2026: 2026-12-29
28 days after 4th December 2026: 2027-01-01
28 days from 4 December 2026: 2027-01-01
1 week after 15 June 2026: 2026-06-08
2 weeks after 15 June 2026: 2026-06-15
2 weeks after June 15 2026: 2026-06-29
18 years after 2 June 2008: 2026-06-01 to 2026-06-30
18 years after June 2 2008: 2026-06-02
SEEN
echo "as seen before"
