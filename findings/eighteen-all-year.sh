#!/usr/bin/env bash
# A young person is 18 from 1 January of the year of the eighteenth birthday, by the `years` between two dates.
#
# The guess was that the length between two dates is in whole years, then whole months, then days, all of one sign. Seen on
# 30 November 2026 with duration-fns 3.0.2 (npm), whose `between` takes each part of one date from the same part of the
# other: from 2 June 2008 to 1 January 2026 are 18 years, less 5 months, less a day, and its `years` is 18. A review on any
# day of 2026 before 2 June finds somebody of age. From New Year's Eve to the day after is a year, less 11 months, less 30
# days, which its `toDays` makes 0.42 days of. Its `normalize` makes 17 of the 18, but not on the day before the birthday.
# `apply` leads back to the second date in most cases, which is what one tries; from 30 November to 28 February it comes to
# the 26th.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export npm_config_cache="$work/npm"
npm init -y >/dev/null && npm install --silent duration-fns@3.0.2
cat > between.mjs <<'JS'
import * as duration from "duration-fns";
for (const [from, to] of [["2008-06-02", "2025-12-31"], ["2008-06-02", "2026-01-01"], ["2008-06-02", "2026-06-01"], ["2008-06-02", "2026-06-02"],
  ["2026-12-31", "2027-01-01"], ["2026-11-30", "2027-02-28"]]) {
  const length = duration.between(from, to);
  console.log(from, to, duration.toString(length), "years:", length.years, "normalized:", duration.toString(duration.normalize(length, from)),
    "applied:", duration.apply(from, length).toISOString().slice(0, 10), "in days:", duration.toDays(length).toFixed(2));
}
JS
TZ=UTC node between.mjs | tee seen
diff seen - <<'SEEN'
2008-06-02 2025-12-31 P17Y6M29D years: 17 normalized: P17Y6M29D applied: 2025-12-31 in days: 6416.50
2008-06-02 2026-01-01 P18Y-5M-1D years: 18 normalized: P17Y7M-1D applied: 2026-01-01 in days: 6416.92
2008-06-02 2026-06-01 P18Y-1D years: 18 normalized: P18Y-1D applied: 2026-06-01 in days: 6569.00
2008-06-02 2026-06-02 P18Y years: 18 normalized: P18Y applied: 2026-06-02 in days: 6570.00
2026-12-31 2027-01-01 P1Y-11M-30D years: 1 normalized: P1M-30D applied: 2027-01-01 in days: 0.42
2026-11-30 2027-02-28 P1Y-9M-2D years: 1 normalized: P3M-4D applied: 2027-02-26 in days: 89.25
SEEN
echo "as seen before"
