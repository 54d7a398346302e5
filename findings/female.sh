#!/usr/bin/env bash
# Of all the names of codes that a pipeline for national returns knows, one comes back as another code: "Female" is male.
#
# In files of the children-looked-after return (SSDA903) and of spending (section 251) a column may hold a code, 2, or its
# name, "Female"; the schemas of the pipeline list both. The guess was that a name is read as its own code. Seen on 30
# November 2026 with liiatools 0.2.0 (PyPI): a value is taken for the first code whose name it contains, and "female"
# contains "male", which stands first. Of the 285 names in its nine schemas this is the only one that is taken for another;
# those of ethnic origins, which contain each other as well, stand in an order in which they come out right. F and M are
# blanked, as errors. So a table that was filled in with names holds boys only, and no error is counted.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1
python3 -m venv py && py/bin/pip -q install --no-compile PyYAML==6.0.4 more-itertools==11.2.1 tablib==3.10.0
py/bin/pip -q install --no-compile --no-deps liiatools==0.2.0 sfdata-stream-parser==0.4.1
cat > read.py <<'PY'
import importlib.resources, yaml
from liiatools.datasets.shared_functions.cleaner import clean_categories
from sfdata_stream_parser import events
schemas = [path for folder in ("s903", "s251") for path in importlib.resources.files(f"liiatools.spec.{folder}").iterdir() if "_schema_" in path.name]
def read(value, codes):
    (cell,) = clean_categories([events.Cell(cell=value, config_dict={"category": codes})])
    return cell.cell or "blank, an error"
names, others = 0, {}
for path in sorted(schemas, key=lambda path: path.name):
    for table, columns in yaml.safe_load(path.read_text())["column_map" if "s903" in str(path) else "table_name"].items():
        for column, rules in columns.items():
            codes = rules.get("category", [])
            for code in codes:
                if "name" in code:
                    names += 1
                    if read(code["name"], codes) != code["code"]:
                        others.setdefault((column, code["name"], code["code"], read(code["name"], codes)), []).append(f"{path.stem} {table}")
            if column == "SEX" and "2024" in path.name:
                print(path.stem, table, column, *(f"{value}: {read(value, codes)}" for value in ("1", "2", "Male", "Female", "M", "F")), sep="; ")
print(len(schemas), "schemas,", names, "names; taken for another code:")
for (column, name, code, other), where in others.items():
    print(f"{column} {name}, code {code}, taken for {other} in {len(where)} tables")
PY
py/bin/python read.py | tee seen
diff seen - <<'SEEN'
SSDA903_schema_2024; Header; SEX; 1: 1; 2: 2; Male: 1; Female: 1; M: blank, an error; F: blank, an error
SSDA903_schema_2024; UASC; SEX; 1: 1; 2: 2; Male: 1; Female: 1; M: blank, an error; F: blank, an error
9 schemas, 285 names; taken for another code:
Gender Female, code 2, taken for 1 in 1 tables
SEX Female, code 2, taken for 1 in 16 tables
SEEN
echo "as seen before"
