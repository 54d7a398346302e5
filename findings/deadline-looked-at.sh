#!/usr/bin/env bash
# Once a question of a form asks whether the deadline comes after a day, the deadline is at midnight.
#
# A form works out "answer by" from when a request was received, by dateAdd(…, 72, 'hours'), and shows a further question
# if that comes after some day. The guess was that comparing the moment with a day leaves the moment as it is. Seen on 30
# November 2026 with SurveyJS (survey-core 3.1.1, npm): to compare a moment with a text of ten letters, it sets the hours
# of the moment itself to 00:00, which is the answer. What was received on Tuesday at 15:30 is to be answered by Friday
# 15:30, and with the further question in the form by Friday 00:00, 15 and a half hours early; that is what the form hands
# in. The further question changes it even if its day is another year's and whether or not it is shown. Compared with
# another moment, it stays.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export npm_config_cache="$work/npm"
npm init -y >/dev/null && npm install --silent survey-core@3.1.1
cat > read.cjs <<'JS'
const { Model } = require("survey-core");
for (const condition of [undefined, "{answer_by} > '2026-12-04'", "{answer_by} > '2030-01-01'", "{answer_by} > '2026-12-04T12:00'", "{answer_by} > {received}"]) {
  const form = new Model({ elements: [
    { type: "text", inputType: "datetime-local", name: "received" },
    { type: "expression", name: "answer_by", expression: "dateAdd({received}, 72, 'hours')" },
    ...(condition ? [{ type: "comment", name: "reason", visibleIf: condition }] : []),
  ] });
  form.setValue("received", "2026-12-01T15:30");
  console.log("reason asked for if", condition ?? "(no such question)", "=> answer by", JSON.stringify(form.data.answer_by),
    condition ? `asked: ${form.getQuestionByName("reason").isVisible}` : "");
}
JS
TZ=Europe/London node read.cjs | sed 's/ *$//' | tee seen
diff seen - <<'SEEN'
reason asked for if (no such question) => answer by "2026-12-04T15:30:00.000Z"
reason asked for if {answer_by} > '2026-12-04' => answer by "2026-12-04T00:00:00.000Z" asked: false
reason asked for if {answer_by} > '2030-01-01' => answer by "2026-12-04T00:00:00.000Z" asked: false
reason asked for if {answer_by} > '2026-12-04T12:00' => answer by "2026-12-04T15:30:00.000Z" asked: true
reason asked for if {answer_by} > {received} => answer by "2026-12-04T15:30:00.000Z" asked: true
SEEN
echo "as seen before"
