#!/usr/bin/env bash
# A question that nobody answered is nought in one engine of JsonLogic; compiled, it is nought only on the left of the
# rule.
#
# JsonLogic is a format for rules of forms; "missed visits == 0" compares an answer with a number, by JavaScript's ==, to
# which no answer (null) is not 0. The guess was that its engines have that. Seen on 30 November 2026: json-logic-js 2.0.5
# (npm), the first of them, has. For json-logic-engine 5.0.7 (npm) no answer is 0, so that whoever wasn't asked has missed
# no visits. Its `build` makes a function of the same rule, to be faster: there, no answer == 0 is true and 0 == no answer
# is false, and so is no answer compared with a 0 from the record. By < and <= no answer is 0 in all of them, as in
# JavaScript, so that what has no number of days is within 20 days. Three equals signs tell the two apart everywhere.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export npm_config_cache="$work/npm"
npm init -y >/dev/null && npm install --silent json-logic-js@2.0.5 json-logic-engine@5.0.7
cat > read.mjs <<'JS'
import first from "json-logic-js";
import { LogicEngine } from "json-logic-engine";
const missed = { var: "missed" };
for (const rule of [{ "==": [missed, 0] }, { "==": [0, missed] }, { "==": [missed, { var: "allowed" }] }, { "!=": [missed, 0] },
  { "===": [missed, 0] }, { "<=": [missed, 20] }])
  for (const record of [{ missed: 0, allowed: 0 }, { allowed: 0 }])
    console.log(JSON.stringify(rule), "missed" in record ? "answered 0" : "no answer", "json-logic-js:", first.apply(rule, record),
      "json-logic-engine:", new LogicEngine().run(rule, record), "compiled:", new LogicEngine().build(rule)(record));
JS
node read.mjs | tee seen
diff seen - <<'SEEN'
{"==":[{"var":"missed"},0]} answered 0 json-logic-js: true json-logic-engine: true compiled: true
{"==":[{"var":"missed"},0]} no answer json-logic-js: false json-logic-engine: true compiled: true
{"==":[0,{"var":"missed"}]} answered 0 json-logic-js: true json-logic-engine: true compiled: true
{"==":[0,{"var":"missed"}]} no answer json-logic-js: false json-logic-engine: true compiled: false
{"==":[{"var":"missed"},{"var":"allowed"}]} answered 0 json-logic-js: true json-logic-engine: true compiled: true
{"==":[{"var":"missed"},{"var":"allowed"}]} no answer json-logic-js: false json-logic-engine: true compiled: false
{"!=":[{"var":"missed"},0]} answered 0 json-logic-js: false json-logic-engine: false compiled: false
{"!=":[{"var":"missed"},0]} no answer json-logic-js: true json-logic-engine: false compiled: false
{"===":[{"var":"missed"},0]} answered 0 json-logic-js: true json-logic-engine: true compiled: true
{"===":[{"var":"missed"},0]} no answer json-logic-js: false json-logic-engine: false compiled: false
{"<=":[{"var":"missed"},20]} answered 0 json-logic-js: true json-logic-engine: true compiled: true
{"<=":[{"var":"missed"},20]} no answer json-logic-js: true json-logic-engine: true compiled: true
SEEN
echo "as seen before"
