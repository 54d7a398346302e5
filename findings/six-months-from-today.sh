#!/usr/bin/env bash
# Six months from today are six days, and 18 years are 18 days, to the reader of dates in Microsoft's kit for chatbots.
#
# recognizers-text-date-time finds dates in what people write to a bot or a form, and gives the day that is meant. The
# guess was that "six months from today", "from now" and "from tomorrow" are a day apart, if it reads them at all. Seen on 1
# December 2026 with @microsoft/recognizers-text-date-time 1.3.2 (npm), asked on Monday 30 November 2026: "from today" and
# "after today" count days whatever unit they are given, and "before today" does so backwards, while "from now" and "ago" count
# weeks, months and years, and "from tomorrow" does so from today. A review two weeks from today is on Wednesday, one 14 days
# from today in two weeks.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export npm_config_cache="$work/npm"
npm init -y >/dev/null && npm install --silent @microsoft/recognizers-text-date-time@1.3.2
cat > read.cjs <<'JS'
const { recognizeDateTime } = require("@microsoft/recognizers-text-date-time");
const today = new Date(2026, 10, 30, 9, 0);
for (const said of [
  "14 days from today", "two weeks from today", "6 weeks from today", "3 months from today", "six months from today",
  "18 years from today", "two weeks after today", "two weeks before today",
  "two weeks from now", "six months from now", "18 years from now", "two weeks ago", "two weeks from tomorrow", "six months from tomorrow",
]) {
  const found = recognizeDateTime(`the review is ${said}`, "en-us", undefined, today);
  console.log(`${said}: ${found.map(({ text, resolution }) => resolution.values.map(({ value }) => value).join(" or ")).join(", ")}`);
}
JS
TZ=Europe/London node read.cjs | tee seen
diff seen - <<'SEEN'
14 days from today: 2026-12-14
two weeks from today: 2026-12-02
6 weeks from today: 2026-12-06
3 months from today: 2026-12-03
six months from today: 2026-12-06
18 years from today: 2026-12-18
two weeks after today: 2026-12-02
two weeks before today: 2026-11-28
two weeks from now: 2026-12-14
six months from now: 2027-05-30
18 years from now: 2044-11-30
two weeks ago: 2026-11-16
two weeks from tomorrow: 2026-12-14
six months from tomorrow: 2027-05-30
SEEN
echo "as seen before"
