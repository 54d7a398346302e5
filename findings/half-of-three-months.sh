#!/usr/bin/env bash
# Half of three months is one month to the library of dates of Ruby on Rails, and longer than one month as well.
#
# A midway review comes half of the interval after the last one. The guess was that half of three months is either refused
# or about 45 days. Seen on 30 November 2026 with Active Support 6.1.7.10 (Debian 12, ruby-activesupport): `/` divides the
# parts of a length by whole numbers and drops what is left over, so that half of three months is "1 month" and half of a
# year and six months is three months; yet the length also has seconds, of which it takes the true half, and by which it is
# compared. A part that becomes nought is left out; if none is left, the seconds are added, and half a year after 30
# November is 31 May at 15:54:36. Multiplied by 0.5, half a year is six months. A length that is read from ISO 8601 loses
# its half too: P2.9M after 30 November is 30 January, as is P2M. Ruby is fetched and unpacked, not installed.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
mkdir -p debs/partial unpacked
apt-get -qq -y -o Dir::Cache::archives="$work/debs" --no-install-recommends --download-only install ruby ruby-activesupport=2:6.1.7.10+dfsg-1~deb12u4 >/dev/null 2>&1
for deb in debs/*.deb; do dpkg-deb -x "$deb" unpacked; done
lib="$work/unpacked/usr/lib"
RUBYLIB=$(echo "$lib"/ruby/vendor_ruby "$lib"/x86_64-linux-gnu/ruby/vendor_ruby/3.1.0 "$lib"/ruby/3.1.0 "$lib"/x86_64-linux-gnu/ruby/3.1.0 \
  "$work"/unpacked/usr/share/rubygems-integration/all/gems/*/lib{,/concurrent-ruby} | sed "s/ /:/g")
export RUBYLIB LD_LIBRARY_PATH="$lib/x86_64-linux-gnu" TZ=Europe/London
cat > halves.rb <<'RB'
require "active_support"
require "active_support/all"
day = Date.new(2026, 11, 30)
read = ->(text) { ActiveSupport::Duration.parse(text) }
{ "3.months / 2" => 3.months / 2, "3.months * 0.5" => 3.months * 0.5, "18.months / 12" => 18.months / 12, "(1.year + 6.months) / 2" => (1.year + 6.months) / 2,
  "5.weeks / 2" => 5.weeks / 2, "1.month / 2" => 1.month / 2, "1.year / 2" => 1.year / 2, "1.year * 0.5" => 1.year * 0.5,
  "P2.9M" => read["P2.9M"], "P2M" => read["P2M"] }.each do |name, length|
  puts "#{name}: #{length.inspect}, #{length.iso8601}; a month: #{length == 1.month}; more than a month: #{length > 1.month}; after 30 November: #{(day + length).strftime('%F %T')}"
end
RB
unpacked/usr/bin/ruby3.1 --disable-gems halves.rb | tee seen
diff seen - <<'SEEN'
3.months / 2: 1 month, P1M; a month: false; more than a month: true; after 30 November: 2026-12-30 00:00:00
3.months * 0.5: 1.5 months, P1.5M; a month: false; more than a month: true; after 30 November: 2026-12-30 00:00:00
18.months / 12: 1 month, P1M; a month: false; more than a month: true; after 30 November: 2026-12-30 00:00:00
(1.year + 6.months) / 2: 3 months, P3M; a month: false; more than a month: true; after 30 November: 2027-02-28 00:00:00
5.weeks / 2: 2 weeks, P2W; a month: false; more than a month: false; after 30 November: 2026-12-14 00:00:00
1.month / 2: 1314873 seconds, PT0S; a month: false; more than a month: false; after 30 November: 2026-12-15 05:14:33
1.year / 2: 15778476 seconds, PT0S; a month: false; more than a month: true; after 30 November: 2027-05-31 15:54:36
1.year * 0.5: 0.5 years, P0.5Y; a month: false; more than a month: true; after 30 November: 2027-05-30 00:00:00
P2.9M: 2.9 months, P2.9M; a month: false; more than a month: true; after 30 November: 2027-01-30 00:00:00
P2M: 2 months, P2M; a month: false; more than a month: true; after 30 November: 2027-01-30 00:00:00
SEEN
echo "as seen before"
