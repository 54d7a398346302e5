#!/usr/bin/env bash
# "One month before 31 March" is 3 March to a reader of dates in words, and "in three months" is 2 March on 30 November.
#
# The guess was that a month that ends early ends on its last day, as when the libraries of dates add months. Seen on 29
# November 2026 with chrono-node 2.10.3 (npm): the days that February lacks run over into March, forwards and backwards.
# "Within 3 months of 30 November 2026" counts from the day on which it is read; "5 days after Friday 4 December 2026",
# read on Monday 30 November, from the last Friday, to 2 December. "In 3 days" is an hour early over the night in which
# the clocks go back. dateparser 1.5.0 and parsedatetime 2.6 (PyPI) end on 28 February; but "5 days" alone is five days
# ago to the one and in five days to the other, and "next Friday", on a Monday, is in four days to the one and in eleven
# to the others. None of the three takes "20 working days" for anything.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1 npm_config_cache="$work/npm"
python3 -m venv py && py/bin/pip -q install --no-compile dateparser==1.5.0 parsedatetime==2.6
npm init -y >/dev/null && npm install --silent chrono-node@2.10.3
cat > read.mjs <<'JS'
import * as chrono from "chrono-node";
const day = (date) => [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
const show = (words, on) => console.log("chrono-node:", words, "on", day(on), "is", chrono.en.GB.parse(words, on).map((one) =>
  `${day(one.start.date())} ${String(one.start.date().getHours()).padStart(2, "0")}:00 (${one.text})`).join(", ") || "nothing");
const monday = new Date(2026, 10, 30, 10);
for (const words of ["in 3 months", "3 months after 30 November 2026", "1 month before 31 March 2026", "within 3 months of 30 November 2026",
  "5 days after Friday 4 December 2026", "5 days", "next Friday", "in 20 working days"]) show(words, monday);
show("in 3 days", new Date(2026, 9, 23, 11));
JS
cat > read.py <<'PY'
import datetime, dateparser, parsedatetime, warnings
warnings.simplefilter("ignore")
monday = datetime.datetime(2026, 11, 30, 10)
for words in ("in 3 months", "5 days", "next Friday", "in 20 working days"):
    one = dateparser.parse(words, languages=["en"], settings={"RELATIVE_BASE": monday})
    two, known = parsedatetime.Calendar().parseDT(words, monday)
    print(words, "on", monday.date(), "is", one.date() if one else "nothing", "to dateparser,", two.date() if known else "nothing", "to parsedatetime")
PY
{ TZ=Europe/London node read.mjs; py/bin/python read.py; } | tee seen
diff seen - <<'SEEN'
chrono-node: in 3 months on 2026-11-30 is 2027-03-02 10:00 (in 3 months)
chrono-node: 3 months after 30 November 2026 on 2026-11-30 is 2027-03-02 12:00 (3 months after 30 November 2026)
chrono-node: 1 month before 31 March 2026 on 2026-11-30 is 2026-03-03 11:00 (1 month before 31 March 2026)
chrono-node: within 3 months of 30 November 2026 on 2026-11-30 is 2027-03-02 10:00 (within 3 months), 2026-11-30 12:00 (30 November 2026)
chrono-node: 5 days after Friday 4 December 2026 on 2026-11-30 is 2026-12-02 12:00 (5 days after Friday), 2026-12-04 12:00 (4 December 2026)
chrono-node: 5 days on 2026-11-30 is nothing
chrono-node: next Friday on 2026-11-30 is 2026-12-11 12:00 (next Friday)
chrono-node: in 20 working days on 2026-11-30 is nothing
chrono-node: in 3 days on 2026-10-23 is 2026-10-26 10:00 (in 3 days)
in 3 months on 2026-11-30 is 2027-02-28 to dateparser, 2027-02-28 to parsedatetime
5 days on 2026-11-30 is 2026-11-25 to dateparser, 2026-12-05 to parsedatetime
next Friday on 2026-11-30 is 2026-12-04 to dateparser, 2026-12-11 to parsedatetime
in 20 working days on 2026-11-30 is nothing to dateparser, nothing to parsedatetime
SEEN
echo "as seen before"
