#!/usr/bin/env bash
# "2 Sep 2026" is 2 December in British English, and so is each month that isn't spelt as a library of dates expects it.
#
# Tempo reads dates by a format, D MMM YYYY for a day, a short name of a month and a year, in a language. The guess was that a
# month by another name is an error, as it is to most readers, and that letters don't matter in size. Seen on 1 December 2026
# with @formkit/tempo 1.1.0 (npm): it is December, without a word. The short name of September is "Sept" in British English
# and "Sep" in American, so that each is December in the other. In small letters, with a full stop, or in full where a short
# name is expected, every month is December, and so is "Ags", which is none; a short name is where the full one is expected.
# May alone, which has no shorter name, is right in both. What Tempo writes itself, it reads.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export npm_config_cache="$work/npm" TZ=Europe/London
npm init -y >/dev/null && npm install --silent @formkit/tempo@1.1.0
cat > read.mjs <<'JS'
import { format, parse } from "@formkit/tempo";
const read = (text, form, language) => format(parse(text, form, language), "D MMMM YYYY", "en-GB");
for (const text of ["2 Sep 2026", "2 Sept 2026", "2 Jun 2026", "2 June 2026", "2 jun 2026", "2 Jun. 2026", "2 May 2026", "2 September 2026", "2 Ags 2026"])
  console.log(`${text}: short, British ${read(text, "D MMM YYYY", "en-GB")}, American ${read(text, "D MMM YYYY", "en-US")}; in full, British ${read(text, "D MMMM YYYY", "en-GB")}`);
console.log(`written in British English: ${format("2026-09-02", "D MMM YYYY", "en-GB")}, in American: ${format("2026-09-02", "D MMM YYYY", "en-US")}`);
JS
node read.mjs | tee seen
diff seen - <<'SEEN'
2 Sep 2026: short, British 2 December 2026, American 2 September 2026; in full, British 2 December 2026
2 Sept 2026: short, British 2 September 2026, American 2 December 2026; in full, British 2 December 2026
2 Jun 2026: short, British 2 June 2026, American 2 June 2026; in full, British 2 December 2026
2 June 2026: short, British 2 December 2026, American 2 December 2026; in full, British 2 June 2026
2 jun 2026: short, British 2 December 2026, American 2 December 2026; in full, British 2 December 2026
2 Jun. 2026: short, British 2 December 2026, American 2 December 2026; in full, British 2 December 2026
2 May 2026: short, British 2 May 2026, American 2 May 2026; in full, British 2 May 2026
2 September 2026: short, British 2 December 2026, American 2 December 2026; in full, British 2 September 2026
2 Ags 2026: short, British 2 December 2026, American 2 December 2026; in full, British 2 December 2026
written in British English: 2 Sept 2026, in American: 2 Sep 2026
SEEN
echo "as seen before"
