/**
 * Facts about the events that never change, computed once so that a pass has less to do. Events with
 * the same layer, facets and way of drawing share a combination, except for facets with many values;
 * each group of rows has its earliest and latest days, like the statistics of a Parquet row group. Independent of
 * filters and of the page.
 */
import { isUndated, OPEN_END_DAY, OPEN_START_DAY } from "./window.js";

/** @typedef {import("./types.js").Columns} Columns */
/** @typedef {import("./types.js").Numbers} Numbers */

/** A row group has 2^9 = 512 rows. */
export const ROW_GROUP_BITS = 9;

/** Facets that would make more combinations than this are not part of them. */
const MAX_COMBINATIONS = 2 ** 12;

/** Largest lookup table for numbering combinations; beyond it a Map is used. */
const MAX_TABLE = 2 ** 22;

/**
 * @typedef {object} Combinations
 * @property {number} count Distinct combinations.
 * @property {Numbers} of The combination of each event.
 * @property {Int32Array} layer One value per combination, as in the arrays below.
 * @property {Int32Array} status
 * @property {Int32Array | null} style Class of colour, if a column gives the colours.
 * @property {(Int32Array | null)[]} facets Code of each facet; null for a facet that is not part of the
 *   combinations, because it has many values.
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
  const { count, layer, status, kind, shape, facets, style } = columns;
  const drawn = new Uint8Array(count);
  for (let i = 0; i < count; i++) drawn[i] = (kind[i] ? 1 : 0) + (shape[i] ? 2 : 0);
  let made = { of: layer, example: /** @type {number[]} */ ([]), size: 1 + largest(layer) };
  made = crossed(made, { codes: status, size: 1 + largest(status) }) ?? made;
  made = crossed(made, { codes: drawn, size: 4 }) ?? made;
  if (style) made = crossed(made, { codes: style, size: 1 + largest(style) }) ?? made;
  const isPart = facets.map(() => false);
  // Those with few values first, so that as many as possible are part of the combinations.
  for (const at of facets.map((_, i) => i).sort((a, b) => facets[a].size - facets[b].size || a - b)) {
    const { codes, first, size } = facets[at];
    const next = first
      ? null
      : crossed(made, { codes, size, most: Math.max(MAX_COMBINATIONS, made.size) });
    made = next ?? made;
    isPart[at] = next !== null;
  }
  const { of, example } = made;
  const taken = (/** @type {Numbers} */ codes) => Int32Array.from(example, (i) => codes[i]);
  return {
    count: example.length,
    of,
    layer: taken(layer),
    status: taken(status),
    style: style && taken(style),
    facets: facets.map(({ codes }, at) => (isPart[at] ? taken(codes) : null)),
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
 * Numbers the pairs of a number and a code, in order of first appearance; null if there are too many.
 * @param {{ of: Numbers, size: number }} before `size` is one more than the largest number
 * @param {{ codes: Numbers, size: number, most?: number }} facet
 */
function crossed({ of: before, size: numbers }, { codes, size, most = Infinity }) {
  const numberOf = makeNumbering(numbers * size);
  // There are usually few, so two bytes are nearly always enough.
  /** @type {Uint16Array | Uint32Array} */
  let of = new Uint16Array(before.length);
  /** The first event of each. @type {number[]} */
  const example = [];
  for (let i = 0; i < before.length; i++) {
    const number = numberOf(before[i] * size + codes[i]);
    if (number === example.length) {
      if (number >= most) return null;
      example.push(i);
    }
    if (number > 0xffff && of instanceof Uint16Array) of = Uint32Array.from(of);
    of[i] = number;
  }
  return { of, example, size: example.length };
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
