#!/usr/bin/env bash
# "The last working day of the month" is Sunday 31 January in a scheduler, and in another the last Monday of each month.
#
# Cron's dialects write it as `LW`, the last of the days Monday to Friday, which cronstrue 3.39.0 (npm) puts into words. The
# guess was that a scheduler that takes it means it. Seen on 30 November 2026: croner 11.0.1 (npm) does. cron-expression
# 3.3.1 (Debian 12, php-dragonmantank-cron-expression), which reads the times of Laravel and other PHP programs, takes `LW`
# as valid, and looks for the working day nearest to day nought of a month: Wednesday 30 December, Sunday 31 January, 1
# February and 1 March. `31W`, the working day nearest to the 31st, is 3 February as well in it, where croner leaves out
# months without one. APScheduler 3.11.3 (PyPI), whose day of the month may be "last fri", takes "last mon-fri" for "last mon".
# PHP is fetched and unpacked, not installed.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1 npm_config_cache="$work/npm" TZ=Europe/London
mkdir -p debs/partial unpacked
apt-get -qq -y -o Dir::Cache::archives="$work/debs" --no-install-recommends --download-only install php-cli php-dragonmantank-cron-expression=3.3.1-2 >/dev/null 2>&1
for deb in debs/*.deb; do dpkg-deb -x "$deb" unpacked; done
python3 -m venv py && py/bin/pip -q install apscheduler==3.11.3
npm init -y >/dev/null && npm install --silent croner@11.0.1 cronstrue@3.39.0
cat > next.php <<'PHP'
<?php
require "Cron/autoload.php";
foreach (["0 9 LW * *", "0 9 31W * *"] as $words) {
    $days = [];
    for ($at = new DateTimeImmutable("2026-12-01"); count($days) < 5; $days[] = $at->format("D j M")) $at = (new Cron\CronExpression($words))->getNextRunDate($at);
    echo "cron-expression $words, valid: ", var_export(Cron\CronExpression::isValidExpression($words), true), ": ", implode(", ", $days), "\n";
}
PHP
cat > next.mjs <<'JS'
import { Cron } from "croner";
import cronstrue from "cronstrue";
const day = (at) => at.toLocaleDateString("en-GB", { weekday: "short", day: "numeric", month: "short" }).replace(",", "");
for (const words of ["0 9 LW * *", "0 9 31W * *"]) {
  console.log("cronstrue", words, "says:", cronstrue.toString(words));
  console.log("croner", words + ":", new Cron(words, { paused: true }).nextRuns(5, new Date("2026-12-01")).map(day).join(", "));
}
JS
cat > next.py <<'PY'
import datetime
from apscheduler.triggers.cron import CronTrigger
trigger, at, days = CronTrigger(day="last mon-fri", hour=9, timezone="Europe/London"), datetime.datetime(2026, 12, 1, tzinfo=datetime.timezone.utc), []
while len(days) < 5:
    at = trigger.get_next_fire_time(None, at + datetime.timedelta(seconds=1)); days.append(f"{at:%a} {at.day} {at:%b}")
print("APScheduler last mon-fri:", ", ".join(days))
PY
lib="$work/unpacked/usr/lib"
{ node next.mjs; py/bin/python next.py
  LD_LIBRARY_PATH="$lib/x86_64-linux-gnu:$work/unpacked/lib/x86_64-linux-gnu" "$(echo unpacked/usr/bin/php8.*)" -n -d "extension=$(echo "$lib"/php/*/ctype.so)" -d error_reporting=0 -d include_path="$work/unpacked/usr/share/php" next.php; } | tee seen
diff seen - <<'SEEN'
cronstrue 0 9 LW * * says: At 09:00 AM, on the last weekday of the month
croner 0 9 LW * *: Thu 31 Dec, Fri 29 Jan, Fri 26 Feb, Wed 31 Mar, Fri 30 Apr
cronstrue 0 9 31W * * says: At 09:00 AM, on the weekday nearest day 31 of the month
croner 0 9 31W * *: Thu 31 Dec, Fri 29 Jan, Wed 31 Mar, Mon 31 May, Fri 30 Jul
APScheduler last mon-fri: Mon 28 Dec, Mon 25 Jan, Mon 22 Feb, Mon 29 Mar, Mon 26 Apr
cron-expression 0 9 LW * *, valid: true: Wed 30 Dec, Sun 31 Jan, Mon 1 Feb, Mon 1 Mar, Sun 30 May
cron-expression 0 9 31W * *, valid: true: Thu 31 Dec, Fri 29 Jan, Wed 3 Feb, Wed 31 Mar, Fri 30 Apr
SEEN
echo "as seen before"
