/** The other events at the same point, on an event's card: previous and next, or all as a list. */
import { el, textEl } from "./dom.js";
import { describe } from "./date-words.js";
import { say } from "./say.js";

/** @typedef {import("./app.js").App} App */

/** Kind of ring that bounds an area from outside, as in `Shapes.ringKind`. */
const OUTER = 2;
const WORLD = 2 ** 32;

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
      { class: "pager", role: "group", "aria-label": say("here.group") },
      step(-1, "prev", say("here.previous")),
      el("span", {}, say("here.position", { at: at + 1, n: rows.length })),
      step(1, "next", say("here.next")),
    );
  }

  /** @param {number[]} rows @param {number} row @param {{ title: string, name: string }} how */
  function list(rows, row, { title, name }) {
    const items = el("ol", { role: "list" });
    const rest = el("button", { type: "button", class: "link" });
    const part = el(
      "details",
      { class: name },
      el("summary", {}, title),
      items,
      rest,
    );
    let listed = 0;
    async function fill() {
      const more = rows.slice(listed, (listed += PAGE));
      rest.hidden = listed >= rows.length;
      rest.textContent = say("here.more", { n: Math.max(0, rows.length - listed) });
      const added = more.map((other) => makeItem(other, other === row));
      items.append(...added.map(({ item }) => item));
      await Promise.all(added.map(({ describe }) => describe()));
    }
    rest.addEventListener("click", () => void fill());
    part.addEventListener("toggle", () => {
      if (name === "here") isOpen = part.open;
      if (part.open && !listed) void fill();
    });
    part.open = name === "here" && isOpen;
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
        const fields = await head.read(row).catch(() => ({ title: say("list.no_loaded_title"), when: null }));
        const when = describe(fields.when, columns.start[row], columns.end[row]);
        button.append(
          textEl("span", fields.title ?? say("list.no_title")),
          textEl("span", when, { class: "aside" }),
        );
      },
    };
  }

  /** The list of the events in areas that overlap an event's place, or null. @param {number} row */
  function aroundOf(row) {
    const rows = rowsAround(app, row);
    const title = say("here.around", { n: rows.length });
    return rows.length ? list(rows, row, { title, name: "here is-around" }) : null;
  }

  return {
    /** The parts of an event's card about other events at the same point. @param {number} row */
    partsOf(row) {
      const rows = rowsAt(row);
      const isAlone = rows.length === 1;
      return {
        pager: isAlone ? el("span", { class: "pager" }) : pager(rows, row),
        list: isAlone ? null : list(rows, row, { title: say("here.all", { n: rows.length }), name: "here" }),
        around: aroundOf(row),
      };
    },
    close() {
      isOpen = false;
    },
  };
}

/**
 * Visible events of areas that contain an event's point, or that overlap its own area; without those at
 * exactly the same point.
 * @param {App} app @param {number} row
 */
export function rowsAround({ columns, seen }, row) {
  const { x, y, kind, shape, shapes } = columns;
  if (!kind[row]) return [];
  const own = shape[row] - 1;
  const at = [x[row] / WORLD, y[row] / WORLD];
  const isNear = new Uint8Array(shapes.count);
  for (let one = 0; one < shapes.count; one++) {
    if (seen.shapeCounts[one]) isNear[one] = one === own || contains(shapes, one, at) ? 1 : 0;
  }
  const isArea = own >= 0 && shapes.ringKind[shapes.firstRing[own]] === OUTER;
  const rows = [];
  for (let n = 0; n < seen.count; n++) {
    const other = seen.rows[n];
    if (!kind[other] || other === row || (x[other] === x[row] && y[other] === y[row])) continue;
    if (shape[other] && isNear[shape[other] - 1]) rows.push(other);
    else if (isArea && contains(shapes, own, [x[other] / WORLD, y[other] / WORLD])) rows.push(other);
  }
  return rows;
}

/**
 * Whether an area contains a point: the number of sides to its east is odd.
 * @param {import("./types.js").Shapes} shapes @param {number} shape @param {number[]} point in world units
 */
function contains({ firstRing, ringKind, firstPoint, x, y, bounds }, shape, [px, py]) {
  let isIn = false;
  for (let ring = firstRing[shape]; ring < firstRing[shape + 1]; ring++) {
    if (ringKind[ring] < OUTER || py < bounds[4 * ring + 1] || py > bounds[4 * ring + 3]) continue;
    const end = firstPoint[ring + 1];
    for (let i = firstPoint[ring], j = end - 1; i < end; j = i++) {
      if (y[i] > py === y[j] > py) continue;
      if (px < x[i] + ((py - y[i]) / (y[j] - y[i])) * (x[j] - x[i])) isIn = !isIn;
    }
  }
  return isIn;
}
