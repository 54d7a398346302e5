#!/usr/bin/env bash
# A month and a half is seven months in R, and so longer than three months.
#
# ISO 8601 lets the last part of a duration have a fraction, P1.5M, and people write "1.5 months". The guess was that such a
# length is half of an average month more, or is refused. Seen on 30 November 2026 with lubridate 1.9.2 (Debian 12), the
# usual package for dates in R: it reads the fraction of a month as one of a year. From 30 November 1.5 months end on 1
# July, and P0.5M on 31 May; a limit of 1.5 months is longer than one of 3. The same in numbers, `duration(1.5, "months")`,
# is 45.7 days, and weeks, days and hours with fractions are right.
# R is fetched and unpacked, not installed.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
mkdir -p debs/partial unpacked
apt-get -qq -y -o Dir::Cache::archives="$work/debs" --no-install-recommends --download-only install r-cran-lubridate=1.9.2+dfsg-1 >/dev/null 2>&1
for deb in debs/*.deb; do dpkg-deb -x "$deb" unpacked; done
lib="$work/unpacked/usr/lib"; export R_HOME="$lib/R" R_LIBS="$lib/R/site-library" EDITOR=true TZ=Europe/London TZDIR=/usr/share/zoneinfo
export LD_LIBRARY_PATH="$R_HOME/lib:$lib/x86_64-linux-gnu:$work/unpacked/lib/x86_64-linux-gnu:$lib/x86_64-linux-gnu/blas:$lib/x86_64-linux-gnu/lapack"
rm -rf "$R_HOME/etc" && mkdir "$R_HOME/etc" && touch "$R_HOME/etc/Renviron"
cat > half.R <<'R'
suppressMessages(library(lubridate))
for (length in c("1.5 months", "P1.5M", "P0.5M", "3 months", "P3M", "6.5 weeks", "1.5 days"))
  cat(length, "are", round(as.numeric(duration(length), "days"), 1), "days, from 30 November 2026 to",
      format(as_date(ymd("2026-11-30") + duration(length))), "\n")
cat("1.5 months longer than 3 months:", duration("1.5 months") > duration("3 months"), "\n")
cat("duration(1.5, \"months\"):", round(as.numeric(duration(1.5, "months"), "days"), 1), "days\n")
cat("30 November 2026 and a period of 1.5 months:", format(as_date(ymd("2026-11-30") + period("1.5 months"))), "\n")
R
"$R_HOME/bin/exec/R" --no-echo --vanilla -f half.R 2>/dev/null | tee seen
diff seen - <<'SEEN'
1.5 months are 213.1 days, from 30 November 2026 to 2027-07-01 
P1.5M are 213.1 days, from 30 November 2026 to 2027-07-01 
P0.5M are 182.6 days, from 30 November 2026 to 2027-05-31 
3 months are 91.3 days, from 30 November 2026 to 2027-03-01 
P3M are 91.3 days, from 30 November 2026 to 2027-03-01 
6.5 weeks are 45.5 days, from 30 November 2026 to 2027-01-14 
1.5 days are 1.5 days, from 30 November 2026 to 2026-12-01 
1.5 months longer than 3 months: TRUE 
duration(1.5, "months"): 45.7 days
30 November 2026 and a period of 1.5 months: 2027-06-30 
SEEN
echo "as seen before"
