#!/usr/bin/env bash
# A hearing on 20261204 is on 23 August 1970 in a letter, and one in 2027 at 01:33 on 1 January 1970.
#
# Letters and pages are filled in by templates, and a date in them is written out by the filter `date`. The guess was that
# 20261204, which ISO 8601 allows and returns use, is read as a date, or that the text comes out as it went in. Seen on
# 1 December 2026 with Liquid 5.4.0 (Debian 12, ruby-liquid) and LiquidJS 10.30.1 (npm), the language of many shops' and
# help desks' templates in Ruby and in JavaScript: a text of digits alone is a number of seconds since 1970 in both, so
# that every date of this century without hyphens is in August 1970, and a year without a day just after midnight. The two
# agree on that, and not on 2027-06, which is 1 June to one and stays 2027-06 in the other, or on 02/06/2008.
# Ruby is fetched and unpacked, not installed.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export npm_config_cache="$work/npm" TZ=Europe/London
npm init -y >/dev/null && npm install --silent liquidjs@10.30.1
mkdir -p debs/partial unpacked
apt-get -qq -y -o Dir::Cache::archives="$work/debs" --no-install-recommends --download-only install ruby ruby-liquid=5.4.0-3 >/dev/null 2>&1
for deb in debs/*.deb; do dpkg-deb -x "$deb" unpacked; done
echo '["2026-12-04", "20261204", "20080602", "20270331", "2027", "2027-06", "4 December 2026", "02/06/2008"]' > days.json
cat > letter.rb <<'RB'
require "json"
require "liquid"
letter = Liquid::Template.parse('{{ day | date: "%d %B %Y at %H:%M" }}')
JSON.parse(File.read("days.json")).each { |day| puts "Ruby: #{day}: #{letter.render("day" => day)}" }
RB
cat > letter.mjs <<'JS'
import fs from "node:fs";
import { Liquid } from "liquidjs";
for (const day of JSON.parse(fs.readFileSync("days.json", "utf8")))
  console.log(`JavaScript: ${day}: ${new Liquid().parseAndRenderSync('{{ day | date: "%d %B %Y at %H:%M" }}', { day })}`);
JS
vendor="$work/unpacked/usr/lib/ruby"; arch="$work/unpacked/usr/lib/x86_64-linux-gnu"
export RUBYLIB="$vendor/3.1.0:$arch/ruby/3.1.0:$vendor/vendor_ruby:$(echo "$work"/unpacked/usr/share/rubygems-integration/all/gems/*/lib | sed 's/ /:/g')"
{ LD_LIBRARY_PATH="$arch" unpacked/usr/bin/ruby3.1 -W0 letter.rb; node letter.mjs; } | tee seen
diff seen - <<'SEEN'
Ruby: 2026-12-04: 04 December 2026 at 00:00
Ruby: 20261204: 23 August 1970 at 13:06
Ruby: 20080602: 21 August 1970 at 10:56
Ruby: 20270331: 23 August 1970 at 15:38
Ruby: 2027: 01 January 1970 at 01:33
Ruby: 2027-06: 2027-06
Ruby: 4 December 2026: 04 December 2026 at 00:00
Ruby: 02/06/2008: 02 June 2008 at 00:00
JavaScript: 2026-12-04: 04 December 2026 at 00:00
JavaScript: 20261204: 23 August 1970 at 13:06
JavaScript: 20080602: 21 August 1970 at 10:56
JavaScript: 20270331: 23 August 1970 at 15:38
JavaScript: 2027: 01 January 1970 at 01:33
JavaScript: 2027-06: 01 June 2027 at 01:00
JavaScript: 4 December 2026: 04 December 2026 at 00:00
JavaScript: 02/06/2008: 06 February 2008 at 00:00
SEEN
echo "as seen before"
