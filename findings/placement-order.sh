#!/usr/bin/env bash
# `E1`, the code for a placement order in the children-looked-after return, can be read as "not a number".
#
# A float of YAML 1.1 has a point in it (yaml.org/type/float.html), so `E1` is a text. Seen on 29 November 2026: yaml
# 2.9.1 (npm), where it reads a document as YAML 1.1, lets both the digits before the exponent and the point be absent
# and makes `E1` the number NaN, which is `null` in JSON, whereas C2 and V2 stay texts: a list of legal statuses loses
# just the placement orders. As YAML 1.2, which is what it takes where the document doesn't say, it reads the text.
# PyYAML 6.0.4, a reader of YAML 1.1, does so too.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1 npm_config_cache="$work/npm"
python3 -m venv py && py/bin/pip -q install PyYAML==6.0.4
npm init -y >/dev/null && npm install --silent yaml@2.9.1
cat > read.mjs <<'JS'
import YAML from "yaml";
const text = "legal_status: [C2, E1, V2]\n";
console.log("yaml, no version:", JSON.stringify(YAML.parse(text)));
for (const version of ["1.1", "1.2"])
  console.log(`yaml, ${version}:`, JSON.stringify(YAML.parse(`%YAML ${version}\n---\n${text}`)));
JS
{
    node read.mjs
    py/bin/python -c 'import yaml; print("PyYAML:", yaml.safe_load("%YAML 1.1\n---\nlegal_status: [C2, E1, V2]\n"))'
} | tee seen
diff seen - <<'SEEN'
yaml, no version: {"legal_status":["C2","E1","V2"]}
yaml, 1.1: {"legal_status":["C2",null,"V2"]}
yaml, 1.2: {"legal_status":["C2","E1","V2"]}
PyYAML: {'legal_status': ['C2', 'E1', 'V2']}
SEEN
echo "as seen before"
