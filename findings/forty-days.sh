#!/usr/bin/env bash
# Twenty days and twenty days are a month, nine days and 14 hours, to Ruby's library for ISO 8601, and so longer in January.
#
# A limit of twenty days, P20D, is extended by twenty, and the sum is kept as a text. The guess was P40D, or an error. Seen on
# 1 December 2026 with iso8601 0.13.0 (Debian 12, ruby-iso8601), the usual gem for durations in Ruby: a sum of 30 days or
# less keeps its days, and a longer one is put into months of a twelfth of 365 days, which are 30 days and 10 hours. Four
# weeks and four weeks are a month, 25 days and 14 hours. Forty days from 1 December are 10 January; a month, nine days and
# 14 hours from it are that day at 14:00, and from 1 February 2027 they are 10 March, not 13 March. Taken away, 14 days of
# six weeks are 28 days, and 28 days of six months five months, two days and ten hours. Months alone stay months.
# Ruby is fetched and unpacked, not installed.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
mkdir -p debs/partial unpacked
apt-get -qq -y -o Dir::Cache::archives="$work/debs" --no-install-recommends --download-only install ruby ruby-iso8601=0.13.0-1 >/dev/null 2>&1
for deb in debs/*.deb; do dpkg-deb -x "$deb" unpacked; done
cat > sum.rb <<'RB'
require "iso8601"
def length(text) = ISO8601::Duration.new(text)
def after(from, span)
  start = ISO8601::DateTime.new("#{from}T00:00:00+00:00")
  (start + span.to_seconds(start)).to_s.sub("T", " at ").sub(":00+00:00", "")
end
[%w[P20D P20D], %w[P10D P20D], %w[P4W P4W], %w[P28D P14D], %w[P3M P3M], %w[P6M P28D], %w[PT72H PT72H]].each { |a, b| puts "#{a} and #{b}: #{length(a) + length(b)}" }
[%w[P6W P14D], %w[P6M P28D], %w[P90D P28D], %w[P1Y P1D]].each { |a, b| puts "#{a} less #{b}: #{length(a) - length(b)}" }
sum = length("P20D") + length("P20D")
%w[2026-12-01 2027-02-01].each { |from| puts "from #{from}: P40D #{after(from, length("P40D"))}; #{sum} #{after(from, sum)}; as it is written #{after(from, length(sum.to_s))}" }
RB
vendor="$work/unpacked/usr/lib/ruby"; arch="$work/unpacked/usr/lib/x86_64-linux-gnu"
export RUBYLIB="$vendor/3.1.0:$arch/ruby/3.1.0:$vendor/vendor_ruby:$(echo "$work"/unpacked/usr/share/rubygems-integration/all/gems/*/lib | sed 's/ /:/g')"
LD_LIBRARY_PATH="$arch" unpacked/usr/bin/ruby3.1 -W0 sum.rb | tee seen
diff seen - <<'SEEN'
P20D and P20D: P1M9DT14H
P10D and P20D: P30D
P4W and P4W: P1M25DT14H
P28D and P14D: P1M11DT14H
P3M and P3M: P6M
P6M and P28D: P6M28D
PT72H and PT72H: P6D
P6W less P14D: P28D
P6M less P28D: P5M2DT10H
P90D less P28D: P2M1DT4H
P1Y less P1D: P11M29DT10H
from 2026-12-01: P40D 2027-01-10 at 00:00; P1M9DT14H 2027-01-10 at 14:00; as it is written 2027-01-10 at 14:00
from 2027-02-01: P40D 2027-03-13 at 00:00; P1M9DT14H 2027-03-10 at 14:00; as it is written 2027-03-10 at 14:00
SEEN
echo "as seen before"
