/**
 * Groups the shown events into map cells, 64 pixels wide and aligned to the world at each zoom level.
 * Each event is visited once; the totals of a cell are summed afterwards.
 */
import { combinationsOf } from "./combinations.js";
import { isExpected } from "./status.js";

/** @typedef {import("./types.js").Columns} Columns */
/** @typedef {import("./types.js").GridView} GridView */

/** A cell is 2^6 = 64 pixels wide; the world is 2^8 pixels wide at zoom 0. */
const CELL_BITS = 6;
const TILE_BITS = 8;

/** Below this zoom level, a map with many events shows hexagons. */
const HEXAGON_ZOOM = 4;
export const MANY = 300;
/** Distance between the rows of hexagons as a share of their width. */
const ROW_SHARE = Math.sqrt(0.75);

/** Cell width as a power of two, in world units (2^32 is the whole world). @param {number} zoom whole */
export function shiftOf(zoom) {
  return 32 - TILE_BITS - zoom + CELL_BITS;
}

/**
 * @typedef {object} Cells Events of the view by cell, in rows of `cols`.
 * @property {GridView | null} view
 * @property {Int32Array} count
 * @property {Float64Array} sumX World units from the view's corner.
 * @property {Float64Array} sumY
 * @property {Int32Array} row Row of the cell's last event.
 * @property {Int32Array} expected Events that are planned or forecast.
 * @property {Int32Array} byLayer One count per cell and layer.
 * @property {Int32Array} tally Two counts per cell and layer: events that are
 *   planned or forecast, then the others.
 * @property {number} version Increases with each change.
 */

/**
 * The view as rows of hexagons if it has too many events for bubbles, else the view as it is. Every
 * second row is shifted by half a hexagon; rows are counted from the north edge of the world.
 * @param {GridView | null} view @param {number} count number of events shown
 * @returns {GridView | null}
 */
export function hexagonsOf(view, count) {
  if (!view || count <= MANY || view.shift <= shiftOf(HEXAGON_ZOOM)) return view;
  const step = ROW_SHARE * 2 ** view.shift;
  const first = Math.floor(view.y0 / step);
  const last = Math.min(Math.floor((2 ** 32 - 1) / step), Math.floor((view.y0 + view.rows * 2 ** view.shift) / step));
  return { ...view, y0: 0, rows: last - first + 1, hexagons: { first, step } };
}

/**
 * The middle of a hexagon, in world units from the view's corner.
 * @param {GridView} view @param {number} cell
 */
export function middleOf({ cols, shift, hexagons }, cell) {
  const { first, step } = /** @type {{ first: number, step: number }} */ (hexagons);
  const line = Math.floor(cell / cols);
  const shifted = (line + first) & 1 ? 0 : 0.5;
  return { x: ((cell % cols) + shifted) * 2 ** shift, y: (line + first + 0.5) * step };
}

/** @returns {Cells} */
export function makeCells() {
  return {
    view: null,
    count: new Int32Array(0),
    sumX: new Float64Array(0),
    sumY: new Float64Array(0),
    row: new Int32Array(0),
    expected: new Int32Array(0),
    byLayer: new Int32Array(0),
    tally: new Int32Array(0),
    version: 0,
  };
}

/**
 * Clears the cells and sizes them for a view.
 * @param {Cells} cells @param {GridView | null} view
 * @param {{ layers: number, isUsed: boolean }} how
 */
export function clearCells(cells, view, { layers, isUsed }) {
  cells.view = view;
  cells.version++;
  const size = view && isUsed ? view.cols * view.rows : 0;
  if (cells.count.length === size && cells.byLayer.length === size * layers) {
    for (const sums of [cells.sumX, cells.sumY, cells.tally]) sums.fill(0);
    return;
  }
  cells.count = new Int32Array(size);
  cells.sumX = new Float64Array(size);
  cells.sumY = new Float64Array(size);
  cells.row = new Int32Array(size);
  cells.expected = new Int32Array(size);
  cells.byLayer = new Int32Array(size * layers);
  cells.tally = new Int32Array(size * layers * 2);
}

/**
 * The cell of an event, or -1 outside the view. Longitude wraps: 2^32 is the same as 0.
 * @param {Columns} columns @param {number} i @param {GridView} view
 */
