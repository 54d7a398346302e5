#!/usr/bin/env bash
# The last day of January 2027 is 1 January 2026 at 20:27, to Ruby's usual reader of dates in words.
#
# The guess was that a reader whose manual has "3rd wednesday in november" knows the last Friday of a month, or says that it
# doesn't know it, as it does for "1st friday of january 2027". Seen on 30 November 2026 with chronic 0.10.5 (Debian 12,
# ruby-chronic): "last january" is the January that is past, the day is the first of its kind in it, and the year is taken
# for a time of day. So the last Friday of January 2027 is 2 January 2026 at 20:27, over a year early, and of March 2031 it
# is at 20:31; "the last Monday of the month" is the first Monday of the month before. Without "last" a year is a year.
# Ruby is fetched and unpacked, not installed.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export TZ=Europe/London
mkdir -p debs/partial unpacked
apt-get -qq -y -o Dir::Cache::archives="$work/debs" --no-install-recommends --download-only install ruby ruby-chronic=0.10.5-2 >/dev/null 2>&1
for deb in debs/*.deb; do dpkg-deb -x "$deb" unpacked; done
cat > read.rb <<'RB'
require "chronic"
["29 january 2027", "last day of january 2027", "last friday of january 2027", "last friday of march 2031", "last friday of january",
 "last monday of the month", "3rd wednesday in november", "1st friday of january 2027"].each do |words|
  at = Chronic.parse(words, now: Time.local(2026, 11, 30, 10))
  puts "#{words}: #{at ? at.strftime("%a %d %B %Y, %H:%M") : "nil"}"
end
RB
vendor="$work/unpacked/usr/lib/ruby"; arch="$work/unpacked/usr/lib/x86_64-linux-gnu"
export RUBYLIB="$vendor/3.1.0:$arch/ruby/3.1.0:$vendor/vendor_ruby:$(echo "$work"/unpacked/usr/share/rubygems-integration/all/gems/*/lib | sed 's/ /:/g')"
LD_LIBRARY_PATH="$arch" unpacked/usr/bin/ruby3.1 -W0 read.rb | tee seen
diff seen - <<'SEEN'
29 january 2027: Fri 29 January 2027, 12:00
last day of january 2027: Thu 01 January 2026, 20:27
last friday of january 2027: Fri 02 January 2026, 20:27
last friday of march 2031: Fri 06 March 2026, 20:31
last friday of january: Fri 02 January 2026, 12:00
last monday of the month: Mon 05 October 2026, 12:00
3rd wednesday in november: Wed 18 November 2026, 12:00
1st friday of january 2027: nil
SEEN
echo "as seen before"
