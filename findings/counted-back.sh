#!/usr/bin/env bash
# The library that adds five working days to a Saturday counts four between the same two days.
#
# The guess was that what a library adds it also counts. Seen on 29 November 2026 of an event on Saturday 28 November and
# of one on the Friday before: date-fns 4.4.0, moment-business-days 1.2.0 (npm), workalendar 17.0.0 and holidays 0.109
# (PyPI) all add five working days and reach Friday 4 December for both. Asked how many working days lie between, date-fns
# and moment-business-days say 4 from the Saturday and 5 from the Friday, since they count the first day and not the last;
# for the same reason an answer on Saturday 5 December comes 6 working days after the Friday, although nobody worked
# longer. date-fns, asked the other way round, from that Saturday back, says -5.
# holidays counts both ends: 5 from the Saturday, 6 from the Friday. workalendar says 5 each time, as it adds.
# So whether an answer kept to "5 working days" is safer asked of the date that was added than of the count.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1 npm_config_cache="$work/npm"
python3 -m venv py && py/bin/pip -q install workalendar==17.0.0 holidays==0.109
npm init -y >/dev/null && npm install --silent date-fns@4.4.0 moment@2.31.0 moment-business-days@1.2.0
cat > read.mjs <<'JS'
import { addBusinessDays, differenceInBusinessDays, format, parseISO } from "date-fns";
import moment from "moment-business-days";
for (const [from, to] of [["2026-11-28", "2026-12-04"], ["2026-11-27", "2026-12-04"], ["2026-11-27", "2026-12-05"]]) {
  const [start, end] = [parseISO(from), parseISO(to)];
  console.log(from, to, "date-fns adds to", format(addBusinessDays(start, 5), "yyyy-MM-dd"),
    "counts", differenceInBusinessDays(end, start), "back", differenceInBusinessDays(start, end));
  console.log(from, to, "moment-business-days adds to", moment(from).businessAdd(5).format("YYYY-MM-DD"),
    "counts", moment(from).businessDiff(moment(to)));
}
JS
cat > read.py <<'PY'
import datetime, warnings
warnings.simplefilter("ignore")
import holidays
from workalendar.europe import UnitedKingdom
one, two = holidays.UK(subdiv="ENG"), UnitedKingdom()
for texts in (("2026-11-28", "2026-12-04"), ("2026-11-27", "2026-12-04"), ("2026-11-27", "2026-12-05")):
    start, end = map(datetime.date.fromisoformat, texts)
    print(start, end, "holidays adds to", one.get_nth_working_day(start, 5), "counts", one.get_working_days_count(start, end))
    print(start, end, "workalendar adds to", two.add_working_days(start, 5), "counts", two.get_working_days_delta(start, end))
PY
{ TZ=Europe/London node read.mjs; py/bin/python read.py; } | tee seen
diff seen - <<'SEEN'
2026-11-28 2026-12-04 date-fns adds to 2026-12-04 counts 4 back -5
2026-11-28 2026-12-04 moment-business-days adds to 2026-12-04 counts 4
2026-11-27 2026-12-04 date-fns adds to 2026-12-04 counts 5 back -5
2026-11-27 2026-12-04 moment-business-days adds to 2026-12-04 counts 5
2026-11-27 2026-12-05 date-fns adds to 2026-12-04 counts 6 back -5
2026-11-27 2026-12-05 moment-business-days adds to 2026-12-04 counts 6
2026-11-28 2026-12-04 holidays adds to 2026-12-04 counts 5
2026-11-28 2026-12-04 workalendar adds to 2026-12-04 counts 5
2026-11-27 2026-12-04 holidays adds to 2026-12-04 counts 6
2026-11-27 2026-12-04 workalendar adds to 2026-12-04 counts 5
2026-11-27 2026-12-05 holidays adds to 2026-12-04 counts 6
2026-11-27 2026-12-05 workalendar adds to 2026-12-04 counts 5
SEEN
echo "as seen before"
