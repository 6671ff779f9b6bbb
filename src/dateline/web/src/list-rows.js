/** The rows of the list. It is virtual: only rows in sight have elements. One of them is a stop of Tab. */
import { el, textEl } from "./dom.js";
import { describeRow } from "./list-row.js";
import { makeSlots } from "./list-slots.js";
import { say } from "./say.js";
import { MAX_HEIGHT, rowsInSight } from "./scroll.js";

/** @typedef {import("./app.js").App} App */
/** @typedef {import("./list-order.js").Order} Order */

const ROW_PX = 80;
const HEAD_PX = 30;

/**
 * @param {App} app
 * @param {{ choose: (row: number) => void }} how
 */
export function makeRows(app, { choose }) {
  const list = el("ol", { class: "rows", role: "list" });
  /** The heading that the top row is under. */
  const under = el("p", { class: "month is-under", "aria-hidden": "true", hidden: true });
  const pane = el("div", { class: "scroll" }, under, list);
  /** @type {Order} */
  let order = { rows: new Uint32Array(), headings: [] };
  /** @type {number[]} */
  let heads = [];
  // Cached, because reading them forces a layout.
  let [top, height] = [0, 0];
  /** List position to focus as soon as it has an element, or -1. */
  let wanted = -1;
  /** List position that Tab reaches. */
  let stop = 0;
  const slots = makeSlots(list, {
    makeRow: (at) => makeItem(app, { row: order.rows[at], at, of: order.rows.length }),
    makeHead: (head) => el("li", { class: "month" }, textEl("h2", order.headings[head].title)),
  });

  function geometry() {
    return { count: order.rows.length, rowHeight: ROW_PX, top, height, heads, headHeight: HEAD_PX };
  }

  function fill() {
    const sight = rowsInSight(geometry());
    slots.show(sight, heads);
    under.hidden = sight.head < 0;
    if (sight.head >= 0) under.textContent = order.headings[sight.head].title;
    const { first, last } = sight;
    // The stop is the row that was left last, or else the first in sight.
    if (stop < first || stop > last) stop = Math.min(last, Math.max(first, Math.ceil(top / ROW_PX)));
    setStop();
    if (wanted < 0) return;
    slots.rows().get(wanted)?.querySelector("button")?.focus({ preventScroll: true });
    wanted = -1;
  }

  function setStop() {
    for (const [at, item] of slots.rows()) {
      /** @type {HTMLElement} */ (item.firstElementChild).tabIndex = at === stop ? 0 : -1;
    }
  }

  /** Scrolls a list position into view. @param {number} at @param {boolean} focus */
  function reveal(at, focus) {
    const row = rowsInSight(geometry()).place(at);
    const lid = heads.length ? HEAD_PX : 0;
    if (row.top - lid < top) pane.scrollTop = row.top - lid;
    else if (row.top + row.height > top + height) pane.scrollTop = row.top + row.height - height;
    top = pane.scrollTop;
    if (focus) wanted = at;
    fill();
  }

  const rowAt = (/** @type {number} */ at) => (at < 0 ? -1 : order.rows[at]);
  pane.addEventListener("scroll", () => {
    top = pane.scrollTop;
    fill();
  });
  new ResizeObserver(() => {
    height = pane.clientHeight;
    top = pane.scrollTop;
    fill();
  }).observe(pane);
  list.addEventListener("keydown", (event) => {
    const at = listPosition(event.target);
    const page = Math.max(1, Math.floor(pane.clientHeight / ROW_PX) - 1);
    const to = at < 0 ? null : positionAfter(event.key, { at, page, last: order.rows.length - 1 });
    if (to === null) return;
    event.preventDefault();
    reveal(to, true);
  });
  list.addEventListener("focusin", ({ target }) => {
    if (listPosition(target) < 0) return;
    stop = listPosition(target);
    setStop();
    app.hover(rowAt(stop));
  });
  list.addEventListener("focusout", () => app.hover(-1));
  list.addEventListener("pointerover", ({ target }) => app.hover(rowAt(listPosition(target))));
  list.addEventListener("pointerleave", () => app.hover(-1));
  list.addEventListener("click", ({ target }) => {
    const row = rowAt(listPosition(target));
    if (row >= 0) choose(row);
  });

  return {
    pane,
    /** Lists other events. @param {Order} next */
    list(next) {
      order = next;
      heads = order.headings.map(({ at }) => at);
      // If the list became shorter than the scroll position, the browser scrolls back.
      const whole = Math.min(order.rows.length * ROW_PX + heads.length * HEAD_PX, MAX_HEIGHT);
      top = Math.max(0, Math.min(top, whole - height));
      slots.clear();
      stop = 0;
      fill();
    },
    /** Marks the open event and the one under the pointer. */
    mark() {
      for (const [at, item] of slots.rows()) {
        const isOpen = order.rows[at] === app.selected();
        item.classList.toggle("is-open", isOpen);
        item.classList.toggle("is-hovered", order.rows[at] === app.hovered());
        item.firstElementChild?.toggleAttribute("aria-current", isOpen);
      }
    },
    /** Scrolls an event into view. @param {number} row @param {boolean} focus */
    show(row, focus) {
      const at = order.rows.indexOf(row);
      if (at >= 0) reveal(at, focus);
    },
  };
}

/** The list position of a row's element, or of what is in it; -1 for anything else. @param {EventTarget | null} target */
function listPosition(target) {
  const item = /** @type {HTMLElement | null} */ (target)?.closest?.("li[data-at]");
  return item ? Number(/** @type {HTMLElement} */ (item).dataset.at) : -1;
}

/**
 * The position that a key leads to, or null for other keys.
 * @param {string} key
 * @param {{ at: number, page: number, last: number }} from
 */
function positionAfter(key, { at, page, last }) {
  /** @type {Record<string, number>} */
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: last };
  return Object.hasOwn(to, key) ? Math.max(0, Math.min(last, to[key])) : null;
}

/** @param {App} app @param {{ row: number, at: number, of: number }} where */
function makeItem(app, { row, at, of }) {
  const button = el("button", { type: "button", class: "row" });
  const item = el("li", { "aria-posinset": at + 1, "aria-setsize": of, dataset: { at: String(at) } }, button);
  const known = app.head.peek(row);
  if (known) button.append(...describeRow(app, row, known));
  else {
    app.head.read(row).then(
      (fields) => button.append(...describeRow(app, row, fields)),
      (error) => {
        button.append(...describeRow(app, row, { title: say("list.no_event") }));
        button.title = error.message;
      },
    );
  }
  return item;
}
