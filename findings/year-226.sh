#!/usr/bin/env bash
# Letters that are dated by the example 2026-12-04 are dated 0226-07-00 in R, and by the example 2026-11-30 rightly.
#
# lubridate's `stamp` takes an example of a text with a date and makes of it a function that writes other dates like it. The
# guess was that 2026-12-04 says how it is meant, if 30/11/26 doesn't. Seen on 30 November 2026 with lubridate 1.9.2 (Debian 12),
# the usual package for dates in R: where the number of the day can be an hour, up to 23, the "20" of the year is taken for
# the day, the "26" for the year and the day for the hour, so that 2 July 2026 is 0226-07-00 and 30 November 3026-11-00. A
# birthday, 2008-06-02, makes 0207-26-00 of it. 30/11/26 makes 26/07/02, year first, and 02/07/2026 makes 07/02/2026; with
# "by 10:00 on 30/11/2026" it is "by 07:26 on 02/00/0000". A message says that several formats match and which one is used.
# R is fetched and unpacked, not installed.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
mkdir -p debs/partial unpacked
apt-get -qq -y -o Dir::Cache::archives="$work/debs" --no-install-recommends --download-only install r-cran-lubridate=1.9.2+dfsg-1 >/dev/null 2>&1
for deb in debs/*.deb; do dpkg-deb -x "$deb" unpacked; done
lib="$work/unpacked/usr/lib"; export R_HOME="$lib/R" R_LIBS="$lib/R/site-library" EDITOR=true TZ=Europe/London TZDIR=/usr/share/zoneinfo
export LD_LIBRARY_PATH="$R_HOME/lib:$lib/x86_64-linux-gnu:$work/unpacked/lib/x86_64-linux-gnu:$lib/x86_64-linux-gnu/blas:$lib/x86_64-linux-gnu/lapack"
rm -rf "$R_HOME/etc" && mkdir "$R_HOME/etc" && touch "$R_HOME/etc/Renviron"
cat > stamp.R <<'R'
suppressMessages(library(lubridate))
for (example in c("2026-11-30", "2026-12-04", "2026-07-02", "2008-06-02", "due: 2026-12-04", "30/11/2026", "30/11/26", "02/07/2026", "30 November 2026",
                  "by 10:00 on 30/11/2026"))
  cat(example, "makes", paste(suppressMessages(stamp(example))(ymd(c("2026-07-02", "2026-11-30"))), collapse = " and "), "\n")
R
"$R_HOME/bin/exec/R" --no-echo --vanilla -f stamp.R 2>/dev/null | tee seen
diff seen - <<'SEEN'
2026-11-30 makes 2026-07-02 and 2026-11-30 
2026-12-04 makes 0226-07-00 and 3026-11-00 
2026-07-02 makes 0226-07-00 and 3026-11-00 
2008-06-02 makes 0207-26-00 and 3011-26-00 
due: 2026-12-04 makes due: 0226-07-00 and due: 3026-11-00 
30/11/2026 makes 02/07/2026 and 30/11/2026 
30/11/26 makes 26/07/02 and 26/11/30 
02/07/2026 makes 07/02/2026 and 11/30/2026 
30 November 2026 makes 02 July 2026 and 30 November 2026 
by 10:00 on 30/11/2026 makes by 07:26 on 02/00/0000 and by 11:26 on 30/00/0000 
SEEN
echo "as seen before"
