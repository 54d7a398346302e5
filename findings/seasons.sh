#!/usr/bin/env bash
# The moments of a JSON list are moments to pandas as long as all are of one season.
#
# `read_json` makes dates of keys that end in `_at`. The guess was that it makes moments in UTC of them whatever the offset.
# Seen on 29 November 2026: pandas 3.1.1 does where all have one offset (+01:00, or +00:00). A list that holds one of July
# and one of December leaves the whole column as text, without a word, so that a script which ran all summer meets texts in
# the first list that reaches into winter. `pandas.to_datetime(column, utc=True)` afterwards is right for all three.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1
python3 -m venv py && py/bin/pip -q install pandas==3.1.1
cat > read.py <<'PY'
import io, json, warnings, pandas
warnings.simplefilter("error")
summer, winter = "2026-07-01T10:00:00+01:00", "2026-12-01T10:00:00+00:00"
for name, times in (("summer", [summer, summer]), ("winter", [winter, winter]), ("both", [summer, winter])):
    text = json.dumps([{"id": f"C-{n}", "due_at": at} for n, at in enumerate(times)])
    column = pandas.read_json(io.StringIO(text))["due_at"]
    print(name, column.dtype, "afterwards", *pandas.to_datetime(column, utc=True).dt.strftime("%d %b %H:%MZ"))
PY
py/bin/python read.py | tee seen
diff seen - <<'SEEN'
summer datetime64[us, UTC+01:00] afterwards 01 Jul 09:00Z 01 Jul 09:00Z
winter datetime64[us, UTC] afterwards 01 Dec 10:00Z 01 Dec 10:00Z
both str afterwards 01 Jul 09:00Z 01 Dec 10:00Z
SEEN
echo "as seen before"
