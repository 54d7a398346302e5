#!/usr/bin/env bash
# Half a year is a year to MariaDB if it is a number and nothing if it is a text; a year and a half, a year and five months.
#
# A table of limits has 0.5 or 1.5 years, and a query adds `INTERVAL limit YEAR`. The guess was that a fraction is months, or
# refused, or dropped. Seen on 30 November 2026 with MariaDB 10.11.19 (Debian 12), in its strict mode, without an error: a
# number is rounded to whole units, a half upwards, and a text is cut. So from 30 November 2026 half a year ends on the same
# day in 2027, or on the day it begins if the column is of texts; 1.5 months are two, or one; an hour and a half, two, or one.
# In units of two parts the point divides the parts: 1.5 YEAR_MONTH is a year and five months, and '1.5' HOUR_MINUTE an hour
# and five minutes. `ADD_MONTHS(day, 0.5)` is a month.
# MariaDB is fetched and unpacked, not installed, and listens on no port.
set -euo pipefail
work=$(mktemp -d); server=; trap 'if [ -n "$server" ]; then kill "$server"; wait "$server" || true; fi; rm -rf "$work"' EXIT; cd "$work"
mkdir -p debs/partial unpacked data
apt-get -qq -y -o Dir::Cache::archives="$work/debs" --no-install-recommends --download-only install mariadb-server-core mariadb-client-core >/dev/null 2>&1
for deb in debs/*.deb; do dpkg-deb -x "$deb" unpacked; done
usr="$work/unpacked/usr"; export LD_LIBRARY_PATH="$usr/lib/x86_64-linux-gnu:$work/unpacked/lib/x86_64-linux-gnu"
"$usr/sbin/mariadbd" --no-defaults --user="$(id -un)" --datadir="$work/data" --socket="$work/socket" --pid-file="$work/pid" --skip-networking --skip-grant-tables \
    --lc-messages-dir="$usr/share/mysql" --character-sets-dir="$usr/share/mysql/charsets" --innodb=OFF --default-storage-engine=MyISAM >log 2>&1 & server=$!
for _ in $(seq 60); do [ -S socket ] && break; sleep 0.5; done
cat > limits.sql <<'SQL'
SELECT '0.5 YEAR', d + INTERVAL 0.5 YEAR, 'as a text', d + INTERVAL '0.5' YEAR FROM (SELECT DATE '2026-11-30' AS d) AS t;
SELECT '1.5 YEAR', d + INTERVAL 1.5 YEAR, 'as a text', d + INTERVAL '1.5' YEAR FROM (SELECT DATE '2026-11-30' AS d) AS t;
SELECT '1.5 YEAR_MONTH', d + INTERVAL 1.5 YEAR_MONTH, 'as a text', d + INTERVAL '1.5' YEAR_MONTH FROM (SELECT DATE '2026-11-30' AS d) AS t;
SELECT '1.5 MONTH', d + INTERVAL 1.5 MONTH, 'as a text', d + INTERVAL '1.5' MONTH FROM (SELECT DATE '2026-11-30' AS d) AS t;
SELECT '1.5 WEEK', d + INTERVAL 1.5 WEEK, 'as a text', d + INTERVAL '1.5' WEEK FROM (SELECT DATE '2026-11-30' AS d) AS t;
SELECT '1.5 HOUR', d + INTERVAL 1.5 HOUR, 'as a text', d + INTERVAL '1.5' HOUR FROM (SELECT TIMESTAMP '2026-11-30 10:00' AS d) AS t;
SELECT '1.5 HOUR_MINUTE', d + INTERVAL 1.5 HOUR_MINUTE, 'as a text', d + INTERVAL '1.5' HOUR_MINUTE FROM (SELECT TIMESTAMP '2026-11-30 10:00' AS d) AS t;
SELECT 'ADD_MONTHS 0.5', ADD_MONTHS('2026-11-30', 0.5), 'strict', @@sql_mode LIKE '%STRICT%';
SQL
"$usr/bin/mariadb" --no-defaults -S "$work/socket" -N < limits.sql | tr '\t' ' ' | tee seen
diff seen - <<'SEEN'
0.5 YEAR 2027-11-30 as a text 2026-11-30
1.5 YEAR 2028-11-30 as a text 2027-11-30
1.5 YEAR_MONTH 2028-04-30 as a text 2028-04-30
1.5 MONTH 2027-01-30 as a text 2026-12-30
1.5 WEEK 2026-12-14 as a text 2026-12-07
1.5 HOUR 2026-11-30 12:00:00 as a text 2026-11-30 11:00:00
1.5 HOUR_MINUTE 2026-11-30 11:05:00 as a text 2026-11-30 11:05:00
ADD_MONTHS 0.5 2026-12-30 strict 1
SEEN
echo "as seen before"