export function cellOf(columns, i, view) {
  const { hexagons } = view;
  if (hexagons) {
    const row = Math.floor(columns.y[i] * (1 / hexagons.step));
    const half = row & 1 ? 2 ** (view.shift - 1) : 0;
    const col = ((columns.x[i] - view.x0 + half) >>> 0) >>> view.shift;
    const line = row - hexagons.first;
    return col < view.cols && line >= 0 && line < view.rows ? line * view.cols + col : -1;
  }
  const col = ((columns.x[i] - view.x0) >>> 0) >>> view.shift;
  if (col >= view.cols || columns.y[i] < view.y0) return -1;
  const row = (columns.y[i] - view.y0) >>> view.shift;
  return row < view.rows ? row * view.cols + col : -1;
}

/**
 * Adds the shown events to their cells, which must be empty. Events drawn as areas are skipped.
 * @param {Columns} columns
 * @param {{ rows: Uint32Array, count: number, cells: Cells, areas: Uint8Array }} seen
 */
export function addToCells(columns, { rows, count, cells, areas }) {
  const { view, sumX, sumY, row, tally } = cells;
  if (!view || !cells.count.length) return;
  const { x, y, shape } = columns;
  const { x0, y0, shift, cols, rows: lines, hexagons } = view;
  const combinations = combinationsOf(columns);
  const { of, isShaped } = combinations;
  const width = tally.length / cells.count.length;
  const slots = slotsOf(combinations);
  if (hexagons) addToHexagons(columns, { rows, count, cells, areas, slots });
  for (let n = 0; n < (hexagons ? 0 : count); n++) {
    const i = rows[n];
    const slot = slots[of[i]];
    if (slot < 0 || (isShaped[of[i]] && areas[shape[i] - 1])) continue;
    const dx = (x[i] - x0) >>> 0;
    const col = dx >>> shift;
    if (col >= cols || y[i] < y0) continue;
    const dy = (y[i] - y0) >>> 0;
    const line = dy >>> shift;
    if (line >= lines) continue;
    const cell = line * cols + col;
    tally[cell * width + slot]++;
    sumX[cell] += dx;
    sumY[cell] += dy;
    row[cell] = i;
  }
  sumUp(cells, width);
}

/**
 * The same for hexagons, whose marks are in their middle, so that positions need not be summed.
 * @param {Columns} columns
 * @param {{ rows: Uint32Array, count: number, cells: Cells, areas: Uint8Array, slots: Int32Array }} into
 */
function addToHexagons(columns, { rows, count, cells, areas, slots }) {
  const { x0, shift, cols, rows: lines, hexagons } = /** @type {GridView} */ (cells.view);
  const { first, step } = /** @type {{ first: number, step: number }} */ (hexagons);
  const { x, y, shape } = columns;
  const { of, isShaped } = combinationsOf(columns);
  const width = cells.tally.length / cells.count.length;
  const inverse = 1 / step;
  const half = 2 ** (shift - 1);
  for (let n = 0; n < count; n++) {
    const i = rows[n];
    const slot = slots[of[i]];
    if (slot < 0 || (isShaped[of[i]] && areas[shape[i] - 1])) continue;
    const at = Math.floor(y[i] * inverse);
    const col = ((x[i] - x0 + (at & 1) * half) >>> 0) >>> shift;
    const line = at - first;
    if (col >= cols || line < 0 || line >= lines) continue;
    const cell = line * cols + col;
    cells.tally[cell * width + slot]++;
    cells.row[cell] = i;
  }
}

/** For each combination its index in a cell's tally, or -1 if it is not on the map. @param {import("./combinations.js").Combinations} combinations */
function slotsOf({ count, layer, status, isPlaced }) {
  const slots = new Int32Array(count);
  for (let combination = 0; combination < count; combination++) {
    const kind = isExpected(status[combination]) ? 0 : 1;
    slots[combination] = isPlaced[combination] ? layer[combination] * 2 + kind : -1;
  }
  return slots;
}

/** @param {Cells} cells @param {number} width */
function sumUp({ count, expected, byLayer, tally }, width) {
  for (let cell = 0; cell < count.length; cell++) {
    let [all, coming] = [0, 0];
    for (let at = cell * width; at < (cell + 1) * width; at += 2) {
      const both = tally[at] + tally[at + 1];
      byLayer[at >> 1] = both;
      all += both;
      coming += tally[at];
    }
    count[cell] = all;
    expected[cell] = coming;
  }
}
