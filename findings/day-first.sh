#!/usr/bin/env bash
# 2026-07-01 is 7 January, to the two readers that are asked for "day first" so that they read British dates right.
#
# A program that is given 01/07/2026 from one system and 2026-07-01 from another asks for the day first. The guess was that
# this decides between the first two numbers of 01/07/2026 only, as in a date that begins with its year nothing is open. Seen
# on 30 November 2026: pandas 3.1.1 and python-dateutil 2.9.0.post0 (PyPI) take the year, then a day, then a month. Of a day
# after the twelfth, which they read right, pandas warns that it isn't day first; of the others, which it swaps, it doesn't. A
# column that has both stays text in its read_csv, without a word; with format="mixed" some days of it are swapped and
# others not. dateparser 1.5.0 (PyPI), asked for DMY, reads both ways of writing right.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1
python3 -m venv py && py/bin/pip -q install --no-compile pandas==3.1.1 python-dateutil==2.9.0.post0 dateparser==1.5.0
cat > read.py <<'PY'
import io, warnings, dateparser, pandas
from dateutil.parser import parse
def shown(read):
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        return f"{read():%d %b}" + (", with a warning" if said else "")
for text in ("01/07/2026", "2026-07-01", "2026-07-13", "2026-07-01T10:00+01:00"):
    print(text, "pandas", shown(lambda: pandas.to_datetime(text, dayfirst=True)), "dateutil", shown(lambda: parse(text, dayfirst=True)),
          "dateparser", shown(lambda: dateparser.parse(text, settings={"DATE_ORDER": "DMY"})), sep="; ")
for column in (["2026-07-01", "2026-07-02"], ["2026-07-01", "2026-07-13"]):
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        read = pandas.read_csv(io.StringIO("\n".join(["review", *column])), parse_dates=["review"], dayfirst=True)["review"]
    print(*column, "read_csv:", *(str(one)[:10] for one in read), read.dtype, "warnings:", len(said))
mixed = pandas.to_datetime(["2026-07-01", "2026-07-13", "01/07/2026"], dayfirst=True, format="mixed")
print("mixed:", *(f"{one:%d %b}" for one in mixed))
PY
py/bin/python read.py | tee seen
diff seen - <<'SEEN'
01/07/2026; pandas; 01 Jul; dateutil; 01 Jul; dateparser; 01 Jul
2026-07-01; pandas; 07 Jan; dateutil; 07 Jan; dateparser; 01 Jul
2026-07-13; pandas; 13 Jul, with a warning; dateutil; 13 Jul; dateparser; 13 Jul
2026-07-01T10:00+01:00; pandas; 07 Jan; dateutil; 07 Jan; dateparser; 01 Jul
2026-07-01 2026-07-02 read_csv: 2026-01-07 2026-02-07 datetime64[us] warnings: 0
2026-07-01 2026-07-13 read_csv: 2026-07-01 2026-07-13 str warnings: 0
mixed: 07 Jan 13 Jul 01 Jul
SEEN
echo "as seen before"
