/**
 * The bins of the date filter's histogram: calendar units, chosen so that each bar is wide enough to
 * see. Which events are counted is decided elsewhere.
 */
import { civil, dayNumber } from "./timespan.js";
import { isUndated, OPEN_END_DAY, OPEN_START_DAY } from "./window.js";

/** @typedef {import("./types.js").Columns} Columns */

/** With more bins than this, a coarser unit is used. */
const MAX_BINS = 120;

/** Units from fine to coarse; the length is in months, or in days if `months` is 0. */
const UNITS = [
  { name: "day", months: 0, days: 1 },
  { name: "week", months: 0, days: 7 },
  { name: "month", months: 1, days: 30 },
  { name: "quarter", months: 3, days: 91 },
  { name: "year", months: 12, days: 365 },
  { name: "5_years", months: 60, days: 1826 },
  { name: "decade", months: 120, days: 3652 },
  { name: "50_years", months: 600, days: 18262 },
  { name: "century", months: 1200, days: 36524 },
  { name: "millennium", months: 12000, days: 365242 },
];

/**
 * @typedef {object} Bins
 * @property {string} unit
 * @property {Int32Array} edges First day of each bin, and the day after the last bin.
 * @property {number} count
 * @property {Uint8Array | Uint16Array} first First bin that each event covers.
 * @property {Uint8Array | Uint16Array} last Last bin that each event covers.
 * @property {Uint8Array | Uint16Array} firstSure First bin that each event is certainly in.
 * @property {Uint8Array | Uint16Array} lastSure Last of these; before the first if there is none.
 * @property {number} none Value of `first` for an undated event.
 * @property {number[]} topOf For each layer, the number of its top layer among the top layers.
 * @property {number} tops Number of top layers, or of classes of colour: what bars are stacked by.
 */

/**
 * Returns the bins for the days that the events cover, or null if no event has a date.
 * @param {Columns} columns
 * @param {{ parent: number }[]} layers
 * @param {number} [classes] number of classes of colour, if a column gives the colours
 * @returns {Bins | null}
 */
export function makeBins(columns, layers, classes = 0) {
  const domain = datedDomain(columns);
  if (!domain) return null;
  const { unit, edges } = calendarEdges(domain.first, domain.last);
  // The first and last bins are cut to the days that the events cover.
  edges[0] = domain.first;
  edges[edges.length - 1] = domain.last + 1;
  const binOf = makeBinOf(edges);
  const count = edges.length - 1;
  const Bin = count < 0xff ? Uint8Array : Uint16Array;
  const none = count < 0xff ? 0xff : 0xffff;
  const first = new Bin(columns.count);
  const last = new Bin(columns.count);
  // Events are sorted by time, so the bin of the previous event is a good guess.
  let bin = 0;
  const { start: starts, end: ends } = columns;
  for (let i = 0; i < columns.count; i++) {
    const start = starts[i];
    const end = ends[i];
    if (isUndated(start, end)) {
      first[i] = none;
      continue;
    }
    if (start < edges[bin] || start >= edges[bin + 1]) bin = binOf(start);
    first[i] = bin;
    last[i] = end === start ? bin : binOf(end);
  }
  const sure = sureBins(columns, { edges, first, last, binOf, Bin });
  const { topOf, tops } = topLayers(layers);
  return { unit, edges, count, first, last, ...sure, none, topOf, tops: classes || tops };
}

/** The top layer of each layer, numbered in their order. @param {{ parent: number }[]} layers */
export function topLayers(layers) {
  let tops = 0;
  /** @type {number[]} */
  const topOf = [];
  // Parents stand before their children.
  for (const { parent } of layers) topOf.push(parent < 0 ? tops++ : topOf[parent]);
  return { topOf, tops };
}

/**
 * The bins that each event is certainly in: it had begun by their end and not ended at their start.
 * @param {Columns} columns
 * @param {{ edges: Int32Array, first: Uint8Array | Uint16Array, last: Uint8Array | Uint16Array,
 *   binOf: (day: number) => number, Bin: Uint8ArrayConstructor | Uint16ArrayConstructor }} made
 */
function sureBins({ count, start, end, begun, lasting }, { edges, first, last, binOf, Bin }) {
  if (begun === start && lasting === end) return { firstSure: first, lastSure: last };
  const firstSure = new Bin(count);
  const lastSure = new Bin(count);
  const beyond = /** @type {number} */ (edges.at(-1));
  for (let i = 0; i < count; i++) {
    const isNone = begun[i] >= beyond || lasting[i] < edges[0];
    firstSure[i] = isNone ? 1 : begun[i] === start[i] ? first[i] : binOf(begun[i]);
    lastSure[i] = isNone ? 0 : lasting[i] === end[i] ? last[i] : binOf(lasting[i]);
  }
  return { firstSure, lastSure };
}

/**
 * The first and last days of all events, ignoring open ends.
 * @param {Columns} columns
 */
function datedDomain({ count, start, end }) {
  let first = OPEN_END_DAY;
  let last = OPEN_START_DAY;
  for (let i = 0; i < count; i++) {
    const a = start[i];
    const b = end[i];
    if (isUndated(a, b)) continue;
    if (a !== OPEN_START_DAY && a < first) first = a;
    if (a !== OPEN_START_DAY && a > last) last = a;
    if (b !== OPEN_END_DAY && b < first) first = b;
    if (b !== OPEN_END_DAY && b > last) last = b;
  }
  return first <= last ? { first, last } : null;
}

/**
 * Edges of the calendar units that cover both days.
 * @param {number} firstDay
 * @param {number} lastDay
 */
export function calendarEdges(firstDay, lastDay) {
  const span = lastDay - firstDay + 1;
  const unit =
    UNITS.find(({ days }) => span / days <= MAX_BINS) ?? /** @type {any} */ (UNITS.at(-1));
  const edges = unit.months
    ? monthEdges(firstDay, lastDay, unit.months)
    : dayEdges(firstDay, lastDay, unit.days);
  return { unit: /** @type {string} */ (unit.name), edges: Int32Array.from(edges) };
}

/** @param {number} firstDay @param {number} lastDay @param {number} size */
function dayEdges(firstDay, lastDay, size) {
  // Day 4 was a Monday, so weeks start on Mondays.
  const start = size === 7 ? firstDay - ((((firstDay - 4) % 7) + 7) % 7) : firstDay;
  const edges = [];
  for (let day = start; day <= lastDay; day += size) edges.push(day);
  return [...edges, start + edges.length * size];
}

/** @param {number} firstDay @param {number} lastDay @param {number} size */
function monthEdges(firstDay, lastDay, size) {
  const { year, month } = civil(firstDay);
  const months = year * 12 + month - 1;
  const edges = [];
  for (let at = months - (((months % size) + size) % size); ; at += size) {
    const edge = dayNumber(Math.floor(at / 12), (((at % 12) + 12) % 12) + 1);
    edges.push(edge);
    if (edge > lastDay) return edges;
  }
}

/**
 * Returns a function from a day to its bin; days outside the range go to the nearest bin.
 * @param {Int32Array} edges
 */
function makeBinOf(edges) {
  const last = edges.length - 2;
  /** @param {number} day */
  return (day) => {
    let low = 0;
    let high = last;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (edges[middle] <= day) low = middle;
      else high = middle - 1;
    }
    return low;
  };
}
