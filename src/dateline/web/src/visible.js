/**
 * The pass over the columns: which events are shown, how many are hidden and why, and what each layer,
 * facet and bin would show. Row groups outside the window are skipped, and counts that did not change
 * since the last pass are reused. Independent of the page and of the map.
 */
import { areasOf } from "./areas.js";
import { countBins } from "./bins.js";
import { addToCells, clearCells, hexagonsOf, makeCells } from "./cells.js";
import { isSingle, makeSingles, takeSingles } from "./singles.js";
import { ROW_GROUP_BITS, combinationsOf } from "./combinations.js";
import { countBlocked, countLoose, makeLoose, updateLoose } from "./loose.js";
import { isExpected } from "./status.js";
import { DATE, FIRST_CHOICE, FIRST_FACET, POSSIBLE, UNDATED } from "./reasons.js";
import { isCertain, isInside, isShown, isUndated, OPEN_END_DAY, OPEN_START_DAY } from "./window.js";

export { cellOf } from "./cells.js";

/** @typedef {import("./types.js").Columns} Columns */
/** @typedef {import("./types.js").Filter} Filter */
/** @typedef {import("./types.js").GridView} GridView */
/** @typedef {import("./histogram.js").Bins} Bins */
/** @typedef {import("./cells.js").Cells} Cells */
/** @typedef {import("./combinations.js").Combinations} Combinations */

// Outcome for the events of a combination that are in the window.
const OFF = 0;
const ON = 1;
const ON_WITH_SHAPE = 2;

/** Bit of the layer among the filters that a combination fails; those of the facets follow. */
const LAYER = 1;

/**
 * The result of a pass. The next pass reuses the arrays.
 * @typedef {object} Seen
 * @property {number} count Number of events shown.
 * @property {Uint32Array} rows The first `count` are the rows shown, in order.
 * @property {number} unplaced Number of shown events that are not on the map.
 * @property {number} spanning Number of shown events that certainly go on beyond the window.
 * @property {number} possible Number of shown events that may lie outside the window.
 * @property {Int32Array} hidden Number of hidden events by reason, in the order of `reasonsOf`.
 * @property {number} undated Number of undated events that pass the other filters.
 * @property {Int32Array} layers Events of each layer that pass the other filters.
 * @property {Int32Array[]} facets The same for each facet and code.
 * @property {Int32Array} bins Events that a window of only that bin would show.
 * @property {Int32Array} certainBins Of those, the events that are certainly in the bin, by top layer;
 *   one more value than bins for each.
 * @property {Uint8Array} shapes Bits for each shape, from its shown events (see SHAPE_*).
 * @property {Uint32Array} shapeRows For each shape, 1 + the last shown row that has it.
 * @property {Uint32Array} shapeCounts For each shape, the number of shown events that have it.
 * @property {Uint8Array} areas 1 for each shape drawn as an area, whose events have no point marks.
 * @property {GridView | null} view What the cells were made for; they may be hexagons.
 * @property {Cells} cells The cells of the map.
 * @property {import("./singles.js").Singles} singles The marks at close zoom levels.
 * @property {Tallies} tallies
 * @property {import("./loose.js").Loose} loose
 * @property {{ steps: Int32Array, certain: Int32Array } | null} tables Bins by combination.
 * @property {Filter | null} filter The filter of the last pass.
 * @property {number} choices Increases when anything but the window changes.
 * @property {string} wanted The facets that were counted in the last pass.
 *
 * @typedef {object} Tallies Number of events by combination, from which all counts are summed.
 * @property {Int32Array} inTime Events in the window, or undated if those are shown.
 * @property {Int32Array} found Of those, the events that pass the search and the loose facets.
 * @property {Int32Array} undated Undated events that pass them.
 * @property {Uint32Array} fails Bits of the filters that a combination fails.
 * @property {Uint8Array} outcome OFF, ON or ON_WITH_SHAPE.
 */

/** Bits of `Seen.shapes`. */
export const SHAPE_SHOWN = 1;
/** Some event is neither planned nor forecast. */
export const SHAPE_PLAIN = 2;
/** Some event is not only possibly in the window. */
export const SHAPE_CERTAIN = 4;

/**
 * Allocates the result for passes over some columns.
 * @param {Columns} columns
 * @param {Filter} filter any filter; only its sizes are used
 * @param {Bins | null} bins
 * @returns {Seen}
 */
