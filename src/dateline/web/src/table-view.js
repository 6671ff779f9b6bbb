/** The events as a table: what the list has, with more columns. Only rows in sight have elements. */
import { columnFields } from "./column-fields.js";
import { el, textEl } from "./dom.js";
import { say } from "./say.js";
import { rowsInSight } from "./scroll.js";
import { columnsOf } from "./table-columns.js";

/** @typedef {import("./app.js").App} App */
/** @typedef {import("./list-order.js").Order} Order */
/** @typedef {Record<string, any>} Fields */

/** @typedef {import("./table-columns.js").Column} Column */

const ROW_PX = 44;

/**
 * @param {App} app
 * @param {{ choose: (row: number) => void, canSort: (sort: string) => boolean }} how
 */
export function makeTable(app, { choose, canSort }) {
  const columns = columnsOf(app, canSort);
  const heads = columns.map((column) => makeHead(app, column));
  /** Empty rows in place of those out of sight. */
  const [over, under] = [0, 1].map(() => el("tr", { "aria-hidden": "true", class: "spacer" }));
  const body = el("tbody", {}, over, under);
  const table = el(
    "table",
    { class: "events-table", "aria-label": say("panel.events") },
    el("thead", {}, el("tr", { "aria-rowindex": 1 }, heads.map(({ cell }) => cell))),
    body,
  );
  const pane = el("div", { class: "scroll is-table", hidden: true }, table);
  /** @type {Order} */
  let order = { rows: new Uint32Array(), headings: [] };
  let wanted = -1;
  let stop = 0;
  /** @type {Map<number, HTMLElement>} */
  let shown = new Map();

  const inSight = () =>
    rowsInSight({ count: order.rows.length, rowHeight: ROW_PX, top: pane.scrollTop, height: pane.clientHeight });

  function fill() {
    if (pane.hidden) return;
    const sight = inSight();
    const { first, last, height } = sight;
    /** @type {Map<number, HTMLElement>} */
    const next = new Map();
    for (let at = first; at <= last; at++) next.set(at, shown.get(at) ?? makeLine(app, columns, order.rows[at], at));
    const above = order.rows.length ? sight.place(first).top : 0;
    const below = Math.max(0, height - above - next.size * ROW_PX);
    // What stays is not moved, so that it keeps the focus.
    for (const [at, line] of shown) if (!next.has(at)) line.remove();
    let before = over.nextSibling;
    for (const line of next.values()) {
      if (line === before) before = line.nextSibling;
      else body.insertBefore(line, before);
    }
    shown = next;
    for (const [space, size] of /** @type {const} */ ([[over, above], [under, below]])) space.style.height = `${size}px`;
    if (stop < first || stop > last) stop = first;
    for (const [at, line] of shown) /** @type {HTMLElement} */ (line.querySelector("button")).tabIndex = at === stop ? 0 : -1;
    if (wanted >= 0) shown.get(wanted)?.querySelector("button")?.focus({ preventScroll: true });
    wanted = -1;
    mark();
  }

  function mark() {
    for (const [at, line] of shown) {
      const isOpen = order.rows[at] === app.selected();
      line.classList.toggle("is-open", isOpen);
      line.classList.toggle("is-hovered", order.rows[at] === app.hovered());
      line.querySelector("button")?.toggleAttribute("aria-current", isOpen);
    }
  }

  /** @param {number} at @param {boolean} focus */
  function reveal(at, focus) {
    const { top } = inSight().place(at);
    if (top < pane.scrollTop) pane.scrollTop = top;
    else if (top + 2 * ROW_PX > pane.scrollTop + pane.clientHeight) pane.scrollTop = top + 2 * ROW_PX - pane.clientHeight;
    if (focus) wanted = at;
    stop = at;
    fill();
  }

  pane.addEventListener("scroll", fill);
  new ResizeObserver(fill).observe(pane);
  body.addEventListener("click", ({ target }) => {
    const at = lineAt(target);
    if (at >= 0) choose(order.rows[at]);
  });
  body.addEventListener("pointerover", ({ target }) => app.hover(lineAt(target) < 0 ? -1 : order.rows[lineAt(target)]));
  body.addEventListener("pointerleave", () => app.hover(-1));
  body.addEventListener("keydown", (event) => {
    const by = /** @type {Record<string, number>} */ ({ ArrowDown: 1, ArrowUp: -1 })[event.key];
    const at = lineAt(event.target);
    if (!by || at < 0) return;
    event.preventDefault();
    reveal(Math.max(0, Math.min(order.rows.length - 1, at + by)), true);
  });

  return {
    pane,
    /** @param {Order} next */
    list(next) {
      order = next;
      table.setAttribute("aria-rowcount", String(order.rows.length + 1));
      for (const head of heads) head.update();
      for (const line of shown.values()) line.remove();
      shown = new Map();
      fill();
    },
    mark,
    fill,
    /** @param {number} row @param {boolean} focus */
    show(row, focus) {
      const at = order.rows.indexOf(row);
      if (at >= 0) reveal(at, focus);
    },
  };
}

/** @param {App} app @param {Column} column */
function makeHead(app, { name, sorts }) {
  const words = say(`table.${name}`);
  const button = sorts.length ? el("button", { type: "button", class: "link sort" }, words) : words;
  const cell = el("th", { scope: "col" }, button);
  if (typeof button !== "string")
    button.addEventListener("click", () => {
      const at = sorts.indexOf(app.state().sort);
      app.set({ sort: sorts[(at + 1) % sorts.length] });
    });
  return {
    cell,
    update() {
      const at = sorts.indexOf(app.state().sort);
      if (at < 0) cell.removeAttribute("aria-sort");
      else cell.setAttribute("aria-sort", at > 0 || name === "deaths" ? "descending" : "ascending");
    },
  };
}

/** @param {App} app @param {Column[]} columns @param {number} row @param {number} at */
function makeLine(app, columns, row, at) {
  const button = el("button", { type: "button", class: "link" });
  const cells = columns.map(({ name }) => (name === "event" ? el("td", {}, button) : el("td", { class: `is-${name}` })));
  const line = el("tr", { "aria-rowindex": at + 2, dataset: { at: String(at) } }, cells);
  /** @param {Fields} text */
  const write = (text) => {
    const fields = { ...columnFields(app.header, app.columns, row), ...text };
    columns.forEach((column, n) => {
      const words = column.say(fields, row);
      const isStruck = column.name === "event" && fields.record_status === "retracted";
      const cell = textEl("span", words, isStruck ? { class: "is-struck", title: words } : { title: words });
      (column.name === "event" ? button : cells[n]).append(cell);
    });
  };
  const known = app.head.peek(row);
  if (known) write(known);
  else app.head.read(row).then(write, () => write({ title: say("list.no_event") }));
  return line;
}

/** The list position of a line, or of what is in it; -1 for anything else. @param {EventTarget | null} target */
function lineAt(target) {
  const line = /** @type {HTMLElement | null} */ (target)?.closest?.("tr[data-at]");
  return line ? Number(/** @type {HTMLElement} */ (line).dataset.at) : -1;
}
