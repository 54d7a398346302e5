#!/usr/bin/env bash
# A visit on the last working day of a month is put into words as "every month on weekdays", and called fully put.
#
# Programs show people a rule of RFC 5545 in words, and take one from them. The guess was that a part of a rule that the words
# leave out makes `isFullyConvertibleToText` false, as its name says. Seen on 30 November 2026 with rrule 2.8.1 (npm):
# BYSETPOS, which picks one of the days, is left out, and it is true. So the last working day becomes every working day,
# the last Friday every Friday, and the day from the 28th on that each month has last all four; what the words say is also
# what `fromText` makes of them, three to twenty times as many. The other way, "every year on 2 June" is every year on
# the day it begins on, "on the last weekday" is the last day, "every 20 weekdays" are five days running every 20 weeks.
# The last day of a year comes back as the last of every month.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export npm_config_cache="$work/npm"
npm init -y >/dev/null && npm install --silent rrule@2.8.1
cat > words.cjs <<'JS'
const { RRule } = require("rrule");
const in2027 = (rule) => new RRule({ ...rule.origOptions, dtstart: new Date("2027-01-01T09:00Z") }).between(new Date("2027-01-01T00:00Z"), new Date("2028-01-01T00:00Z")).length;
for (const text of ["FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1", "FREQ=MONTHLY;BYDAY=-1FR",
  "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1", "FREQ=YEARLY;BYYEARDAY=-1"]) {
  const rule = RRule.fromString(text);
  console.log(`${text}: "${rule.toText()}", fully: ${rule.isFullyConvertibleToText()}, times in 2027: ${in2027(rule)}, read back: ${in2027(RRule.fromText(rule.toText()))}`);
}
for (const words of ["every year on 2 June", "every month on the last weekday", "every 20 weekdays"])
  console.log(`"${words}": ${RRule.fromText(words).toString()}`);
JS
TZ=UTC node words.cjs | tee seen
diff seen - <<'SEEN'
FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1: "every month on weekdays", fully: true, times in 2027: 12, read back: 261
FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1: "every month on Friday", fully: true, times in 2027: 12, read back: 53
FREQ=MONTHLY;BYDAY=-1FR: "every month on the last Friday", fully: true, times in 2027: 12, read back: 12
FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1: "every month on the 28th, 29th, 30th and 31st", fully: true, times in 2027: 12, read back: 41
FREQ=YEARLY;BYYEARDAY=-1: "every year on the last day", fully: true, times in 2027: 1, read back: 12
"every year on 2 June": RRULE:FREQ=YEARLY
"every month on the last weekday": RRULE:FREQ=MONTHLY;BYMONTHDAY=-1
"every 20 weekdays": RRULE:INTERVAL=20;FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR
SEEN
echo "as seen before"
