#!/usr/bin/env bash
# Three months after 30 November is 28 February, and between the two are three months, or two, or both in one library.
#
# Six libraries add three months to 30 November 2026 and give 28 February 2027. The guess was that each of them counts
# three months between the two, or all of them two, and that the way back is the same length. Seen on 29 November 2026:
# * pendulum 3.3.0 counts two months and 29 days, but from 31 August to the same day six months;
# * date-fns 4.4.0 and dateutil 4.0.0 count three, and on the way back two months and 28 days;
# * temporal-polyfill 1.0.8 counts two months and 29 days by `until` and two months and 28 days by `since`;
# * DuckDB 2.0.1 counts three with `datesub`, which counts whole months, and two months and 28 days with `age`;
# * Luxon 3.7.2 counts three both ways.
# So whether a review came "within three months" is safer asked of the date that was added than of a count of months.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1 npm_config_cache="$work/npm"
python3 -m venv py && py/bin/pip -q install --no-compile pendulum==3.3.0 python-dateutil==4.0.0 duckdb==2.0.1
npm init -y >/dev/null && npm install --silent date-fns@4.4.0 luxon@3.7.2 temporal-polyfill@1.0.8
cat > read.py <<'PY'
import datetime, duckdb, pendulum
from dateutil.relativedelta import relativedelta
for first, months, last in (("2026-11-30", 3, "2027-02-28"), ("2026-08-31", 6, "2027-02-28")):
    start, end = map(datetime.date.fromisoformat, (first, last))
    one, two = pendulum.parse(first), pendulum.parse(last)
    shown = lambda length: f"{length.months} months, {length.days} days"
    print(first, "pendulum adds to", one.add(months=months).date(), "counts", (two - one).in_words(), "back", (one - two).in_words())
    print(first, "dateutil adds to", start + relativedelta(months=months), "counts", shown(relativedelta(end, start)),
          "back", shown(relativedelta(start, end)))
    print(first, "DuckDB adds to", *duckdb.sql(f"""select (date '{first}' + interval {months} months)::date,
        'counts', datesub('month', date '{first}', date '{last}'), 'age', age(date '{last}', date '{first}')::varchar""").fetchall()[0])
PY
cat > read.mjs <<'JS'
import { addMonths, differenceInMonths, format, intervalToDuration, parseISO } from "date-fns";
import { DateTime } from "luxon";
import { Temporal } from "temporal-polyfill";
for (const [first, months, last] of [["2026-11-30", 3, "2027-02-28"], ["2026-08-31", 6, "2027-02-28"]]) {
  const [start, end] = [parseISO(first), parseISO(last)];
  console.log(first, "date-fns adds to", format(addMonths(start, months), "yyyy-MM-dd"), "counts", differenceInMonths(end, start),
    "back", JSON.stringify(intervalToDuration({ start: end, end: start })));
  const [one, two] = [DateTime.fromISO(first), DateTime.fromISO(last)];
  console.log(first, "Luxon adds to", one.plus({ months }).toISODate(), "counts", two.diff(one, ["months", "days"]).toISO(),
    "back", one.diff(two, ["months", "days"]).toISO());
  const [from, to] = [Temporal.PlainDate.from(first), Temporal.PlainDate.from(last)];
  console.log(first, "Temporal adds to", `${from.add({ months })}`, "until", `${from.until(to, { largestUnit: "months" })}`,
    "since", `${to.since(from, { largestUnit: "months" })}`);
}
JS
{ py/bin/python read.py; TZ=Europe/London node read.mjs; } | tee seen
diff seen - <<'SEEN'
2026-11-30 pendulum adds to 2027-02-28 counts 2 months 4 weeks 1 day back -2 months -4 weeks -1 day
2026-11-30 dateutil adds to 2027-02-28 counts 3 months, 0 days back -2 months, -28 days
2026-11-30 DuckDB adds to 2027-02-28 counts 3 age 2 months 28 days
2026-08-31 pendulum adds to 2027-02-28 counts 6 months back -6 months
2026-08-31 dateutil adds to 2027-02-28 counts 6 months, 0 days back -5 months, -28 days
2026-08-31 DuckDB adds to 2027-02-28 counts 6 age 5 months 28 days
2026-11-30 date-fns adds to 2027-02-28 counts 3 back {"months":-2,"days":-28}
2026-11-30 Luxon adds to 2027-02-28 counts P3M back P-3M
2026-11-30 Temporal adds to 2027-02-28 until P2M29D since P2M28D
2026-08-31 date-fns adds to 2027-02-28 counts 6 back {"months":-5,"days":-28}
2026-08-31 Luxon adds to 2027-02-28 counts P6M back P-6M
2026-08-31 Temporal adds to 2027-02-28 until P5M28D since P5M28D
SEEN
echo "as seen before"
