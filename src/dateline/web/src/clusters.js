/**
 * Turns cells into clusters. Cells are aligned to the world at each zoom level, so that clusters stay
 * in place while the map is dragged. A cell joins its largest neighbour if their marks would overlap.
 */
import { cellOf, middleOf, shiftOf } from "./cells.js";

/** @typedef {import("./types.js").Columns} Columns */
/** @typedef {import("./types.js").GridView} GridView */
/** @typedef {import("./cells.js").Cells} Cells */

const WORLD = 2 ** 32;

/** Cells beyond the view's edge, so that clusters don't depend on where the edge is. */
const MARGIN = 3;

/** Clusters closer than this share of a cell width are merged. */
const JOIN_SHARE = 0.72;

/**
 * @typedef {object} Cluster One mark on the map: a single event or several.
 * @property {number} x World units from the view's corner.
 * @property {number} y
 * @property {number} count
 * @property {number} row Row of one of its events.
 * @property {number} expected Events that are planned or forecast.
 * @property {number[]} cells
 * @property {boolean} [isHexagon] Whether it is a hexagon, drawn even for a single event.
 */

/**
 * The grid of cells that covers a part of the world.
 * @param {{ west: number, north: number, width: number, height: number }} bounds in world units, 0 to 1;
 *   west may lie outside that range
 * @param {number} zoom an integer
 * @param {number} [margin] cells beyond the edge
 * @returns {GridView}
 */
export function makeGridView({ west, north, width, height }, zoom, margin = MARGIN) {
  const shift = shiftOf(zoom);
  const cell = 2 ** shift;
  const across = WORLD / cell;
  const firstCol = Math.floor((west * WORLD) / cell) - margin;
  const firstRow = Math.max(0, Math.floor((north * WORLD) / cell) - margin);
  const lastCol = Math.floor(((west + width) * WORLD) / cell) + margin;
  const lastRow = Math.min(across - 1, Math.floor(((north + height) * WORLD) / cell) + margin);
  const cols = Math.min(across, lastCol - firstCol + 1);
  // If the view shows more than one copy of the world, the middle copy is drawn.
  const left =
    cols < across ? firstCol : Math.round(((west + width / 2) * WORLD) / cell - across / 2);
  return {
    x0: ((((left % across) + across) % across) * cell) >>> 0,
    y0: (firstRow * cell) >>> 0,
    shift,
    cols,
    rows: Math.max(0, lastRow - firstRow + 1),
  };
}

/**
 * Whether one view contains all cells of another at the same zoom level.
 * @param {GridView} outer @param {GridView} inner
 */
export function holds(outer, inner) {
  if (outer.shift !== inner.shift) return false;
  const col = ((inner.x0 - outer.x0) >>> 0) / 2 ** inner.shift;
  const row = (inner.y0 - outer.y0) / 2 ** inner.shift;
  return col + inner.cols <= outer.cols && row >= 0 && row + inner.rows <= outer.rows;
}

/**
 * The clusters of the cells, smallest first, so that large ones are drawn on top.
 * @param {Cells} cells
 * @returns {Cluster[]}
 */
export function makeClusters(cells) {
  const { view, count } = cells;
  if (!view) return [];
  if (view.hexagons) return [...count.keys()].filter((cell) => count[cell]).map((cell) => hexagon(cells, view, cell));
  // The cell that each cell joins, or -1.
  const joins = new Int32Array(count.length).fill(-1);
  for (let cell = 0; cell < count.length; cell++) {
    if (count[cell]) joins[cell] = heaviestNear(cells, view, cell);
  }
  /** @type {(number[] | undefined)[]} */
  const groups = new Array(count.length);
  for (let cell = 0; cell < count.length; cell++) {
    if (!count[cell]) continue;
    const other = joins[cell];
    // One step only: a cell stays alone if its neighbour joins a third cell.
    const root = other >= 0 && joins[other] < 0 ? other : cell;
    const group = groups[root];
    if (group) group.push(cell);
    else groups[root] = [cell];
  }
  /** @type {Cluster[]} */
  const clusters = [];
  for (const group of groups) if (group) clusters.push(gather(cells, group));
  return clusters.sort((a, b) => a.count - b.count || a.row - b.row);
}

/**
 * The largest neighbour that a cell would overlap, or -1; the last one if several are equal.
 * @param {Cells} cells
 * @param {GridView} view
 * @param {number} cell
 */
function heaviestNear({ count, sumX, sumY }, view, cell) {
  const x = sumX[cell] / count[cell];
  const y = sumY[cell] / count[cell];
  const reach = (JOIN_SHARE * 2 ** view.shift) ** 2;
  const col = cell % view.cols;
  const row = (cell - col) / view.cols;
  const [left, right] = [Math.max(0, col - 1), Math.min(view.cols - 1, col + 1)];
  const bottom = Math.min(view.rows - 1, row + 1);
  let best = -1;
  for (let r = Math.max(0, row - 1); r <= bottom; r++) {
    for (let c = left; c <= right; c++) {
      const other = r * view.cols + c;
      if (!count[other] || !isHeavier(count, other, cell)) continue;
      const dx = sumX[other] / count[other] - x;
      const dy = sumY[other] / count[other] - y;
      if (dx * dx + dy * dy > reach) continue;
      if (best < 0 || isHeavier(count, other, best)) best = other;
    }
  }
  return best;
}

/** @param {Int32Array} count @param {number} a @param {number} b */
function isHeavier(count, a, b) {
  return count[a] > count[b] || (count[a] === count[b] && a > b);
}

/** @param {Cells} cells @param {GridView} view @param {number} cell @returns {Cluster} */
function hexagon({ count, expected, row }, view, cell) {
  const here = { count: count[cell], expected: expected[cell], row: row[cell] };
  return { ...middleOf(view, cell), ...here, cells: [cell], isHexagon: true };
}

/** @param {Cells} cells @param {number[]} group @returns {Cluster} */
function gather(cells, group) {
  let [x, y, count, expected, row] = [0, 0, 0, 0, -1];
  for (let at = 0; at < group.length; at++) {
    const cell = group[at];
    x += cells.sumX[cell];
    y += cells.sumY[cell];
    count += cells.count[cell];
    expected += cells.expected[cell];
    row = Math.max(row, cells.row[cell]);
  }
  return { x: x / count, y: y / count, count, expected, row, cells: group };
}

/**
 * Number of events of a cluster in each layer.
 * @param {Cells} cells
 * @param {Cluster} cluster
 */
export function layersOf(cells, cluster) {
  const size = cells.byLayer.length / cells.count.length;
  const sums = new Array(size).fill(0);
  for (const cell of cluster.cells) {
    for (let layer = 0; layer < size; layer++) sums[layer] += cells.byLayer[cell * size + layer];
  }
  return sums;
}

/**
 * The rows of a cluster, in order.
 * @param {Columns} columns
 * @param {{ rows: Uint32Array, count: number, cells: Cells, areas: Uint8Array }} seen
 * @param {Cluster} cluster
 */
export function rowsOf(columns, seen, cluster) {
  const { view } = seen.cells;
  const wanted = new Set(cluster.cells);
  /** @type {number[]} */
  const found = [];
  for (let n = 0; view && n < seen.count && found.length < cluster.count; n++) {
    const row = seen.rows[n];
    if (columns.shape[row] && seen.areas[columns.shape[row] - 1]) continue;
    if (columns.kind[row] && wanted.has(cellOf(columns, row, view))) found.push(row);
  }
  return found;
}
