#!/usr/bin/env bash
# 31 June is a date to the SQLite of Debian 12, to stay as it is until a day or no day is added to it.
#
# SQLite has no type for dates; `CHECK (due IS date(due))` is how a table is kept to real ones. The guess was that 31 June
# is not real, or that it becomes 1 July. Seen on 30 November 2026 with SQLite 3.40.0 (in apsw 3.40.0.0, PyPI; 3.40.1 of
# Debian 12 does the same): date('2026-06-31') is 2026-06-31, so that the table takes it, as it does 31 February;
# date(due, '+0 days') is 1 July, and the same row is therefore before 1 July as a text and on it as a day. By SQLite
# 3.54.1 (apsw 3.54.1.0) it is 1 July at once, and the table refuses it: a row that one version has taken can't be written
# back by the other. 32 June is refused by both.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1
python3 -m venv py
for version in 3.40.0.0 3.54.1.0; do py/bin/pip -q install --no-compile --target "$version" "apsw==$version"; done
cat > read.py <<'PY'
import apsw
base = apsw.Connection(":memory:")
base.cursor().execute("CREATE TABLE task (due TEXT CHECK (due IS date(due)))")
print("SQLite", apsw.sqlitelibversion() if hasattr(apsw, "sqlitelibversion") else apsw.sqlite_lib_version())
for due in ("2026-06-30", "2026-06-31", "2026-02-31", "2026-06-32"):
    try:
        base.cursor().execute("INSERT INTO task VALUES (?)", (due,))
    except apsw.ConstraintError:
        print(due, "refused")
for row in base.cursor().execute("SELECT due, date(due, '+0 days'), due < '2026-07-01', date(due, '+0 days') < '2026-07-01' FROM task"):
    print("taken: {}, and no days: {}, before 1 July: {} or {}".format(*row))
PY
for version in 3.40.0.0 3.54.1.0; do PYTHONPATH=$version py/bin/python -W ignore read.py; done | tee seen
diff seen - <<'SEEN'
SQLite 3.40.0
2026-06-32 refused
taken: 2026-06-30, and no days: 2026-06-30, before 1 July: 1 or 1
taken: 2026-06-31, and no days: 2026-07-01, before 1 July: 1 or 0
taken: 2026-02-31, and no days: 2026-03-03, before 1 July: 1 or 1
SQLite 3.54.1
2026-06-31 refused
2026-02-31 refused
2026-06-32 refused
taken: 2026-06-30, and no days: 2026-06-30, before 1 July: 1 or 1
SEEN
echo "as seen before"
