#!/usr/bin/env bash
# A return whose file bears the date 2026-03-31 is of the year 2031 to a pipeline for returns.
#
# The pipeline takes the year of a return from the name of its file; years such as 2025-26 and dates such as 31032026 are
# foreseen. The guess was that a date the other way round is read as well, or that no year is found. Seen on 30 November
# 2026 with liiatools 0.2.0 (PyPI): the last two figures of 2026-03-31 are taken for the end of a year that begins in
# 2026, so that any such date is of the 2000s plus its day of the month: 2026-03-01 is of 2001. A number of the month
# after the year makes 2026-01 a return of 2001, and a tenth version of 2025-26 is of the year "_v10". A return is kept if
# its year is among those of the last twelve: by the date of its file one of 31 March 2026 is refused as of too late a
# year, and one that was drawn on 24 November 2026 is let in as of 2024.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1
python3 -m venv py && py/bin/pip -q install --no-compile PyYAML==6.0.4 more-itertools==11.2.1 tablib==3.10.0
py/bin/pip -q install --no-compile --no-deps liiatools==0.2.0 sfdata-stream-parser==0.4.1
cat > read.py <<'PY'
from datetime import datetime
from liiatools.datasets.shared_functions.common import check_year, check_year_within_range
YEARS_TO_GO_BACK, YEAR_START_MONTH = 12, 1  # as in its functions for this return
today = datetime(2026, 11, 30)
for name in ("SSDA903_2025-26_reviews", "SSDA903_reviews_31032026", "SSDA903_reviews_2026-03-31", "SSDA903_reviews_20260331",
             "SSDA903_reviews_2026-11-24", "SSDA903_reviews_2026-03-01", "SSDA903_reviews_2026-01", "SSDA903_reviews_2025-26_v9",
             "SSDA903_reviews_2025-26_v10"):
    year = check_year(name)
    kept = check_year_within_range(year, YEARS_TO_GO_BACK, YEAR_START_MONTH, today) if year.isdigit() else "no number"
    print(f"{name}: of {year}, kept: {kept}")
PY
py/bin/python read.py | tee seen
diff seen - <<'SEEN'
SSDA903_2025-26_reviews: of 2026, kept: True
SSDA903_reviews_31032026: of 2026, kept: True
SSDA903_reviews_2026-03-31: of 2031, kept: False
SSDA903_reviews_20260331: of 0331, kept: False
SSDA903_reviews_2026-11-24: of 2024, kept: True
SSDA903_reviews_2026-03-01: of 2001, kept: False
SSDA903_reviews_2026-01: of 2001, kept: False
SSDA903_reviews_2025-26_v9: of 2026, kept: True
SSDA903_reviews_2025-26_v10: of _v10, kept: no number
SEEN
echo "as seen before"
