#!/usr/bin/env bash
# A visit on the first day that is allowed is refused from April to October, by a library that checks what forms hold.
#
# A rule says that a date is not before the day on which a plan began. JavaScript takes a day without a time, 2026-07-01, for
# its midnight in UTC, and the guess was that a library for checking answers does so too. Seen on 30 November 2026 on a
# machine in London with yup 1.7.1 (npm): the day of an answer begins at midnight in London, and that of `new Date("2026-07-01")`,
# with which it is compared, at 01:00; so 1 July is before 1 July, while 1 December is not before 1 December. The answer goes
# on as the day before: in JSON it is 2026-06-30T23:00:00.000Z, and somebody born on 2 June 2008 was born on 1 June. If the
# rule has the day as a text, it is right. zod 4.6.7 (npm, coerce) and joi 18.3.2 (npm) have midnight in UTC.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export npm_config_cache="$work/npm" TZ=Europe/London
npm init -y >/dev/null && npm install --silent yup@1.7.1 zod@4.6.7 joi@18.3.2
cat > check.mjs <<'JS'
import * as yup from "yup";
import { z } from "zod";
import Joi from "joi";
const tried = (check) => { try { return check().toISOString(); } catch { return "refused"; } };
for (const day of ["2026-12-01", "2026-07-01", "2008-06-02"]) {
  const first = new Date(day);
  console.log(`${day}, not before new Date("${day}"):`, "yup", tried(() => yup.date().min(first).validateSync(day)),
    "zod", tried(() => z.coerce.date().min(first).parse(day)), "joi", tried(() => Joi.attempt(day, Joi.date().iso().min(first))));
  console.log(`${day}, not before "${day}":`, "yup", tried(() => yup.date().min(day).validateSync(day)), "joi", tried(() => Joi.attempt(day, Joi.date().iso().min(day))));
}
JS
node check.mjs | tee seen
diff seen - <<'SEEN'
2026-12-01, not before new Date("2026-12-01"): yup 2026-12-01T00:00:00.000Z zod 2026-12-01T00:00:00.000Z joi 2026-12-01T00:00:00.000Z
2026-12-01, not before "2026-12-01": yup 2026-12-01T00:00:00.000Z joi 2026-12-01T00:00:00.000Z
2026-07-01, not before new Date("2026-07-01"): yup refused zod 2026-07-01T00:00:00.000Z joi 2026-07-01T00:00:00.000Z
2026-07-01, not before "2026-07-01": yup 2026-06-30T23:00:00.000Z joi 2026-07-01T00:00:00.000Z
2008-06-02, not before new Date("2008-06-02"): yup refused zod 2008-06-02T00:00:00.000Z joi 2008-06-02T00:00:00.000Z
2008-06-02, not before "2008-06-02": yup 2008-06-01T23:00:00.000Z joi 2008-06-02T00:00:00.000Z
SEEN
echo "as seen before"
