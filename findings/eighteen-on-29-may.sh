#!/usr/bin/env bash
# Somebody born on 2 June 2008 is 18 on 29 May 2026 by one of a library's two functions for it, and on 2 June by the other.
#
# AlaSQL runs SQL over lists and CSV files in JavaScript, and has DATEADD(year, 18, day), as in SQL Server, and
# DATE_ADD(day, INTERVAL 18 YEAR), as in MySQL. The guess was that both reach the same day. Seen on 30 November 2026 with
# alasql 4.19.1 (npm): the second takes 365 days for a year and 30 for a month, so that an eighteenth birthday comes four days
# early and six months after 2 June are up on 29 November; DATE_SUB, asked who was born at least 18 years ago, is as far
# out. DATEDIFF counts like the second, and a month as 30 days, so that 18 years are 219 months. DATEADD goes by the
# calendar, but has no end of a month: three months after 30 November are 2 March.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export npm_config_cache="$work/npm"
npm init -y >/dev/null && npm install --silent alasql@4.19.1
cat > read.cjs <<'JS'
const alasql = require("alasql");
for (const asked of [
  "DATEADD(YEAR, 18, '2008-06-02')", "DATE_ADD('2008-06-02', INTERVAL 18 YEAR)", "DATE_SUB('2026-06-02', INTERVAL 18 YEAR)",
  "DATEADD(MONTH, 6, '2026-06-02')", "DATE_ADD('2026-06-02', INTERVAL 6 MONTH)",
  "DATEADD(MONTH, 3, '2026-11-30')", "DATE_ADD('2026-11-30', INTERVAL 3 MONTH)",
  "DATEDIFF(YEAR, '2008-06-02', '2026-05-28')", "DATEDIFF(YEAR, '2008-06-02', '2026-05-29')", "DATEDIFF(MONTH, '2008-06-02', '2026-06-02')",
]) {
  const result = alasql(`SELECT VALUE ${asked}`);
  console.log(asked, "is", result instanceof Date ? result.toLocaleDateString("en-CA") : result);
}
const people = [{ name: "A", born: "2008-06-02" }, { name: "B", born: "2008-06-08" }];
for (const day of ["2026-05-29", "2026-06-02", "2026-06-04"])
  console.log(`of A, born on 2 June 2008, and B, born on 8 June, 18 on ${day}:`,
    alasql("SELECT COLUMN name FROM ? WHERE DATE_ADD(born, INTERVAL 18 YEAR) <= DATE(?)", [people, day]).join(" and "));
JS
TZ=Europe/London node read.cjs | tee seen
diff seen - <<'SEEN'
DATEADD(YEAR, 18, '2008-06-02') is 2026-06-02
DATE_ADD('2008-06-02', INTERVAL 18 YEAR) is 2026-05-29
DATE_SUB('2026-06-02', INTERVAL 18 YEAR) is 2008-06-06
DATEADD(MONTH, 6, '2026-06-02') is 2026-12-02
DATE_ADD('2026-06-02', INTERVAL 6 MONTH) is 2026-11-29
DATEADD(MONTH, 3, '2026-11-30') is 2027-03-02
DATE_ADD('2026-11-30', INTERVAL 3 MONTH) is 2027-02-28
DATEDIFF(YEAR, '2008-06-02', '2026-05-28') is 17
DATEDIFF(YEAR, '2008-06-02', '2026-05-29') is 18
DATEDIFF(MONTH, '2008-06-02', '2026-06-02') is 219
of A, born on 2 June 2008, and B, born on 8 June, 18 on 2026-05-29: A
of A, born on 2 June 2008, and B, born on 8 June, 18 on 2026-06-02: A
of A, born on 2 June 2008, and B, born on 8 June, 18 on 2026-06-04: A and B
SEEN
echo "as seen before"
