#!/usr/bin/env bash
# From 1 October to 30 November are more than 60 days in a form, and 28 days after 20 October is 16 November.
#
# In forms for ODK and KoBo, "answered within 60 days" is `${answered} - ${asked} <= 60`. The guess was that two days are a
# whole number of days apart. Seen on 30 November 2026 with openrosa-xpath-evaluator 3.1.0 (npm), by which Enketo works out
# such forms in a browser, in London: a day is the moment at which it begins there, so that over the night in October in
# which the clocks go back an hour is added, and what was answered on the last day is late. Over the one in March an hour is
# missing, and int() makes 121 days of 122. A day and 28 days, in October, is 23:00 of the day before; format-date writes
# 16 November for 17, so that a visit every four weeks is announced a day early. In winter or summer all is right, and so is
# all of it on a computer in UTC.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export npm_config_cache="$work/npm"
npm init -y >/dev/null && npm install --silent openrosa-xpath-evaluator@3.1.0 jsdom@26.1.0
cat > read.cjs <<'JS'
const { window } = new (require("jsdom").JSDOM)("<data/>", { contentType: "text/xml" });
for (const name of ["XPathEvaluator", "XPathResult", "Element", "Node", "Document", "Attr"]) globalThis[name] = window[name];
const evaluator = require("openrosa-xpath-evaluator")();
for (const rule of [
  "date('2026-11-30') - date('2026-10-01')",
  "date('2026-11-30') - date('2026-10-01') <= 60",
  "date('2026-11-30') <= date('2026-10-01') + 60",
  "date('2026-09-29') - date('2026-07-31') <= 60",
  "int(date('2026-07-02') - date('2026-03-02'))",
  "format-date(date('2026-10-20') + 28, '%e %b %Y')",
  "format-date(date('2026-09-20') + 28, '%e %b %Y')",
]) process.stdout.write(`${process.env.TZ} ${rule} is ${evaluator.evaluate(rule, window.document, null, 2).stringValue}\n`);
JS
for zone in Europe/London UTC; do TZ=$zone node read.cjs; done | tee seen
diff seen - <<'SEEN'
Europe/London date('2026-11-30') - date('2026-10-01') is 60.04166666666788
Europe/London date('2026-11-30') - date('2026-10-01') <= 60 is false
Europe/London date('2026-11-30') <= date('2026-10-01') + 60 is false
Europe/London date('2026-09-29') - date('2026-07-31') <= 60 is true
Europe/London int(date('2026-07-02') - date('2026-03-02')) is 121
Europe/London format-date(date('2026-10-20') + 28, '%e %b %Y') is 16 Nov 2026
Europe/London format-date(date('2026-09-20') + 28, '%e %b %Y') is 18 Oct 2026
UTC date('2026-11-30') - date('2026-10-01') is 60
UTC date('2026-11-30') - date('2026-10-01') <= 60 is true
UTC date('2026-11-30') <= date('2026-10-01') + 60 is true
UTC date('2026-09-29') - date('2026-07-31') <= 60 is true
UTC int(date('2026-07-02') - date('2026-03-02')) is 122
UTC format-date(date('2026-10-20') + 28, '%e %b %Y') is 17 Nov 2026
UTC format-date(date('2026-09-20') + 28, '%e %b %Y') is 18 Oct 2026
SEEN
echo "as seen before"
