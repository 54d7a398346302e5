#!/usr/bin/env bash
# February ends on 3 March and November on 1 December in the search of a platform for health records.
#
# A date in FHIR may be a month, such as 2026-11, and a search for it finds what lies in that month. The guess was that
# November has 30 days. Seen on 30 November 2026 with @medplum/core 5.2.13 (npm), which turns a date into the span of time that
# it stands for: every month is taken to have 31 days, so that five months of the year run into the next. A task of 1 December
# is found in November as well as in December, is "not later than November" and not "later than November", and one of 3 March
# is found in February. Months of 31 days, single days and years are right. The check shown is the one that decides which
# subscriptions a change sets off. (Version 5 is for Node 22; Node 20 lacks the WebSocket that it mentions, so the script
# gives it an empty one.)
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export npm_config_cache="$work/npm" TZ=Europe/London
npm init -y >/dev/null && npm install --silent --ignore-scripts --no-audit --no-fund @medplum/core@5.2.13 2>/dev/null
cat > read.mjs <<'JS'
globalThis.WebSocket ??= class {};
const { toPeriod, indexSearchParameter, matchesSearchRequest, parseSearchRequest } = await import("@medplum/core");
for (const date of ["2026-01", "2026-02", "2028-02", "2026-04", "2026-11", "2026-12", "2026", "2026-11-30"])
  console.log(`${date}: to ${toPeriod(date).end}`);
indexSearchParameter({ resourceType: "SearchParameter", code: "authored-on", base: ["Task"], type: "date", expression: "Task.authoredOn" });
for (const authoredOn of ["2026-03-03", "2026-11-30", "2026-12-01", "2026-12-02"]) {
  const task = { resourceType: "Task", status: "requested", intent: "order", authoredOn };
  const found = (date) => matchesSearchRequest(task, parseSearchRequest(`Task?authored-on=${date}`));
  console.log(`a task of ${authoredOn}: found by ${["2026-02", "2026-03", "2026-11", "2026-12", "le2026-11", "gt2026-11"].filter(found).join(", ")}`);
}
JS
node read.mjs | tee seen
diff seen - <<'SEEN'
2026-01: to 2026-01-31T23:59:59.999Z
2026-02: to 2026-03-03T23:59:59.999Z
2028-02: to 2028-03-02T23:59:59.999Z
2026-04: to 2026-05-01T23:59:59.999Z
2026-11: to 2026-12-01T23:59:59.999Z
2026-12: to 2026-12-31T23:59:59.999Z
2026: to 2026-12-31T23:59:59.999Z
2026-11-30: to 2026-11-30T23:59:59.999Z
a task of 2026-03-03: found by 2026-02, 2026-03, le2026-11
a task of 2026-11-30: found by 2026-11, le2026-11
a task of 2026-12-01: found by 2026-11, 2026-12, le2026-11
a task of 2026-12-02: found by 2026-12, gt2026-11
SEEN
echo "as seen before"
