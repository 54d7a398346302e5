#!/usr/bin/env bash
# 90 days, written in words and read back, are 96 days in the library of durations that GitLab uses.
#
# The guess was that a duration comes back as it went out. Seen on 30 November 2026 with gitlab-chronic-duration 0.10.6.2
# (Debian 12, ruby-chronic-duration): asked to write weeks (`weeks: true`), it lets a month have four weeks and a year
# 365.25 days, so that a year less a day is 13 months; reading them, a month has 30 days. 26 weeks come back as 194 days, and
# eighteen years less a day as 7,041 days, 19 years and 3 months. Without weeks they come back right, though twelve months
# are not a year either way. "Half a year" is read as a year, and "15 working days" as 15 days. Ruby is fetched and
# unpacked, not installed.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
mkdir -p debs/partial unpacked
apt-get -qq -y -o Dir::Cache::archives="$work/debs" --no-install-recommends --download-only install ruby ruby-chronic-duration=0.10.6.2-2 >/dev/null 2>&1
for deb in debs/*.deb; do dpkg-deb -x "$deb" unpacked; done
lib="$work/unpacked/usr/lib"
RUBYLIB=$(echo "$lib"/ruby/vendor_ruby "$lib"/x86_64-linux-gnu/ruby/vendor_ruby/3.1.0 "$lib"/ruby/3.1.0 "$lib"/x86_64-linux-gnu/ruby/3.1.0 \
  "$work"/unpacked/usr/share/rubygems-integration/all/gems/*/lib | sed "s/ /:/g")
export RUBYLIB LD_LIBRARY_PATH="$lib/x86_64-linux-gnu" TZ=Europe/London
cat > words.rb <<'RB'
require "gitlab_chronic_duration"
days = ->(words) { ChronicDuration.parse(words) / 86400.0 }
[20, 28, 42, 90, 182, 364, 365, 366, 6573].each do |length|
  puts "#{length} days: " + [true, false].map { |weeks|
    words = ChronicDuration.output(length * 86400, format: :long, weeks: weeks)
    "#{weeks ? 'with' : 'without'} weeks #{words}, read back #{days[words]}" }.join("; ")
end
["12 months", "1 year", "half a year", "15 working days"].each { |words| puts "#{words}: #{days[words]} days" }
RB
unpacked/usr/bin/ruby3.1 --disable-gems words.rb | tee seen
diff seen - <<'SEEN'
20 days: with weeks 2 weeks 6 days, read back 20.0; without weeks 20 days, read back 20.0
28 days: with weeks 1 month, read back 30.0; without weeks 28 days, read back 28.0
42 days: with weeks 1 month 2 weeks, read back 44.0; without weeks 1 month 12 days, read back 42.0
90 days: with weeks 3 months 6 days, read back 96.0; without weeks 3 months, read back 90.0
182 days: with weeks 6 months 2 weeks, read back 194.0; without weeks 6 months 2 days, read back 182.0
364 days: with weeks 13 months, read back 390.0; without weeks 12 months 4 days, read back 364.0
365 days: with weeks 13 months 1 day, read back 391.0; without weeks 12 months 5 days, read back 365.0
366 days: with weeks 1 year 18 hours, read back 366.0; without weeks 1 year 18 hours, read back 366.0
6573 days: with weeks 234 months 3 weeks, read back 7041.0; without weeks 219 months 3 days, read back 6573.0
12 months: 360.0 days
1 year: 365.25 days
half a year: 365.25 days
15 working days: 15.0 days
SEEN
echo "as seen before"
