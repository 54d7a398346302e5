#!/usr/bin/env bash
# The first Monday of December 2026 is Friday the 4th, if the month is named by that day, to R's usual calendar for finance.
#
# A panel that meets on the first Monday of a month is found from any day of the month: `timeNthNdayInMonth`, by its manual,
# gives "the n-th n-day in the month" of a date. The guess was that any day of the month will do, as for the last such day.
# Seen on 1 December 2026 with timeDate 4022.108 (Debian 12, r-cran-timedate): the days to the first Monday are counted from
# the day of the week of the date, and added to the 1st. Only the 1st, 8th, 15th, 22nd and 29th give a Monday. Over 2026, six
# of seven answers are another day of the week, and no error says so. The last Monday is right from each day, and so is the
# first on or after a day.
# R is fetched and unpacked, not installed.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
mkdir -p debs/partial unpacked
apt-get -qq -y -o Dir::Cache::archives="$work/debs" --no-install-recommends --download-only install r-cran-timedate=4022.108-1 >/dev/null 2>&1
for deb in debs/*.deb; do dpkg-deb -x "$deb" unpacked; done
lib="$work/unpacked/usr/lib"; export R_HOME="$lib/R" R_LIBS="$lib/R/site-library" EDITOR=true TZ=UTC
export LD_LIBRARY_PATH="$R_HOME/lib:$lib/x86_64-linux-gnu:$work/unpacked/lib/x86_64-linux-gnu:$lib/x86_64-linux-gnu/blas:$lib/x86_64-linux-gnu/lapack"
rm -rf "$R_HOME/etc" && mkdir "$R_HOME/etc" && touch "$R_HOME/etc/Renviron"
cat > first.R <<'R'
suppressMessages(library(timeDate))
on <- function(date) format(as.Date(date), "%a %d %b")
for (day in c("2026-12-01", "2026-12-02", "2026-12-04", "2026-12-08", "2026-12-31"))
  cat(day, ": first Monday ", on(timeNthNdayInMonth(day, nday = 1, nth = 1)), ", second ", on(timeNthNdayInMonth(day, nday = 1, nth = 2)),
      ", last ", on(timeLastNdayInMonth(day, nday = 1)), ", first on or after it ", on(timeNdayOnOrAfter(day, nday = 1)), "\n", sep = "")
days <- format(seq(as.Date("2026-01-01"), as.Date("2026-12-31"), by = 1))
cat("days of 2026:", length(days), "; a Monday from", sum(format(as.Date(timeNthNdayInMonth(days, 1, 1)), "%a") == "Mon"), "\n")
R
"$R_HOME/bin/exec/R" --no-echo --vanilla -f first.R 2>/dev/null | tee seen
diff seen - <<'SEEN'
2026-12-01: first Monday Mon 07 Dec, second Mon 14 Dec, last Mon 28 Dec, first on or after it Mon 07 Dec
2026-12-02: first Monday Sun 06 Dec, second Sun 13 Dec, last Mon 28 Dec, first on or after it Mon 07 Dec
2026-12-04: first Monday Fri 04 Dec, second Fri 11 Dec, last Mon 28 Dec, first on or after it Mon 07 Dec
2026-12-08: first Monday Mon 07 Dec, second Mon 14 Dec, last Mon 28 Dec, first on or after it Mon 14 Dec
2026-12-31: first Monday Sat 05 Dec, second Sat 12 Dec, last Mon 28 Dec, first on or after it Mon 04 Jan
days of 2026: 365 ; a Monday from 59 
SEEN
echo "as seen before"
