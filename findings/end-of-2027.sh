#!/usr/bin/env bash
# "By the end of 2027" is by the end of this month to Microsoft's reader of dates in sentences, and early 2027 has been.
#
# recognizers-text-date-time finds dates and spans of time in what people write to a bot or a form. The guess was that a year
# that is named is the year that is meant. Seen on 1 December 2026 with @microsoft/recognizers-text-date-time 1.3.2 (npm):
# "in 2027" and "by the end of next year" are the next year, but with "end of", "early", "mid" and the like before it the
# year is matched and then left out, so that the span is part of the month in which the question is asked, and has no
# notation of its own (the field "timex" is empty). What is to be done by the end of 2027 is overdue in December 2026.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export npm_config_cache="$work/npm"
npm init -y >/dev/null && npm install --silent @microsoft/recognizers-text-date-time@1.3.2
cat > read.cjs <<'JS'
const { recognizeDateTime } = require("@microsoft/recognizers-text-date-time");
for (const today of [new Date(2026, 10, 30, 9, 0), new Date(2026, 5, 2, 9, 0)]) {
  console.log(`asked on ${today.toLocaleDateString("en-CA")}`);
  for (const said of [
    "in 2027", "by the end of next year", "by the end of 2027", "before the end of 2028", "at the start of 2027", "early 2027", "in mid 2027",
    "late 2027",
  ])
    for (const { text, resolution } of recognizeDateTime(`the report is due ${said}`, "en-us", undefined, today))
      for (const { timex, start, end } of resolution.values)
        console.log(`  ${said}: read "${text}", ${start ? `from ${start} ` : ""}until before ${end}, timex ${timex || "empty"}`);
}
JS
TZ=Europe/London node read.cjs | tee seen
diff seen - <<'SEEN'
asked on 2026-11-30
  in 2027: read "2027", from 2027-01-01 until before 2028-01-01, timex 2027
  by the end of next year: read "by the end of next year", until before 2028-01-01, timex 2027
  by the end of 2027: read "by the end of 2027", until before 2026-12-01, timex empty
  before the end of 2028: read "before the end of 2028", until before 2026-12-01, timex empty
  at the start of 2027: read "start of 2027", from 2026-11-01 until before 2026-11-16, timex empty
  early 2027: read "early 2027", from 2026-11-01 until before 2026-11-16, timex empty
  in mid 2027: read "mid 2027", from 2026-11-16 until before 2026-12-01, timex empty
  late 2027: read "late 2027", from 2026-11-16 until before 2026-12-01, timex empty
asked on 2026-06-02
  in 2027: read "2027", from 2027-01-01 until before 2028-01-01, timex 2027
  by the end of next year: read "by the end of next year", until before 2028-01-01, timex 2027
  by the end of 2027: read "by the end of 2027", until before 2026-07-01, timex empty
  before the end of 2028: read "before the end of 2028", until before 2026-07-01, timex empty
  at the start of 2027: read "start of 2027", from 2026-06-01 until before 2026-06-16, timex empty
  early 2027: read "early 2027", from 2026-06-01 until before 2026-06-16, timex empty
  in mid 2027: read "mid 2027", from 2026-06-16 until before 2026-07-01, timex empty
  late 2027: read "late 2027", from 2026-06-16 until before 2026-07-01, timex empty
SEEN
echo "as seen before"
