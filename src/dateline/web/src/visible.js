/**
 * The pass over the columns: which events are shown, how many are hidden and why, and what each layer,
 * facet and bin would show. Row groups outside the window are skipped, and counts that did not change
 * since the last pass are reused. Independent of the page and of the map.
 */
import { areasOf } from "./areas.js";
import { addToCells, clearCells, makeCells } from "./cells.js";
import { isSingle, makeSingles, takeSingles } from "./singles.js";
import { ROW_GROUP_BITS, combinationsOf } from "./combinations.js";
import { isCertain, isShown, isUndated, OPEN_END_DAY, OPEN_START_DAY } from "./window.js";

export { cellOf } from "./cells.js";

/** @typedef {import("./types.js").Columns} Columns */
/** @typedef {import("./types.js").Filter} Filter */
/** @typedef {import("./types.js").GridView} GridView */
/** @typedef {import("./histogram.js").Bins} Bins */
/** @typedef {import("./cells.js").Cells} Cells */
/** @typedef {import("./combinations.js").Combinations} Combinations */

// One bit for each filter that the events of a combination fail.
const LAYER = 1;
const STATUS = 2;
const VERIFICATION = 4;
const TYPE = 8;

// Outcome for the events of a combination that are in the window.
const OFF = 0;
const ON = 1;
const ON_WITH_SHAPE = 2;

/** Largest table of combinations times bins; above it, bins are counted from the events. */
const MAX_TABLE = 2 ** 20;

/** Why an event is hidden; if there are several reasons, the first in this order counts. */
export const REASONS = /** @type {const} */ ([
  "date",
  "undated",
  "layer",
  "status",
  "verification",
  "type",
  "search",
]);

/**
 * The result of a pass. The next pass reuses the arrays.
 * @typedef {object} Seen
 * @property {number} count Number of events shown.
 * @property {Uint32Array} rows The first `count` are the rows shown, in order.
 * @property {number} unplaced Number of shown events that are not on the map.
 * @property {number} uncertain Number of shown events that may lie outside the window.
 * @property {Int32Array} hidden Number of hidden events by reason, in the order of REASONS.
 * @property {number} undated Number of undated events that pass the other filters.
 * @property {Int32Array} layers Events of each layer that pass the other filters.
 * @property {Int32Array} statuses The same for each status code.
 * @property {Int32Array} verifications
 * @property {Int32Array} types
 * @property {Int32Array} bins Events that a window of only that bin would show.
 * @property {Int32Array} certainBins Of those, the events that lie inside the bin.
 * @property {Uint8Array} shapes Bits for each shape, from its shown events (see SHAPE_*).
 * @property {Uint32Array} shapeRows For each shape, 1 + the last shown row that has it.
 * @property {Uint32Array} shapeCounts For each shape, the number of shown events that have it.
 * @property {Uint8Array} areas 1 for each shape drawn as an area, whose events have no point marks.
 * @property {Cells} cells The cells of the map.
 * @property {import("./singles.js").Singles} singles The marks at close zoom levels.
 * @property {Tallies} tallies
 * @property {{ steps: Int32Array, certain: Int32Array } | null} tables Bins by combination.
 * @property {Filter | null} filter The filter of the last pass.
 *
 * @typedef {object} Tallies Number of events by combination, from which all counts are summed.
 * @property {Int32Array} inTime Events in the window, or undated if those are shown.
 * @property {Int32Array} found Of those, the events that match the search.
 * @property {Int32Array} undated Undated events that match the search.
 * @property {Uint8Array} fails Bits of the filters that a combination fails.
 * @property {Uint8Array} outcome OFF, ON or ON_WITH_SHAPE.
 */

/** Bits of `Seen.shapes`. */
export const SHAPE_SHOWN = 1;
export const SHAPE_FACTUAL = 2;
export const SHAPE_CERTAIN = 4;
export const SHAPE_EXPECTED = 8;

/**
 * Allocates the result for passes over some columns.
 * @param {Columns} columns
 * @param {Filter} filter any filter; only its sizes are used
 * @param {Bins | null} bins
 * @returns {Seen}
 */
