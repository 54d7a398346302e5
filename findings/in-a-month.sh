#!/usr/bin/env bash
# A report that is due in 15 days is due "in a month" to a library of dates, and one due in 13 days "in a week".
#
# Reminders and lists like to say how far off a day is. The guess was that 15 to 27 days are two or three weeks. Seen on 30
# November 2026 with arrow 1.4.0 (PyPI): `humanize` says "in 2 weeks" of exactly 14 days and of no other number; from 15 days
# it is "in a month", up to 44 days or 45, and 23 months are "in a year". Read back by its own `dehumanize`, a deadline in
# 16 days is a fortnight late, and one in 13 days six days early.
# In the other direction ages are too high: `humanize` says "18 years ago" from the fourth day before the eighteenth
# birthday, since a year has 365 days, and with the granularity of years and days counts four days on the birthday.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1
python3 -m venv py && py/bin/pip -q install arrow==1.4.0 python-dateutil==2.9.0.post0
cat > say.py <<'PY'
import arrow
now = arrow.get("2026-11-30")
for days in (6, 7, 13, 14, 15, 16, 27, 44, 45, 730, 729, 365):
    words = now.shift(days=days).humanize(now)
    print(f"in {days} days: {words}; read back: {(now.dehumanize(words) - now).days} days")
for day in ("2026-05-28", "2026-05-29", "2026-06-02"):
    born, day = arrow.get("2008-06-02"), arrow.get(day)
    print(f"born 2 June 2008, on {day:YYYY-MM-DD}: {born.humanize(day)}; {born.humanize(day, granularity=['year', 'day'])}")
PY
py/bin/python say.py | tee seen
diff seen - <<'SEEN'
in 6 days: in 6 days; read back: 6 days
in 7 days: in a week; read back: 7 days
in 13 days: in a week; read back: 7 days
in 14 days: in 2 weeks; read back: 14 days
in 15 days: in a month; read back: 30 days
in 16 days: in a month; read back: 30 days
in 27 days: in a month; read back: 30 days
in 44 days: in a month; read back: 30 days
in 45 days: in 2 months; read back: 61 days
in 730 days: in 2 years; read back: 731 days
in 729 days: in a year; read back: 365 days
in 365 days: in a year; read back: 365 days
born 2 June 2008, on 2026-05-28: 17 years ago; 17 years and 364 days ago
born 2 June 2008, on 2026-05-29: 18 years ago; 18 years and 0 days ago
born 2 June 2008, on 2026-06-02: 18 years ago; 18 years and 4 days ago
SEEN
echo "as seen before"
