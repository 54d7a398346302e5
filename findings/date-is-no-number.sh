#!/usr/bin/env bash
# A due date is neither before nor after today nor on it, to a rules engine, if both are dates and not texts.
#
# In the rules engine, "due lessThan today" as a condition is how a rule finds what is overdue. The guess was that dates
# compare as they do in JavaScript, where < takes two of them. Seen on 30 November 2026 with json-rules-engine 7.3.1
# (npm): the operators of order ask whether the fact is a number, which is asked of the text that it makes. That of a Date
# begins with the name of the day, "Mon Nov 30", so that all four operators say no, without an error, and nothing is ever
# overdue. A text 2026-11-30 begins with a number, and so is compared, as a text; so is 9 days, which is not less than 10
# days. Codes such as N1 or P3M are never in any order.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export npm_config_cache="$work/npm"
npm init -y >/dev/null && npm install --silent json-rules-engine@7.3.1
cat > read.cjs <<'JS'
const { Engine } = require("json-rules-engine");
const operators = ["lessThan", "lessThanInclusive", "greaterThan", "greaterThanInclusive"];
const day = (text) => new Date(`${text}T00:00:00Z`);
(async () => {
  for (const [name, due, today] of [["dates, overdue", day("2026-11-29"), day("2026-11-30")], ["dates, to come", day("2026-12-01"), day("2026-11-30")],
    ["texts, overdue", "2026-11-29", "2026-11-30"], ["numbers, overdue", +day("2026-11-29"), +day("2026-11-30")],
    ["texts with units", "9 days", "10 days"], ["durations", "P3M", "P3M"], ["codes", "N1", "N2"]]) {
    const true_ = [];
    for (const operator of operators) {
      const engine = new Engine([{ conditions: { all: [{ fact: "due", operator, value: today }] }, event: { type: "yes" } }]);
      if ((await engine.run({ due })).events.length) true_.push(operator);
    }
    console.log(`${name}: JavaScript's <: ${due < today}, engine: ${true_.join(", ") || "none"}`);
  }
})();
JS
TZ=Europe/London node read.cjs | tee seen
diff seen - <<'SEEN'
dates, overdue: JavaScript's <: true, engine: none
dates, to come: JavaScript's <: false, engine: none
texts, overdue: JavaScript's <: true, engine: lessThan, lessThanInclusive
numbers, overdue: JavaScript's <: true, engine: lessThan, lessThanInclusive
texts with units: JavaScript's <: false, engine: greaterThan, greaterThanInclusive
durations: JavaScript's <: false, engine: none
codes: JavaScript's <: true, engine: none
SEEN
echo "as seen before"
