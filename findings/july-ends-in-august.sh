#!/usr/bin/env bash
# The last day of July is 1 August in a letter, that of December is right, and each day is the first of its quarter.
#
# Carbone fills in templates of letters and reports from data: {d.day:endOfD(month)} is the end of the month. The guess was
# that it is the last day of that month in the time zone that one asks for. Seen on 30 November 2026 with carbone 3.8.2
# (npm), asked for London's, on a server in UTC: the end is worked out in UTC, a moment before midnight, and then shown in
# London, where in summer it is an hour later. So July ends in August, and 4 July on the 5th; in winter all is right, and
# so it is on a computer in London. A unit that it doesn't know, such as a quarter, is no error: the day stays as it was.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export npm_config_cache="$work/npm"
npm init -y >/dev/null && npm install --silent carbone@3.8.2
cat > read.cjs <<'JS'
const carbone = require("carbone"), fs = require("fs");
const filled = (template, data, options) => new Promise((done, failed) => {
  fs.writeFileSync("letter.txt", template);
  carbone.render(`${__dirname}/letter.txt`, data, options, (error, result) => error ? failed(error) : done(String(result)));
});
(async () => {
  for (const day of ["2026-07-04", "2026-12-04"])
    for (const part of ["endOfD(month)", "endOfD(day)", "startOfD(month)", "startOfD(quarter)"]) {
      const shown = await filled(`{d.day:${part}:formatD(DD/MM/YYYY)}`, { day }, { lang: "en-gb", timezone: "Europe/London" });
      console.log(`${process.env.TZ}: ${part} of ${day} is ${shown}`);
    }
  process.exit(0);
})();
JS
for zone in UTC Europe/London; do TZ=$zone node read.cjs; done | tee seen
diff seen - <<'SEEN'
UTC: endOfD(month) of 2026-07-04 is 01/08/2026
UTC: endOfD(day) of 2026-07-04 is 05/07/2026
UTC: startOfD(month) of 2026-07-04 is 01/07/2026
UTC: startOfD(quarter) of 2026-07-04 is 04/07/2026
UTC: endOfD(month) of 2026-12-04 is 31/12/2026
UTC: endOfD(day) of 2026-12-04 is 04/12/2026
UTC: startOfD(month) of 2026-12-04 is 01/12/2026
UTC: startOfD(quarter) of 2026-12-04 is 04/12/2026
Europe/London: endOfD(month) of 2026-07-04 is 31/07/2026
Europe/London: endOfD(day) of 2026-07-04 is 04/07/2026
Europe/London: startOfD(month) of 2026-07-04 is 01/07/2026
Europe/London: startOfD(quarter) of 2026-07-04 is 04/07/2026
Europe/London: endOfD(month) of 2026-12-04 is 31/12/2026
Europe/London: endOfD(day) of 2026-12-04 is 04/12/2026
Europe/London: startOfD(month) of 2026-12-04 is 01/12/2026
Europe/London: startOfD(quarter) of 2026-12-04 is 04/12/2026
SEEN
echo "as seen before"
