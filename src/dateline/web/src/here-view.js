/** The other events at the same point, on an event's card: previous and next, or all as a list. */
import { el, textEl } from "./dom.js";
import { describe } from "./timespan.js";
import { sayCount } from "./words.js";

/** @typedef {import("./app.js").App} App */

/** Events listed at a time; a button shows more. */
const PAGE = 50;

/** @param {App} app */
export function makeHereView(app) {
  const { columns, head } = app;
  /** Whether the list is open; it stays open from event to event. */
  let isOpen = false;

  /** Visible rows at exactly the same point as a row, including the row itself. @param {number} row */
  function rowsAt(row) {
    const { x, y, kind } = columns;
    if (!kind[row]) return [row];
    const rows = [];
    for (let n = 0; n < app.seen.count; n++) {
      const other = app.seen.rows[n];
      if (kind[other] && x[other] === x[row] && y[other] === y[row]) rows.push(other);
    }
    return rows.includes(row) ? rows : [row];
  }

  /** @param {number[]} rows @param {number} row */
  function pager(rows, row) {
    const at = rows.indexOf(row);
    /** @param {number} by @param {string} name @param {string} label */
    const step = (by, name, label) =>
      el("button", {
        type: "button",
        class: `tool is-${name}`,
        "aria-label": label,
        on: { click: () => void app.open(rows[(at + by + rows.length) % rows.length]) },
      });
    return el(
      "div",
      { class: "pager", role: "group", "aria-label": "Events at this place" },
      step(-1, "prev", "Previous event at this place"),
      el("span", {}, `${at + 1} of ${rows.length} here`),
      step(1, "next", "Next event at this place"),
    );
  }

  /** @param {number[]} rows @param {number} row */
  function list(rows, row) {
    const items = el("ol", { role: "list" });
    const rest = el("button", { type: "button", class: "link" });
    const part = el(
      "details",
      { class: "here" },
      el("summary", {}, `All ${sayCount(rows.length, "event")} here`),
      items,
      rest,
    );
    let listed = 0;
    async function fill() {
      const more = rows.slice(listed, (listed += PAGE));
      rest.hidden = listed >= rows.length;
      rest.textContent = `Show ${sayCount(Math.max(0, rows.length - listed), "more event")}`;
      const added = more.map((other) => makeItem(other, other === row));
      items.append(...added.map(({ item }) => item));
      await Promise.all(added.map(({ describe }) => describe()));
    }
    rest.addEventListener("click", () => void fill());
    part.addEventListener("toggle", () => {
      isOpen = part.open;
      if (isOpen && !listed) void fill();
    });
    part.open = isOpen;
    return part;
  }

  /** @param {number} row @param {boolean} isCurrent */
  function makeItem(row, isCurrent) {
    const button = el("button", {
      type: "button",
      class: "here-event",
      on: { click: () => void app.open(row) },
    });
    if (isCurrent) button.setAttribute("aria-current", "true");
    return {
      item: el("li", {}, button),
      async describe() {
        const fields = await head.read(row).catch(() => ({ title: "(could not load the title)", when: null }));
        const when = describe(fields.when, columns.start[row], columns.end[row]);
        button.append(
          textEl("span", fields.title ?? "(no title)"),
          textEl("span", when, { class: "aside" }),
        );
      },
    };
  }

  return {
    /** The parts of an event's card about other events at the same point. @param {number} row */
    partsOf(row) {
      const rows = rowsAt(row);
      const isAlone = rows.length === 1;
      return {
        pager: isAlone ? el("span", { class: "pager" }) : pager(rows, row),
        list: isAlone ? null : list(rows, row),
      };
    },
    close() {
      isOpen = false;
    },
  };
}
