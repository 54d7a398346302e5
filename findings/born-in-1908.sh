#!/usr/bin/env bash
# Somebody born on 02/06/08 was born in 1908 to JSONata, and a date that it has written itself comes back 100 years early.
#
# JSONata turns the records of one program into those of another, in Node-RED for example; $toMillis reads a date by a picture
# such as "[D01]/[M01]/[Y,2-2]", and $fromMillis writes by the same one. The guess was a year near today, as of most readers
# of two figures, or none. Seen on 30 November 2026 with jsonata 2.2.2 (npm): two figures are of the 1900s, all of them,
# whether the picture says so or has [Y] alone. A date written by a picture and read back by it is in 1926. A young
# person of 17 is 117, and a limit that ends tomorrow was over a century ago. 31/06 is 1 July besides, and not refused.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export npm_config_cache="$work/npm"
npm init -y >/dev/null && npm install --silent jsonata@2.2.2
cat > read.mjs <<'JS'
import jsonata from "jsonata";
for (const rule of [
  `$fromMillis($toMillis("02/06/08", "[D01]/[M01]/[Y,2-2]"))`,
  `$fromMillis($toMillis("02/06/08", "[D01]/[M01]/[Y]"))`,
  `$fromMillis($toMillis("01/12/26", "[D01]/[M01]/[Y01]"))`,
  `$fromMillis($toMillis("2026-12-01"), "[D01]/[M01]/[Y,2-2]")`,
  `$fromMillis($toMillis($fromMillis($toMillis("2026-12-01"), "[D01]/[M01]/[Y,2-2]"), "[D01]/[M01]/[Y,2-2]"))`,
  `$fromMillis($toMillis("02/06/2008", "[D01]/[M01]/[Y0001]"))`,
  `$fromMillis($toMillis("31/06/2026", "[D01]/[M01]/[Y0001]"))`,
]) console.log(rule, "is", await jsonata(rule).evaluate({}));
JS
node read.mjs | tee seen
diff seen - <<'SEEN'
$fromMillis($toMillis("02/06/08", "[D01]/[M01]/[Y,2-2]")) is 1908-06-02T00:00:00.000Z
$fromMillis($toMillis("02/06/08", "[D01]/[M01]/[Y]")) is 1908-06-02T00:00:00.000Z
$fromMillis($toMillis("01/12/26", "[D01]/[M01]/[Y01]")) is 1926-12-01T00:00:00.000Z
$fromMillis($toMillis("2026-12-01"), "[D01]/[M01]/[Y,2-2]") is 01/12/26
$fromMillis($toMillis($fromMillis($toMillis("2026-12-01"), "[D01]/[M01]/[Y,2-2]"), "[D01]/[M01]/[Y,2-2]")) is 1926-12-01T00:00:00.000Z
$fromMillis($toMillis("02/06/2008", "[D01]/[M01]/[Y0001]")) is 2008-06-02T00:00:00.000Z
$fromMillis($toMillis("31/06/2026", "[D01]/[M01]/[Y0001]")) is 2026-07-01T00:00:00.000Z
SEEN
echo "as seen before"
