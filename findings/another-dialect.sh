#!/usr/bin/env bash
# Translated for another database, a query that finds two months finds one or none, and 13 hours of one day are a day.
#
# Case systems keep their records in SQL Server, and pipelines have its queries translated for other databases. In T-SQL
# DATEDIFF counts the midnights, Sundays, firsts of a month or New Years that are passed. The guess was that a translation
# keeps that, or says that it can't. Seen on 30 November 2026 with sqlglot 30.30.0 (PyPI), what it writes run by DuckDB 2.0.1
# (PyPI), SQLite (Python's) and PostgreSQL (@electric-sql/pglite 0.5.17, npm): DuckDB counts so too, but full weeks. For
# SQLite a year has 365 days and a month 30; weeks and quarters are days, with a line in a log. For PostgreSQL years and months
# are full ones, and hours, days, weeks and quarters are rounded: from 9:00 to 22:00 is one day, from 23:00 to 8:00 is none,
# and Monday to Friday is a week. For MySQL the unit is left out, and years are days.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1 npm_config_cache="$work/npm"
python3 -m venv py && py/bin/pip -q install --no-compile sqlglot==30.30.0 duckdb==2.0.1
npm init -y >/dev/null && npm install --silent @electric-sql/pglite@0.5.17
cat > run.mjs <<'JS'
import fs from "node:fs";
import { PGlite } from "@electric-sql/pglite";
const database = new PGlite();
const answers = [];
for (const query of JSON.parse(fs.readFileSync("queries.json"))) answers.push(Number(Object.values((await database.query(query)).rows[0])[0]));
console.log(JSON.stringify(answers));
JS
cat > run.py <<'PY'
import json, logging, sqlite3, subprocess, duckdb, sqlglot
logging.disable(logging.CRITICAL)
asked = [("year", "2008-06-02", "2026-05-29"), ("month", "2026-01-31", "2026-03-01"), ("month", "2026-06-30", "2026-07-01"), ("quarter", "2026-01-01", "2026-06-15"),
         ("week", "2026-06-29", "2026-07-03"), ("week", "2026-07-03", "2026-07-06"),
         ("day", "2026-06-30 09:00:00", "2026-06-30 22:00:00"), ("day", "2026-06-30 23:00:00", "2026-07-01 08:00:00"),
         ("hour", "2026-06-30 09:00:00", "2026-07-03 09:31:00")]
def written(dialect):
    return [sqlglot.transpile(f"SELECT DATEDIFF({unit}, '{first}', '{last}')", read="tsql", write=dialect)[0] for unit, first, last in asked]
json.dump(written("postgres"), open("queries.json", "w"))
postgres = json.loads(subprocess.run(["node", "run.mjs"], check=True, capture_output=True, text=True).stdout)
for (unit, first, last), a, b, c in zip(asked, written("duckdb"), written("sqlite"), postgres):
    print(f"{unit}s, {first} to {last}: DuckDB {duckdb.execute(a).fetchone()[0]}, SQLite {sqlite3.connect(':memory:').execute(b).fetchone()[0]}, PostgreSQL {c}")
print("MySQL:", sqlglot.transpile("SELECT DATEDIFF(year, born, seen)", read="tsql", write="mysql")[0])
PY
py/bin/python run.py | tee seen
diff seen - <<'SEEN'
years, 2008-06-02 to 2026-05-29: DuckDB 18, SQLite 18, PostgreSQL 17
months, 2026-01-31 to 2026-03-01: DuckDB 2, SQLite 0, PostgreSQL 1
months, 2026-06-30 to 2026-07-01: DuckDB 1, SQLite 0, PostgreSQL 0
quarters, 2026-01-01 to 2026-06-15: DuckDB 1, SQLite 165, PostgreSQL 2
weeks, 2026-06-29 to 2026-07-03: DuckDB 0, SQLite 4, PostgreSQL 1
weeks, 2026-07-03 to 2026-07-06: DuckDB 0, SQLite 3, PostgreSQL 0
days, 2026-06-30 09:00:00 to 2026-06-30 22:00:00: DuckDB 0, SQLite 0, PostgreSQL 1
days, 2026-06-30 23:00:00 to 2026-07-01 08:00:00: DuckDB 1, SQLite 0, PostgreSQL 0
hours, 2026-06-30 09:00:00 to 2026-07-03 09:31:00: DuckDB 72, SQLite 72, PostgreSQL 73
MySQL: SELECT DATEDIFF(CAST(seen AS DATETIME), CAST(born AS DATETIME))
SEEN
echo "as seen before"
