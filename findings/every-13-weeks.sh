#!/usr/bin/env bash
# "Every 13 weeks" is 13 November, once, and as that is past the review runs at once and never again, in a scheduler.
#
# The guess was that a scheduler that reads words repeats what is "every", or refuses it, as it does every 6 weeks. Seen on 30
# November 2026 with rufus-scheduler 3.8.2 and fugit 1.5.2 (Debian 12, ruby-rufus-scheduler), which read the times of many
# Ruby programs: what is neither a pattern of cron nor a length is tried as a date, by a reader to which two digits are a
# day of this month and three a day of this year. So "every 13 weeks" and "every 13 years" are 13 November, "every 20 working
# days" is the 20th, and "every 182 days", half a year, 1 July. A job at a moment that is past runs at once and is gone, and
# one of 1 December would run on the 13th. "13 weeks" without "every", given to the method `every`, comes after 13 weeks.
# Ruby is fetched and unpacked, not installed.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export TZ=Europe/London
mkdir -p debs/partial unpacked
apt-get -qq -y -o Dir::Cache::archives="$work/debs" --no-install-recommends --download-only install ruby-rufus-scheduler=3.8.2-3 ruby-fugit=1.5.2-1 libfaketime >/dev/null 2>&1
for deb in debs/*.deb; do dpkg-deb -x "$deb" unpacked; done
cat > run.rb <<'RB'
require "rufus-scheduler"
scheduler, ran = Rufus::Scheduler.new, []
["every 13 weeks", "every 13 years", "every 20 working days", "every 182 days", "every 6 weeks"].each do |words|
  job = scheduler.schedule(words, job: true) { ran << words }
  puts "#{words}: #{job.class.name.split("::").last} of #{job.next_time.strftime("%d %b %Y %H:%M")}"
rescue ArgumentError
  puts "#{words}: refused"
end
job = scheduler.every("13 weeks", job: true) { ran << "13 weeks" }
puts "13 weeks: #{job.class.name.split("::").last} of #{job.next_time.strftime("%d %b %Y")}"
sleep 3
puts "ran at #{Time.now.strftime("%d %b %Y %H:%M")}: #{ran.sort.join(", ")}", "left: #{scheduler.jobs.map(&:original).join(", ")}"
RB
vendor="$work/unpacked/usr/lib/ruby"; arch="$work/unpacked/usr/lib/x86_64-linux-gnu"
export RUBYLIB="$vendor/3.1.0:$arch/ruby/3.1.0:$vendor/vendor_ruby:$(echo unpacked/usr/share/rubygems-integration/all/gems/*/lib{,/concurrent-ruby} | sed "s#unpacked/#$work/unpacked/#g; s/ /:/g")"
FAKETIME="@2026-11-30 10:00:00" LD_PRELOAD="$arch/faketime/libfaketimeMT.so.1" LD_LIBRARY_PATH="$arch" unpacked/usr/bin/ruby3.1 -W0 run.rb | tee seen
diff seen - <<'SEEN'
every 13 weeks: AtJob of 13 Nov 2026 00:00
every 13 years: AtJob of 13 Nov 2026 00:00
every 20 working days: AtJob of 20 Nov 2026 00:00
every 182 days: AtJob of 01 Jul 2026 00:00
every 6 weeks: refused
13 weeks: EveryJob of 01 Mar 2027
ran at 30 Nov 2026 10:00: every 13 weeks, every 13 years, every 182 days, every 20 working days
left: 13 weeks
SEEN
echo "as seen before"
