#!/usr/bin/env bash
# The copy of a record that was read from YAML has lost the offset of its moments.
#
# A script copies a record, changes something in the copy and writes it. The guess was that what was not changed is
# written as it was read. Seen on 30 November 2026 with ruamel.yaml 0.19.1 (PyPI), which is used because it keeps a file
# as it is: read and written, 2026-07-01T10:00:00+01:00 stays; in a copy by Python's own `copy` it is 10:00 without an
# offset, which is an hour late for whoever takes it for UTC. The same moment as 09:00:00Z becomes 09:00, so that the two
# are no longer equal. In a record that was read with typ="safe" both stay. yaml 2.9.1 (npm), told that a document is YAML
# 1.1, needs no copy: it writes 09:00:00 for a line that nobody touched. By YAML 1.1 that is UTC, but PyYAML 6.0.4 reads
# it as a time without a zone.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1 npm_config_cache="$work/npm"
python3 -m venv py && py/bin/pip -q install --no-compile ruamel.yaml==0.19.1 PyYAML==6.0.4
npm init -y >/dev/null && npm install --silent yaml@2.9.1
cat > record.yaml <<'YAML'
due: 2026-07-01T10:00:00+01:00
same: 2026-07-01T09:00:00Z
YAML
cat > read.py <<'PY'
import copy, sys
import yaml
from ruamel.yaml import YAML
for kind in ("rt", "safe"):
    reader = YAML(typ=kind)
    record = reader.load(open("record.yaml"))
    for name, one in (("read", record), ("copied", copy.deepcopy(record))):
        print("ruamel.yaml", kind, name, one["due"].isoformat(), one["same"].isoformat(), "equal:", one["due"] == one["same"])
reader = YAML()
reader.dump(copy.deepcopy(reader.load(open("record.yaml"))), sys.stdout)
PY
cat > read.cjs <<'JS'
const fs = require("node:fs");
const { parseDocument } = require("yaml");
const document = parseDocument(fs.readFileSync("record.yaml", "utf8"), { version: "1.1" });
fs.writeFileSync("written.yaml", String(document));
console.log("yaml writes", JSON.stringify(String(document)));
JS
{ py/bin/python read.py; node read.cjs; py/bin/python -c 'import yaml; print("PyYAML reads", yaml.safe_load(open("written.yaml"))["due"].isoformat())'; } | tee seen
diff seen - <<'SEEN'
ruamel.yaml rt read 2026-07-01T10:00:00+01:00 2026-07-01T09:00:00+00:00 equal: True
ruamel.yaml rt copied 2026-07-01T10:00:00 2026-07-01T09:00:00 equal: False
ruamel.yaml safe read 2026-07-01T10:00:00+01:00 2026-07-01T09:00:00+00:00 equal: True
ruamel.yaml safe copied 2026-07-01T10:00:00+01:00 2026-07-01T09:00:00+00:00 equal: True
due: 2026-07-01T10:00:00
same: 2026-07-01T09:00:00
yaml writes "due: 2026-07-01T09:00:00\nsame: 2026-07-01T09:00:00\n"
PyYAML reads 2026-07-01T09:00:00
SEEN
echo "as seen before"
