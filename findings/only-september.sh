#!/usr/bin/env bash
# "2 Sep 2026" is no date in British English, alone among the twelve months, to a form of the Department for Work and Pensions.
#
# The department's framework for forms, govuk-casa, lets people type a month's name if its validator of dates is told so,
# and takes a language for the names; it reads them with Luxon, which asks the JavaScript engine how the language
# shortens them. The guess was that every three letters of Jan to Dec are read, "Sept" perhaps as well. Seen on 30
# November 2026 with @dwp/govuk-casa 10.4.0 and luxon 3.7.2 (npm), Node 20: with en-GB the form refuses "Sep" and takes
# "Sept", and with en or with no language it's the other way round; en-AU refuses Jun, Jul and Sep. So what Day.js 1.11.23
# writes in British English, Luxon refuses for a twelfth of all dates, and what Luxon writes in one English it refuses in another.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export npm_config_cache="$work/npm" TZ=Europe/London
npm init -y >/dev/null && npm install --silent --ignore-scripts --no-audit --no-fund @dwp/govuk-casa@10.4.0 luxon@3.7.2 dayjs@1.11.23 2>/dev/null
cat > read.mjs <<'JS'
import { validators } from "@dwp/govuk-casa";
import { DateTime } from "luxon";
import dayjs from "dayjs";
import "dayjs/locale/en-gb.js";
const names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec", "September"];
for (const locale of [undefined, "en", "en-GB"]) {
  const form = validators.dateObject.make({ allowSingleDigitDay: true, allowMonthNames: true, locale });
  console.log(`form, ${locale ?? "no language"}: refused ${names.filter((mm) => form.validate({ dd: "2", mm, yyyy: "2026" }).length)}`);
}
for (const locale of ["en", "en-GB", "en-IE", "en-AU"]) {
  const refused = names.slice(0, 13).filter((name) => !DateTime.fromFormat(`2 ${name} 2026`, "d MMM yyyy", { locale }).isValid);
  console.log(`Luxon, ${locale}: writes ${DateTime.local(2026, 9, 2, { locale }).toFormat("d MMM yyyy")}, refuses ${refused}`);
}
console.log(`Day.js, en-gb: writes ${dayjs("2026-09-02").locale("en-gb").format("D MMM YYYY")}`);
JS
node read.mjs | tee seen
diff seen - <<'SEEN'
form, no language: refused Sept
form, en: refused Sept
form, en-GB: refused Sep
Luxon, en: writes 2 Sep 2026, refuses Sept
Luxon, en-GB: writes 2 Sept 2026, refuses Sep
Luxon, en-IE: writes 2 Sept 2026, refuses Sep
Luxon, en-AU: writes 2 Sept 2026, refuses Jun,Jul,Sep
Day.js, en-gb: writes 2 Sep 2026
SEEN
echo "as seen before"
