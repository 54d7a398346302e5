#!/usr/bin/env bash
# Two calendars of bank holidays do not have the days that England and Wales really had.
#
# A working day too many moves every deadline behind it. In 2012 the spring bank holiday was moved from 28 May to
# 4 June for the jubilee; on 8 May 2023 there was one more, for the coronation (gov.uk, "UK bank holidays").
#
# Seen on 29 November 2026: date-holidays 3.37.0 (npm, GB-ENG) has the old day of 2012 and not the new one, although it
# has 5 June, the second day of that weekend; it has 2023 right. workalendar 17.0.0 (PyPI) has 2012 right and no
# 8 May 2023. holidays 0.109 (PyPI) has both. So five working days after Friday 25 May 2012 end on 1 June, but by
# date-holidays on 4 June, which was a holiday; five after Friday 5 May 2023 end on 15 May, but by workalendar on 12 May.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1 npm_config_cache="$work/npm"
python3 -m venv py && py/bin/pip -q install workalendar==17.0.0 holidays==0.109
npm init -y >/dev/null && npm install --silent date-holidays@3.37.0
cat > read.py <<'PY'
import datetime, warnings
warnings.simplefilter("ignore")
import holidays
from workalendar.europe import UnitedKingdom
days = [(2012, 5, 28), (2012, 6, 4), (2012, 6, 5), (2023, 5, 8)]
dates = [datetime.date(*day) for day in days]
one = holidays.UK(subdiv="ENG", years=[2012, 2023])
two = UnitedKingdom()
starts = [datetime.date(2012, 5, 25), datetime.date(2023, 5, 5)]
print("holidays     ", *(f"{day}={'off' if day in one else 'on'}" for day in dates))
print("workalendar  ", *(f"{day}={'off' if two.is_holiday(day) else 'on'}" for day in dates))
print("holidays      five days end", *(one.get_nth_working_day(day, 5) for day in starts))
print("workalendar   five days end", *(two.add_working_days(day, 5) for day in starts))
PY
cat > read.mjs <<'JS'
import Holidays from "date-holidays";
const calendar = new Holidays("GB", "ENG");
const off = (day) => {
  const found = calendar.isHoliday(new Date(`${day}T12:00:00Z`));
  return found && found.some((one) => one.type === "public" || one.type === "bank") ? "off" : "on";
};
const days = ["2012-05-28", "2012-06-04", "2012-06-05", "2023-05-08"];
console.log("date-holidays", ...days.map((day) => `${day}=${off(day)}`));
const fiveAfter = (start) => {
  const day = new Date(`${start}T12:00:00Z`);
  for (let left = 5; left > 0; ) {
    day.setUTCDate(day.getUTCDate() + 1);
    const text = day.toISOString().slice(0, 10);
    if (day.getUTCDay() % 6 !== 0 && off(text) === "on") left -= 1;
  }
  return day.toISOString().slice(0, 10);
};
console.log("date-holidays five days end", fiveAfter("2012-05-25"), fiveAfter("2023-05-05"));
JS
{ py/bin/python read.py; TZ=Europe/London node read.mjs; } | tee seen
diff seen - <<'SEEN'
holidays      2012-05-28=on 2012-06-04=off 2012-06-05=off 2023-05-08=off
workalendar   2012-05-28=on 2012-06-04=off 2012-06-05=off 2023-05-08=on
holidays      five days end 2012-06-01 2023-05-15
workalendar   five days end 2012-06-01 2023-05-12
date-holidays 2012-05-28=off 2012-06-04=on 2012-06-05=off 2023-05-08=off
date-holidays five days end 2012-06-04 2023-05-15
SEEN
echo "as seen before"
