#!/usr/bin/env bash
# A CSV file that says it is UTF-8 is converted as Windows-1252, and the mark that says so becomes part of a heading.
#
# A byte order mark at the beginning (Unicode 16.0, 23.8) is how a CSV file says that it is UTF-8; Python's `utf-8-sig` and
# pandas 3.1.1 go by it. The guess was that LibreOffice's conversion does as well. Seen on 29 November 2026: LibreOffice
# 7.4.7 (Debian 12), converting without its window and without `--infilter`, takes the file for Windows-1252 with the mark
# as without it: Zoë becomes ZoÃ«, and the first heading begins with ï»¿. With `--infilter=CSV:44,34,76` it is right.
# LibreOffice is taken as it is installed here, not fetched.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1
python3 -m venv py && py/bin/pip -q install pandas==3.1.1
printf '\xef\xbb\xbfchild,concern\nC-1,Zo\xc3\xab\n' > marked.csv
printf 'child,concern\nC-1,Zo\xc3\xab\n' > plain.csv
converted() {
    HOME=$work soffice --headless "${@:2}" --convert-to fods --outdir out "$1" >/dev/null 2>&1
    python3 - "$work/out/${1%.csv}.fods" <<'PY'
import sys, xml.etree.ElementTree as tree
cells = tree.parse(sys.argv[1]).getroot().iter("{urn:oasis:names:tc:opendocument:xmlns:table:1.0}table-cell")
print(*[text for text in ("".join(cell.itertext()).strip() for cell in cells) if text])
PY
}
{
    echo "LibreOffice, marked: $(converted marked.csv)"
    echo "LibreOffice, plain: $(converted plain.csv)"
    echo "LibreOffice, marked, told so: $(converted marked.csv --infilter=CSV:44,34,76)"
    py/bin/python -c 'import pandas; t = pandas.read_csv("marked.csv"); print("pandas, marked:", *t.columns, *t.iloc[0])'
} | tee seen
diff seen - <<'SEEN'
LibreOffice, marked: ï»¿child concern C-1 ZoÃ«
LibreOffice, plain: child concern C-1 ZoÃ«
LibreOffice, marked, told so: child concern C-1 Zoë
pandas, marked: child concern C-1 Zoë
SEEN
echo "as seen before"
