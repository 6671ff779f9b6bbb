/**
 * Facts about the events that never change, computed once so that a pass has less to do. Events with
 * the same layer, status, verification, type and way of drawing share a combination; each group of
 * rows has its earliest and latest days, like the statistics of a Parquet row group. Independent of
 * filters and of the page.
 */
import { isUndated, OPEN_END_DAY, OPEN_START_DAY } from "./window.js";

/** @typedef {import("./types.js").Columns} Columns */
/** @typedef {import("./types.js").Numbers} Numbers */

/** A row group has 2^9 = 512 rows. */
export const ROW_GROUP_BITS = 9;

/** Largest lookup table for numbering combinations; beyond it a Map is used. */
const MAX_TABLE = 2 ** 22;

/**
 * @typedef {object} Combinations
 * @property {number} count Distinct combinations.
 * @property {Numbers} of The combination of each event.
 * @property {Int32Array} layer One value per combination, as in the arrays below.
 * @property {Int32Array} status
 * @property {Int32Array} verification
 * @property {Int32Array} type
 * @property {Uint8Array} isPlaced 1 when the events have a place on the map.
 * @property {Uint8Array} isShaped 1 when they have a line, an area or several points.
 * @property {RowGroups} rowGroups
 *
 * @typedef {object} RowGroups Earliest and latest days of each row group, without undated events.
 * @property {Int32Array} firstStart
 * @property {Int32Array} lastStart
 * @property {Int32Array} firstEnd
 * @property {Int32Array} lastEnd
 * @property {Uint8Array} hasUndated
 * @property {number} undated Number of undated events in all groups.
 */

/** @type {WeakMap<Columns, Combinations>} */
const MADE = new WeakMap();

/**
 * Returns the combinations of columns, which must not change afterwards.
 * @param {Columns} columns
 * @returns {Combinations}
 */
export function combinationsOf(columns) {
  let combinations = MADE.get(columns);
  if (!combinations) MADE.set(columns, (combinations = makeCombinations(columns)));
  return combinations;
}

/** @param {Columns} columns @returns {Combinations} */
function makeCombinations(columns) {
  const { count, layer, status, verification, type, kind, shape } = columns;
  const sizes = [layer, status, verification, type].map((codes) => 1 + largest(codes));
  const [, statuses, verifications, types] = sizes;
  const numberOf = makeNumbering(4 * sizes.reduce((a, b) => a * b, 1));
  // There are usually few combinations, so two bytes are nearly always enough.
  /** @type {Uint16Array | Uint32Array} */
  let of = new Uint16Array(count);
  /** @type {number[]} */
  const example = [];
  for (let i = 0; i < count; i++) {
    const code =
      ((layer[i] * statuses + status[i]) * verifications + verification[i]) * types + type[i];
    const drawn = (kind[i] ? 1 : 0) + (shape[i] ? 2 : 0);
    const combination = numberOf(code * 4 + drawn);
    if (combination === example.length) example.push(i);
    if (combination > 0xffff && of instanceof Uint16Array) of = Uint32Array.from(of);
    of[i] = combination;
  }
  const taken = (/** @type {Numbers} */ codes) => Int32Array.from(example, (i) => codes[i]);
  return {
    count: example.length,
    of,
    layer: taken(layer),
    status: taken(status),
    verification: taken(verification),
    type: taken(type),
    isPlaced: Uint8Array.from(example, (i) => (kind[i] ? 1 : 0)),
    isShaped: Uint8Array.from(example, (i) => (shape[i] ? 1 : 0)),
    rowGroups: makeRowGroups(columns),
  };
}

/** @param {Numbers} codes */
function largest(codes) {
  let found = 0;
  for (let i = 0; i < codes.length; i++) if (codes[i] > found) found = codes[i];
  return found;
}

/**
 * Returns a function that numbers codes in order of first appearance.
 * @param {number} size one more than the largest code
 * @returns {(code: number) => number}
 */
function makeNumbering(size) {
  let next = 0;
  if (size <= MAX_TABLE) {
    const table = new Int32Array(size).fill(-1);
    return (code) => {
      const known = table[code];
      return known < 0 ? (table[code] = next++) : known;
    };
  }
  /** @type {Map<number, number>} */
  const numbers = new Map();
  return (code) => {
    let number = numbers.get(code);
    if (number === undefined) numbers.set(code, (number = next++));
    return number;
  };
}

/** @param {Columns} columns @returns {RowGroups} */
function makeRowGroups({ count, start, end }) {
  const size = Math.ceil(count / 2 ** ROW_GROUP_BITS);
  const rowGroups = {
    firstStart: new Int32Array(size).fill(OPEN_END_DAY),
    lastStart: new Int32Array(size).fill(OPEN_START_DAY),
    firstEnd: new Int32Array(size).fill(OPEN_END_DAY),
    lastEnd: new Int32Array(size).fill(OPEN_START_DAY),
    hasUndated: new Uint8Array(size),
    undated: 0,
  };
  for (let i = 0; i < count; i++) {
    const at = i >> ROW_GROUP_BITS;
    const a = start[i];
    const b = end[i];
    if (isUndated(a, b)) {
      rowGroups.hasUndated[at] = 1;
      rowGroups.undated++;
      continue;
    }
    if (a < rowGroups.firstStart[at]) rowGroups.firstStart[at] = a;
    if (a > rowGroups.lastStart[at]) rowGroups.lastStart[at] = a;
    if (b < rowGroups.firstEnd[at]) rowGroups.firstEnd[at] = b;
    if (b > rowGroups.lastEnd[at]) rowGroups.lastEnd[at] = b;
  }
  return rowGroups;
}