export function makeSeen(columns, filter, bins) {
  const ints = (/** @type {number} */ length) => new Int32Array(length);
  const combinations = combinationsOf(columns);
  return {
    count: 0,
    rows: new Uint32Array(columns.count),
    unplaced: 0,
    spanning: 0,
    possible: 0,
    hidden: ints(FIRST_FACET + columns.facets.length + 1),
    undated: 0,
    layers: ints(filter.layers.length),
    facets: columns.facets.map(({ size }) => ints(size)),
    bins: ints((bins?.count ?? 0) + 1),
    certainBins: ints(((bins?.count ?? 0) + 1) * (bins?.tops ?? 1)),
    shapes: new Uint8Array(columns.shapes.count),
    shapeRows: new Uint32Array(columns.shapes.count),
    shapeCounts: new Uint32Array(columns.shapes.count),
    areas: new Uint8Array(columns.shapes.count),
    view: null,
    cells: makeCells(),
    singles: makeSingles(),
    tallies: {
      inTime: ints(combinations.count),
      found: ints(combinations.count),
      undated: ints(combinations.count),
      fails: new Uint32Array(combinations.count),
      outcome: new Uint8Array(combinations.count),
    },
    loose: makeLoose(columns, combinations),
    tables: null,
    filter: null,
    choices: 0,
    wanted: "",
  };
}

/**
 * Updates `seen` for a filter and a view. `seen` must have been made with the same columns and bins.
 * @param {Columns} columns
 * @param {Filter} filter must not change afterwards
 * @param {{ bins: Bins | null, view: GridView | null, seen: Seen, wanted?: number[] | null }} into
 *   `wanted` are the facets whose values are counted, of those with many values; null means all
 * @returns {Seen} the same `seen`
 */
export function visible(columns, filter, { bins, view, seen, wanted = null }) {
  const before = seen.filter;
  const counted = String(wanted);
  const isNew = !before || counted !== seen.wanted || !isSame(before, filter);
  if (isNew) {
    const combinations = combinationsOf(columns);
    judge(combinations, filter, seen.tallies);
    updateLoose(columns, filter, seen.loose);
    if (!before || !hasSameChoices(before, filter)) {
      seen.choices++;
      if (bins) countBins(columns, filter, { combinations, bins, seen });
    }
    sift(columns, filter, { combinations, seen });
    sum(columns, filter, { combinations, seen });
    countLoose(columns, seen, wanted);
    seen.filter = filter;
    seen.wanted = counted;
  }
  if (isNew || view !== seen.view) {
    if (view && view.shift !== seen.view?.shift) seen.areas = areasOf(columns.shapes, view);
    seen.view = view;
    clearCells(seen.cells, hexagonsOf(view, seen.count), { layers: seen.layers.length, isUsed: !isSingle(view) });
    addToCells(columns, seen);
    takeSingles(columns, seen, view);
  }
  return seen;
}

/** @param {Filter} a @param {Filter} b */
function isSame(a, b) {
  return (
    a.from === b.from &&
    a.to === b.to &&
    a.windowed === b.windowed &&
    a.certain === b.certain &&
    hasSameChoices(a, b)
  );
}

/** Whether two filters are equal except for the window. @param {Filter} a @param {Filter} b */
function hasSameChoices(a, b) {
  return (
    a.hits === b.hits &&
    a.undated === b.undated &&
    isEqual(a.layers, b.layers) &&
    a.facets.every((facet, at) => isEqual(facet, b.facets[at]))
  );
}

/** @param {Uint8Array} a @param {Uint8Array} b */
function isEqual(a, b) {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

/** Finds the filters that each combination fails. @param {Combinations} combinations @param {Filter} filter @param {Tallies} tallies */
function judge(combinations, { layers, facets }, { fails, outcome }) {
  for (let at = 0; at < combinations.count; at++) fails[at] = layers[combinations.layer[at]] ? 0 : LAYER;
  facets.forEach((isOn, facet) => {
    const codes = combinations.facets[facet];
    if (!codes) return;
    const bit = bitOf(facet);
    for (let at = 0; at < combinations.count; at++) if (!isOn[codes[at]]) fails[at] |= bit;
  });
  for (let at = 0; at < combinations.count; at++) {
    outcome[at] = fails[at] ? OFF : combinations.isShaped[at] ? ON_WITH_SHAPE : ON;
  }
}

/** The bit of a facet among the filters that a combination fails. @param {number} facet */
function bitOf(facet) {
  return LAYER << (1 + facet);
}

/**
 * Scans the rows: lists the shown ones and counts all by combination.
 * @param {Columns} columns @param {Filter} filter @param {{ combinations: Combinations, seen: Seen }} into
 */
function sift(columns, filter, { combinations, seen }) {
  const { from, to, hits } = filter;
  const { firstStart, lastStart, firstEnd, lastEnd, hasUndated } = combinations.rowGroups;
  const { inTime, found, undated } = seen.tallies;
  for (const counts of [inTime, found, undated, seen.shapes, seen.shapeCounts, seen.hidden]) counts.fill(0);
  for (const counts of seen.facets) counts.fill(0);
  seen.count = seen.spanning = seen.possible = 0;
  const isPlain = hits === null && !seen.loose.fails;
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
    if (isIn && isSure && isPlain) takeAll(columns, { combinations, seen, first, end });
    else takeSome(columns, filter, { combinations, seen, first, end });
  }
}

