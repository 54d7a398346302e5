#!/usr/bin/env bash
# Five working days from a Saturday are four, four weeks five and a half, and a month six weeks, in a chart without weekends.
#
# Mermaid draws the charts of tasks in GitHub's and GitLab's pages and many wikis. `excludes weekends` leaves out Saturdays
# and Sundays, and a task lengthens by those in it; 5d, 4w and 1M are lengths. The guess was that a task that begins on a
# Saturday begins on the Monday, and that weeks and months, which have weekends in them, stay what they are. Seen on 30
# November 2026 with mermaid 12.3.0 (npm): days that are left out are looked for from the second day on, so that five days
# from Saturday 28 November end with Thursday 3 December, like those from the Friday before it, and 20 a day early too.
# Four weeks are 28 days without weekends, and end with 6 January; a month is as many days without weekends as it has
# days, and ends with 8 January. If a task has a last day and no length, nothing is left out.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export npm_config_cache="$work/npm"
npm init -y >/dev/null && npm install --silent mermaid@12.3.0 jsdom@26.1.0
cat > read.mjs <<'JS'
import { JSDOM } from "jsdom";
globalThis.window = new JSDOM("<body></body>").window;
globalThis.document = window.document;
const { default: mermaid } = await import("mermaid");
mermaid.initialize({ startOnLoad: false });
const lengths = ["2026-11-27, 5d", "2026-11-28, 5d", "2026-11-30, 5d", "2026-11-28, 20d", "2026-11-30, 20d", "2026-11-30, 4w", "2026-11-30, 1M", "2026-11-30, 2026-12-28"];
for (const rule of ["", "excludes weekends"]) {
  const lines = lengths.map((length, number) => `task ${number} :${length}`);
  const chart = await mermaid.mermaidAPI.getDiagramFromText(["gantt", "dateFormat YYYY-MM-DD", rule, "section Assessment", ...lines].join("\n"));
  for (const [number, { startTime, endTime }] of chart.db.getTasks().entries())
    console.log(`${rule || "all days"}: ${lengths[number]} is from the beginning of ${startTime.toString().slice(0, 15)} to ${endTime.toString().slice(0, 21)}`);
}
JS
TZ=Europe/London node read.mjs | tee seen
diff seen - <<'SEEN'
all days: 2026-11-27, 5d is from the beginning of Fri Nov 27 2026 to Wed Dec 02 2026 00:00
all days: 2026-11-28, 5d is from the beginning of Sat Nov 28 2026 to Thu Dec 03 2026 00:00
all days: 2026-11-30, 5d is from the beginning of Mon Nov 30 2026 to Sat Dec 05 2026 00:00
all days: 2026-11-28, 20d is from the beginning of Sat Nov 28 2026 to Fri Dec 18 2026 00:00
all days: 2026-11-30, 20d is from the beginning of Mon Nov 30 2026 to Sun Dec 20 2026 00:00
all days: 2026-11-30, 4w is from the beginning of Mon Nov 30 2026 to Mon Dec 28 2026 00:00
all days: 2026-11-30, 1M is from the beginning of Mon Nov 30 2026 to Wed Dec 30 2026 00:00
all days: 2026-11-30, 2026-12-28 is from the beginning of Mon Nov 30 2026 to Mon Dec 28 2026 00:00
excludes weekends: 2026-11-27, 5d is from the beginning of Fri Nov 27 2026 to Fri Dec 04 2026 00:00
excludes weekends: 2026-11-28, 5d is from the beginning of Sat Nov 28 2026 to Fri Dec 04 2026 00:00
excludes weekends: 2026-11-30, 5d is from the beginning of Mon Nov 30 2026 to Mon Dec 07 2026 00:00
excludes weekends: 2026-11-28, 20d is from the beginning of Sat Nov 28 2026 to Fri Dec 25 2026 00:00
excludes weekends: 2026-11-30, 20d is from the beginning of Mon Nov 30 2026 to Mon Dec 28 2026 00:00
excludes weekends: 2026-11-30, 4w is from the beginning of Mon Nov 30 2026 to Thu Jan 07 2027 00:00
excludes weekends: 2026-11-30, 1M is from the beginning of Mon Nov 30 2026 to Mon Jan 11 2027 00:00
excludes weekends: 2026-11-30, 2026-12-28 is from the beginning of Mon Nov 30 2026 to Mon Dec 28 2026 00:00
SEEN
echo "as seen before"
