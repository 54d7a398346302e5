#!/usr/bin/env bash
# A time to which Day.js has added 72 hours prints one moment and is another.
#
# The guess was that, from Friday 23 October 2026, 11:00 in London, 72 hours end on Monday at 10:00 and three days at 11:00.
# Seen on 29 November 2026 with dayjs 1.11.23 (npm, plugins utc and timezone): on a machine in London `format()` of
# either still has Friday's offset, 10:00+01:00 and 11:00+01:00, and is an hour before what `toISOString()` says of the
# same object. On a machine in UTC both are printed as 11:00+01:00 and both are 10:00Z: three days are 72 hours. In March
# the two are the same on both machines, 11:00Z, which is 12:00 in London, so that a limit of three days ends an hour late.
# Only for 72 hours, and after another `.tz("Europe/London")`, is what it prints right everywhere.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export npm_config_cache="$work/npm"
npm init -y >/dev/null && npm install --silent dayjs@1.11.23
cat > read.mjs <<'JS'
import dayjs from "dayjs";
import utc from "dayjs/plugin/utc.js";
import timezone from "dayjs/plugin/timezone.js";
dayjs.extend(utc);
dayjs.extend(timezone);
for (const start of ["2026-10-23 11:00", "2026-03-27 11:00"])
  for (const [count, unit] of [[72, "hour"], [3, "day"]]) {
    const end = dayjs.tz(start, "Europe/London").add(count, unit);
    console.log(process.env.TZ, start, "+", count, unit, "prints", end.format("DD HH:mmZ"), "is", end.toISOString().slice(8, 16).replace("T", " ") + "Z",
      "again in London", end.tz("Europe/London").format("DD HH:mmZ"));
  }
JS
{ TZ=Europe/London node read.mjs; TZ=UTC node read.mjs; } | tee seen
diff seen - <<'SEEN'
Europe/London 2026-10-23 11:00 + 72 hour prints 26 10:00+01:00 is 26 10:00Z again in London 26 10:00+00:00
Europe/London 2026-10-23 11:00 + 3 day prints 26 11:00+01:00 is 26 11:00Z again in London 26 11:00+00:00
Europe/London 2026-03-27 11:00 + 72 hour prints 30 11:00+00:00 is 30 11:00Z again in London 30 12:00+01:00
Europe/London 2026-03-27 11:00 + 3 day prints 30 11:00+00:00 is 30 11:00Z again in London 30 12:00+01:00
UTC 2026-10-23 11:00 + 72 hour prints 26 11:00+01:00 is 26 10:00Z again in London 26 10:00+00:00
UTC 2026-10-23 11:00 + 3 day prints 26 11:00+01:00 is 26 10:00Z again in London 26 10:00+00:00
UTC 2026-03-27 11:00 + 72 hour prints 30 11:00+00:00 is 30 11:00Z again in London 30 12:00+01:00
UTC 2026-03-27 11:00 + 3 day prints 30 11:00+00:00 is 30 11:00Z again in London 30 12:00+01:00
SEEN
echo "as seen before"
