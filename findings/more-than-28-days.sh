#!/usr/bin/env bash
# A visit exactly 28 days ago is "more than 28 days in the past" to a government department's engine for forms.
#
# A form asks when a child was last seen and goes on differently by a condition on the day. The guess was that a visit 28
# days ago is "at most 28 days in the past" and not "more than" that. Seen on 30 November 2026 with @defra/forms-engine-plugin
# 8.0.1 (npm), with conditions as its own designer writes them: the answer is a day, such as 2026-11-02, and is compared as a
# text with a moment 28 days ago, such as 2026-11-02T11:00:00.000Z, before which it comes. So on the last day of a limit it is
# over; and a conference in exactly 10 days is "less than 10 days in the future" and not "at least" that.
# The engine runs without its server and asks for settings that aren't used here.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export npm_config_cache="$work/npm" TZ=UTC LOG_ENABLED=false
for setting in FEEDBACK_LINK SERVICE_VERSION REDIS_{HOST,USERNAME,PASSWORD,KEY_PREFIX} NOTIFY_{TEMPLATE_ID,API_KEY} SESSION_COOKIE_PASSWORD {MANAGER,DESIGNER,SUBMISSION,UPLOADER}_URL; do
  export "$setting=http://localhost/not-used-in-this-script"
done
npm init -y >/dev/null && npm install --silent --ignore-scripts @defra/forms-engine-plugin@8.0.1 chokidar@3.6.0 2>/dev/null
cat > ask.mjs <<'JS'
import { FormModel } from "./node_modules/@defra/forms-engine-plugin/.server/server/plugins/engine/models/FormModel.js";
const operators = ["is at least", "is at most", "is less than", "is more than"];
const condition = (operator, period, direction) => ({ name: `${operator} ${period} days ${direction}`, displayName: `${operator} ${period}`, value: { name: operator, conditions: [
  { field: { name: "day", type: "DatePartsField", display: "Day" }, operator, value: { type: "RelativeDate", period, unit: "days", direction } }] } });
const form = new FormModel({ name: "Visits", startPage: "/day", sections: [], lists: [], pages: [
  { title: "Day", path: "/day", next: [{ path: "/summary" }], components: [{ type: "DatePartsField", name: "day", title: "Day", options: {}, schema: {} }] },
  { title: "Summary", path: "/summary", controller: "SummaryPageController" }],
  conditions: [...operators.map((each) => condition(each, "28", "in the past")), ...operators.map((each) => condition(each, "10", "in the future"))] }, { basePath: "visits" });
for (const days of [-29, -28, -27, 9, 10, 11]) {
  const date = new Date(); date.setDate(date.getDate() + days);
  const day = form.pages[0].collection.fields[0].getContextValueFromState({ day__day: date.getDate(), day__month: date.getMonth() + 1, day__year: date.getFullYear() });
  for (const [name, { fn }] of Object.entries(form.conditions))
    if ((days < 0) === name.endsWith("past") && fn({ day })) console.log(days < 0 ? `${-days} days ago:` : `in ${days} days:`, name);
}
process.exit(0);
JS
node ask.mjs | tee seen
diff seen - <<'SEEN'
29 days ago: is at least 28 days in the past
29 days ago: is more than 28 days in the past
28 days ago: is at least 28 days in the past
28 days ago: is more than 28 days in the past
27 days ago: is at most 28 days in the past
27 days ago: is less than 28 days in the past
in 9 days: is at most 10 days in the future
in 9 days: is less than 10 days in the future
in 10 days: is at most 10 days in the future
in 10 days: is less than 10 days in the future
in 11 days: is at least 10 days in the future
in 11 days: is more than 10 days in the future
SEEN
echo "as seen before"
