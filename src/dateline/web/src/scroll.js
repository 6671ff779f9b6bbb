/** Which rows of a long list are visible, even if the list is taller than a browser allows. */

/** Height in pixels that all browsers support. */
export const MAX_HEIGHT = 8_000_000;
const SPARE_ROWS = 4;

/**
 * @param {{ count: number, rowHeight: number, top: number, height: number }} pane
 * @returns {{ first: number, last: number, height: number,
 *   place: (at: number) => { top: number, height: number } }} The rows to draw (last < first when
 *   there are none), the height of the whole list, and where a row lies in it.
 */
export function rowsInSight({ count, rowHeight, top, height }) {
  const full = count * rowHeight;
  const total = Math.min(full, MAX_HEIGHT);
  const room = Math.max(1, total - height);
  // Beyond the limit the scroll bar is proportional, and rows are placed relative to the top one.
  const shift = full > total ? (top / room) * (full - height) - top : 0;
  const first = Math.max(0, Math.floor((top + shift) / rowHeight) - SPARE_ROWS);
  const last = Math.min(count - 1, Math.floor((top + shift + height) / rowHeight) + SPARE_ROWS);
  return {
    first,
    last,
    height: total,
    place: (at) => ({ top: Math.round(at * rowHeight - shift), height: rowHeight }),
  };
}
