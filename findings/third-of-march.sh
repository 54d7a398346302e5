#!/usr/bin/env bash
# A reminder on the 31st of each month comes on 1 February to one reader of schedules and on 3 March to another.
#
# Programs show people when the next reminders of a schedule are, `0 9 31 * *` for nine o'clock on the 31st. The guess was that
# a month without such a day has none, as in cron. Seen on 1 December 2026 with parse-cron 0.1.4 (Debian 12, ruby-parse-cron),
# which reads what cron reads, and aws-cron-parser 1.1.12 (npm), which reads the same for Amazon's scheduler: to the first,
# each month that has no 31st has its reminder on the 1st, and the one for 29 February is on 1 February; to the second the
# day runs over into the next month, 3 March and 1 May. Reviews each February and August on the 31st are on 1 February or
# on 3 March. "The last day", L, which the second knows, is right, and so is a day that each month has.
# Ruby is fetched and unpacked, not installed.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export npm_config_cache="$work/npm" TZ=UTC
npm init -y >/dev/null && npm install --silent aws-cron-parser@1.1.12
mkdir -p debs/partial unpacked
apt-get -qq -y -o Dir::Cache::archives="$work/debs" --no-install-recommends --download-only install ruby ruby-parse-cron=0.1.4-1.1 >/dev/null 2>&1
for deb in debs/*.deb; do dpkg-deb -x "$deb" unpacked; done
cat > next.rb <<'RB'
require "set"
require "time"
require "cron_parser"
["0 9 31 * *", "0 9 30 * *", "0 9 29 2 *", "0 9 31 2,8 *", "0 9 28 * *"].each do |text|
  at = Time.utc(2027, 1, 15)
  puts "parse-cron: #{text}: #{Array.new(6) { (at = CronParser.new(text).next(at)).strftime("%F") }.join(" ")}"
end
RB
cat > next.cjs <<'JS'
const { parse, next } = require("aws-cron-parser");
for (const text of ["0 9 31 * ? *", "0 9 30 * ? *", "0 9 29 2 ? *", "0 9 31 2,8 ? *", "0 9 28 * ? *", "0 9 L * ? *"]) {
  const days = [];
  for (let at = new Date("2027-01-15T00:00:00Z"), many = 0; many < 6; many++) days.push((at = next(parse(text), at)).toISOString().slice(0, 10));
  console.log(`aws-cron-parser: ${text}: ${days.join(" ")}`);
}
JS
vendor="$work/unpacked/usr/lib/ruby"; arch="$work/unpacked/usr/lib/x86_64-linux-gnu"
export RUBYLIB="$vendor/3.1.0:$arch/ruby/3.1.0:$vendor/vendor_ruby"
{ LD_LIBRARY_PATH="$arch" unpacked/usr/bin/ruby3.1 -W0 next.rb; node next.cjs; } | tee seen
diff seen - <<'SEEN'
parse-cron: 0 9 31 * *: 2027-01-31 2027-02-01 2027-03-31 2027-04-01 2027-05-31 2027-06-01
parse-cron: 0 9 30 * *: 2027-01-30 2027-02-01 2027-03-30 2027-04-30 2027-05-30 2027-06-30
parse-cron: 0 9 29 2 *: 2028-02-29 2029-02-01 2030-02-01 2031-02-01 2032-02-29 2033-02-01
parse-cron: 0 9 31 2,8 *: 2027-08-31 2028-02-01 2028-08-31 2029-02-01 2029-08-31 2030-02-01
parse-cron: 0 9 28 * *: 2027-01-28 2027-02-28 2027-03-28 2027-04-28 2027-05-28 2027-06-28
aws-cron-parser: 0 9 31 * ? *: 2027-01-31 2027-03-03 2027-03-31 2027-05-01 2027-05-31 2027-07-01
aws-cron-parser: 0 9 30 * ? *: 2027-01-30 2027-03-02 2027-03-30 2027-04-30 2027-05-30 2027-06-30
aws-cron-parser: 0 9 29 2 ? *: 2027-03-01 2028-02-29 2029-03-01 2030-03-01 2031-03-01 2032-02-29
aws-cron-parser: 0 9 31 2,8 ? *: 2027-03-03 2027-08-31 2028-03-02 2028-08-31 2029-03-03 2029-08-31
aws-cron-parser: 0 9 28 * ? *: 2027-01-28 2027-02-28 2027-03-28 2027-04-28 2027-05-28 2027-06-28
aws-cron-parser: 0 9 L * ? *: 2027-01-31 2027-02-28 2027-03-31 2027-04-30 2027-05-31 2027-06-30
SEEN
echo "as seen before"
