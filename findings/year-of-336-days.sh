#!/usr/bin/env bash
# A year is 336 days, and 26 weeks are six months and a fortnight, to the usual library of dates in PHP.
#
# Limits are compared as lengths: so many days with "6 months". The guess was a month of 30 days, or of an average one, as
# elsewhere. Seen on 30 November 2026 with Carbon 2.65.0 (Debian 12, php-nesbot-carbon), the dates of Laravel: a month of a
# CarbonInterval has four weeks and a year twelve of those months, so that 169 days are more than six months, and 365 days
# "1 year 1 month 1 day" once they are carried over (`cascade`). A month that is added to a date is one of the calendar, so
# that the day six months after 2 June is more than six months after it. The manual has it under "cascade".
# PHP is fetched and unpacked, not installed.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
mkdir -p debs/partial unpacked
apt-get -qq -y -o Dir::Cache::archives="$work/debs" --no-install-recommends --download-only install php-cli php-mbstring php-nesbot-carbon=2.65.0-1+deb12u1 >/dev/null 2>&1
for deb in debs/*.deb; do dpkg-deb -x "$deb" unpacked; done
cat > lengths.php <<'PHP'
<?php
require "Carbon/autoload.php";
use Carbon\Carbon; use Carbon\CarbonInterval;
foreach (["1 month", "3 months", "6 months", "1 year", "18 years"] as $length) echo "$length: ", CarbonInterval::make($length)->totalDays, " days\n";
foreach (["6 weeks", "90 days", "182 days", "26 weeks", "365 days"] as $length) echo "$length: ", CarbonInterval::make($length)->cascade()->forHumans(), "\n";
foreach (["88 days" => "3 months", "24 weeks" => "6 months", "169 days" => "6 months", "340 days" => "1 year"] as $length => $limit)
    echo "$length more than $limit: ", var_export(CarbonInterval::make($length)->greaterThan(CarbonInterval::make($limit)), true), "\n";
$end = Carbon::parse("2026-06-02")->add("6 months");
echo "2 June 2026 and 6 months: ", $end->toDateString(), "; in days: ", $days = Carbon::parse("2026-06-02")->diffInDays($end),
    "; more than 6 months: ", var_export(CarbonInterval::days($days)->greaterThan(CarbonInterval::make("6 months")), true), "\n";
PHP
lib="$work/unpacked/usr/lib"
LD_LIBRARY_PATH="$lib/x86_64-linux-gnu:$work/unpacked/lib/x86_64-linux-gnu" "$(echo unpacked/usr/bin/php8.*)" -n -d error_reporting=0 -d "extension=$(echo "$lib"/php/*/mbstring.so)" -d date.timezone=Europe/London \
    -d include_path="$work/unpacked/usr/share/php" lengths.php | tee seen
diff seen - <<'SEEN'
1 month: 28 days
3 months: 84 days
6 months: 168 days
1 year: 336 days
18 years: 6048 days
6 weeks: 1 month 2 weeks
90 days: 3 months 6 days
182 days: 6 months 2 weeks
26 weeks: 6 months 2 weeks
365 days: 1 year 1 month 1 day
88 days more than 3 months: true
24 weeks more than 6 months: false
169 days more than 6 months: true
340 days more than 1 year: true
2 June 2026 and 6 months: 2026-12-02; in days: 183; more than 6 months: true
SEEN
echo "as seen before"
