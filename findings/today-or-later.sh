#!/usr/bin/env bash
# "Today or later" refuses today in a library for forms, and "before today" accepts it, unless the rule names the day.
#
# FormKit's rules `date_after_or_equal` and `date_before` compare an answer with the current date, if no date is named. The
# guess was that the first accepts a review that is due today and the second doesn't. Seen on 30 November 2026 with
# @formkit/validation and @formkit/rules 2.1.2 (npm): the answer of a date field is the midnight with which the day begins,
# and is compared with the moment of asking, so that "or equal" makes no difference: today is past all day long. With the day
# in the rule, it is right: `date_after_or_equal:2026-11-30`. A time on the last day is not between two days:
# 2026-11-30T10:00 is refused by `date_between:2026-11-01,2026-11-30`.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export npm_config_cache="$work/npm" TZ=UTC
npm init -y >/dev/null && npm install --silent --legacy-peer-deps @formkit/core@2.1.2 @formkit/validation@2.1.2 @formkit/rules@2.1.2
cat > ask.mjs <<'JS'
import { createNode } from "@formkit/core";
import * as rules from "@formkit/rules";
import { createValidationPlugin } from "@formkit/validation";
async function accepted(value, validation) {
  const node = createNode({ value, plugins: [createValidationPlugin(rules)], props: { validation } });
  await new Promise((done) => setTimeout(done, 100));
  return !Object.values(node.store).some((message) => message.blocking);
}
const days = [["yesterday", -1], ["today", 0], ["tomorrow", 1]].map(([name, days]) => [name, new Date(Date.now() + days * 864e5).toLocaleDateString("en-CA")]);
for (const rule of ["date_after", "date_after_or_equal", "date_before", "date_before_or_equal", "date_after_or_equal:today", "date_before:today"]) {
  const names = [];
  for (const [name, day] of days) if (await accepted(day, rule.replace("today", days[1][1]))) names.push(name);
  console.log(`${rule.replace("today", "(the day of today)")} accepts`, names.join(", "));
}
for (const moment of ["2026-11-29T10:00", "2026-11-30", "2026-11-30T10:00"])
  console.log("date_between:2026-11-01,2026-11-30", await accepted(moment, "date_between:2026-11-01,2026-11-30") ? "accepts" : "refuses", moment);
process.exit(0);
JS
node ask.mjs | tee seen
diff seen - <<'SEEN'
date_after accepts tomorrow
date_after_or_equal accepts tomorrow
date_before accepts yesterday, today
date_before_or_equal accepts yesterday, today
date_after_or_equal:(the day of today) accepts today, tomorrow
date_before:(the day of today) accepts yesterday
date_between:2026-11-01,2026-11-30 accepts 2026-11-29T10:00
date_between:2026-11-01,2026-11-30 accepts 2026-11-30
date_between:2026-11-01,2026-11-30 refuses 2026-11-30T10:00
SEEN
echo "as seen before"
