#!/usr/bin/env bash
# What is due on 4 December 2026 isn't due before 2027, once the day is made a date, and 1999 comes after 2008.
#
# AlaSQL runs SQL over lists and CSV files in JavaScript; there every cell is a text, which CAST(due AS DATE) makes a date in
# SQL. The guess was that dates, and texts with the year first, are compared as days. Seen on 30 November 2026 with alasql
# 4.19.1 (npm): the result of CAST, and of CONVERT(DATE, due), is the text 26.12.04. So beside a text it comes after any day
# from 2000 to 2099, and beside another such text the births of 1999 come after those of 2008, the eldest last and
# not first. The days between two of them are nought, and the year of one is nothing. Compared as the texts they are,
# without CAST, all is right, and so is it with DATE(due), which makes a moment.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export npm_config_cache="$work/npm"
npm init -y >/dev/null && npm install --silent alasql@4.19.1
cat > read.cjs <<'JS'
const alasql = require("alasql");
const cases = [{ id: "A", due: "2026-12-04", born: "2008-06-02" }, { id: "B", due: "2027-01-04", born: "1999-06-02" }];
for (const asked of [
  "WHERE due < '2027-01-01'", "WHERE CAST(due AS DATE) < '2027-01-01'", "WHERE CONVERT(DATE, due) < '2027-01-01'",
  "WHERE DATE(due) < DATE('2027-01-01')", "ORDER BY born", "ORDER BY CAST(born AS DATE)", "ORDER BY DATE(born)",
]) console.log(asked, "gives", alasql(`SELECT COLUMN id FROM ? ${asked}`, [cases]).join(" ") || "nothing");
for (const asked of ["CAST('2026-12-04' AS DATE)", "DATEDIFF(DAY, '2026-11-30', '2026-12-04')",
  "DATEDIFF(DAY, CAST('2026-11-30' AS DATE), CAST('2026-12-04' AS DATE))", "YEAR(CAST('2026-12-04' AS DATE))"])
  console.log(asked, "is", alasql(`SELECT VALUE ${asked}`));
JS
TZ=Europe/London node read.cjs | tee seen
diff seen - <<'SEEN'
WHERE due < '2027-01-01' gives A
WHERE CAST(due AS DATE) < '2027-01-01' gives nothing
WHERE CONVERT(DATE, due) < '2027-01-01' gives nothing
WHERE DATE(due) < DATE('2027-01-01') gives A
ORDER BY born gives B A
ORDER BY CAST(born AS DATE) gives A B
ORDER BY DATE(born) gives B A
CAST('2026-12-04' AS DATE) is 26.12.04
DATEDIFF(DAY, '2026-11-30', '2026-12-04') is 4
DATEDIFF(DAY, CAST('2026-11-30' AS DATE), CAST('2026-12-04' AS DATE)) is 0
YEAR(CAST('2026-12-04' AS DATE)) is undefined
SEEN
echo "as seen before"
