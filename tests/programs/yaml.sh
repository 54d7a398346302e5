#!/usr/bin/env bash
# Whether other YAML readers get 128 references and texts out of our records as they were typed: what looks like a
# number, a date, a time, a truth value or nothing at all in some version of YAML. `bash tests/programs/yaml.sh`, by hand:
# it needs Ruby and R's `yaml` and fetches packages into a temporary folder. `IRO` names the program to try.
set -euo pipefail
iro=$(realpath "${IRO:-target/debug/iro}")
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1 npm_config_cache="$work/npm" IRO_DATA_DIR=$work/store IRO_USER="Jo Bloggs" IRO_AS_OF=2026-03-02T10:00
python3 -m venv py && py/bin/pip -q install PyYAML==6.0.4 ruamel.yaml==0.19.1
npm init -y >/dev/null && npm install --silent js-yaml@5.5.0 yaml@2.9.1
cat > references <<'REFERENCES'
00123
0123
089
123
1234567890123456789012
+123
-123
1_000
1,000
1,000.5
5,
1,2
0,7
0b1
0b1,0
0b101
0o17
017
0x1A
0xG
1e5
1E5
1E+5
1.5e3
1.0
1.
.5
+.5
-.5
.
..
...
--
E1
E2
E10
.E1
C1
C2
V2
V3
V4
D1
J1
L1
e1
+e1
1:30
12:30:45
190:20:30
1:30.5
20:03
2026-03-02
2026-3-2
2026-03-02T10:00
2026-03-02T10:00:00Z
2026-03-02 10:00:00
2026-0012
12-2026
02/03/2026
DEC-12
3-MAR
y
Y
n
N
yes
Yes
YES
no
No
NO
on
On
ON
off
Off
OFF
true
True
TRUE
false
False
FALSE
null
Null
NULL
~
nil
None
NA
na
.na
.na.integer
.na.real
.na.character
NaN
nan
.nan
.NaN
.NAN
inf
.inf
-.inf
+.Inf
Inf
=
<<
!
!x
&a
*a
|
>
%a
`a
#a
a #b
a: b
a:
?
? a
[a]
{a}
"a"
'a'
a'b
Ö-12
REFERENCES
rm -f raised
while IFS= read -r reference; do
    "$iro" raise --policy south-west "--child=$reference" "--concern=$reference" --impact x --seeking y \
        --respond-by 2026-03-27 --override sample >/dev/null 2>>faults || echo "not taken: $reference" >> raised
done < references
"$iro" list --all --json | jq -c 'sort_by(.id) | .[] | [.child, .concern]' > right
echo "$(wc -l < references) references, $(wc -l < right) records"
cat raised 2>/dev/null || true
cat > read.py <<'PY'
import glob, json, sys
if sys.argv[1] == "PyYAML":
    import yaml; load = yaml.safe_load
else:
    from ruamel.yaml import YAML; load = lambda text: YAML(typ="safe", pure=True).load(text)
for file in sorted(glob.glob("store/open/*.yaml")):
    record = load(open(file, encoding="utf-8").read())
    print(json.dumps([record["child"], record["events"][0]["concern"]], ensure_ascii=False, separators=(",", ":"), default=str))
PY
cat > read.mjs <<'JS'
import { readdirSync, readFileSync } from "fs";
import * as jsYaml from "js-yaml";
import YAML from "yaml";
const how = { "js-yaml": jsYaml.load, "yaml-1.2": YAML.parse, "yaml-1.1": (text) => YAML.parse(text, { version: "1.1" }) }[process.argv[2]];
for (const file of readdirSync("store/open").filter((name) => name.endsWith(".yaml")).sort()) {
  const record = how(readFileSync("store/open/" + file, "utf8"));
  console.log(JSON.stringify([record.child, record.events[0].concern]));
}
JS
cat > read.rb <<'RUBY'
require "yaml"; require "json"; require "date"
Dir["store/open/*.yaml"].sort.each do |file|
  record = YAML.load_file(file, permitted_classes: [Date, Time])
  puts JSON.generate([record["child"], record["events"][0]["concern"]])
end
RUBY
cat > read.R <<'R'
quoted <- function(x) if (is.character(x)) paste0('"', gsub('(["\\\\])', '\\\\\\1', x), '"') else format(x)
for (file in sort(Sys.glob("store/open/*.yaml"))) {
  record <- yaml::read_yaml(file)
  cat("[", quoted(record$child), ",", quoted(record$events[[1]]$concern), "]\n", sep = "")
}
R
wrong=0
try() {
    local name=$1; shift
    if LC_ALL=C.UTF-8 "$@" > seen 2> fault && diff right seen > differs; then echo "all as typed: $name"
    else echo "DIFFERS: $name"; head -5 fault; head -20 differs; wrong=1; fi
}
try "PyYAML 6.0.4" py/bin/python read.py PyYAML
try "ruamel.yaml 0.19.1" py/bin/python read.py ruamel
try "js-yaml 5.5.0" node read.mjs js-yaml
try "yaml 2.9.1 (npm), YAML 1.2" node read.mjs yaml-1.2
try "yaml 2.9.1 (npm), YAML 1.1" node read.mjs yaml-1.1
if command -v ruby >/dev/null; then try "Psych, $(ruby -ryaml -e 'print Psych::VERSION')" ruby read.rb; fi
if Rscript -e 'library(yaml)' >/dev/null 2>&1; then try "R yaml, $(Rscript -e 'cat(as.character(packageVersion("yaml")))')" Rscript read.R; fi
exit $wrong