export function makeSeen(columns, filter, bins) {
  const ints = (/** @type {number} */ length) => new Int32Array(length);
  const combinations = combinationsOf(columns).count;
  return {
    count: 0,
    rows: new Uint32Array(columns.count),
    unplaced: 0,
    uncertain: 0,
    hidden: ints(REASONS.length),
    undated: 0,
    layers: ints(filter.layers.length),
    statuses: ints(filter.statuses.length),
    verifications: ints(filter.verifications.length),
    types: ints(filter.types.length),
    bins: ints((bins?.count ?? 0) + 1),
    certainBins: ints((bins?.count ?? 0) + 1),
    shapes: new Uint8Array(columns.shapes.count),
    shapeRows: new Uint32Array(columns.shapes.count),
    shapeCounts: new Uint32Array(columns.shapes.count),
    areas: new Uint8Array(columns.shapes.count),
    cells: makeCells(),
    singles: makeSingles(),
    tallies: {
      inTime: ints(combinations),
      found: ints(combinations),
      undated: ints(combinations),
      fails: new Uint8Array(combinations),
      outcome: new Uint8Array(combinations),
    },
    tables: null,
    filter: null,
  };
}

/**
 * Updates `seen` for a filter and a view. `seen` must have been made with the same columns and bins.
 * @param {Columns} columns
 * @param {Filter} filter must not change afterwards
 * @param {{ bins: Bins | null, view: GridView | null, seen: Seen }} into
 * @returns {Seen} the same `seen`
 */
export function visible(columns, filter, { bins, view, seen }) {
  const before = seen.filter;
  const isNew = !before || !isSame(before, filter);
  if (isNew) {
    const combinations = combinationsOf(columns);
    judge(combinations, filter, seen.tallies);
    if (bins && !(before && hasSameChoices(before, filter))) {
      countBins(columns, filter, { combinations, bins, seen });
    }
    sift(columns, filter, { combinations, seen });
    sum(columns, filter, { combinations, seen });
    seen.filter = filter;
  }
  if (isNew || view !== seen.cells.view) {
    if (view && view.shift !== seen.cells.view?.shift) seen.areas = areasOf(columns.shapes, view);
    clearCells(seen.cells, view, { layers: seen.layers.length, isUsed: !isSingle(view) });
    addToCells(columns, seen);
    takeSingles(columns, seen, view);
  }
  return seen;
}

/** @param {Filter} a @param {Filter} b */
function isSame(a, b) {
  return (
    a.from === b.from && a.to === b.to && a.windowed === b.windowed && hasSameChoices(a, b)
  );
}

/** Whether two filters are equal except for the window. @param {Filter} a @param {Filter} b */
function hasSameChoices(a, b) {
  return (
    a.hits === b.hits &&
    a.undated === b.undated &&
    isEqual(a.layers, b.layers) &&
    isEqual(a.statuses, b.statuses) &&
    isEqual(a.verifications, b.verifications) &&
    isEqual(a.types, b.types)
  );
}

