#!/usr/bin/env bash
# 31.5.08 is a birthday in 2008 and 2.6.08 is today at six minutes past two, in PHP.
#
# People write a birthday as 2.6.08 or 31.5.08. The guess was that both are read in one way, day first, as PHP reads 2.6.2008.
# Seen on 30 November 2026 with PHP 8.2 (Debian 12), by `date_create`, with which Drupal, WordPress and Carbon read dates
# too: if the first number can be an hour, up to 24, and the last a second, up to 60, all three are a time of today. So of
# each month the 25th to the 31st are dates, and the days before are today, until 2060. Whoever is born on one of those is nought
# years old, and a deadline on one is today. With hyphens 2-6-08 is 8 June 2002, and with strokes 6 February 2008. The
# manual has the order in a note under its formats.
# PHP is fetched and unpacked, not installed.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
mkdir -p debs/partial unpacked
apt-get -qq -y -o Dir::Cache::archives="$work/debs" --no-install-recommends --download-only install php8.2-cli >/dev/null 2>&1
for deb in debs/*.deb; do dpkg-deb -x "$deb" unpacked; done
cat > read.php <<'PHP'
<?php
foreach (["31.5.08", "2.6.08", "02.06.08", "2.6.2008", "2-6-08", "2/6/08", "24.11.26", "25.11.26", "1.7.26", "1.7.59", "1.7.61"] as $text) {
    $read = date_create($text);
    $days = ["0" => "today", "1" => "tomorrow"][intdiv($read->getTimestamp() - strtotime("today"), 86400)] ?? null;
    echo "$text: ", $days && $read->format("H:i:s") != "00:00:00" ? "$days at " . $read->format("H:i:s") : $read->format("j F Y"), "\n";
}
PHP
LD_LIBRARY_PATH="$work/unpacked/usr/lib/x86_64-linux-gnu:$work/unpacked/lib/x86_64-linux-gnu" "$(echo unpacked/usr/bin/php8.*)" -n -d date.timezone=Europe/London read.php | tee seen
diff seen - <<'SEEN'
31.5.08: 31 May 2008
2.6.08: today at 02:06:08
02.06.08: today at 02:06:08
2.6.2008: 2 June 2008
2-6-08: 8 June 2002
2/6/08: 6 February 2008
24.11.26: tomorrow at 00:11:26
25.11.26: 25 November 2026
1.7.26: today at 01:07:26
1.7.59: today at 01:07:59
1.7.61: 1 July 2061
SEEN
echo "as seen before"
