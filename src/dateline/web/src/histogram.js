/**
 * The bins of the date filter's histogram: calendar units, so few that each can be seen.
 * Which events are counted is not decided here.
 */
import { civil, dayNumber } from "./timespan.js";
import { isUndated, OPEN_END_DAY, OPEN_START_DAY } from "./window.js";

/** @typedef {import("./types.js").Columns} Columns */

/** More bins than this make a coarser unit. */
const MAX_BINS = 120;

/** Units from fine to coarse: months they span, or days where that is 0. */
const UNITS = [
  { name: "day", months: 0, days: 1 },
  { name: "week", months: 0, days: 7 },
  { name: "month", months: 1, days: 30 },
  { name: "quarter", months: 3, days: 91 },
  { name: "year", months: 12, days: 365 },
  { name: "5 years", months: 60, days: 1826 },
  { name: "decade", months: 120, days: 3652 },
  { name: "50 years", months: 600, days: 18262 },
  { name: "century", months: 1200, days: 36524 },
  { name: "millennium", months: 12000, days: 365242 },
];

/**
 * @typedef {object} Bins
 * @property {string} unit
 * @property {Int32Array} edges First day of each bin, and one past the last day of the last.
 * @property {number} count
 * @property {Uint16Array} first Of each event the first bin it covers; 0 when undated.
 * @property {Uint16Array} last Of each event the last bin it covers.
 */

/**
 * The bins for the days that the events cover, or null when none has a date.
 * @param {Columns} columns
 * @returns {Bins | null}
 */
export function makeBins(columns) {
  const domain = datedDomain(columns);
  if (!domain) return null;
  const { unit, edges } = calendarEdges(domain.first, domain.last);
  // The first and the last bin end where the events do.
  edges[0] = domain.first;
  edges[edges.length - 1] = domain.last + 1;
  const binOf = makeBinOf(edges);
  const first = new Uint16Array(columns.count);
  const last = new Uint16Array(columns.count);
  for (let i = 0; i < columns.count; i++) {
    if (isUndated(columns.start[i], columns.end[i])) continue;
    first[i] = binOf(columns.start[i]);
    last[i] = binOf(columns.end[i]);
  }
  return { unit, edges, count: edges.length - 1, first, last };
}

/**
 * The first and last day that any event names; open ends name none.
 * @param {Columns} columns
 */
function datedDomain({ count, start, end }) {
  let [first, last] = [OPEN_END_DAY, OPEN_START_DAY];
  for (let i = 0; i < count; i++) {
    if (isUndated(start[i], end[i])) continue;
    const [a, b] = [start[i], end[i]];
    if (a !== OPEN_START_DAY) [first, last] = [Math.min(first, a), Math.max(last, a)];
    if (b !== OPEN_END_DAY) [first, last] = [Math.min(first, b), Math.max(last, b)];
  }
  return first <= last ? { first, last } : null;
}

/**
 * Edges of calendar units that hold both days.
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
 * A function from a day to its bin; days outside go to the nearest bin.
 * @param {Int32Array} edges
 */
function makeBinOf(edges) {
  const last = edges.length - 2;
  /** @param {number} day */
  return (day) => {
    let [low, high] = [0, last];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (edges[middle] <= day) low = middle;
      else high = middle - 1;
    }
    return low;
  };
}
