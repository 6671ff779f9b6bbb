/**
 * The one pass over the columns: which events are shown, how many are hidden and why, what each
 * layer, facet and bin would show, and the cells of the map. Knows neither the page nor the map.
 */
import { isCertain, isShown, isUndated } from "./window.js";

/** @typedef {import("./types.js").Columns} Columns */
/** @typedef {import("./types.js").Filter} Filter */
/** @typedef {import("./types.js").GridView} GridView */
/** @typedef {import("./histogram.js").Bins} Bins */

// One bit for each filter that an event fails.
const TIME = 1;
const LAYER = 2;
const STATUS = 4;
const VERIFICATION = 8;
const TYPE = 16;
const SEARCH = 32;

/** Why an event is hidden; of several reasons the first in this order is told. */
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
 * What one pass found. Arrays are reused by the next pass.
 * @typedef {object} Seen
 * @property {number} count Events shown.
 * @property {Uint32Array} rows The first `count` are the rows shown, in order.
 * @property {number} unplaced Shown events that have no place on the map.
 * @property {number} uncertain Shown events that may lie outside the window.
 * @property {Int32Array} hidden By the order of REASONS; adds up to all that are not shown.
 * @property {number} undated Undated events that only the undated toggle can hide.
 * @property {Int32Array} layers By layer: events shown if its layer is on, whatever is on now.
 * @property {Int32Array} statuses The same by status code.
 * @property {Int32Array} verifications
 * @property {Int32Array} types
 * @property {Int32Array} bins By bin: events that a window of that bin alone would show.
 * @property {Int32Array} certainBins Those of them that lie inside the bin.
 * @property {Uint8Array} shapes By shape: bits of how its shown events draw it (see SHAPE_*).
 * @property {Uint32Array} shapeRows By shape: 1 + the last shown row that has it.
 * @property {Cells} cells
 *
 * @typedef {object} Cells Events of the view by cell, in rows of `cols`.
 * @property {GridView | null} view
 * @property {Int32Array} count
 * @property {Float64Array} sumX World units from the view's corner.
 * @property {Float64Array} sumY
 * @property {Int32Array} row The last event of the cell.
 * @property {Int32Array} factual Events that have happened or go on.
 * @property {Int32Array} byLayer Cell times layers.
 */

/** Bits of `Seen.shapes`. */
export const SHAPE_SHOWN = 1;
export const SHAPE_FACTUAL = 2;
export const SHAPE_CERTAIN = 4;
export const SHAPE_EXPECTED = 8;

/**
 * Room for the passes over some columns.
 * @param {Columns} columns
 * @param {Filter} filter any; only its sizes are read
 * @param {Bins | null} bins
 * @returns {Seen}
 */
export function makeSeen(columns, filter, bins) {
  const ints = (/** @type {number} */ length) => new Int32Array(length);
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
    cells: {
      view: null,
      count: ints(0),
      sumX: new Float64Array(0),
      sumY: new Float64Array(0),
      row: ints(0),
      factual: ints(0),
      byLayer: ints(0),
    },
  };
}

/**
 * Fills `seen` for a filter and a view.
 * @param {Columns} columns
 * @param {Filter} filter
 * @param {{ bins: Bins | null, view: GridView | null, seen: Seen }} into
 * @returns {Seen} the same `seen`
 */
export function visible(columns, filter, { bins, view, seen }) {
  clear(seen, view);
  const { start, end, layer, status, verification, type, kind } = columns;
  const { from, to, layers, statuses, verifications, types, hits } = filter;
  const { rows, hidden } = seen;
  let count = 0;
  for (let i = 0; i < columns.count; i++) {
    const undated = isUndated(start[i], end[i]);
    const inTime = undated ? filter.undated : isShown(start[i], end[i], from, to);
    const fails =
      (inTime ? 0 : TIME) |
      (layers[layer[i]] ? 0 : LAYER) |
      (statuses[status[i]] ? 0 : STATUS) |
      (verifications[verification[i]] ? 0 : VERIFICATION) |
      (types[type[i]] ? 0 : TYPE) |
      (hits === null || hits[i] ? 0 : SEARCH);
    if ((fails & ~TIME) === 0) {
      if (undated) seen.undated++;
      else if (bins) addToBins(seen, bins.first[i], bins.last[i], isWhole(start[i], end[i]));
    }
    if ((fails & ~LAYER) === 0) seen.layers[layer[i]]++;
    if ((fails & ~STATUS) === 0) seen.statuses[status[i]]++;
    if ((fails & ~VERIFICATION) === 0) seen.verifications[verification[i]]++;
    if ((fails & ~TYPE) === 0) seen.types[type[i]]++;
    if (fails !== 0) {
      hidden[reasonOf(fails, undated)]++;
      continue;
    }
    rows[count++] = i;
    const certain = undated || !filter.windowed || isCertain(start[i], end[i], from, to);
    if (!certain) seen.uncertain++;
    if (kind[i] === 0) seen.unplaced++;
    else if (view) addToCell(columns, i, seen.cells, view);
    if (columns.shape[i]) addToShape(columns, i, seen, certain);
  }
  seen.count = count;
  sumUp(seen.bins);
  return seen;
}

