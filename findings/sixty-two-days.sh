#!/usr/bin/env bash
# From 31 January to 1 March are one month and 62 days, by a calculator of dates.
#
# How long a placement or an episode of care lasted is given in years, months and days. The guess was that the days of such
# a length are fewer than those of a month. Seen on 30 November 2026 with dateutils 0.4.10 (Debian 12, 0.4.10-1): where
# February has no day of the number with which the length began, `ddiff` counts the month as full and then 62 or 63 days
# more; the days alone are 29. It adds a year and a month rightly, `dadd` and `dseq` end on the last day of February, and the
# years and the days of the same length, without months, are right too. Somebody who was born on 30 or 31 January is
# 18 years, a month and 62 or 63 days old on 1 March.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
apt-get download -q dateutils=0.4.10-1 >/dev/null 2>&1 && dpkg-deb -x dateutils_*.deb .
days() { echo "$1 to $2: $(usr/bin/dateutils.ddiff "$1" "$2" -f '%Yy %mm %dd'); $(usr/bin/dateutils.ddiff "$1" "$2" -f '%mm %dd'); $(usr/bin/dateutils.ddiff "$1" "$2" -f '%Yy %dd'); $(usr/bin/dateutils.ddiff "$1" "$2" -f '%dd')"; }
{
    days 2026-01-29 2026-03-01
    days 2026-01-30 2026-03-01
    days 2026-01-31 2026-03-01
    days 2026-01-31 2026-03-02
    days 2026-01-31 2026-03-03
    days 2025-12-31 2026-03-01
    days 2008-01-31 2026-03-01
    days 2008-01-31 2026-02-28
    echo "a month after 31 January: $(usr/bin/dateutils.dadd 2026-01-31 1mo)"
} | tee seen
diff seen - <<'SEEN'
2026-01-29 to 2026-03-01: 0y 1m 0d; 1m 0d; 0y 31d; 31d
2026-01-30 to 2026-03-01: 0y 1m 63d; 1m 63d; 0y 30d; 30d
2026-01-31 to 2026-03-01: 0y 1m 62d; 1m 62d; 0y 29d; 29d
2026-01-31 to 2026-03-02: 0y 1m 63d; 1m 63d; 0y 30d; 30d
2026-01-31 to 2026-03-03: 0y 1m 0d; 1m 0d; 0y 31d; 31d
2025-12-31 to 2026-03-01: 0y 2m 62d; 2m 62d; 0y 60d; 60d
2008-01-31 to 2026-03-01: 18y 1m 62d; 217m 62d; 18y 29d; 6604d
2008-01-31 to 2026-02-28: 18y 0m 28d; 216m 28d; 18y 28d; 6603d
a month after 31 January: 2026-02-28
SEEN
echo "as seen before"
