#!/usr/bin/env bash
# A hearing on Friday 4 December is on "5555 4 December" in the courts' system for cases, and 02/06/2008 is 6 February there.
#
# In the case system of the courts of England and Wales, in which care proceedings are kept too, a field may say how its date
# is shown, in the notation of Java, in which EEEE is the day of the week and a word in quotation marks stays as it is. The
# guess was that such a format is read like that or refused. Seen on 30 November 2026 with @hmcts/ccd-case-ui-toolkit
# 7.2.51 (npm), which puts the format into the notation of another library and leaves E as it is, where it is the number
# of the day: once for each E. What is in quotation marks is dropped. A date that isn't written with the year first is read
# with the month first, and shown with the month as a word, as if it were certain; 20/06/2008 is shown as nothing.
# Only the part that shows dates is built and run.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export npm_config_cache="$work/npm"
npm init -y >/dev/null && npm install --silent --legacy-peer-deps @hmcts/ccd-case-ui-toolkit@7.2.51 moment@2.31.0 rxjs@7.8.2 \
  esbuild@0.28.2 @angular/{core,compiler}@20.3.35
cat > built.mjs <<'JS'
import "@angular/compiler";
export { FormatTranslatorService } from "./node_modules/@hmcts/ccd-case-ui-toolkit/esm2022/lib/shared/services/case-fields/format-translator.service.mjs";
export { DatePipe } from "./node_modules/@hmcts/ccd-case-ui-toolkit/esm2022/lib/shared/components/palette/utils/date.pipe.mjs";
JS
npx esbuild built.mjs --bundle --format=esm --platform=node --outfile=dates.mjs --resolve-extensions=.mjs,.js --log-level=error
cat > read.mjs <<'JS'
import { DatePipe, FormatTranslatorService } from "./dates.mjs";
const shown = new DatePipe(new FormatTranslatorService());
for (const format of ["d MMMM yyyy", "EEEE d MMMM yyyy", "EEE d MMM yyyy", "d 'of' MMMM yyyy", "d MMMM yyyy 'at' HH:mm"])
  console.log(format, "is", shown.transform("2026-12-04T10:00:00.000", undefined, format));
for (const text of ["2008-06-02", "02/06/2008", "02.06.2008", "20/06/2008"]) console.log(text, "is", shown.transform(text));
JS
TZ=Europe/London node read.mjs | tee seen
diff seen - <<'SEEN'
d MMMM yyyy is 4 December 2026
EEEE d MMMM yyyy is 5555 4 December 2026
EEE d MMM yyyy is 555 4 Dec 2026
d 'of' MMMM yyyy is 4  December 2026
d MMMM yyyy 'at' HH:mm is 4 December 2026  10:00
2008-06-02 is 2 Jun 2008
02/06/2008 is 6 Feb 2008
02.06.2008 is 6 Feb 2008
20/06/2008 is null
SEEN
echo "as seen before"
