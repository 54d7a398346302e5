#!/usr/bin/env bash
# The first visit of a series can't be called off in a calendar for web pages, and the last is missing where the series ends with it.
#
# By RFC 5545, EXDATE takes a date out of a series, the first like any other, and UNTIL is the last moment that a date of it may
# have, in UTC if the series has a time zone. The guess was that the recurrence plug-in of Schedule-X, which takes both
# in this form, keeps to that. Seen on 30 November 2026 with @schedule-x/calendar 4.9.1 and @schedule-x/event-recurrence 4.8.0
# (npm), in London's time, drawing a month without a browser (jsdom): a first visit with an EXDATE is shown, a later one isn't. Daily visits at 10:00 from 30 November until 3 December at 10:00Z end on the
# 2nd, because "10:00" is compared with "100000Z" letter by letter; until 10:59Z too. Without the Z, or until 11:00Z, they
# end on the 3rd.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export npm_config_cache="$work/npm" TZ=Europe/London
npm init -y >/dev/null && npm install --silent --ignore-scripts --legacy-peer-deps @schedule-x/calendar@4.9.1 @schedule-x/event-recurrence@4.8.0 \
  preact@11.2.0 @preact/signals@2.11.4 temporal-polyfill@1.0.8 jsdom@26.1.0
cat > draw.mjs <<'JS'
import { createRequire } from "node:module";
import { JSDOM } from "jsdom";
import "temporal-polyfill/global";
const { window } = new JSDOM("<!doctype html>");
const idle = class { observe() {} unobserve() {} disconnect() {} };
for (const name of ["document", "HTMLElement", "HTMLDivElement", "HTMLInputElement", "HTMLButtonElement", "Element", "Node", "MutationObserver"])
  globalThis[name] = window[name];
Object.assign(globalThis, { window, ResizeObserver: idle, IntersectionObserver: idle });
Object.assign(globalThis, { requestAnimationFrame: (draw) => setTimeout(draw, 0), cancelAnimationFrame: clearTimeout });
const require = createRequire(import.meta.url);
const { createCalendar, createViewMonthGrid } = require("@schedule-x/calendar");
const { createEventRecurrencePlugin } = require("@schedule-x/event-recurrence");
const at = (hour) => Temporal.ZonedDateTime.from(`2026-11-30T${hour}:00[Europe/London]`);
for (const [rrule, exdate] of [["FREQ=DAILY;COUNT=4"], ["FREQ=DAILY;COUNT=4", ["20261201T100000"]], ["FREQ=DAILY;COUNT=4", ["20261130T100000"]],
  ["FREQ=DAILY;UNTIL=20261203T100000"], ["FREQ=DAILY;UNTIL=20261203T100000Z"],
  ["FREQ=DAILY;UNTIL=20261203T105900Z"], ["FREQ=DAILY;UNTIL=20261203T110000Z"]]) {
  const calendar = createCalendar({ views: [createViewMonthGrid()], selectedDate: Temporal.PlainDate.from("2026-12-01"), timezone: "Europe/London",
    events: [{ id: "1", title: "Visit", start: at(10), end: at(11), rrule, exdate }] }, [createEventRecurrencePlugin()]);
  const page = window.document.body.appendChild(window.document.createElement("div"));
  calendar.render(page);
  await new Promise((done) => setTimeout(done, 1000));
  const days = [...page.querySelectorAll("[data-date]")].filter((day) => day.querySelector("[data-event-id]")).map((day) => day.dataset.date.slice(5));
  console.log(`${rrule}${exdate ? ", without " + exdate : ""}: ${days.join(" ")}`);
}
process.exit(0);
JS
node draw.mjs | tee seen
diff seen - <<'SEEN'
FREQ=DAILY;COUNT=4: 11-30 12-01 12-02 12-03
FREQ=DAILY;COUNT=4, without 20261201T100000: 11-30 12-02 12-03
FREQ=DAILY;COUNT=4, without 20261130T100000: 11-30 12-01 12-02 12-03
FREQ=DAILY;UNTIL=20261203T100000: 11-30 12-01 12-02 12-03
FREQ=DAILY;UNTIL=20261203T100000Z: 11-30 12-01 12-02
FREQ=DAILY;UNTIL=20261203T105900Z: 11-30 12-01 12-02
FREQ=DAILY;UNTIL=20261203T110000Z: 11-30 12-01 12-02 12-03
SEEN
echo "as seen before"
