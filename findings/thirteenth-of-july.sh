#!/usr/bin/env bash
# The server of a form takes 13 July for no date and 2 March for 3 February, where the form has the day first.
#
# "Reason, if seen after 1 April" is a required question in a form whose days are written day first. The guess was that a
# condition on a day reads it as the form writes it. Seen on 30 November 2026 with Form.io's @formio/core 2.8.3 (npm), which
# works out a form on a server: its check of a latest day reads day first, and its condition, without the form on a screen,
# reads both days month first, as JavaScript does. Someone seen on 13 July needs no reason, since "13/07/2026" is no date
# and so not after anything; seen on 2 March, before 1 April, needs one, since 3 February is after 4 January. A form with the
# month first, as in America, is read rightly.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export npm_config_cache="$work/npm"
npm init -y >/dev/null && npm install --silent --legacy-peer-deps @formio/core@2.8.3
cat > check.cjs <<'JS'
const { processSync, ProcessTargets } = require("@formio/core");
const fields = { day: {}, month: {}, year: {} };
for (const dayFirst of [true, false]) for (const [day, month] of [["02", "03"], ["02", "07"], ["13", "07"], ["01", "12"]]) {
  const written = (day, month) => (dayFirst ? [day, month, 2026] : [month, day, 2026]).join("/");
  const components = [
    { type: "day", key: "seen", input: true, dayFirst, fields, maxDate: "2026-11-30" },
    { type: "textfield", key: "reason", input: true, validate: { required: true },
      conditional: { show: true, conjunction: "all", conditions: [{ component: "seen", operator: "dateGreaterThan", value: written("01", "04") }] } }];
  const data = { seen: written(day, month) };
  const form = { form: { components }, submission: { data }, data, components, processors: ProcessTargets.evaluator, scope: {} };
  processSync(form);
  console.log(dayFirst ? "day first" : "month first", data.seen, form.scope.errors.map((error) => `${error.context.path}: ${error.ruleName}`).join(", ") || "accepted");
}
JS
TZ=Europe/London node check.cjs 2>/dev/null | tee seen
diff seen - <<'SEEN'
day first 02/03/2026 reason: required
day first 02/07/2026 reason: required
day first 13/07/2026 accepted
day first 01/12/2026 seen: maxDate, reason: required
month first 03/02/2026 accepted
month first 07/02/2026 reason: required
month first 07/13/2026 reason: required
month first 12/01/2026 seen: maxDate, reason: required
SEEN
echo "as seen before"