/**
 * Whether status code `code` is of something that has happened or goes on.
 * @param {number} code position in the dictionary "occurred, ongoing, …" plus 1
 */
export function isFactual(code) {
  return code === 1 || code === 2;
}

/**
 * Whether status code `code` is of something that has not happened: planned or forecast.
 * @param {number} code
 */
export function isExpected(code) {
  return code === 3 || code === 4;
}

/** @param {number} start @param {number} end */
function isWhole(start, end) {
  return isCertain(start, end, start, end);
}

/** @param {number} fails @param {boolean} undated */
function reasonOf(fails, undated) {
  if (fails & TIME) return undated ? 1 : 0;
  if (fails & LAYER) return 2;
  if (fails & STATUS) return 3;
  if (fails & VERIFICATION) return 4;
  return fails & TYPE ? 5 : 6;
}

/** @param {Seen} seen @param {number} first @param {number} last @param {boolean} whole */
function addToBins(seen, first, last, whole) {
  // Steps up and down; sumUp makes them counts, so a long event costs as little as a short one.
  seen.bins[first]++;
  seen.bins[last + 1]--;
  if (whole && first === last) seen.certainBins[first]++;
}

/** @param {Int32Array} bins */
function sumUp(bins) {
  for (let i = 1; i < bins.length; i++) bins[i] += bins[i - 1];
}

/**
 * The cell of an event, or -1 outside the view. The world is round: 2^32 wraps to 0.
 * @param {Columns} columns @param {number} i @param {GridView} view
 */
export function cellOf(columns, i, view) {
  const col = ((columns.x[i] - view.x0) >>> 0) >>> view.shift;
  if (col >= view.cols || columns.y[i] < view.y0) return -1;
  const row = (columns.y[i] - view.y0) >>> view.shift;
  return row < view.rows ? row * view.cols + col : -1;
}

/** @param {Columns} columns @param {number} i @param {Cells} cells @param {GridView} view */
function addToCell(columns, i, cells, view) {
  const cell = cellOf(columns, i, view);
  if (cell < 0) return;
  cells.count[cell]++;
  cells.sumX[cell] += (columns.x[i] - view.x0) >>> 0;
  cells.sumY[cell] += columns.y[i] - view.y0;
  cells.row[cell] = i;
  if (isFactual(columns.status[i])) cells.factual[cell]++;
  cells.byLayer[cell * (cells.byLayer.length / cells.count.length) + columns.layer[i]]++;
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
}

/** @param {Seen} seen @param {GridView | null} view */
function clear(seen, view) {
  seen.unplaced = seen.uncertain = seen.undated = 0;
  for (const counts of [
    seen.hidden,
    seen.layers,
    seen.statuses,
    seen.verifications,
    seen.types,
    seen.bins,
    seen.certainBins,
    seen.shapes,
  ])
    counts.fill(0);
  const cells = seen.cells;
  cells.view = view;
  const size = view ? view.cols * view.rows : 0;
  if (cells.count.length === size) {
    for (const values of [cells.count, cells.sumX, cells.sumY, cells.factual, cells.byLayer]) {
      values.fill(0);
    }
    return;
  }
  cells.count = new Int32Array(size);
  cells.sumX = new Float64Array(size);
  cells.sumY = new Float64Array(size);
  cells.row = new Int32Array(size);
  cells.factual = new Int32Array(size);
  cells.byLayer = new Int32Array(size * seen.layers.length);
}
