#!/usr/bin/env bash
# On the second birthday a child of 23 months is one year old, and two the day after, by the filters of a prototype kit.
#
# The NHS gives ages in weeks up to six months, in months up to two years and then in years, and so do the filters for
# prototypes of GOV.UK services. The guess was that "23 months" is followed by "2 years", and 26 weeks by "6 months". Seen on
# 30 November 2026 with @x-govuk/govuk-prototype-filters 1.5.0 (npm; the source of 2.1.0, which needs a newer Node, was not
# tried): months are counted by the calendar, and years as 365.25 days each, so that on a second birthday after 730 days the
# child is "1 years" old for a day, and on an eighteenth birthday after 6,574 days 17. Weeks end with the 182nd day: a baby
# born on 31 May goes from "26 weeks" to "5 months", if six months are a day longer than that.
# The kit itself isn't fetched: the filters only need the place where they are put.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export npm_config_cache="$work/npm" TZ=Europe/London
npm init -y >/dev/null && npm install --silent --legacy-peer-deps @x-govuk/govuk-prototype-filters@1.5.0
mkdir -p node_modules/govuk-prototype-kit
echo 'exports.filters = {}; exports.views = { addFilter(name, filter) { exports.filters[name] = filter } };' > node_modules/govuk-prototype-kit/index.js
cat > ask.js <<'JS'
require("@x-govuk/govuk-prototype-filters");
const { age } = require("govuk-prototype-kit").filters;
for (const [born, ...days] of [["2024-12-01", "2026-11-30", "2026-12-01", "2026-12-02"], ["2024-01-15", "2026-01-14", "2026-01-15"],
  ["2008-06-02", "2026-06-01", "2026-06-02", "2026-06-03"], ["2006-12-01", "2024-11-30", "2024-12-01"], ["2026-05-31", "2026-11-28", "2026-11-29", "2026-11-30", "2026-12-01"]])
  console.log(`born ${born}:`, days.map((day) => `${day} ${age(born, { at: day })}`).join(", "));
JS
node ask.js | tee seen
diff seen - <<'SEEN'
born 2024-12-01: 2026-11-30 23 months, 2026-12-01 1 years, 2026-12-02 2 years
born 2024-01-15: 2026-01-14 23 months, 2026-01-15 2 years
born 2008-06-02: 2026-06-01 17 years, 2026-06-02 17 years, 2026-06-03 18 years
born 2006-12-01: 2024-11-30 17 years, 2024-12-01 18 years
born 2026-05-31: 2026-11-28 25 weeks, 2026-11-29 26 weeks, 2026-11-30 5 months, 2026-12-01 6 months
SEEN
echo "as seen before"
