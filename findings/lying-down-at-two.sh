#!/usr/bin/env bash
# A child of 86 cm climbs eight centiles on the day after the second birthday, in the paediatricians' library of growth.
#
# Health assessments place a height on the British curves; up to two years children are measured lying down, from then on
# standing, which is less. The guess was that the curves change on the second birthday, as the name of the age says. Seen on
# 30 November 2026 with rcpchgrowth 4.6.5 (PyPI), of the Royal College of Paediatrics and Child Health: it looks the age up in
# years of 365.25 days, and a second birthday after 730 days is 1.9986 years, so that a child who stands is compared with
# those who lie for one day longer: on the 45th centile, and on the 53rd the day after. If a 29 February lies between, the
# curves change on the birthday. The same answer has the age in words, which is "2 years" on the birthday.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1
python3 -m venv py && py/bin/pip -q install --no-compile rcpchgrowth==4.6.5 scipy==1.17.1 python-dateutil==2.9.0.post0
cat > measure.py <<'PY'
from datetime import date
from rcpchgrowth import Measurement
for born, *days in (("2024-12-01", "2026-11-30", "2026-12-01", "2026-12-02"), ("2024-01-15", "2026-01-14", "2026-01-15", "2026-01-16")):
    for day in days:
        seen = Measurement(sex="female", birth_date=date.fromisoformat(born), observation_date=date.fromisoformat(day), measurement_method="height",
            observation_value=86.0, reference="uk-who", gestation_weeks=40, gestation_days=0).measurement
        dates, values = seen["measurement_dates"], seen["measurement_calculated_values"]
        print(f"born {born}, on {day}: {dates['chronological_calendar_age']}, {dates['chronological_decimal_age']:.4f} years, centile {values['chronological_centile']:.1f}")
PY
py/bin/python measure.py | tee seen
diff seen - <<'SEEN'
born 2024-12-01, on 2026-11-30: 1 year, 11 months, 4 weeks and 1 day, 1.9959 years, centile 45.4
born 2024-12-01, on 2026-12-01: 2 years, 1.9986 years, centile 45.1
born 2024-12-01, on 2026-12-02: 2 years and 1 day, 2.0014 years, centile 53.3
born 2024-01-15, on 2026-01-14: 1 year, 11 months, 4 weeks and 2 days, 1.9986 years, centile 45.1
born 2024-01-15, on 2026-01-15: 2 years, 2.0014 years, centile 53.3
born 2024-01-15, on 2026-01-16: 2 years and 1 day, 2.0041 years, centile 53.0
SEEN
echo "as seen before"
