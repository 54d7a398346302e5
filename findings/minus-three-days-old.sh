#!/usr/bin/env bash
# A child who was born on 31 January is 13 months and minus three days old on 28 February, in a system for health records.
#
# OpenMRS shows a child's age in months and days from the first birthday to the second, as the health service's guide to
# patients' banners has it; its function for that cites the guide. The guess was that no number in an age is below nought.
# Seen on 1 December 2026 with @openmrs/esm-utils 10.0.0 (npm): a month counts as over at the end of a shorter month, and the
# days are counted from that many months before today, which is then before the birth. So a child of 31 August is 12 months
# and 29 days old on 29 September, 13 months and minus one day on the 30th, and 13 months and one day on the day after.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export npm_config_cache="$work/npm"
npm init -y >/dev/null && npm install --silent --legacy-peer-deps --ignore-scripts @openmrs/esm-utils@10.0.0 dayjs@1.11.23
cat > read.mjs <<'JS'
globalThis.window = { i18next: { language: "en-GB" } };
globalThis.document = { documentElement: { lang: "en-GB" } };
const { ageAsDuration } = await import("./node_modules/@openmrs/esm-utils/dist/age-helpers.js");
for (const [born, ...days] of [
  ["2025-08-31", "2026-08-30", "2026-08-31", "2026-09-29", "2026-09-30", "2026-10-01", "2026-10-31", "2026-11-30"],
  ["2025-01-31", "2026-02-27", "2026-02-28", "2026-03-01", "2026-04-30"],
  ["2025-01-30", "2026-02-28"], ["2024-12-31", "2026-11-30", "2026-12-31"], ["2025-08-30", "2026-09-30"],
]) {
  console.log("born on", born);
  for (const day of days)
    console.log("  on", day, Object.entries(ageAsDuration(born, day)).map(([unit, number]) => `${number} ${unit}`).join(" and "));
}
JS
TZ=Europe/London node read.mjs | tee seen
diff seen - <<'SEEN'
born on 2025-08-31
  on 2026-08-30 52 weeks and 0 days
  on 2026-08-31 12 months and 0 days
  on 2026-09-29 12 months and 29 days
  on 2026-09-30 13 months and -1 days
  on 2026-10-01 13 months and 1 days
  on 2026-10-31 14 months and 0 days
  on 2026-11-30 15 months and -1 days
born on 2025-01-31
  on 2026-02-27 12 months and 27 days
  on 2026-02-28 13 months and -3 days
  on 2026-03-01 13 months and 1 days
  on 2026-04-30 15 months and -1 days
born on 2025-01-30
  on 2026-02-28 13 months and -2 days
born on 2024-12-31
  on 2026-11-30 23 months and -1 days
  on 2026-12-31 2 years and 0 months
born on 2025-08-30
  on 2026-09-30 13 months and 0 days
SEEN
echo "as seen before"
