/** The sentence above the list that sums up what is shown. It is said once the reader has paused. */
import { el } from "./dom.js";
import { sayShown, sumsOf } from "./summary.js";

const PAUSE_MS = 200;

/** @param {import("./app.js").App} app */
export function summaryView(app) {
  const line = el("p", { class: "summary", role: "status" });
  let timer = 0;
  /** @type {unknown} */
  let said = null;
  let findings = -1;
  app.addPart(() => {
    if (said === app.seen.filter && findings === app.findings()) return;
    [said, findings] = [app.seen.filter, app.findings()];
    clearTimeout(timer);
    timer = setTimeout(say, PAUSE_MS);
  });
  function say() {
    const { seen, columns, header } = app;
    const { from, to, undated, certain } = app.state();
    const shown = { from, to, undated: undated && !certain ? seen.undated : 0 };
    const sentence = sayShown(seen, shown, sumsOf(columns, header, seen));
    if (line.textContent !== sentence) line.textContent = sentence;
  }
  return line;
}
