#!/usr/bin/env bash
# Half a year from now is in thirty years, to Ruby's usual reader of dates in words, and half an hour ends tomorrow.
#
# "A review in half a year", people write, and programs hand the words on. The guess was that a reader that knows "6 months
# from now" and "a year from now" knows half a year, or says that it doesn't, as it does for others. Seen on 30 November
# 2026 with chronic 0.10.5 (Debian 12, ruby-chronic): "half" is the half of "half past", and so 30, and "quarter" is 15,
# whatever comes after. Half a year from 30 November 2026 is in 2056, half a month in May 2029, half a day in a month, and
# half an hour on the day after, at 16:00; a quarter of a year is fifteen years. With "a" before it, "a half year" is
# nothing (nil), as are one and a half years.
# Ruby is fetched and unpacked, not installed.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export TZ=Europe/London
mkdir -p debs/partial unpacked
apt-get -qq -y -o Dir::Cache::archives="$work/debs" --no-install-recommends --download-only install ruby ruby-chronic=0.10.5-2 >/dev/null 2>&1
for deb in debs/*.deb; do dpkg-deb -x "$deb" unpacked; done
cat > read.rb <<'RB'
require "chronic"
["6 months from now", "a year from now", "half a year from now", "half a year ago", "half a month from now", "half a week from now",
 "half a day from now", "half an hour from now", "quarter of a year from now", "a half year from now", "one and a half years from now"].each do |words|
  at = Chronic.parse(words, now: Time.local(2026, 11, 30, 10))
  puts "#{words}: #{at ? at.strftime("%a %d %B %Y, %H:%M") : "nil"}"
end
RB
vendor="$work/unpacked/usr/lib/ruby"; arch="$work/unpacked/usr/lib/x86_64-linux-gnu"
export RUBYLIB="$vendor/3.1.0:$arch/ruby/3.1.0:$vendor/vendor_ruby:$(echo "$work"/unpacked/usr/share/rubygems-integration/all/gems/*/lib | sed 's/ /:/g')"
LD_LIBRARY_PATH="$arch" unpacked/usr/bin/ruby3.1 -W0 read.rb | tee seen
diff seen - <<'SEEN'
6 months from now: Sun 30 May 2027, 10:00
a year from now: Tue 30 November 2027, 10:00
half a year from now: Thu 30 November 2056, 10:00
half a year ago: Sat 30 November 1996, 10:00
half a month from now: Wed 30 May 2029, 10:00
half a week from now: Mon 28 June 2027, 11:00
half a day from now: Wed 30 December 2026, 10:00
half an hour from now: Tue 01 December 2026, 16:00
quarter of a year from now: Sat 30 November 2041, 10:00
a half year from now: nil
one and a half years from now: nil
SEEN
echo "as seen before"
