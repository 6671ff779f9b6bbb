/** The order of the list and its headings. Independent of the page. */
import { say, spokenTag } from "./say.js";
import { lastUpTo } from "./scroll.js";
import { describe } from "./date-words.js";
import { civil, dayNumber, formatDay } from "./timespan.js";
import { isUndated, OPEN_START_DAY } from "./window.js";

/** @typedef {import("./types.js").Columns} Columns */
/** @typedef {{ at: number, title: string }} Heading A heading above the row at a position. */
/** @typedef {{ rows: Uint32Array, headings: Heading[] }} Order */

/** Orders that need only the columns. */
export const OLDEST = "";
export const NEWEST = "newest";
export const LAYER = "layer";

/**
 * @param {Columns} columns
 * @param {{ rows: Uint32Array, count: number }} seen
 * @param {object} how
 * @param {string} how.sort
 * @param {string[]} how.layers the titles of the layers
 * @param {Uint32Array | null} [how.sorted] all rows in the order of a field, if it was read
 * @returns {Order}
 */
export function orderOf(columns, { rows: all, count }, { sort, layers, sorted = null }) {
  const shown = all.subarray(0, count);
  const rows = sorted || sort === LAYER ? shown : asWritten(columns, shown);
  if (sorted) return { rows: chosen(sorted, rows, columns.count), headings: [] };
  if (sort === LAYER) return byLayer(columns, rows, layers);
  const dated = 1 + lastUpTo(count, (at) => !isUndated(columns.start[rows[at]], columns.end[rows[at]]));
  const months = monthsOf(columns, rows.subarray(0, dated));
  const undated = dated < count ? [{ at: dated, title: say("list.undated") }] : [];
  if (sort !== NEWEST) return { rows, headings: [...months, ...undated] };
  const turned = rows.slice();
  turned.subarray(0, dated).reverse();
  const ends = [...months.slice(1).map(({ at }) => at), dated];
  const headings = months.map(({ title }, n) => ({ at: dated - ends[n], title })).reverse();
  return { rows: turned, headings: [...headings, ...undated] };
}

/** The shown rows in the order of `sorted`. @param {Uint32Array} sorted @param {Uint32Array} rows @param {number} total */
function chosen(sorted, rows, total) {
  const isShown = new Uint8Array(total);
  for (const row of rows) isShown[row] = 1;
  return sorted.filter((row) => isShown[row] === 1);
}

/** @param {Columns} columns @param {Uint32Array} rows @param {string[]} layers @returns {Order} */
function byLayer({ layer }, rows, layers) {
  const next = new Uint32Array(layers.length + 1);
  for (const row of rows) next[layer[row] + 1]++;
  for (let at = 1; at < next.length; at++) next[at] += next[at - 1];
  const headings = layers.flatMap((title, at) => (next[at + 1] > next[at] ? [{ at: next[at], title }] : []));
  const sorted = new Uint32Array(rows.length);
  for (const row of rows) sorted[next[layer[row]]++] = row;
  return { rows: sorted, headings };
}

/** The day under which a row stands: its first as written, or its last if the start is open. @param {Columns} columns @param {number} row */
function dayOfRow({ start, end, written }, row) {
  return start[row] <= OPEN_START_DAY ? end[row] : written[row];
}

/**
 * The rows whose day as written is not their first possible one, in the order of that day, and for each
 * row its place among them, plus 1. Sorting them takes too long for each change of a filter.
 * @typedef {{ of: Columns | null, rows: Uint32Array, place: Uint32Array }} Moved
 */

/** @type {Moved} */
let moved = { of: null, rows: new Uint32Array(0), place: new Uint32Array(0) };

/** @param {Columns} columns @returns {Moved} */
function movedOf(columns) {
  if (moved.of === columns) return moved;
  const { start, written, count } = columns;
  const found = [];
  for (let row = 0; row < count; row++) if (written[row] !== start[row]) found.push(row);
  const rows = Uint32Array.from(found).sort((a, b) => written[a] - written[b] || a - b);
  const place = new Uint32Array(count);
  for (let n = 0; n < rows.length; n++) place[rows[n]] = n + 1;
  return (moved = { of: columns, rows, place });
}

/**
 * Rows in the order of their days as written; they come in that of their first possible days, which
 * are earlier for dates that are approximate or uncertain.
 * @param {Columns} columns @param {Uint32Array} rows
 */
function asWritten(columns, rows) {
  const { start, end, written } = columns;
  if (written === start) return rows;
  const { rows: others, place } = movedOf(columns);
  const isShown = new Uint8Array(others.length);
  for (let n = 0; n < rows.length; n++) if (place[rows[n]]) isShown[place[rows[n]] - 1] = 1;
  const merged = new Uint32Array(rows.length);
  let [at, next] = [0, 0];
  const takeBefore = (/** @type {number} */ day) => {
    for (; next < others.length && written[others[next]] < day; next++) if (isShown[next]) merged[at++] = others[next];
  };
  for (let n = 0; n < rows.length; n++) {
    const row = rows[n];
    if (place[row]) continue;
    const day = isUndated(start[row], end[row]) ? Infinity : dayOfRow(columns, row);
    if (next < others.length && written[others[next]] < day) takeBefore(day);
    merged[at++] = row;
  }
  takeBefore(Infinity);
  return merged;
}

/**
 * The months of dated rows, which are in the order of their first day as written, or of their last day if the
 * start is open.
 * @param {Columns} columns @param {Uint32Array} rows @returns {Heading[]}
 */
function monthsOf(columns, rows) {
  const dayOf = (/** @type {number} */ at) => dayOfRow(columns, rows[at]);
  const headings = [];
  for (let at = 0; at < rows.length; ) {
    const { year, month } = civil(dayOf(at));
    const [first, next] = [dayNumber(year, month), dayNumber(year, month + 1)];
    headings.push({ at, title: describe(formatDay(first).slice(0, -3), first, next - 1) });
    at = 1 + lastUpTo(rows.length, (other) => dayOf(other) < next);
  }
  return headings;
}

/** @type {Intl.Collator | null} */
let collator = null;

/**
 * All rows in the order of their values, those without one last. Numbers start with the largest.
 * @param {(string | number | null)[]} values
 */
export function sortedBy(values) {
  const rows = Uint32Array.from(values, (_, row) => row);
  return rows.sort((a, b) => compare(values[a], values[b]) || a - b);
}

/** @param {string | number | null} a @param {string | number | null} b */
function compare(a, b) {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (typeof a === "number" && typeof b === "number") return b - a;
  collator ??= new Intl.Collator(spokenTag(), { numeric: true });
  return collator.compare(String(a), String(b));
}
