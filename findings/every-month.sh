#!/usr/bin/env bash
# "Every month" comes every 28 days, thirteen times a year, where a workflow counts it from a February.
#
# BPMN 2.0.2, 10.5.5, lets a timer have a cycle, a repeating interval of ISO 8601 such as R6/2025-02-01T10:00:00+00:00/P1M.
# The guess was that a monthly visit begun on 1 February comes on the first of each month. Seen on 30 November 2026 with
# SpiffWorkflow 3.2.0 (PyPI), running a task with such a timer on it: it works out once how many days the first month or
# quarter has, and comes again after as many each time. The visits of 1 February come on 1, 29 and 26 of the next months,
# and the sixth almost two weeks early; reviews every three months from 1 July come on 3 April. @0dep/piso 5.1.2 (npm),
# with which the engine bpmn-elements reads its timers, keeps to the first of the month.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export PIP_NO_CACHE_DIR=1 npm_config_cache="$work/npm"
python3 -m venv py && py/bin/pip -q install --no-compile SpiffWorkflow==3.2.0 lxml==6.1.3
npm init -y >/dev/null && npm install --silent @0dep/piso@5.1.2
echo '[["2025-02-01", "P1M"], ["2024-07-01", "P3M"]]' > cycles.json
cat > run.py <<'PY'
import json, lxml.etree
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
def after(cycle):
    parser = BpmnParser()
    parser.add_bpmn_xml(lxml.etree.fromstring(f"""
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="example">
 <process id="visits" isExecutable="true">
  <startEvent id="start"><outgoing>in</outgoing></startEvent>
  <sequenceFlow id="in" sourceRef="start" targetRef="care"/>
  <manualTask id="care"><incoming>in</incoming></manualTask>
  <boundaryEvent id="visit" attachedToRef="care" cancelActivity="false"><outgoing>out</outgoing>
   <timerEventDefinition id="timer"><timeCycle>"{cycle}"</timeCycle></timerEventDefinition></boundaryEvent>
  <sequenceFlow id="out" sourceRef="visit" targetRef="visited"/>
  <endEvent id="visited"><incoming>out</incoming></endEvent>
 </process>
</definitions>"""))
    workflow = BpmnWorkflow(parser.get_spec("visits"))
    workflow.do_engine_steps()
    workflow.refresh_waiting_tasks()
    workflow.do_engine_steps()
    states = [task.internal_data["event_value"] for task in workflow.get_tasks() if "event_value" in task.internal_data]
    return states[-1]["next"][:10]
for start, length in json.load(open("cycles.json")):
    print(f"SpiffWorkflow: {start}/{length}:", *(after(f"R{count}/{start}T10:00:00+00:00/{length}") for count in range(1, 7)))
PY
cat > run.mjs <<'JS'
import fs from "node:fs";
import { parseInterval } from "@0dep/piso";
for (const [start, length] of JSON.parse(fs.readFileSync("cycles.json"))) {
  const interval = parseInterval(`R6/${start}T10:00:00Z/${length}`);
  const days = [];
  for (let now = new Date(`${start}T09:00:00Z`); days.length < 6; now = new Date(+now + 60_000)) {
    now = interval.getExpireAt(now);
    days.push(now.toISOString().slice(0, 10));
  }
  console.log(`piso: ${start}/${length}:`, ...days);
}
JS
{ py/bin/python run.py; TZ=Europe/London node run.mjs; } | tee seen
diff seen - <<'SEEN'
SpiffWorkflow: 2025-02-01/P1M: 2025-03-01 2025-03-29 2025-04-26 2025-05-24 2025-06-21 2025-07-19
SpiffWorkflow: 2024-07-01/P3M: 2024-10-01 2025-01-01 2025-04-03 2025-07-04 2025-10-04 2026-01-04
piso: 2025-02-01/P1M: 2025-03-01 2025-04-01 2025-05-01 2025-06-01 2025-07-01 2025-08-01
piso: 2024-07-01/P3M: 2024-10-01 2025-01-01 2025-04-01 2025-07-01 2025-10-01 2026-01-01
SEEN
echo "as seen before"
