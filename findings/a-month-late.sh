#!/usr/bin/env bash
# Monthly visits from 4 January begin on 4 February in a workflow, and of a series that has begun, two come at one moment.
#
# BPMN lets a timer have a cycle by ISO 8601: R3/2027-01-04T10:00:00Z/P1M is three times, a month apart, from 4 January. The guess
# was that the first is at the start that it names, as in SpiffWorkflow 3.2.0. Seen on 30 November 2026 with
# bpmn-engine 25.0.1 (npm; bpmn-elements 17.3.0): the first is a month after the start, and the last a month after the end; with
# a start on 31 January it is on 3 March. If the start is past, the first that is still to come is right, but the one after
# it comes twice: three visits every three seconds, begun four seconds ago, are after two seconds, after five, and after five.
# (The script waits for those; for the months it looks at when the timer is set to end.)
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export npm_config_cache="$work/npm" TZ=Europe/London
npm init -y >/dev/null && npm install --silent bpmn-engine@25.0.1 bpmn-elements@17.3.0
cat > run.js <<'JS'
const { EventEmitter } = require("node:events");
const { Engine } = require("bpmn-engine");
const set = (cycle, wait) => new Promise(async (done) => {
  const source = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="x" id="d">
    <process id="p" isExecutable="true"><startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="t"/><userTask id="t"/>
    <boundaryEvent id="b" attachedToRef="t" cancelActivity="false"><timerEventDefinition>
      <timeCycle xsi:type="tFormalExpression">${cycle}</timeCycle></timerEventDefinition></boundaryEvent></process></definitions>`;
  const times = [], listener = new EventEmitter();
  listener.on("activity.timer", ({ content }) => times.push(content.expireAt));
  const running = await new Engine({ name: "visits", source }).execute({ listener });
  setTimeout(() => { running.stop(); done(times); }, wait);
});
(async () => {
  for (const cycle of ["R3/2099-01-04T10:00:00Z/P1M", "R3/2099-01-31T10:00:00Z/P1M", "R/2099-01-04T10:00:00Z/P6M"])
    console.log(`${cycle}: first ${(await set(cycle, 100))[0].toISOString().slice(0, 16)}`);
  for (const from of [4, -4]) {
    const now = Date.now(), start = new Date(now + from * 1000);
    const times = await set(`R3/${start.toISOString()}/PT3S`, 15000);
    console.log(`three times, every three seconds from second ${from}: at seconds ${times.map((at) => (at - now) / 1000)}`);
  }
  process.exit(0);
})();
JS
node run.js | tee seen
diff seen - <<'SEEN'
R3/2099-01-04T10:00:00Z/P1M: first 2099-02-04T10:00
R3/2099-01-31T10:00:00Z/P1M: first 2099-03-03T10:00
R/2099-01-04T10:00:00Z/P6M: first 2099-07-04T10:00
three times, every three seconds from second 4: at seconds 7,10,13
three times, every three seconds from second -4: at seconds 2,5,5
SEEN
echo "as seen before"
