#!/usr/bin/env bash
# A visit on the last working day of each month is on every fifth Monday, and one on working days on Saturday too, in Horde.
#
# Horde is a groupware with a calendar; its library Horde_Date works out what is on when, from rules of iCalendar, RFC 5545.
# The guess was that a rule is followed, or refused if it has a part that the library doesn't know. Seen on 1 December 2026
# with Horde_Date 2.4.1 (Debian 12, php-horde-date): of "the last of Monday to Friday" it keeps "a day of the week", and
# takes that and its number from the first visit, 30 November, which is a fifth Monday; from 30 September it is the fifth
# Wednesday. BYDAY is passed over in a daily rule, BYMONTH in a yearly one, so that reviews each February and August are in
# August alone, and BYMONTHDAY everywhere: the last day of the month is 1 October. Written for another calendar the rule is
# what it has become. The last Friday is right. PHP is fetched and unpacked, not installed.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
mkdir -p debs/partial unpacked
apt-get -qq -y -o Dir::Cache::archives="$work/debs" --no-install-recommends --download-only install php8.2-cli php-horde-date=2.4.1-9 php-horde-icalendar=2.1.8-7 >/dev/null 2>&1
for deb in debs/*.deb; do dpkg-deb -x "$deb" unpacked; done
cat > rules.php <<'PHP'
<?php
date_default_timezone_set("Europe/London");
spl_autoload_register(function ($class) { @include __DIR__ . "/unpacked/usr/share/php/" . strtr($class, "_", "/") . ".php"; });
foreach ([["2026-11-30", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"], ["2026-09-30", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"], ["2026-12-04", "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR"],
    ["2026-08-31", "FREQ=YEARLY;BYMONTH=2,8;BYMONTHDAY=-1"], ["2026-08-31", "FREQ=MONTHLY;BYMONTHDAY=-1"], ["2026-12-01", "FREQ=MONTHLY;BYMONTHDAY=1,15"], ["2026-12-25", "FREQ=MONTHLY;BYDAY=-1FR"]] as [$from, $rule]) {
  $series = new Horde_Date_Recurrence("$from 10:00:00");
  $series->fromRRule20($rule);
  for ($days = [], $after = new Horde_Date("$from 00:00:00"); count($days) < 5; $after->mday++)
    $days[] = ($after = $series->nextRecurrence($after))->format("D Y-m-d");
  echo "$rule: ", implode(", ", $days), "; written as ", $series->toRRule20(new Horde_Icalendar()), "\n";
}
PHP
unpacked/usr/bin/php8.2 -n -d error_reporting=1 rules.php | tee seen
diff seen - <<'SEEN'
FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1: Mon 2026-11-30, Mon 2027-03-29, Mon 2027-05-31, Mon 2027-08-30, Mon 2027-11-29; written as FREQ=MONTHLY;INTERVAL=1;BYDAY=5MO
FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1: Wed 2026-09-30, Wed 2026-12-30, Wed 2027-03-31, Wed 2027-06-30, Wed 2027-09-29; written as FREQ=MONTHLY;INTERVAL=1;BYDAY=5WE
FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR: Fri 2026-12-04, Sat 2026-12-05, Sun 2026-12-06, Mon 2026-12-07, Tue 2026-12-08; written as FREQ=DAILY;INTERVAL=1
FREQ=YEARLY;BYMONTH=2,8;BYMONTHDAY=-1: Mon 2026-08-31, Tue 2027-08-31, Thu 2028-08-31, Fri 2029-08-31, Sat 2030-08-31; written as FREQ=YEARLY;INTERVAL=1
FREQ=MONTHLY;BYMONTHDAY=-1: Mon 2026-08-31, Thu 2026-10-01, Sat 2026-10-31, Tue 2026-12-01, Thu 2026-12-31; written as FREQ=MONTHLY;INTERVAL=1
FREQ=MONTHLY;BYMONTHDAY=1,15: Tue 2026-12-01, Fri 2027-01-01, Mon 2027-02-01, Mon 2027-03-01, Thu 2027-04-01; written as FREQ=MONTHLY;INTERVAL=1
FREQ=MONTHLY;BYDAY=-1FR: Fri 2026-12-25, Fri 2027-01-29, Fri 2027-02-26, Fri 2027-03-26, Fri 2027-04-30; written as FREQ=MONTHLY;INTERVAL=1;BYDAY=-1FR
SEEN
echo "as seen before"
