#!/usr/bin/env bash
# Somebody born on 2 June 2008 is 18 on 3 December 2025, by the years of a library that puts spans of time into words.
#
# countdown says how long it is from one date to another in the units that it's asked for, and its page calls the counts
# intuitive ones that rise without jumps. The guess was that somebody of seventeen and a half is 17, asked in years, as
# with years, months and days. Seen on 30 November 2026 with countdown 2.6.0 (npm): the smallest unit is rounded, half up,
# so that in years the age is 18 half a year early, and in years and months a fortnight early; asked for at most one unit
# of three, it says "18 years" where for two it says "17 years, 6 months". 16 days are a month, and 14 days nothing at all.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export npm_config_cache="$work/npm" TZ=Europe/London
npm init -y >/dev/null && npm install --silent countdown@2.6.0
cat > read.js <<'JS'
const countdown = require("countdown");
const { YEARS, MONTHS, DAYS } = countdown;
const day = (text) => { const [y, m, d] = text.split("-"); return new Date(y, m - 1, d); };
const say = (from, to, units, most) => countdown(day(from), day(to), units, most).toString() || "nothing";
for (const to of ["2025-12-01", "2025-12-03", "2026-05-15", "2026-05-20", "2026-06-01", "2026-06-02"]) {
  const born = "2008-06-02";
  console.log(`${born} to ${to}: ${say(born, to, YEARS)}; ${say(born, to, YEARS | MONTHS)}; ${say(born, to, YEARS | MONTHS | DAYS)}; `
    + `at most one unit: ${say(born, to, YEARS | MONTHS | DAYS, 1)}`);
}
for (const to of ["2026-12-14", "2026-12-16", "2027-01-14", "2027-01-17"])
  console.log(`2026-11-30 to ${to}: ${say("2026-11-30", to, MONTHS)}; ${say("2026-11-30", to, MONTHS | DAYS)}`);
JS
node read.js | tee seen
diff seen - <<'SEEN'
2008-06-02 to 2025-12-01: 17 years; 17 years and 6 months; 17 years, 5 months and 29 days; at most one unit: 17 years
2008-06-02 to 2025-12-03: 18 years; 17 years and 6 months; 17 years, 6 months and 1 day; at most one unit: 18 years
2008-06-02 to 2026-05-15: 18 years; 17 years and 11 months; 17 years, 11 months and 13 days; at most one unit: 18 years
2008-06-02 to 2026-05-20: 18 years; 18 years; 17 years, 11 months and 18 days; at most one unit: 18 years
2008-06-02 to 2026-06-01: 18 years; 18 years; 17 years, 11 months and 29 days; at most one unit: 18 years
2008-06-02 to 2026-06-02: 18 years; 18 years; 18 years; at most one unit: 18 years
2026-11-30 to 2026-12-14: nothing; 14 days
2026-11-30 to 2026-12-16: 1 month; 16 days
2026-11-30 to 2027-01-14: 1 month; 1 month and 14 days
2026-11-30 to 2027-01-17: 2 months; 1 month and 17 days
SEEN
echo "as seen before"
