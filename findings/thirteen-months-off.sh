#!/usr/bin/env bash
# A date of birth that is marked as uncertain, "2008-06-02?", may be 13 months off, to the library for uncertain dates.
#
# EDTF, the part of ISO 8601 for dates that aren't known exactly, marks doubt with "?" and approximation with "~"; a young
# person's age can hang on it. The library's manual says that it widens such a date by 100% of its precision: a month is
# padded by a month. The guess was that 2008-06-02? may be a day off, and 2008-06~ a month. Seen on 30 November 2026 with
# edtf 5.0.2 (PyPI): a day is widened by a year, a month and a day together, and a month by a year and a month, which is
# more than a year is, so that on 1 December 2026 the young person may be 17 or 19. A mark in front of a part is for that part
# alone: 2008-06-?02 may be a day off. Winter 2008 (2008-24) is December. Read from words, "15 or 16 May 2008" is 16 May 2015,
# and of the years 2011-12 and 2012-13 the first is December 2011 and the second two years.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1
python3 -m venv py && py/bin/pip -q install --no-compile edtf==5.0.2
cat > read.py <<'PY'
import time
from edtf import parse_edtf, text_to_edtf
for text in ("2008-06-02", "2008-06-02?", "2008-06-02~", "2008-06-?02", "2008-06?", "2008-06~", "2008?", "2008-24"):
    date = parse_edtf(text)
    print(text, *(f"{name} {time.strftime('%Y-%m-%d', getattr(date, 'lower_' + how)())} to {time.strftime('%Y-%m-%d', getattr(date, 'upper_' + how)())}"
        for name, how in (("strictly", "strict"), ("perhaps", "fuzzy"))), sep=", ")
for text in ("15 May 2008", "15 or 16 May 2008", "2011-12", "2012-13"):
    print(text, "read as", text_to_edtf(text))
PY
py/bin/python read.py | tee seen
diff seen - <<'SEEN'
2008-06-02, strictly 2008-06-02 to 2008-06-02, perhaps 2008-06-02 to 2008-06-02
2008-06-02?, strictly 2008-06-02 to 2008-06-02, perhaps 2007-05-01 to 2009-07-03
2008-06-02~, strictly 2008-06-02 to 2008-06-02, perhaps 2007-05-01 to 2009-07-03
2008-06-?02, strictly 2008-06-02 to 2008-06-02, perhaps 2008-06-01 to 2008-06-03
2008-06?, strictly 2008-06-01 to 2008-06-30, perhaps 2007-05-01 to 2009-07-30
2008-06~, strictly 2008-06-01 to 2008-06-30, perhaps 2007-05-01 to 2009-07-30
2008?, strictly 2008-01-01 to 2008-12-31, perhaps 2007-01-01 to 2009-12-31
2008-24, strictly 2008-12-01 to 2008-12-31, perhaps 2008-12-01 to 2008-12-31
15 May 2008 read as 2008-05-15
15 or 16 May 2008 read as 2015-05-16
2011-12 read as 2011-12
2012-13 read as 2012/2013
SEEN
echo "as seen before"
