/** Where each event stands in the time strip when every event is a line of its own. Pure. */

/** With more events than this, the strip shows bars. */
export const MOST_LINES = 40;

/** Least distance between two lines of one lane, and the least width of a line, in pixels. */
const GAP_PX = 4;
export const LEAST_PX = 6;

/**
 * The dated events that pass all filters but the window, or null if there are too many.
 * @param {import("./types.js").Columns} columns
 * @param {import("./visible.js").Seen} seen
 * @param {import("./types.js").Filter} filter
 * @param {Int32Array | import("./types.js").Numbers} combinationOf
 */
export function linesOf({ count, start, end }, { tallies, loose }, { hits }, combinationOf) {
  const rows = [];
  for (let row = 0; row < count; row++) {
    if (!tallies.outcome[combinationOf[row]] || end[row] < start[row]) continue;
    if ((hits && !hits[row]) || (loose.fails && loose.fails[row])) continue;
    rows.push(row);
    if (rows.length > MOST_LINES) return null;
  }
  return rows;
}

/**
 * Puts events into lanes, layer by layer. Events in a lane never touch.
 * @param {{ row: number, layer: number, x: number, width: number }[]} lines in pixels
 * @returns {{ lanes: Map<number, number>, count: number }} the lane of each row
 */
export function lanesOf(lines) {
  /** @type {Map<number, number>} */
  const lanes = new Map();
  let count = 0;
  const sorted = [...lines].sort((a, b) => a.layer - b.layer || a.x - b.x || a.row - b.row);
  let layer = -1;
  /** Where each lane of the layer is free again. @type {number[]} */
  let free = [];
  let above = 0;
  for (const line of sorted) {
    if (line.layer !== layer) [layer, above, free] = [line.layer, count, []];
    let lane = free.findIndex((x) => x + GAP_PX <= line.x);
    if (lane < 0) lane = free.length;
    free[lane] = line.x + Math.max(LEAST_PX, line.width);
    lanes.set(line.row, above + lane);
    count = Math.max(count, above + lane + 1);
  }
  return { lanes, count };
}
