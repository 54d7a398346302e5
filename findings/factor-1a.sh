#!/usr/bin/env bash
# A list of codes that has 11A, sexual exploitation, is taken to have 1A, the child's drinking, in the courts' system for cases.
#
# The case system of the courts of England and Wales, in which care proceedings are kept too, shows a field if a condition
# holds; of a list in which several codes may be ticked it asks CONTAINS. The factors at the end of an assessment, in the
# census of children in need, are such a list: 1A is the child's alcohol misuse, 11A sexual exploitation; 2A is drugs, 12A
# trafficking, 22A genital mutilation; 4A is mental health, 24A criminal exploitation. The guess was that a list contains the
# codes that are in it. Seen on 30 November 2026 with @hmcts/ccd-case-ui-toolkit 7.2.51 (npm): the codes are joined into one
# text, in which the code asked for is searched, so that 11A contains 1A, and both 1A and 2B are in a list of 11A and 12B.
# So a question about drinking is put for every child who is exploited, if the codes are those of the census. A condition of
# equality is right, and so are codes of one length. Only the part that reads conditions is built and run.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export npm_config_cache="$work/npm"
npm init -y >/dev/null && npm install --silent --legacy-peer-deps @hmcts/ccd-case-ui-toolkit@7.2.51 pegjs@0.10.0 underscore@1.13.8 \
  moment@2.31.0 rxjs@7.8.2 class-transformer@0.5.1 reflect-metadata@0.2.2 esbuild@0.28.2 @angular/{core,common,forms,compiler,platform-browser}@20.3.35
cat > built.mjs <<'JS'
import "@angular/compiler";
export { ConditionParser } from "./node_modules/@hmcts/ccd-case-ui-toolkit/esm2022/lib/shared/directives/conditional-show/services/condition-parser.service.mjs";
JS
npx esbuild built.mjs --bundle --format=esm --platform=node --outfile=parser.mjs --resolve-extensions=.mjs,.js \
  --external:rpx-xui-translation --log-level=error
cat > read.mjs <<'JS'
import { ConditionParser } from "./parser.mjs";
for (const [condition, ...lists] of [
  ['factors CONTAINS "1A"', ["1A"], ["11A"], ["3B", "11A"], ["3B", "10A"]],
  ['factors CONTAINS "2A"', ["12A"], ["22A"]],
  ['factors CONTAINS "4A"', ["14A"], ["24A"]],
  ['factors CONTAINS "1A,2B"', ["11A", "12B"]],
  ['factors = "1A"', ["1A"], ["11A"]],
]) for (const factors of lists)
  console.log(factors.join(" and "), "with", condition, ConditionParser.evaluate({ factors }, ConditionParser.parse(condition)));
JS
node read.mjs | tee seen
diff seen - <<'SEEN'
1A with factors CONTAINS "1A" true
11A with factors CONTAINS "1A" true
3B and 11A with factors CONTAINS "1A" true
3B and 10A with factors CONTAINS "1A" false
12A with factors CONTAINS "2A" true
22A with factors CONTAINS "2A" true
14A with factors CONTAINS "4A" true
24A with factors CONTAINS "4A" true
11A and 12B with factors CONTAINS "1A,2B" true
1A with factors = "1A" true
11A with factors = "1A" false
SEEN
echo "as seen before"
