#!/usr/bin/env bash
# "Every 90 days" is the first of every month to two schedulers that read words, and "every 72 hours" is every midnight.
#
# The guess was that a scheduler that takes "every 90 days" counts days, or refuses it. Seen on 30 November 2026 with fugit
# 1.5.2 (Debian 12, ruby-fugit), which reads the times of sidekiq-cron, and @breejs/later 4.2.0 (npm), which reads those of
# Bree. Both make a pattern of the calendar: fugit writes cron's `*/90` for the day of the month, which only the first
# fits, so that every 90 days, every 45 days and every month are one. Every 20 days are the 1st and the 21st, and every five
# months January, June, November, and January again. "Every 2 weeks" is nothing to fugit; later counts the weeks of the
# year, and comes again after one week at the turn of it. "Every day at 9:15 and 17:30" is 9:15 alone to fugit.
# Ruby is fetched and unpacked, not installed.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export npm_config_cache="$work/npm" TZ=Europe/London
mkdir -p debs/partial unpacked
apt-get -qq -y -o Dir::Cache::archives="$work/debs" --no-install-recommends --download-only install ruby-fugit=1.5.2-1 >/dev/null 2>&1
for deb in debs/*.deb; do dpkg-deb -x "$deb" unpacked; done
npm init -y >/dev/null && npm install --silent @breejs/later@4.2.0
printf '%s\n' 'every 90 days' 'every 45 days' 'every 20 days' 'every 72 hours' 'every 5 months' 'every 2 weeks' > words
cat > read.rb <<'RB'
require "fugit"
(File.readlines("words", chomp: true) + ["every day at 9:15 and 17:30"]).each do |words|
  cron = Fugit.parse(words)
  next puts("fugit #{words}: #{cron.inspect}") unless cron.is_a?(Fugit::Cron)
  at = EtOrbi.parse("2026-11-30 09:00 Europe/London")
  puts "fugit #{words}: #{cron.original}: " + 4.times.map { (at = cron.next_time(at)).strftime("%d %b %H:%M") }.join(", ")
end
RB
cat > read.cjs <<'JS'
const later = require("@breejs/later");
for (const words of require("fs").readFileSync("words", "utf8").trim().split("\n")) {
  const next = later.schedule(later.parse.text(words)).next(5, new Date("2026-11-30T09:00Z")).filter((at) => at > new Date("2026-11-30T09:00Z"));
  console.log(`later ${words}:`, next.slice(0, 4).map((at) => at.toISOString().slice(0, 16).replace("T", " ")).join(", "));
}
JS
vendor="$work/unpacked/usr/lib/ruby"; arch="$work/unpacked/usr/lib/x86_64-linux-gnu"
export RUBYLIB="$vendor/3.1.0:$arch/ruby/3.1.0:$vendor/vendor_ruby:$(echo unpacked/usr/share/rubygems-integration/all/gems/*/lib{,/concurrent-ruby} | sed "s#unpacked/#$work/unpacked/#g; s/ /:/g")"
{ LD_LIBRARY_PATH="$arch" unpacked/usr/bin/ruby3.1 -W0 read.rb; node read.cjs; } | tee seen
diff seen - <<'SEEN'
fugit every 90 days: 0 0 */90 * *: 01 Dec 00:00, 01 Jan 00:00, 01 Feb 00:00, 01 Mar 00:00
fugit every 45 days: 0 0 */45 * *: 01 Dec 00:00, 01 Jan 00:00, 01 Feb 00:00, 01 Mar 00:00
fugit every 20 days: 0 0 */20 * *: 01 Dec 00:00, 21 Dec 00:00, 01 Jan 00:00, 21 Jan 00:00
fugit every 72 hours: 0 */72 * * *: 01 Dec 00:00, 02 Dec 00:00, 03 Dec 00:00, 04 Dec 00:00
fugit every 5 months: 0 0 1 */5 *: 01 Jan 00:00, 01 Jun 00:00, 01 Nov 00:00, 01 Jan 00:00
fugit every 2 weeks: nil
fugit every day at 9:15 and 17:30: 15 9 * * *: 30 Nov 09:15, 01 Dec 09:15, 02 Dec 09:15, 03 Dec 09:15
later every 90 days: 2026-12-01 00:00, 2027-01-01 00:00, 2027-02-01 00:00, 2027-03-01 00:00
later every 45 days: 2026-12-01 00:00, 2027-01-01 00:00, 2027-02-01 00:00, 2027-03-01 00:00
later every 20 days: 2026-12-01 00:00, 2026-12-21 00:00, 2027-01-01 00:00, 2027-01-21 00:00
later every 72 hours: 2026-12-01 00:00, 2026-12-02 00:00, 2026-12-03 00:00, 2026-12-04 00:00
later every 5 months: 2027-01-01 00:00, 2027-06-01 00:00, 2027-11-01 00:00, 2028-01-01 00:00
later every 2 weeks: 2026-12-14 00:00, 2026-12-28 00:00, 2027-01-04 00:00, 2027-01-18 00:00
SEEN
echo "as seen before"
