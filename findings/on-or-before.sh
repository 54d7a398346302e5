#!/usr/bin/env bash
# A report that is due "by 4 December" or "on or before 4 December" is due by 3 December, to a reader of dates in words.
#
# compromise is a widely used reader of English in JavaScript, and its plug-in compromise-dates finds dates and spans of dates
# in sentences. The guess was that "by" and "on or before" hold the day they name, as "before" does not. Seen on 30 November 2026
# with compromise 14.17.0 and compromise-dates 3.9.0 (npm): both end a minute before the day begins, like "before"; so does the
# "and" of "between 30 November and 4 December", while "from 30 November to 4 December" goes on to the end of the 4th, "until 4
# December" to its first minute, and "by the end of the month" to the end of the month. "No later than 4 December" is that
# day alone, "due by 4 December 2026" is today alone, and what is "after 4 December" ends on 19 December.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export npm_config_cache="$work/npm" TZ=Europe/London
npm init -y >/dev/null && npm install --silent compromise@14.17.0 compromise-dates@3.9.0
cat > read.mjs <<'JS'
import nlp from "compromise/three";
import dates from "compromise-dates";
nlp.plugin(dates);
for (const words of ["before December 4", "by December 4", "on or before December 4", "due by 4 December 2026", "due by Friday", "no later than December 4",
  "until December 4", "by the end of the month", "from 30 November to 4 December", "between 30 November and 4 December", "after December 4"]) {
  const { start, end } = nlp(words).dates({ today: "2026-11-30", timezone: "Europe/London" }).json()[0].dates;
  console.log(`${words}: ${start.slice(0, 16)} to ${end.slice(0, 16)}`);
}
JS
node read.mjs | tee seen
diff seen - <<'SEEN'
before December 4: 2026-11-30T00:00 to 2026-12-03T23:59
by December 4: 2026-11-30T00:00 to 2026-12-03T23:59
on or before December 4: 2026-11-30T00:00 to 2026-12-03T23:59
due by 4 December 2026: 2026-11-30T00:00 to 2026-11-30T23:59
due by Friday: 2026-11-30T00:00 to 2026-12-03T23:59
no later than December 4: 2026-12-04T00:00 to 2026-12-04T23:59
until December 4: 2026-11-30T00:00 to 2026-12-04T00:00
by the end of the month: 2026-11-30T00:00 to 2026-11-30T23:59
from 30 November to 4 December: 2026-11-30T00:00 to 2026-12-04T23:59
between 30 November and 4 December: 2026-11-30T00:00 to 2026-12-03T23:59
after December 4: 2026-12-05T00:00 to 2026-12-19T00:00
SEEN
echo "as seen before"
