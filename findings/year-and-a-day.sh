#!/usr/bin/env bash
# A year and a day, P1Y1D, is no duration to JSON Schema, by the standard, and is one to most of its validators.
#
# JSON Schema 2020-12 (validation, 7.3.1) takes its `duration` from RFC 3339, appendix A. In that grammar days follow months
# and not years, seconds follow minutes and not hours, and there is no sign and no fraction; ISO 8601 lets years without
# months and fractions be. The guess was that P1Y1D passes everywhere, and that the validators are of one mind on the rest.
# Seen on 30 November 2026: jsonschema-rs 0.61.2 (PyPI) keeps to the grammar. ajv 8.20.0 with ajv-formats 3.0.1 (npm) lets
# P1Y1D and PT1H30S pass, and jsonschema 4.26.0 (PyPI) lets half a day and three days back pass as well. So a limit that
# is valid where it is written can be refused where it is read; P1Y0M1D, PT1H0M30S and PT12H pass in all three.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1 npm_config_cache="$work/npm"
python3 -m venv py && py/bin/pip -q install --no-compile "jsonschema[format]==4.26.0" isoduration==20.11.0 jsonschema-rs==0.61.2
npm init -y >/dev/null && npm install --silent ajv@8.20.0 ajv-formats@3.0.1
cat > read.py <<'PY'
import json, subprocess, jsonschema, jsonschema_rs
schema = {"type": "string", "format": "duration"}
one = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)
two = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
lengths = ["P1Y1D", "P1Y0M1D", "PT1H30S", "PT1H0M30S", "P0.5D", "PT12H", "-P3D", "P1W1D", "P8D", "PT72H"]
three = json.loads(subprocess.run(["node", "read.mjs", json.dumps([schema, lengths])], capture_output=True, text=True, check=True).stdout)
word = lambda valid: "valid" if valid else "not valid"
for length, ajv in zip(lengths, three):
    print(f"{length}: jsonschema-rs {word(two.is_valid(length))}, ajv {word(ajv)}, jsonschema {word(one.is_valid(length))}")
PY
cat > read.mjs <<'JS'
import Ajv from "ajv/dist/2020.js";
import formats from "ajv-formats";
const ajv = new Ajv.default();
formats.default(ajv);
const [schema, lengths] = JSON.parse(process.argv[2]);
console.log(JSON.stringify(lengths.map((length) => ajv.validate(schema, length))));
JS
py/bin/python read.py | tee seen
diff seen - <<'SEEN'
P1Y1D: jsonschema-rs not valid, ajv valid, jsonschema valid
P1Y0M1D: jsonschema-rs valid, ajv valid, jsonschema valid
PT1H30S: jsonschema-rs not valid, ajv valid, jsonschema valid
PT1H0M30S: jsonschema-rs valid, ajv valid, jsonschema valid
P0.5D: jsonschema-rs not valid, ajv not valid, jsonschema valid
PT12H: jsonschema-rs valid, ajv valid, jsonschema valid
-P3D: jsonschema-rs not valid, ajv not valid, jsonschema valid
P1W1D: jsonschema-rs not valid, ajv not valid, jsonschema not valid
P8D: jsonschema-rs valid, ajv valid, jsonschema valid
PT72H: jsonschema-rs valid, ajv valid, jsonschema valid
SEEN
echo "as seen before"
