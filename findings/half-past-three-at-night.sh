#!/usr/bin/env bash
# A hearing at 15:30 is at 03:30 in a letter that is dated by the example "10:00", and at 15:30 by the example "13:00".
#
# ruby-stamp takes an example of a text with a date and writes others like it, so that nobody has to know the letters of
# strftime. The guess was that 10:00, with no "am" after it, is the 24-hour clock. Seen on 1 December 2026 with stamp 0.6.0
# (Debian 12, ruby-stamp): an hour up to 12 is one of the 12-hour clock, "am" or not, and only 13 and above are of the other.
# So 09:30, with a nought before it, makes 03:30 of half past three in the afternoon, and 00:00, which no 12-hour clock has,
# does so too, and makes 12:30 of half past midnight. Its page has 23:59 for the one and 3:00 AM for the other, and what a
# date can't say by itself: 01/09. No error or warning says which of the two clocks was taken.
# Ruby is fetched and unpacked, not installed.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export TZ=Europe/London
mkdir -p debs/partial unpacked
apt-get -qq -y -o Dir::Cache::archives="$work/debs" --no-install-recommends --download-only install ruby ruby-stamp=0.6.0-1.1 >/dev/null 2>&1
for deb in debs/*.deb; do dpkg-deb -x "$deb" unpacked; done
cat > stamp.rb <<'RB'
require "time"
require "stamp"
["10:00 on 4 December 2026", "09:30 on 4 December 2026", "12:00 on 4 December 2026", "00:00 on 4 December 2026", "13:00 on 4 December 2026",
 "23:59 on 4 December 2026", "10:00am on 4 December 2026"].each do |example|
  puts "#{example}: #{[Time.new(2027, 1, 29, 15, 30), Time.new(2027, 1, 29, 0, 30)].map { |at| at.stamp(example) }.join("; ")}"
end
RB
vendor="$work/unpacked/usr/lib/ruby"; arch="$work/unpacked/usr/lib/x86_64-linux-gnu"
export RUBYLIB="$vendor/3.1.0:$arch/ruby/3.1.0:$vendor/vendor_ruby:$(echo "$work"/unpacked/usr/share/rubygems-integration/all/gems/*/lib | sed 's/ /:/g')"
LD_LIBRARY_PATH="$arch" unpacked/usr/bin/ruby3.1 -W0 stamp.rb | tee seen
diff seen - <<'SEEN'
10:00 on 4 December 2026: 03:30 on 29 January 2027; 12:30 on 29 January 2027
09:30 on 4 December 2026: 03:30 on 29 January 2027; 12:30 on 29 January 2027
12:00 on 4 December 2026: 03:30 on 29 January 2027; 12:30 on 29 January 2027
00:00 on 4 December 2026: 03:30 on 29 January 2027; 12:30 on 29 January 2027
13:00 on 4 December 2026: 15:30 on 29 January 2027; 00:30 on 29 January 2027
23:59 on 4 December 2026: 15:30 on 29 January 2027; 00:30 on 29 January 2027
10:00am on 4 December 2026: 03:30pm on 29 January 2027; 12:30am on 29 January 2027
SEEN
echo "as seen before"
