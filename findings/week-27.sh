#!/usr/bin/env bash
# The Wednesday of week 27, 2026-W27-3, is 27 March to a reader of dates, and ten o'clock at +01:00 is nine in summer.
#
# any-date-parser reads "a wide range of date formats", with the names and the order of each language, here British English.
# The guess was that an ISO 8601 week is read as that or refused, as it is for a day of the year, 2026-338, and that a moment
# with an offset is that moment. Seen on 1 December 2026 with any-date-parser 2.2.4 (npm) in London: the digits at the end
# are taken for a day and a month, by whichever of the two can be one: W27-3 is 27 March, W49-5 is 9 May. From the end of March
# to the end of October a moment is an hour early, with an offset of +01:00 and with Z, if it has seconds; without seconds
# the offset is passed over, so that half past midnight is rightly that. Winter is right. 31 June is 1 July.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export npm_config_cache="$work/npm" TZ=Europe/London
npm init -y >/dev/null && npm install --silent any-date-parser@2.2.4
cat > read.cjs <<'JS'
const parser = require("any-date-parser").default ?? require("any-date-parser");
for (const text of ["2026-W27-3", "2026-W49-5", "2026-W01-1", "2026-W53-4", "2026-338", "2 June 2008", "02/06/2008", "31 June 2026", "2026-07-01T10:00:00+01:00", "2026-07-01T09:00:00Z",
                    "2026-07-01T00:30:00+01:00", "2026-07-01T00:30+01:00", "2026-12-04T10:00:00+00:00", "2026-12-04T10:00:00Z"]) {
  const read = parser.fromString(text, "en-GB");
  console.log(`${text}: ${Number.isNaN(+read) || read.invalid ? "no date" : `${read.toDateString()} ${read.toTimeString().slice(0, 5)}`}${/T/.test(text) ? `, for ${new Date(text).toTimeString().slice(0, 5)}` : ""}`);
}
JS
node read.cjs | tee seen
diff seen - <<'SEEN'
2026-W27-3: Fri Mar 27 2026 00:00
2026-W49-5: Sat May 09 2026 00:00
2026-W01-1: Thu Jan 01 2026 00:00
2026-W53-4: Fri Apr 03 2026 00:00
2026-338: no date
2 June 2008: Mon Jun 02 2008 00:00
02/06/2008: Mon Jun 02 2008 00:00
31 June 2026: Wed Jul 01 2026 00:00
2026-07-01T10:00:00+01:00: Wed Jul 01 2026 09:00, for 10:00
2026-07-01T09:00:00Z: Wed Jul 01 2026 09:00, for 10:00
2026-07-01T00:30:00+01:00: Tue Jun 30 2026 23:30, for 00:30
2026-07-01T00:30+01:00: Wed Jul 01 2026 00:30, for 00:30
2026-12-04T10:00:00+00:00: Fri Dec 04 2026 10:00, for 10:00
2026-12-04T10:00:00Z: Fri Dec 04 2026 10:00, for 10:00
SEEN
echo "as seen before"
