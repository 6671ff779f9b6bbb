/**
 * What never changes of the events, gathered once so that a pass has less to look at: a number for
 * all that is alike in layer, status, verification, kind of event and drawing, and the first and
 * last days of each stretch of rows. Knows neither filters nor the page.
 */
import { isUndated, OPEN_END_DAY, OPEN_START_DAY } from "./window.js";

/** @typedef {import("./types.js").Columns} Columns */
/** @typedef {import("./types.js").Numbers} Numbers */

/** Rows of a stretch are 2^9 = 512. */
export const STRETCH_BITS = 9;

/** Combinations that are numbered through a table of this size; past it, through a map. */
const MAX_TABLE = 2 ** 22;

/**
 * @typedef {object} Combinations
 * @property {number} count Distinct combinations.
 * @property {Numbers} of By event: its combination.
 * @property {Int32Array} layer By combination, and so below.
 * @property {Int32Array} status
 * @property {Int32Array} verification
 * @property {Int32Array} type
 * @property {Uint8Array} isPlaced 1 when the events have a place on the map.
 * @property {Uint8Array} isShaped 1 when they have a line, an area or several points.
 * @property {Stretches} stretches
 *
 * @typedef {object} Stretches Days of each 512 rows; undated events count for none.
 * @property {Int32Array} firstStart
 * @property {Int32Array} lastStart
 * @property {Int32Array} firstEnd
 * @property {Int32Array} lastEnd
 * @property {Uint8Array} hasUndated
 * @property {number} undated Undated events of all.
 */

/** @type {WeakMap<Columns, Combinations>} */
const MADE = new WeakMap();

/**
 * The combinations of some columns, which must not change afterwards.
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
  // Most columns have few combinations, so two bytes nearly always do.
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
    stretches: makeStretches(columns),
  };
}

/** @param {Numbers} codes */
function largest(codes) {
  let found = 0;
  for (let i = 0; i < codes.length; i++) if (codes[i] > found) found = codes[i];
  return found;
}

/**
 * A function that numbers codes in the order in which they come.
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

/** @param {Columns} columns @returns {Stretches} */
function makeStretches({ count, start, end }) {
  const size = Math.ceil(count / 2 ** STRETCH_BITS);
  const stretches = {
    firstStart: new Int32Array(size).fill(OPEN_END_DAY),
    lastStart: new Int32Array(size).fill(OPEN_START_DAY),
    firstEnd: new Int32Array(size).fill(OPEN_END_DAY),
    lastEnd: new Int32Array(size).fill(OPEN_START_DAY),
    hasUndated: new Uint8Array(size),
    undated: 0,
  };
  for (let i = 0; i < count; i++) {
    const at = i >> STRETCH_BITS;
    const a = start[i];
    const b = end[i];
    if (isUndated(a, b)) {
      stretches.hasUndated[at] = 1;
      stretches.undated++;
      continue;
    }
    if (a < stretches.firstStart[at]) stretches.firstStart[at] = a;
    if (a > stretches.lastStart[at]) stretches.lastStart[at] = a;
    if (b < stretches.firstEnd[at]) stretches.firstEnd[at] = b;
    if (b > stretches.lastEnd[at]) stretches.lastEnd[at] = b;
  }
  return stretches;
}
