#!/usr/bin/env bash
# A review of 31 August, to come back each February and August, is on 3 August the year after, in a library of calendars.
#
# RFC 5545, 3.3.10: a day that a month doesn't have is left out, so that FREQ=YEARLY;BYMONTH=2,8 from 31 August comes each 31
# August. The guess was that, or the last day of February. Seen on 30 November 2026 with sabre/vobject 2.1.7 (Debian 12,
# php-sabre-vobject), the library under many servers of calendars: 31 February is 3 March, which is in neither month, and
# from then on the review is on the 3rd of each, four weeks early. Each quarter from 31 January it is on 1 May and then on the
# 1st. With FREQ=MONTHLY the months of the rule are passed over, and it comes seven times a year, on every 31st.
# FREQ=MONTHLY;INTERVAL=6 leaves out February, and BYMONTHDAY=-1 beside BYMONTH is right by the year and every month otherwise.
# PHP is fetched and unpacked, not installed.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
mkdir -p debs/partial unpacked
apt-get -qq -y -o Dir::Cache::archives="$work/debs" --no-install-recommends --download-only install php-cli php-mbstring php-sabre-vobject=2.1.7-6.1 >/dev/null 2>&1
for deb in debs/*.deb; do dpkg-deb -x "$deb" unpacked; done
cat > review.php <<'PHP'
<?php
require "Sabre/VObject/autoload.php";
foreach (["20260831" => ["FREQ=YEARLY;BYMONTH=2,8", "FREQ=MONTHLY;BYMONTH=2,8", "FREQ=MONTHLY;INTERVAL=6", "FREQ=YEARLY;BYMONTH=2,8;BYMONTHDAY=-1",
              "FREQ=MONTHLY;BYMONTH=2,8;BYMONTHDAY=-1"], "20260131" => ["FREQ=YEARLY;BYMONTH=1,4,7,10"]] as $first => $rules)
    foreach ($rules as $rule) {
        $calendar = Sabre\VObject\Reader::read(implode("\r\n", ["BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT", "UID:review", "DTSTART;VALUE=DATE:$first",
            "RRULE:$rule", "END:VEVENT", "END:VCALENDAR", ""]));
        $days = [];
        for ($each = new Sabre\VObject\RecurrenceIterator($calendar, "review"); count($days) < 5; $each->next()) $days[] = $each->getDtStart()->format("j M Y");
        echo "$rule: ", implode(", ", $days), "\n";
    }
PHP
lib="$work/unpacked/usr/lib"
LD_LIBRARY_PATH="$lib/x86_64-linux-gnu:$work/unpacked/lib/x86_64-linux-gnu" "$(echo unpacked/usr/bin/php8.*)" -n -d error_reporting=0 -d "extension=$(echo "$lib"/php/*/mbstring.so)" \
    -d date.timezone=Europe/London -d include_path="$work/unpacked/usr/share/php" review.php | tee seen
diff seen - <<'SEEN'
FREQ=YEARLY;BYMONTH=2,8: 31 Aug 2026, 3 Mar 2027, 3 Aug 2027, 3 Feb 2028, 3 Aug 2028
FREQ=MONTHLY;BYMONTH=2,8: 31 Aug 2026, 31 Oct 2026, 31 Dec 2026, 31 Jan 2027, 31 Mar 2027
FREQ=MONTHLY;INTERVAL=6: 31 Aug 2026, 31 Aug 2027, 31 Aug 2028, 31 Aug 2029, 31 Aug 2030
FREQ=YEARLY;BYMONTH=2,8;BYMONTHDAY=-1: 31 Aug 2026, 28 Feb 2027, 31 Aug 2027, 29 Feb 2028, 31 Aug 2028
FREQ=MONTHLY;BYMONTH=2,8;BYMONTHDAY=-1: 31 Aug 2026, 30 Sep 2026, 31 Oct 2026, 30 Nov 2026, 31 Dec 2026
FREQ=YEARLY;BYMONTH=1,4,7,10: 31 Jan 2026, 1 May 2026, 1 Jul 2026, 1 Oct 2026, 1 Jan 2027
SEEN
echo "as seen before"
