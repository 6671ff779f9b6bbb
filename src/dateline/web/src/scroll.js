/** Which rows of a long list are visible, even if the list is taller than a browser allows. */

/** Height in pixels that all browsers support. */
export const MAX_HEIGHT = 8_000_000;
const SPARE_ROWS = 8;

/**
 * @param {object} pane
 * @param {number} pane.count
 * @param {number} pane.rowHeight
 * @param {number} pane.top
 * @param {number} pane.height
 * @param {number[]} [pane.heads] the rows that have a heading above them, ascending
 * @param {number} [pane.headHeight]
 * @returns {{ first: number, last: number, height: number, head: number,
 *   place: (at: number) => { top: number, height: number },
 *   placeHead: (head: number) => number }} The rows to draw (last < first when there are none), the
 *   height of the whole list, the heading that the top row is under (-1 if none), and where rows and
 *   headings lie.
 */
export function rowsInSight({ count, rowHeight, top, height, heads = [], headHeight = 0 }) {
  const full = count * rowHeight + heads.length * headHeight;
  const total = Math.min(full, MAX_HEIGHT);
  const room = Math.max(1, total - height);
  // Beyond the limit the scroll bar is proportional, and rows are placed relative to the top one.
  const shift = full > total ? (top / room) * (full - height) - top : 0;
  const topOfHead = (/** @type {number} */ head) => heads[head] * rowHeight + head * headHeight;
  const headAt = (/** @type {number} */ y) => lastUpTo(heads.length, (head) => topOfHead(head) <= y);
  /** The row at a height, or the first one below it. @param {number} y */
  const rowAt = (y) => {
    const head = headAt(y);
    const inside = Math.floor((y - (head + 1) * headHeight) / rowHeight);
    return head < 0 ? inside : Math.max(heads[head], inside);
  };
  return {
    first: Math.max(0, rowAt(top + shift) - SPARE_ROWS),
    last: Math.min(count - 1, rowAt(top + shift + height) + SPARE_ROWS),
    height: total,
    head: headAt(top + shift),
    place: (at) => {
      const above = 1 + lastUpTo(heads.length, (head) => heads[head] <= at);
      return { top: Math.round(at * rowHeight + above * headHeight - shift), height: rowHeight };
    },
    placeHead: (head) => Math.round(topOfHead(head) - shift),
  };
}

/**
 * The last number below `count` that passes a test which all before it pass too; -1 if none does.
 * @param {number} count
 * @param {(at: number) => boolean} passes
 */
export function lastUpTo(count, passes) {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (passes(middle)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
