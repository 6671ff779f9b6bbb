/** What is printed: the map in its current view, what is filtered, the legend and a table. */
import { columnFields } from "./column-fields.js";
import { el, need, textEl } from "./dom.js";
import { sayFilters } from "./filter-words.js";
import { say } from "./say.js";
import { columnsOf } from "./table-columns.js";

/** @typedef {import("./app.js").App} App */
/** @typedef {Record<string, any>} Fields */

/** Rows of a printed table; about a hundred pages. */
const MOST_ROWS = 3000;


/**
 * @param {App} app
 * @param {{ picture: () => Node, retheme: () => void }} mapView
 */
export function makePrintView(app, { picture, retheme }) {
  const { columns, head, header, seen } = app;
  const root = document.documentElement;
  const paper = el("section", { class: "paper", hidden: true });
  need(document, "#app").append(paper);
  let theme = "";
  const shownColumns = columnsOf(app);

  /** The events of the table. */
  const rows = () => seen.rows.subarray(0, Math.min(seen.count, MOST_ROWS));

  /** Reads the texts of the table, because they can't be waited for while printing. */
  async function read() {
    await Promise.all(Array.from(rows(), (row) => head.read(row)));
  }

  function prepare() {
    if (!paper.hidden) return;
    theme = root.dataset.theme ?? "";
    root.dataset.theme = "light";
    retheme();
    const card = need(document, "#card");
    paper.replaceChildren(
      el("p", { class: "paper-filters" }, summary()),
      picture(),
      textEl("p", need(document, ".credit").textContent ?? "", { class: "paper-credit", lang: null }),
      copyOf(need(document, "#key-groups")),
      card.hidden ? "" : copyOf(card),
      ...table(),
    );
    paper.hidden = false;
    paper.dispatchEvent(new Event("prepared"));
  }

  function tidy() {
    if (paper.hidden) return;
    paper.hidden = true;
    paper.replaceChildren();
    root.dataset.theme = theme;
    retheme();
  }

  function summary() {
    const all = seen.count === columns.count;
    const parts = [
      all ? say("paper.all", { n: seen.count }) : say("paper.part", { n: columns.count, shown: seen.count }),
      sayFilters(app.state(), header),
      location.protocol.startsWith("http") && location.href,
    ];
    return parts.filter(Boolean).join(" ");
  }

  function table() {
    const known = Array.from(rows(), (row) => ({ row, fields: head.peek(row) })).filter(({ fields }) => fields);
    const rest = seen.count - known.length;
    return [
      el(
        "table",
        { class: "paper-table" },
        el("thead", {}, el("tr", {}, el("th", { scope: "col" }, say("table.number")), shownColumns.map(({ name }) => el("th", { scope: "col" }, say(`table.${name}`))))),
        el("tbody", {}, known.map(({ row, fields }) => line(row, /** @type {Fields} */ (fields)))),
      ),
      rest ? el("p", {}, say("paper.rest", { n: rest })) : "",
    ];
  }

  /** @param {number} row @param {Fields} text */
  function line(row, text) {
    const fields = { ...columnFields(header, columns, row), ...text };
    const isRetracted = fields.record_status === "retracted";
    const cells = shownColumns.map(({ name, say: words }) =>
      textEl("td", words(fields, row), isRetracted && name === "event" ? { class: "is-struck" } : {}),
    );
    return el("tr", {}, el("td", {}, `${row + 1}`), cells);
  }

  addEventListener("beforeprint", prepare);
  addEventListener("afterprint", tidy);
  matchMedia("print").addEventListener("change", ({ matches }) => (matches ? prepare() : tidy()));
  document.addEventListener("keydown", async (event) => {
    if (event.key !== "p" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    event.preventDefault();
    await read().catch(console.error);
    print();
  });
  return { read };
}

/** A copy without ids, which must be unique. @param {HTMLElement} part */
function copyOf(part) {
  const copy = /** @type {HTMLElement} */ (part.cloneNode(true));
  for (const one of [copy, ...copy.querySelectorAll("[id], [for], [aria-labelledby]")])
    for (const name of ["id", "for", "aria-labelledby"]) one.removeAttribute(name);
  return copy;
}
