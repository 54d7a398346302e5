#!/usr/bin/env bash
# Every six months from February to August is each February, and every four hours from 9 to 5 ends at 1, in a scheduler.
#
# node-schedule, the usual scheduler of Node, takes lines of cron and also rules of its own, in which Range(1, 7, 6) are the
# months from February to August, counted from nought, in steps of six; its page says: start and end, and a step if wanted.
# The guess was that both ends belong to it, as they do without a step, and in cron's 2-8/6. Seen on 30 November 2026 with
# node-schedule 2.1.1 (npm): with a step of more than one the end does not. So a reminder of a review for February and August
# comes once a year, one for every fourth hour from 9:00 to 17:00 last at 13:00, and one for each other day of a working
# week not on Fridays. From a line of cron, which the library that it reads them with takes, all come.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export npm_config_cache="$work/npm"
npm init -y >/dev/null && npm install --silent node-schedule@2.1.1 cron-parser@4.9.0
cat > read.cjs <<'JS'
const { RecurrenceRule, Range } = require("node-schedule"), { parseExpression } = require("cron-parser");
const now = new Date("2026-11-30T12:00:00"), shown = (day) => day.toString().slice(0, 21);
const byRule = (parts) => {
  const rule = Object.assign(new RecurrenceRule(), { second: 0, minute: 0, hour: 9 }, parts), times = [];
  for (let day = now; times.length < 4; times.push(shown(day))) day = rule.nextInvocationDate(day);
  return times.join(", ");
};
const byLine = (line) => {
  const times = parseExpression(line, { currentDate: now });
  return Array.from({ length: 4 }, () => shown(times.next().toDate())).join(", ");
};
console.log("Range(1, 7), months: ", byRule({ date: 1, month: new Range(1, 7) }));
for (const [words, parts, line] of [
  ["Range(1, 7, 6), months", { date: 1, month: new Range(1, 7, 6) }, "0 9 1 2-8/6 *"],
  ["Range(9, 17, 4), hours", { hour: new Range(9, 17, 4) }, "0 9-17/4 * * *"],
  ["Range(1, 5, 2), weekdays", { dayOfWeek: new Range(1, 5, 2) }, "0 9 * * 1-5/2"],
]) console.log(`${words}: ${byRule(parts)}\n${line}: ${byLine(line)}`);
JS
TZ=Europe/London node read.cjs | tee seen
diff seen - <<'SEEN'
Range(1, 7), months:  Mon Feb 01 2027 09:00, Mon Mar 01 2027 09:00, Thu Apr 01 2027 09:00, Sat May 01 2027 09:00
Range(1, 7, 6), months: Mon Feb 01 2027 09:00, Tue Feb 01 2028 09:00, Thu Feb 01 2029 09:00, Fri Feb 01 2030 09:00
0 9 1 2-8/6 *: Mon Feb 01 2027 09:00, Sun Aug 01 2027 09:00, Tue Feb 01 2028 09:00, Tue Aug 01 2028 09:00
Range(9, 17, 4), hours: Mon Nov 30 2026 13:00, Tue Dec 01 2026 09:00, Tue Dec 01 2026 13:00, Wed Dec 02 2026 09:00
0 9-17/4 * * *: Mon Nov 30 2026 13:00, Mon Nov 30 2026 17:00, Tue Dec 01 2026 09:00, Tue Dec 01 2026 13:00
Range(1, 5, 2), weekdays: Wed Dec 02 2026 09:00, Mon Dec 07 2026 09:00, Wed Dec 09 2026 09:00, Mon Dec 14 2026 09:00
0 9 * * 1-5/2: Wed Dec 02 2026 09:00, Fri Dec 04 2026 09:00, Mon Dec 07 2026 09:00, Wed Dec 09 2026 09:00
SEEN
echo "as seen before"
