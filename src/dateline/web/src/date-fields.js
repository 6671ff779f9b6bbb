/** The two fields in which readers type the ends of the window. Both are read together. */
import { monthNames, parseDateText } from "./date-text.js";
import { el } from "./dom.js";
import { say } from "./say.js";
import { formatDay } from "./timespan.js";

/** @typedef {import("./app.js").App} App */
/** @typedef {"from" | "to"} End */

const ENDS = /** @type {const} */ (["from", "to"]);

/**
 * @param {App} app
 * @param {{ firstDay: number, lastDay: number }} domain shown as examples
 */
export function makeDateFields(app, domain) {
  const months = monthNames([document.documentElement.lang, "en", app.header.page.language, ...navigator.languages]);
  const wrong = el("p", { class: "wrong", id: "when-wrong", role: "alert" });
  const fields = { from: makeField("from"), to: makeField("to") };
  const typed = el(
    "div",
    { class: "typed" },
    fields.from.label,
    el("span", { "aria-hidden": "true" }, "–"),
    fields.to.label,
  );
  /** The window for which the fields were last written; typed text stays until it changes. */
  let written = "";

  /** @param {End} end */
  function makeField(end) {
    const input = el("input", {
      type: "text",
      placeholder: formatDay(end === "from" ? domain.firstDay : domain.lastDay),
      size: "12",
      maxlength: "60",
      autocomplete: "off",
      spellcheck: "false",
      "aria-describedby": "when-wrong",
      id: `typed-${end}`,
      on: { change: take },
    });
    const name = el("span", { class: "typed-name" }, say(`time.${end}`));
    return { input, label: el("label", { for: `typed-${end}` }, name, input) };
  }

  /** Reads both fields; the window changes only if both can be read and are in order. */
  function take() {
    const read = Object.fromEntries(ENDS.map((end) => [end, readField(fields[end].input)]));
    const bad = ENDS.filter((end) => read[end] === undefined);
    const days = { from: read.from?.first ?? null, to: read.to?.last ?? null };
    const isReversed = !bad.length && days.from !== null && days.to !== null && days.from > days.to;
    for (const end of ENDS) mark(fields[end].input, isReversed || bad.includes(end));
    if (bad.length) {
      const text = fields[bad[0]].input.value.trim();
      const example = formatDay(domain.firstDay);
      wrong.textContent = say("time.no_date", { text, example });
    } else if (isReversed) {
      const [from, to] = [formatDay(/** @type {number} */ (days.from)), formatDay(/** @type {number} */ (days.to))];
      wrong.textContent = say("time.reversed", { from, to });
    } else {
      wrong.textContent = "";
      written = "";
      app.set(days, { push: true });
    }
  }

  /** What a field says: null if it is empty, undefined if it is no date. @param {HTMLInputElement} input */
  function readField(input) {
    const text = input.value.trim();
    return text ? (parseDateText(text, months) ?? undefined) : null;
  }

  function update() {
    const { from, to } = app.state();
    if (written === `${from} ${to}`) return;
    written = `${from} ${to}`;
    wrong.textContent = "";
    for (const [end, day] of /** @type {const} */ ([["from", from], ["to", to]])) {
      const { input } = fields[end];
      mark(input, false);
      input.value = day === null ? "" : formatDay(day);
    }
  }

  return { typed, wrong, update };
}

/** @param {HTMLInputElement} input @param {boolean} isWrong */
function mark(input, isWrong) {
  if (isWrong) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
}
