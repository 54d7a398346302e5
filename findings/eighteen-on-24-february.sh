#!/usr/bin/env bash
# Somebody born on 29 February 2008 is 18 on 24 February 2026, to a library of dates, and 21 on 23 February 2029.
#
# spacetime reckons with dates in JavaScript. The guess was that 18 years after 29 February are up on 28 February or on 1
# March, which is what one argues about. Seen on 1 December 2026 with spacetime 7.15.0 (npm): from 29 February it is days early
# if the years can't be divided by four and are more than a few. One year is right, sixteen are, and so are 216 months; all
# other days of the year are right. Eighteen years before 29 February 2028 are 4 February 2010: whoever was born on or before
# that day is of age, and those who were born on the 24 days after it aren't, though their birthday has been.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export npm_config_cache="$work/npm"
npm init -y >/dev/null && npm install --silent spacetime@7.15.0
cat > read.cjs <<'JS'
const spacetime = require("spacetime");
for (const [day, number, unit] of [
  ["2008-06-02", 18, "years"], ["2008-02-28", 18, "years"], ["2008-03-01", 18, "years"], ["2008-02-29", 216, "months"],
  ["2008-02-29", 1, "year"], ["2008-02-29", 16, "years"], ["2008-02-29", 17, "years"], ["2008-02-29", 18, "years"], ["2008-02-29", 21, "years"],
])
  console.log(`${number} ${unit} after ${day}:`, spacetime(day, "Europe/London").add(number, unit).format("iso-short"));
for (const day of ["2028-02-28", "2028-02-29", "2028-03-01"]) {
  const limit = spacetime(day, "Europe/London").subtract(18, "years").format("iso-short");
  const ages = ["2010-02-04", "2010-02-05", "2010-02-20"].map((born) => `born on ${born} ${born <= limit ? "of age" : "under age"}`);
  console.log(`18 years before ${day}: ${limit}; ${ages.join(", ")}`);
}
JS
TZ=Europe/London node read.cjs | tee seen
diff seen - <<'SEEN'
18 years after 2008-06-02: 2026-06-02
18 years after 2008-02-28: 2026-02-28
18 years after 2008-03-01: 2026-03-01
216 months after 2008-02-29: 2026-02-28
1 year after 2008-02-29: 2009-02-28
16 years after 2008-02-29: 2024-02-29
17 years after 2008-02-29: 2025-02-24
18 years after 2008-02-29: 2026-02-24
21 years after 2008-02-29: 2029-02-23
18 years before 2028-02-28: 2010-02-28; born on 2010-02-04 of age, born on 2010-02-05 of age, born on 2010-02-20 of age
18 years before 2028-02-29: 2010-02-04; born on 2010-02-04 of age, born on 2010-02-05 under age, born on 2010-02-20 under age
18 years before 2028-03-01: 2010-03-01; born on 2010-02-04 of age, born on 2010-02-05 of age, born on 2010-02-20 of age
SEEN
echo "as seen before"
