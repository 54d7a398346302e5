#!/usr/bin/env bash
# Six months after 31 August 2026 is 2026-08-316 in the FHIRPath of a platform for health records, and no adult is 18.
#
# FHIRPath, by which rules over records of health and care are written in FHIR, adds spans such as `6 months` to dates, and
# takes them off. The guess was that a platform whose subscriptions and forms are steered by such paths can do that, or says
# that it can't. Seen on 30 November 2026 with @medplum/core 5.2.13 (npm): a date is a text, and the number is joined on to
# it, so that three months after 30 November is "2026-11-303", without an error; taken off, it is null. What is then
# compared is compared as text: 1 December is later than six months after 31 August, 15 January later than three months after
# 30 November, and somebody born in 1990 wasn't born 18 years ago. A year is not longer than 11 months, for 1 is less than
# 11. (Version 5 is for Node 22; Node 20 lacks the WebSocket that it mentions, so the script gives it an empty one.)
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export npm_config_cache="$work/npm" TZ=Europe/London
npm init -y >/dev/null && npm install --silent --ignore-scripts --no-audit --no-fund @medplum/core@5.2.13 2>/dev/null
cat > read.mjs <<'JS'
globalThis.WebSocket ??= class {};
const { evalFhirPath } = await import("@medplum/core");
for (const path of ["@2026-08-31 + 6 months", "@2026-11-30 + 3 months", "@2026-11-30 + 90 days", "@2008-06-02 + 18 years",
  "@2026-11-30T10:00:00Z + 72 hours", "@2026-11-30 - 1 month", "@2026-12-01 <= @2026-08-31 + 6 months",
  "@2027-01-15 > @2026-11-30 + 3 months", "@1990-06-02 <= today() - 18 years", "1 year > 11 months", "12 months = 1 year"])
  console.log(`${path}: ${JSON.stringify(evalFhirPath(path, {}))}`);
JS
node read.mjs | tee seen
diff seen - <<'SEEN'
@2026-08-31 + 6 months: ["2026-08-316"]
@2026-11-30 + 3 months: ["2026-11-303"]
@2026-11-30 + 90 days: ["2026-11-3090"]
@2008-06-02 + 18 years: ["2008-06-0218"]
@2026-11-30T10:00:00Z + 72 hours: ["2026-11-30T10:00:00.000Z72"]
@2026-11-30 - 1 month: [null]
@2026-12-01 <= @2026-08-31 + 6 months: [false]
@2027-01-15 > @2026-11-30 + 3 months: [true]
@1990-06-02 <= today() - 18 years: [false]
1 year > 11 months: [false]
12 months = 1 year: [false]
SEEN
echo "as seen before"
