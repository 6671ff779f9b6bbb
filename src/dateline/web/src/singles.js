/**
 * The shown events of the view one by one, for zoom levels without clusters. Only events at exactly
 * the same point share a mark. No object is kept per event.
 */
import { shiftOf } from "./cells.js";
import { withRoom } from "./room.js";
import { combinationsOf } from "./combinations.js";

/** @typedef {import("./types.js").Columns} Columns */
/** @typedef {import("./types.js").GridView} GridView */

/** From this zoom level on, each event has its own mark (docs/decisions/0025). */
export const SINGLE_ZOOM = 16;

/**
 * @typedef {object} Singles Marks in the order of their first events; arrays may be longer than needed.
 * @property {number} count Marks.
 * @property {Uint32Array} size Number of events of each mark.
 * @property {Uint32Array} head Position in `rows` of each mark's first event.
 * @property {number} total Events.
 * @property {Uint32Array} rows Rows of the events, in order.
 * @property {Uint32Array} next For each position, that of the next event of the same mark; 0 for none.
 */

/** @returns {Singles} */
export function makeSingles() {
  const none = new Uint32Array(0);
  return { count: 0, size: none, head: none, total: 0, rows: none, next: none };
}

/** Whether the events of a view are drawn one by one. @param {GridView | null} view */
export function isSingle(view) {
  return view !== null && view.shift <= shiftOf(SINGLE_ZOOM);
}

/**
 * Collects the shown events of a view, or none if they are not drawn one by one.
 * @param {Columns} columns
 * @param {{ rows: Uint32Array, count: number, singles: Singles, areas: Uint8Array }} seen
 * @param {GridView | null} view
 */
export function takeSingles(columns, { rows, count, singles, areas }, view) {
  singles.count = singles.total = 0;
  if (!view || !isSingle(view)) return;
  const { x, y, shape } = columns;
  const { x0, y0, shift, cols, rows: lines } = view;
  const { of, isPlaced, isShaped } = combinationsOf(columns);
  let total = 0;
  for (let n = 0; n < count; n++) {
    const i = rows[n];
    if (((x[i] - x0) >>> 0) >>> shift >= cols || y[i] < y0) continue;
    if ((y[i] - y0) >>> shift >= lines || !isPlaced[of[i]]) continue;
    if (isShaped[of[i]] && areas[shape[i] - 1]) continue;
    if (total === singles.rows.length) singles.rows = withRoom(singles.rows, total + 1);
    singles.rows[total++] = i;
  }
  singles.total = total;
  stack(columns, singles);
}

/** Groups events at exactly the same point into one mark. @param {Columns} columns @param {Singles} singles */
function stack({ x, y }, singles) {
  const { rows, total } = singles;
  const next = (singles.next = withRoom(singles.next, total));
  const head = (singles.head = withRoom(singles.head, total));
  const size = (singles.size = withRoom(singles.size, total));
  const last = new Uint32Array(total);
  /** Hash table from a point to its mark plus 1; 0 is a free slot. */
  const table = new Uint32Array(2 ** (32 - Math.clz32(2 * total)));
  let count = 0;
  for (let at = 0; at < total; at++) {
    const row = rows[at];
    let slot = slotOf(x[row], y[row], table);
    for (; table[slot]; slot = (slot + 1) & (table.length - 1)) {
      const other = rows[head[table[slot] - 1]];
      if (x[other] === x[row] && y[other] === y[row]) break;
    }
    next[at] = 0;
    const mark = table[slot] ? table[slot] - 1 : count++;
    if (table[slot]) next[last[mark]] = at;
    else {
      table[slot] = count;
      head[mark] = at;
      size[mark] = 0;
    }
    size[mark]++;
    last[mark] = at;
  }
  singles.count = count;
}

/** @param {number} x @param {number} y @param {Uint32Array} table */
function slotOf(x, y, table) {
  const hash = Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca6b);
  return (hash ^ (hash >>> 15)) & (table.length - 1);
}
