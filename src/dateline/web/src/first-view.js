/**
 * The part of the world that the map shows when it opens: the bulk of the precise events. Uses the
 * columns alone, neither the page nor the map.
 */

import { UNKNOWN_RADIUS } from "./columns.js";

/** @typedef {import("./types.js").Columns} Columns */
/** @typedef {import("./types.js").Header} Header */

/** A box in worlds (0 to 1); east may be above 1, beyond 180°. @typedef {{ west: number, north: number, east: number, south: number }} Box */

const WORLD = 2 ** 32;
const LINE = 3;
/** Places that are too wide to look at for the sake of one event. */
const WIDE = ["country", "unknown"];
const UNSURE_M = 300_000;
/** Areas and lines that are wider than this share of the world are not fitted completely. */
const WIDE_SHARE = 0.1;
/** At most this share of the events may be left out, if they are far from all others. */
const OUTLIERS = 0.15;
const FEWEST = 5;
/** How many times farther away than the others an outlier is. */
const FAR = 2.5;
/** Distances below this are near, in worlds: about 20 km. */
const NEAR = 0.0005;
const MOST_SAMPLES = 20_000;
const BINS = 360;

/**
 * The box around the bulk of the precise events among some rows; null if none is on the map.
 * @param {Columns} columns
 * @param {ArrayLike<number>} rows
 * @param {Header} header
 */
export function bulkBox(columns, rows, header) {
  const step = Math.max(1, Math.ceil(rows.length / MOST_SAMPLES));
  /** @type {number[]} */
  const placed = [];
  for (let n = 0; n < rows.length; n += step) if (columns.kind[rows[n]]) placed.push(rows[n]);
  const precise = placed.filter((row) => isPrecise(columns, row, header));
  const withRoutes = placed.filter((row) => columns.kind[row] === LINE || isPrecise(columns, row, header));
  // Routes between countries count only where there is little else.
  const known = precise.length * 2 < withRoutes.length ? withRoutes : precise;
  const chosen = known.length ? known : placed;
  const box = boxOf(columns, withoutOutliers(columns, chosen));
  return box && withShapes(columns, chosen, box);
}

/** @param {Columns} columns @param {number} row @param {Header} header */
function isPrecise({ codes, uncertainty, flags }, row, header) {
  const word = header.dictionaries.place_precision[codes.place_precision[row] - 1];
  if (word === "linear") return !(flags[row] & header.flags.loose_ends);
  return !WIDE.includes(word) && (uncertainty[row] <= UNSURE_M || uncertainty[row] === UNKNOWN_RADIUS);
}

/**
 * The box around the points of some events, with the widest empty part of the world outside it.
 * @param {Columns} columns @param {ArrayLike<number>} rows @returns {Box | null}
 */
export function boxOf({ x, y, kind }, rows) {
  const cut = widestGap(x, rows, kind);
  let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let n = 0; n < rows.length; n++) {
    const row = rows[n];
    if (!kind[row]) continue;
    const across = (x[row] - cut) >>> 0;
    if (across < west) west = across;
    if (across > east) east = across;
    if (y[row] < north) north = y[row];
    if (y[row] > south) south = y[row];
  }
  if (west > east) return null;
  const left = ((west + cut) % WORLD) / WORLD;
  return { west: left, north: north / WORLD, east: left + (east - west) / WORLD, south: south / WORLD };
}

/**
 * The end of the widest empty part of the world, going east, from where longitudes are counted.
 * @param {Uint32Array} x @param {ArrayLike<number>} rows @param {Uint8Array} kind
 */
function widestGap(x, rows, kind) {
  const first = new Float64Array(BINS).fill(Infinity);
  const last = new Float64Array(BINS).fill(-Infinity);
  for (let n = 0; n < rows.length; n++) {
    const row = rows[n];
    if (!kind[row]) continue;
    const bin = Math.floor((x[row] / WORLD) * BINS);
    first[bin] = Math.min(first[bin], x[row]);
    last[bin] = Math.max(last[bin], x[row]);
  }
  const used = [...first.keys()].filter((bin) => first[bin] !== Infinity);
  let [cut, widest] = [used.length ? first[used[0]] : 0, -1];
  used.forEach((bin, at) => {
    const before = last[used[(at || used.length) - 1]] - (at ? 0 : WORLD);
    if (first[bin] - before > widest) [cut, widest] = [first[bin], first[bin] - before];
  });
  return cut;
}

/** @param {Columns} columns @param {number[]} rows */
function withoutOutliers(columns, rows) {
  if (rows.length < FEWEST) return rows;
  const cut = widestGap(columns.x, rows, columns.kind);
  const across = rows.map((row) => ((columns.x[row] - cut) >>> 0) / WORLD);
  const down = rows.map((row) => columns.y[row] / WORLD);
  const [midX, midY] = [medianOf(across), medianOf(down)];
  const far = rows.map((_, n) => Math.max(Math.abs(across[n] - midX), Math.abs(down[n] - midY)));
  const sorted = Float64Array.from(far).sort();
  for (let n = rows.length - Math.max(1, Math.floor(rows.length * OUTLIERS)); n < rows.length; n++) {
    const reach = Math.max(sorted[n - 1], NEAR);
    if (sorted[n] > FAR * reach) return rows.filter((_, at) => far[at] <= reach);
  }
  return rows;
}

/** @param {number[]} values */
function medianOf(values) {
  return Float64Array.from(values).sort()[values.length >> 1];
}

/**
 * The box with the lines and areas of events that are in it, except for very wide ones.
 * @param {Columns} columns @param {number[]} rows @param {Box} box @returns {Box}
 */
function withShapes({ x, y, shape, shapes }, rows, box) {
  const grown = { ...box };
  const seen = new Set();
  for (const row of rows) {
    if (!shape[row] || seen.has(shape[row])) continue;
    const turn = Math.round((box.west + box.east) / 2 - x[row] / WORLD);
    const [px, py] = [x[row] / WORLD + turn, y[row] / WORLD];
    if (px < box.west || px > box.east || py < box.north || py > box.south) continue;
    seen.add(shape[row]);
    for (let ring = shapes.firstRing[shape[row] - 1]; ring < shapes.firstRing[shape[row]]; ring++) {
      const [west, north, east, south] = shapes.bounds.subarray(ring * 4, ring * 4 + 4);
      if (east - west > WIDE_SHARE || south - north > WIDE_SHARE) continue;
      const copy = Math.round(px - (west + east) / 2);
      grown.west = Math.min(grown.west, west + copy);
      grown.east = Math.max(grown.east, east + copy);
      grown.north = Math.min(grown.north, north);
      grown.south = Math.max(grown.south, south);
    }
  }
  return grown;
}
