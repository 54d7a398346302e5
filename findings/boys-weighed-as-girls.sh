#!/usr/bin/env bash
# A boy whose sex is recorded as 1 is weighed as a girl, and so is one whose sex is "boy", in a system for records of cases.
#
# In the national return, the health service's data and the World Health Organization's tables of growth 1 is male and 2
# female. DHIS2, a system in which many countries keep records of cases, has functions of rules that say how many standard
# deviations a young child's weight or height is from the median. The guess was that they take 1 and 2 like that, or refuse
# what they don't know. Seen on 30 November 2026 with its @dhis2/expression-parser 1.1.0 (npm): male are M, m, ma, male, Male,
# MALE, false and 0, and whatever else there is is female: 1, 2, "boy", "Not known" and nothing. A boy of two years who weighs
# 9.6 kg is underweight, by more than two deviations below the median, and isn't if his sex is recorded as 1.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export npm_config_cache="$work/npm"
npm init -y >/dev/null && npm install --silent @dhis2/expression-parser@1.1.0
cat > read.cjs <<'JS'
const { ExpressionMode, js } = require("@dhis2/expression-parser").org.hisp.dhis.lib.expression;
const none = new js.ExpressionDataJs(new Map(), new Map(), new Map(), new Map(), new Map());
const result = (rule) => new js.ExpressionJs(rule, ExpressionMode.valueOf("RULE_ENGINE_ACTION")).evaluate(() => null, none);
for (const sex of ["M", "male", "0", "1", "boy", "B", "Not known", "", "2", "F", "female"])
  console.log(`'${sex}'`, "weight", result(`d2:zScoreWFA(24, 9.6, '${sex}')`), "height", result(`d2:zScoreHFA(24, 81.5, '${sex}')`),
    "underweight", result(`d2:zScoreWFA(24, 9.6, '${sex}') < -2`));
JS
node read.cjs | tee seen
diff seen - <<'SEEN'
'M' weight -2.09 height -1.83 underweight true
'male' weight -2.09 height -1.83 underweight true
'0' weight -2.09 height -1.83 underweight true
'1' weight -1.5 height -1.53 underweight false
'boy' weight -1.5 height -1.53 underweight false
'B' weight -1.5 height -1.53 underweight false
'Not known' weight -1.5 height -1.53 underweight false
'' weight -1.5 height -1.53 underweight false
'2' weight -1.5 height -1.53 underweight false
'F' weight -1.5 height -1.53 underweight false
'female' weight -1.5 height -1.53 underweight false
SEEN
echo "as seen before"
