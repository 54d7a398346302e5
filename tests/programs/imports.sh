#!/usr/bin/env bash
# Whether `iro import children` takes the same from a table whatever program wrote it: CSV, and .xlsx, .ods and .xls made of
# it by LibreOffice. `bash tests/programs/imports.sh`, by hand: it needs LibreOffice. `IRO` names the program to try.
set -euo pipefail
iro=$(realpath "${IRO:-target/debug/iro}")
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export IRO_USER="Jo Bloggs" IRO_AS_OF=2026-03-02T10:00 HOME=$work
printf 'Case ID,IRO,Team,Legal status,Date of birth,Next review\nC-1042,Zoë Bloggs,North,C2,2014-09-01,2026-04-15\n4711,Kim Sample,South,E1,2005-01-31,\n' > list.csv
for kind in xlsx ods xls; do soffice --headless --infilter=CSV:44,34,76 --convert-to "$kind" list.csv >/dev/null 2>&1; done
for kind in csv xlsx ods xls; do
    IRO_DATA_DIR=$work/$kind "$iro" import children "list.$kind" >/dev/null
    sed 's/^/  /' "$kind/children.yaml" > "$kind.taken"
    echo "$kind: $(diff -q csv.taken "$kind.taken" >/dev/null && echo "the same as from CSV" || diff csv.taken "$kind.taken")"
done
cat csv.taken
