#!/usr/bin/env bash
# Of four visits the last is missing in a calendar, if it is written as an empty text that none of them is called off.
#
# A series in Syncfusion's calendar for web pages has a rule and, as a text, the days on which it doesn't take place. The guess
# was that no day called off, written as nothing or as an empty text, leaves all, and a day that isn't one of the series does
# so too, as in RFC 5545. Seen on 1 December 2026 with @syncfusion/ej2-schedule 34.2.8 (npm), by `getRecurrenceDates`: each
# thing in the text is taken from the number of visits, whether it is a visit or not. An empty text, which databases and
# forms make of nothing, counts as one; a Wednesday called off in a series of Tuesdays loses the last Tuesday. Where the rule
# has a last day instead of a number, all is right. The calendar hands over what its records hold.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export npm_config_cache="$work/npm" TZ=Europe/London
npm init -y >/dev/null && npm install --silent --ignore-scripts @syncfusion/ej2-schedule@34.2.8 esbuild@0.28.2 jsdom@26.1.0
cat > page.mjs <<'JS'
import { JSDOM } from "jsdom";
const { window } = new JSDOM("<!doctype html><body><div id=rule></div>", { url: "http://localhost/" });
Object.assign(globalThis, { window, document: window.document });
for (const name of ["HTMLElement", "Element", "Node", "Event", "HTMLCollection", "NodeList", "getComputedStyle", "location"]) globalThis[name] ??= window[name];
JS
cat > dates.mjs <<'JS'
import "./page.mjs";
import { RecurrenceEditor } from "@syncfusion/ej2-schedule";
const editor = new RecurrenceEditor();
const show = (rule, off) => editor.getRecurrenceDates(new Date(2026, 11, 1, 10), rule, off, 20).map((at) => new Date(at).toDateString().slice(4, 10)).join(", ");
for (const rule of ["FREQ=WEEKLY;INTERVAL=6;BYDAY=TU;COUNT=4", "FREQ=WEEKLY;INTERVAL=6;BYDAY=TU;UNTIL=20270406T100000Z"])
  for (const off of [null, "", "20270112T100000Z", "20270113T100000Z"]) console.log(`${rule.split(";").pop()}, off ${JSON.stringify(off)}: ${show(rule, off)}`);
process.exit();
JS
node_modules/.bin/esbuild dates.mjs --bundle --platform=node --format=esm --external:jsdom --outfile=bundle.mjs --log-level=error && node bundle.mjs | tee seen
diff seen - <<'SEEN'
COUNT=4, off null: Dec 01, Jan 12, Feb 23, Apr 06
COUNT=4, off "": Dec 01, Jan 12, Feb 23
COUNT=4, off "20270112T100000Z": Dec 01, Feb 23, Apr 06
COUNT=4, off "20270113T100000Z": Dec 01, Jan 12, Feb 23
UNTIL=20270406T100000Z, off null: Dec 01, Jan 12, Feb 23, Apr 06
UNTIL=20270406T100000Z, off "": Dec 01, Jan 12, Feb 23, Apr 06
UNTIL=20270406T100000Z, off "20270112T100000Z": Dec 01, Feb 23, Apr 06
UNTIL=20270406T100000Z, off "20270113T100000Z": Dec 01, Jan 12, Feb 23, Apr 06
SEEN
echo "as seen before"
