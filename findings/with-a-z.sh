#!/usr/bin/env bash
# 09:30 in UTC is half past nine in summer too if it's written with Z, and half past ten if it's written with +00:00.
#
# ISO 8601 and RFC 3339 write UTC as Z, and mean the same by +00:00. timeliness is the reader behind the usual checks of dates
# and times for Ruby on Rails. The guess was that it reads both as one moment, or refuses one. Seen on 30 November 2026 with
# timeliness 0.3.10 (Debian 12, ruby-timeliness), in London's time: it takes the Z as part of the text's form and drops it, so
# that from April to October the moment is an hour early, and half past midnight on 1 July is on 30 June. Other offsets are
# heeded, and with UTC as the zone asked for both are right.
# Ruby is fetched and unpacked, not installed.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export TZ=Europe/London
mkdir -p debs/partial unpacked
apt-get -qq -y -o Dir::Cache::archives="$work/debs" --no-install-recommends --download-only install ruby ruby-timeliness=0.3.10-2 >/dev/null 2>&1
for deb in debs/*.deb; do dpkg-deb -x "$deb" unpacked; done
cat > read.rb <<'RB'
require "timeliness"
["2026-12-01T09:30:00Z", "2026-07-01T09:30:00Z", "2026-07-01T09:30:00+00:00", "2026-07-01T09:30:00+01:00", "2026-07-01T09:30:00+02:00",
 "2026-06-30T23:30:00Z", "2026-06-30T23:30:00+00:00"].each do |text|
  puts "#{text}: #{Timeliness.parse(text)}; asked for UTC: #{Timeliness.parse(text, zone: :utc)}"
end
RB
vendor="$work/unpacked/usr/lib/ruby"; arch="$work/unpacked/usr/lib/x86_64-linux-gnu"
export RUBYLIB="$vendor/3.1.0:$arch/ruby/3.1.0:$vendor/vendor_ruby:$(echo "$work"/unpacked/usr/share/rubygems-integration/all/gems/*/lib | sed 's/ /:/g')"
LD_LIBRARY_PATH="$arch" unpacked/usr/bin/ruby3.1 -W0 read.rb | tee seen
diff seen - <<'SEEN'
2026-12-01T09:30:00Z: 2026-12-01 09:30:00 +0000; asked for UTC: 2026-12-01 09:30:00 UTC
2026-07-01T09:30:00Z: 2026-07-01 09:30:00 +0100; asked for UTC: 2026-07-01 09:30:00 UTC
2026-07-01T09:30:00+00:00: 2026-07-01 10:30:00 +0100; asked for UTC: 2026-07-01 09:30:00 UTC
2026-07-01T09:30:00+01:00: 2026-07-01 09:30:00 +0100; asked for UTC: 2026-07-01 08:30:00 UTC
2026-07-01T09:30:00+02:00: 2026-07-01 08:30:00 +0100; asked for UTC: 2026-07-01 07:30:00 UTC
2026-06-30T23:30:00Z: 2026-06-30 23:30:00 +0100; asked for UTC: 2026-06-30 23:30:00 UTC
2026-06-30T23:30:00+00:00: 2026-07-01 00:30:00 +0100; asked for UTC: 2026-06-30 23:30:00 UTC
SEEN
echo "as seen before"
