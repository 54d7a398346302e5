#!/usr/bin/env bash
# "At most 0 days in the future" allows a visit next year in a government department's engine for forms; "1" does not.
#
# A visit or a birth can't be in the future. The guess was that `maxDaysInFuture: 0` lets today be the last day. Seen on 30
# November 2026 with @defra/forms-engine-plugin 8.0.1 (npm): 0 is taken for no limit, so that a day a year ahead is
# accepted; with 1, tomorrow is the last day. `maxDaysInPast: 0`, for a day from today on, accepts last year as well. The
# engine's own schema of forms accepts 0. The engine runs without its server and asks for settings that aren't used here.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export npm_config_cache="$work/npm" TZ=UTC LOG_ENABLED=false
for setting in FEEDBACK_LINK SERVICE_VERSION REDIS_{HOST,USERNAME,PASSWORD,KEY_PREFIX} NOTIFY_{TEMPLATE_ID,API_KEY} SESSION_COOKIE_PASSWORD {MANAGER,DESIGNER,SUBMISSION,UPLOADER}_URL; do
  export "$setting=http://localhost/not-used-in-this-script"
done
npm init -y >/dev/null && npm install --silent --ignore-scripts @defra/forms-engine-plugin@8.0.1 chokidar@3.6.0 2>/dev/null
cat > ask.mjs <<'JS'
import { FormModel } from "./node_modules/@defra/forms-engine-plugin/.server/server/plugins/engine/models/FormModel.js";
for (const options of [{ maxDaysInFuture: 1 }, { maxDaysInFuture: 0 }, { maxDaysInPast: 1 }, { maxDaysInPast: 0 }]) {
  const form = new FormModel({ name: "Visits", startPage: "/day", sections: [], lists: [], conditions: [], pages: [
    { title: "Day", path: "/day", next: [{ path: "/summary" }], components: [{ type: "DatePartsField", name: "day", title: "Day", options, schema: {} }] },
    { title: "Summary", path: "/summary", controller: "SummaryPageController" }] }, { basePath: "visits" });
  const accepted = [-365, -2, -1, 0, 1, 2, 365].filter((days) => {
    const date = new Date(); date.setDate(date.getDate() + days);
    return !form.pages[0].collection.validate({ day__day: `${date.getDate()}`, day__month: `${date.getMonth() + 1}`, day__year: `${date.getFullYear()}` }).errors;
  });
  console.log(JSON.stringify(options), "accepts days from today:", accepted.join(", "));
}
process.exit(0);
JS
node ask.mjs | tee seen
diff seen - <<'SEEN'
{"maxDaysInFuture":1} accepts days from today: -365, -2, -1, 0, 1
{"maxDaysInFuture":0} accepts days from today: -365, -2, -1, 0, 1, 2, 365
{"maxDaysInPast":1} accepts days from today: -1, 0, 1, 2, 365
{"maxDaysInPast":0} accepts days from today: -365, -2, -1, 0, 1, 2, 365
SEEN
echo "as seen before"
