#!/usr/bin/env bash
# 31 May, changed to 30 June in a form, is 30 July: the month was chosen before the day.
#
# JSON Schema's "date" can be asked for by three lists, year, month and day, so that nothing has to be typed. The guess was
# that 31 June is refused, or waits for a day that there is. Seen on 30 November 2026 with react-jsonschema-form 6.11.1
# (@rjsf/core, npm, React 19) and its widget "alt-date": as soon as June is chosen, the day is still 31, and the form holds
# and shows 1 July; the day chosen next is a day of July, which is valid. With the day first all is right. 31 January becomes
# 28 March that way. A day that is chosen last moves on too: 31 June is 1 July. Nothing is reported.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export npm_config_cache="$work/npm"
npm init -y >/dev/null && npm install --silent --legacy-peer-deps @rjsf/core@6.11.1 @rjsf/utils@6.11.1 @rjsf/validator-ajv8@6.11.1 react@19.3.1 react-dom@19.3.1 jsdom@26.1.0
cat > form.mjs <<'JS'
import { JSDOM } from "jsdom";
const { window } = new JSDOM("");
globalThis.window = window;
for (const name of ["document", "navigator", "HTMLElement", "Node", "Event"]) Object.defineProperty(globalThis, name, { value: window[name], configurable: true });
globalThis.IS_REACT_ACT_ENVIRONMENT = true;
const { act, createElement } = await import("react");
const { createRoot } = await import("react-dom/client");
const [Form, validator] = (await Promise.all([import("@rjsf/core"), import("@rjsf/validator-ajv8")])).map((one) => one.default.default ?? one.default);
const schema = { type: "object", properties: { due: { type: "string", format: "date" } } };
for (const [due, ...chosen] of [["2026-05-31", ["month", 6], ["day", 30]], ["2026-05-31", ["day", 30], ["month", 6]],
  ["2026-01-31", ["month", 2], ["day", 28]], [undefined, ["year", 2026], ["month", 6], ["day", 31]]]) {
  const place = document.body.appendChild(document.createElement("div"));
  let last = { formData: { due }, errors: [] };
  const root = createRoot(place);
  await act(async () => root.render(createElement(Form, { schema, validator, liveValidate: true, formData: { due }, uiSchema: { due: { "ui:widget": "alt-date" } }, onChange: (form) => { last = form; } })));
  const steps = [];
  for (const [part, number] of chosen) {
    const list = [...place.querySelectorAll("select")].find((one) => one.id.endsWith(`_${part}`));
    await act(async () => {
      list.value = [...list.options].find((one) => one.textContent === String(number).padStart(2, "0")).value;
      list.dispatchEvent(new window.Event("change", { bubbles: true }));
    });
    steps.push(`${part} ${number}: ${last.formData.due ?? "none"}`);
  }
  console.log(due ?? "empty", "|", steps.join(" | "), "| errors:", last.errors.length);
  await act(async () => root.unmount());
}
JS
TZ=Europe/London node form.mjs | tee seen
diff seen - <<'SEEN'
2026-05-31 | month 6: 2026-07-01 | day 30: 2026-07-30 | errors: 0
2026-05-31 | day 30: 2026-05-30 | month 6: 2026-06-30 | errors: 0
2026-01-31 | month 2: 2026-03-03 | day 28: 2026-03-28 | errors: 0
empty | year 2026: none | month 6: none | day 31: 2026-07-01 | errors: 0
SEEN
echo "as seen before"
