#!/usr/bin/env bash
# Reviews that a Ruby program shows in each August and February are in August alone once it has written them for a calendar.
#
# ice_cube is the usual library for series of dates in Ruby, and writes them as rules of iCalendar, RFC 5545. The guess was
# that what it writes means what it shows. Seen on 30 November 2026 with ice_cube 0.16.4 (Debian 12, ruby-ice-cube): every
# six months from 31 August are 31 August and 28 or 29 February, but the rule that it writes is FREQ=MONTHLY;INTERVAL=6
# from 31 August, by which RFC 5545 leaves out months that have no such day, as python-dateutil 2.9.0.post0 does. Of a
# visit each month from 31 January the calendar has seven a year, and of a birthday on 29 February one in four. Read back by
# ice_cube itself, the series is whole.
# Ruby is fetched and unpacked, not installed.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export TZ=Europe/London PIP_NO_CACHE_DIR=1
python3 -m venv py && py/bin/pip -q install --no-compile python-dateutil==2.9.0.post0
mkdir -p debs/partial unpacked
apt-get -qq -y -o Dir::Cache::archives="$work/debs" --no-install-recommends --download-only install ruby ruby-activesupport ruby-ice-cube=0.16.4-3 >/dev/null 2>&1
for deb in debs/*.deb; do dpkg-deb -x "$deb" unpacked; done
cat > write.rb <<'RB'
require "active_support"
require "active_support/core_ext/module/delegation"
require "ice_cube"
[[[2026, 8, 31], IceCube::Rule.monthly(6)], [[2027, 1, 31], IceCube::Rule.monthly], [[2024, 2, 29], IceCube::Rule.yearly]].each do |from, rule|
  series = IceCube::Schedule.new(Time.utc(*from, 10)) { |s| s.add_recurrence_rule rule }
  again = IceCube::Schedule.from_ical(series.to_ical)
  puts [series, again].map { |s| s.first(6).map { |at| at.strftime("%F") }.join(" ") }.join("|") + "|" + series.to_ical.gsub("\n", "\\n")
end
RB
cat > read.py <<'PY'
import sys
from dateutil.rrule import rrulestr
for line in sys.stdin:
    shown, again, written = line.strip().split("|")
    calendar = rrulestr(written.replace("\\n", "\n"))
    print("shown:    ", shown, "" if shown == again else "; read back: " + again, sep="")
    print("written:  ", written.replace("\\n", " "), sep="")
    print("calendar:", *(f"{at:%Y-%m-%d}" for at, _ in zip(calendar, range(6))))
PY
vendor="$work/unpacked/usr/lib/ruby"; arch="$work/unpacked/usr/lib/x86_64-linux-gnu"
export RUBYLIB="$vendor/3.1.0:$arch/ruby/3.1.0:$vendor/vendor_ruby:$(echo "$work"/unpacked/usr/share/rubygems-integration/all/gems/*/lib{,/concurrent-ruby} | sed 's/ /:/g')"
LD_LIBRARY_PATH="$arch" unpacked/usr/bin/ruby3.1 -W0 write.rb > written
py/bin/python read.py < written | tee seen
diff seen - <<'SEEN'
shown:    2026-08-31 2027-02-28 2027-08-31 2028-02-29 2028-08-31 2029-02-28
written:  DTSTART:20260831T100000Z RRULE:FREQ=MONTHLY;INTERVAL=6
calendar: 2026-08-31 2027-08-31 2028-08-31 2029-08-31 2030-08-31 2031-08-31
shown:    2027-01-31 2027-02-28 2027-03-31 2027-04-30 2027-05-31 2027-06-30
written:  DTSTART:20270131T100000Z RRULE:FREQ=MONTHLY
calendar: 2027-01-31 2027-03-31 2027-05-31 2027-07-31 2027-08-31 2027-10-31
shown:    2024-02-29 2025-02-28 2026-02-28 2027-02-28 2028-02-29 2029-02-28
written:  DTSTART:20240229T100000Z RRULE:FREQ=YEARLY
calendar: 2024-02-29 2028-02-29 2032-02-29 2036-02-29 2040-02-29 2044-02-29
SEEN
echo "as seen before"