/**
 * Adds rows that are all inside the window, without a search or loose facets.
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
 * Adds the rows that are in the window or undated and match the search and the loose facets.
 * @param {Columns} columns @param {Filter} filter
 * @param {{ combinations: Combinations, seen: Seen, first: number, end: number }} into
 */
function takeSome(columns, filter, { combinations, seen, first, end: stop }) {
  const { start, end, begun, lasting } = columns;
  const { from, to, hits, windowed } = filter;
  const { fails } = seen.loose;
  const isStrict = filter.certain && windowed;
  const takesUndated = filter.undated && !isStrict;
  const { of } = combinations;
  const { rows, tallies } = seen;
  const { inTime, found, undated, outcome } = tallies;
  for (let i = first; i < stop; i++) {
    const combination = of[i];
    const isFree = isUndated(start[i], end[i]);
    const blocked = fails === null ? 0 : fails[i];
    const isHit = blocked === 0 && (hits === null || hits[i] !== 0);
    if (isFree && isHit) undated[combination]++;
    if (isFree ? !takesUndated : !isShown(start[i], end[i], from, to)) continue;
    const certain = isFree || !windowed || isCertain(begun[i], lasting[i], from, to);
    if (isStrict && !certain) {
      seen.hidden[POSSIBLE]++;
      continue;
    }
    inTime[combination]++;
    if (blocked !== 0 && outcome[combination] !== OFF) {
      countBlocked(columns, i, seen, hits === null || hits[i] !== 0);
    }
    if (!isHit) continue;
    found[combination]++;
    if (outcome[combination] === OFF) continue;
    rows[seen.count++] = i;
    if (!certain) seen.possible++;
    else if (windowed && !isFree && !isInside(start[i], end[i], from, to)) seen.spanning++;
    if (outcome[combination] === ON_WITH_SHAPE) addToShape(columns, i, seen, certain);
  }
}

/** @param {Columns} columns @param {number} i @param {Seen} seen @param {boolean} certain */
function addToShape(columns, i, seen, certain) {
  const shape = columns.shape[i] - 1;
  seen.shapes[shape] |=
    SHAPE_SHOWN |
    (isExpected(columns.status[i]) ? 0 : SHAPE_PLAIN) |
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
  const isPlain = filter.hits === null && !seen.loose.fails;
  const found = isPlain ? inTime : seen.tallies.found;
  const { hidden, layers } = seen;
  const search = hidden.length - 1;
  layers.fill(0);
  seen.unplaced = seen.undated = 0;
  let shownInTime = 0;
  let unfound = 0;
  for (let at = 0; at < combinations.count; at++) {
    const failed = fails[at];
    shownInTime += inTime[at];
    if ((failed & ~LAYER) === 0) layers[combinations.layer[at]] += found[at];
    combinations.facets.forEach((codes, facet) => {
      if (codes && (failed & ~bitOf(facet)) === 0) seen.facets[facet][codes[at]] += found[at];
    });
    if (failed) hidden[FIRST_CHOICE + lowestBit(failed)] += inTime[at];
    else {
      unfound += inTime[at] - found[at];
      seen.undated += undated[at];
      if (!combinations.isPlaced[at]) seen.unplaced += found[at];
    }
  }
  // What the loose facets block is counted by its own reason, the rest is what the search blocks.
  hidden[search] = unfound - seen.loose.blocked;
  hidden[UNDATED] = filter.undated && !(filter.certain && filter.windowed) ? 0 : combinations.rowGroups.undated;
  hidden[DATE] = columns.count - shownInTime - hidden[UNDATED] - hidden[POSSIBLE];
}

/** The position of the lowest bit that is set. @param {number} bits */
function lowestBit(bits) {
  return 31 - Math.clz32(bits & -bits);
}