/** @param {Uint8Array} a @param {Uint8Array} b */
function isEqual(a, b) {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

/** Finds the filters that each combination fails. @param {Combinations} combinations @param {Filter} filter @param {Tallies} tallies */
function judge(combinations, { layers, statuses, verifications, types }, { fails, outcome }) {
  for (let combination = 0; combination < combinations.count; combination++) {
    fails[combination] =
      (layers[combinations.layer[combination]] ? 0 : LAYER) |
      (statuses[combinations.status[combination]] ? 0 : STATUS) |
      (verifications[combinations.verification[combination]] ? 0 : VERIFICATION) |
      (types[combinations.type[combination]] ? 0 : TYPE);
    outcome[combination] = fails[combination] ? OFF : combinations.isShaped[combination] ? ON_WITH_SHAPE : ON;
  }
}

/**
 * Counts the events by bin, regardless of the window.
 * @param {Columns} columns @param {Filter} filter
 * @param {{ combinations: Combinations, bins: Bins, seen: Seen }} into
 */
function countBins(columns, { hits }, { combinations, bins, seen }) {
  const { outcome } = seen.tallies;
  const { bins: steps, certainBins } = seen;
  steps.fill(0);
  certainBins.fill(0);
  const width = bins.count + 1;
  if (hits === null && combinations.count * width <= MAX_TABLE) {
    seen.tables ??= makeTables(columns, combinations, bins);
    for (let combination = 0; combination < combinations.count; combination++) {
      if (outcome[combination] === OFF) continue;
      for (let bin = 0, at = combination * width; bin < width; bin++, at++) {
        steps[bin] += seen.tables.steps[at];
        certainBins[bin] += seen.tables.certain[at];
      }
    }
  } else {
    for (let i = 0; i < columns.count; i++) {
      if (outcome[combinations.of[i]] === OFF || (hits !== null && hits[i] === 0)) continue;
      addToBins(columns, i, bins, { steps, certain: certainBins, at: 0 });
    }
  }
  for (let bin = 1; bin < steps.length; bin++) steps[bin] += steps[bin - 1];
}

/**
 * Counts the bins of each combination, so that a filter change needs no pass over the events.
 * @param {Columns} columns @param {Combinations} combinations @param {Bins} bins
 */
function makeTables(columns, combinations, bins) {
  const width = bins.count + 1;
  const steps = new Int32Array(combinations.count * width);
  const certain = new Int32Array(combinations.count * width);
  for (let i = 0; i < columns.count; i++) {
    addToBins(columns, i, bins, { steps, certain, at: combinations.of[i] * width });
  }
  return { steps, certain };
}

/**
 * Adds one event as +1 at its first bin and -1 after its last. Summing the steps gives the counts, so
 * that a long event costs no more than a short one.
 * @param {Columns} columns @param {number} i @param {Bins} bins
 * @param {{ steps: Int32Array, certain: Int32Array, at: number }} into `at` is the index of the first bin
 */
function addToBins({ start, end }, i, bins, { steps, certain, at }) {
  const from = bins.first[i];
  const to = bins.last[i];
  if (from === bins.none) return;
  steps[at + from]++;
  steps[at + to + 1]--;
  if (from !== to) return;
  // Events with open ends are in the outermost bins.
  const isInner = from > 0 && from < bins.count - 1;
  if (isInner || isWhole(start[i], end[i])) certain[at + from]++;
}

/** @param {number} start @param {number} end */
function isWhole(start, end) {
  return isCertain(start, end, start, end);
}

/**
 * Scans the rows: lists the shown ones and counts all by combination.
 * @param {Columns} columns @param {Filter} filter @param {{ combinations: Combinations, seen: Seen }} into
 */
function sift(columns, filter, { combinations, seen }) {
  const { from, to, hits } = filter;
  const { firstStart, lastStart, firstEnd, lastEnd, hasUndated } = combinations.rowGroups;
  const { inTime, found, undated } = seen.tallies;
  for (const counts of [inTime, found, undated, seen.shapes, seen.shapeCounts]) counts.fill(0);
  seen.count = seen.uncertain = 0;
  for (let at = 0; at < hasUndated.length; at++) {
    const first = at << ROW_GROUP_BITS;
    const end = Math.min(columns.count, (at + 1) << ROW_GROUP_BITS);
    const isOut = firstStart[at] > to || lastEnd[at] < from;
    if (isOut && !hasUndated[at]) continue;
    const isIn = lastStart[at] <= to && firstEnd[at] >= from && !hasUndated[at];
    const isSure =
      !filter.windowed ||
      (firstStart[at] >= from &&
        lastEnd[at] <= to &&
        firstStart[at] !== OPEN_START_DAY &&
        lastEnd[at] !== OPEN_END_DAY);
    if (isIn && isSure && hits === null) takeAll(columns, { combinations, seen, first, end });
    else takeSome(columns, filter, { combinations, seen, first, end });
  }
}

/**
 * Adds rows that are all certainly in the window, without a search.
 * @param {Columns} columns
 * @param {{ combinations: Combinations, seen: Seen, first: number, end: number }} into
 */
function takeAll(columns, { combinations, seen, first, end }) {
  const { of } = combinations;
  const { rows, tallies } = seen;
  const { inTime, outcome } = tallies;
  let count = seen.count;
  for (let i = first; i < end; i++) {
    const combination = of[i];
    inTime[combination]++;
    const is = outcome[combination];
    if (is === OFF) continue;
    rows[count++] = i;
    if (is === ON_WITH_SHAPE) addToShape(columns, i, seen, true);
  }
  seen.count = count;
}

/**
 * Adds the rows that are in the window or undated and match the search.
 * @param {Columns} columns @param {Filter} filter
 * @param {{ combinations: Combinations, seen: Seen, first: number, end: number }} into
 */
function takeSome(columns, filter, { combinations, seen, first, end: stop }) {
  const { start, end } = columns;
  const { from, to, hits, windowed } = filter;
  const { of } = combinations;
  const { rows, tallies } = seen;
  const { inTime, found, undated, outcome } = tallies;
  for (let i = first; i < stop; i++) {
    const combination = of[i];
    const isFree = isUndated(start[i], end[i]);
    const isHit = hits === null || hits[i] !== 0;
    if (isFree && isHit) undated[combination]++;
    if (isFree ? !filter.undated : !isShown(start[i], end[i], from, to)) continue;
    inTime[combination]++;
    if (!isHit) continue;
    if (hits !== null) found[combination]++;
    if (outcome[combination] === OFF) continue;
    rows[seen.count++] = i;
    const certain = isFree || !windowed || isCertain(start[i], end[i], from, to);
    if (!certain) seen.uncertain++;
    if (outcome[combination] === ON_WITH_SHAPE) addToShape(columns, i, seen, certain);
  }
}

/** @param {Columns} columns @param {number} i @param {Seen} seen @param {boolean} certain */
function addToShape(columns, i, seen, certain) {
  const shape = columns.shape[i] - 1;
  const status = columns.status[i];
  seen.shapes[shape] |=
    SHAPE_SHOWN |
    (isFactual(status) ? SHAPE_FACTUAL : 0) |
    (isExpected(status) ? SHAPE_EXPECTED : 0) |
    (certain ? SHAPE_CERTAIN : 0);
  seen.shapeRows[shape] = i + 1;
  seen.shapeCounts[shape]++;
}

/**
 * Sums the tallies into the counts that the page shows.
 * @param {Columns} columns @param {Filter} filter @param {{ combinations: Combinations, seen: Seen }} into
 */
function sum(columns, filter, { combinations, seen }) {
  const { inTime, undated, fails } = seen.tallies;
  const found = filter.hits === null ? inTime : seen.tallies.found;
  const { hidden, layers, statuses, verifications, types } = seen;
  for (const counts of [hidden, layers, statuses, verifications, types]) counts.fill(0);
  seen.unplaced = seen.undated = 0;
  let shownInTime = 0;
  for (let combination = 0; combination < combinations.count; combination++) {
    const failed = fails[combination];
    shownInTime += inTime[combination];
    if ((failed & ~LAYER) === 0) layers[combinations.layer[combination]] += found[combination];
    if ((failed & ~STATUS) === 0) statuses[combinations.status[combination]] += found[combination];
    if ((failed & ~VERIFICATION) === 0) verifications[combinations.verification[combination]] += found[combination];
    if ((failed & ~TYPE) === 0) types[combinations.type[combination]] += found[combination];
    if (failed) hidden[reasonOf(failed)] += inTime[combination];
    else {
      hidden[6] += inTime[combination] - found[combination];
      seen.undated += undated[combination];
      if (!combinations.isPlaced[combination]) seen.unplaced += found[combination];
    }
  }
  const free = combinations.rowGroups.undated;
  hidden[1] = filter.undated ? 0 : free;
  hidden[0] = columns.count - shownInTime - hidden[1];
}

/** The first reason in the order of REASONS. @param {number} fails */
function reasonOf(fails) {
  if (fails & LAYER) return 2;
  if (fails & STATUS) return 3;
  return fails & VERIFICATION ? 4 : 5;
}

/**
 * Whether a status code means that the event has happened or is under way.
 * @param {number} code position in the dictionary "occurred, ongoing, …" plus 1
 */
export function isFactual(code) {
  return code === 1 || code === 2;
}

/**
 * Whether a status code means that the event has not happened: planned or forecast.
 * @param {number} code
 */
export function isExpected(code) {
  return code === 3 || code === 4;
}
