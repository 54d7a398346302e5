#!/usr/bin/env bash
# "SW1A" is a British postcode and "SW1A 1" is none, to a much-used library that checks what is typed into forms.
#
# The postcodes of a child's home and placement are asked for in full, since the distance between them is worked out.
# validator checks texts for Express, NestJS and many other frameworks. The guess was that a postcode for GB has both halves.
# Seen on 1 December 2026 with validator 13.15.35 (npm) and class-validator 0.15.1, which uses it: the first half alone is
# accepted, also with a space after it, while a half and a digit, as in statistics, is refused. postcode-validator
# 3.10.22 accepts whole postcodes only.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export npm_config_cache="$work/npm"
npm init -y >/dev/null && npm install --silent validator@13.15.35 class-validator@0.15.1 postcode-validator@3.10.22
cat > read.cjs <<'JS'
const { isPostalCode } = require("validator");
const nest = require("class-validator");
const { postcodeValidator } = require("postcode-validator");
for (const typed of ["SW1A 1AA", "SW1A1AA", "SW1A 1", "SW1A", "SW1A ", "N1", "B17", "SW", "SW1A  1AA"])
  console.log(`"${typed}": validator ${isPostalCode(typed, "GB")}, class-validator ${nest.isPostalCode(typed, "GB")}, postcode-validator ${postcodeValidator(typed, "GB")}`);
JS
node read.cjs | tee seen
diff seen - <<'SEEN'
"SW1A 1AA": validator true, class-validator true, postcode-validator true
"SW1A1AA": validator true, class-validator true, postcode-validator true
"SW1A 1": validator false, class-validator false, postcode-validator false
"SW1A": validator true, class-validator true, postcode-validator false
"SW1A ": validator true, class-validator true, postcode-validator false
"N1": validator true, class-validator true, postcode-validator false
"B17": validator true, class-validator true, postcode-validator false
"SW": validator false, class-validator false, postcode-validator false
"SW1A  1AA": validator false, class-validator false, postcode-validator false
SEEN
echo "as seen before"
