#!/usr/bin/env bash
# A visit on 1 July is on 30 June for who adds it to Google's or Outlook's calendar, and on 1 July in Yahoo's and in the file.
#
# datebook makes the links "add to my calendar" under an invitation, and a file for other calendars, from one list of what is
# on. The guess was that a whole day is the same day in all four, or a day early in all. Seen on 1 December 2026 with datebook
# 8.0.1 (npm) in London: the file and Yahoo's link take the day from the clock of the machine, Google's and Outlook's from
# UTC, so that from the end of March to the end of October two of four invited people come a day early. From November on all
# are right. On a machine that is set to UTC they agree, all year, and so would a test there.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export npm_config_cache="$work/npm"
npm init -y >/dev/null && npm install --silent datebook@8.0.1
cat > invite.mjs <<'JS'
import { GoogleCalendar, ICalendar, OutlookCalendar, YahooCalendar } from "datebook";
for (const start of [new Date(2026, 6, 1), new Date(2026, 2, 29), new Date(2026, 2, 30), new Date(2026, 9, 25), new Date(2026, 9, 26), new Date(2026, 11, 4)]) {
  const visit = { title: "Visit", start, allday: true };
  const link = (kind) => new URL(new kind(visit).render()).searchParams;
  console.log(`${start.toDateString()}: file ${new ICalendar(visit).render().match(/DTSTART.*:(\d+)/)[1]}, Yahoo ${link(YahooCalendar).get("st")},`,
    `Google ${link(GoogleCalendar).get("dates").split("/")[0]}, Outlook ${link(OutlookCalendar).get("startdt")}`);
}
JS
for zone in Europe/London UTC; do echo "$zone"; TZ=$zone node invite.mjs; done | tee seen
diff seen - <<'SEEN'
Europe/London
Wed Jul 01 2026: file 20260701, Yahoo 20260701, Google 20260630, Outlook 2026-06-30
Sun Mar 29 2026: file 20260329, Yahoo 20260329, Google 20260329, Outlook 2026-03-29
Mon Mar 30 2026: file 20260330, Yahoo 20260330, Google 20260329, Outlook 2026-03-29
Sun Oct 25 2026: file 20261025, Yahoo 20261025, Google 20261024, Outlook 2026-10-24
Mon Oct 26 2026: file 20261026, Yahoo 20261026, Google 20261026, Outlook 2026-10-26
Fri Dec 04 2026: file 20261204, Yahoo 20261204, Google 20261204, Outlook 2026-12-04
UTC
Wed Jul 01 2026: file 20260701, Yahoo 20260701, Google 20260701, Outlook 2026-07-01
Sun Mar 29 2026: file 20260329, Yahoo 20260329, Google 20260329, Outlook 2026-03-29
Mon Mar 30 2026: file 20260330, Yahoo 20260330, Google 20260330, Outlook 2026-03-30
Sun Oct 25 2026: file 20261025, Yahoo 20261025, Google 20261025, Outlook 2026-10-25
Mon Oct 26 2026: file 20261026, Yahoo 20261026, Google 20261026, Outlook 2026-10-26
Fri Dec 04 2026: file 20261204, Yahoo 20261204, Google 20261204, Outlook 2026-12-04
SEEN
echo "as seen before"
