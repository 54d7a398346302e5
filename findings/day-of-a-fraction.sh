#!/usr/bin/env bash
# 4 December 2026 is 3 December once it has been a fraction of its year in R, and 176 days of each year are a day early.
#
# Growth charts, ages and forecasts take a date as a year with a fraction, and give it back as a date. The guess was that a
# day that goes there and comes back is the same day. Seen on 1 December 2026 with lubridate 1.9.2 (Debian 12), the usual
# package for dates in R: `decimal_date` makes 2026.9233 of 4 December 2026, `date_decimal` makes of that the last second
# of 3 December, and `as_date` cuts off the time. So 30 November is the 29th, and 1 December stays what it is. Of each year
# from 2024 to 2028, with 29 February and without, 176 days come back a day early, and no day a day late.
# R is fetched and unpacked, not installed.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
mkdir -p debs/partial unpacked
apt-get -qq -y -o Dir::Cache::archives="$work/debs" --no-install-recommends --download-only install r-cran-lubridate=1.9.2+dfsg-1 >/dev/null 2>&1
for deb in debs/*.deb; do dpkg-deb -x "$deb" unpacked; done
lib="$work/unpacked/usr/lib"; export R_HOME="$lib/R" R_LIBS="$lib/R/site-library" EDITOR=true TZ=UTC TZDIR=/usr/share/zoneinfo
export LD_LIBRARY_PATH="$R_HOME/lib:$lib/x86_64-linux-gnu:$work/unpacked/lib/x86_64-linux-gnu:$lib/x86_64-linux-gnu/blas:$lib/x86_64-linux-gnu/lapack"
rm -rf "$R_HOME/etc" && mkdir "$R_HOME/etc" && touch "$R_HOME/etc/Renviron"
cat > fraction.R <<'R'
suppressMessages(library(lubridate))
back <- function(day) as_date(date_decimal(decimal_date(day)))
for (day in c("2026-07-01", "2026-07-02", "2026-11-30", "2026-12-01", "2026-12-04", "2026-12-31", "2008-02-29"))
  cat(day, sprintf("%.4f", decimal_date(ymd(day))), format(date_decimal(decimal_date(ymd(day))), "%Y-%m-%d %H:%M:%S"), format(back(ymd(day))), "\n")
for (year in c(2024, 2025, 2026, 2027, 2028)) {
  days <- seq(make_date(year, 1, 1), make_date(year, 12, 31), by = 1)
  cat(year, ": days", length(days), ", back a day early", sum(back(days) == days - 1), ", right", sum(back(days) == days), "\n")
}
R
"$R_HOME/bin/exec/R" --no-echo --vanilla -f fraction.R 2>/dev/null | tee seen
diff seen - <<'SEEN'
2026-07-01 2026.4959 2026-07-01 00:00:00 2026-07-01 
2026-07-02 2026.4986 2026-07-02 00:00:00 2026-07-02 
2026-11-30 2026.9123 2026-11-29 23:59:59 2026-11-29 
2026-12-01 2026.9151 2026-12-01 00:00:00 2026-12-01 
2026-12-04 2026.9233 2026-12-03 23:59:59 2026-12-03 
2026-12-31 2026.9973 2026-12-31 00:00:00 2026-12-31 
2008-02-29 2008.1612 2008-02-28 23:59:59 2008-02-28 
2024 : days 366 , back a day early 176 , right 190 
2025 : days 365 , back a day early 176 , right 189 
2026 : days 365 , back a day early 176 , right 189 
2027 : days 365 , back a day early 176 , right 189 
2028 : days 366 , back a day early 176 , right 190 
SEEN
echo "as seen before"
