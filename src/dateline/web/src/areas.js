/**
 * Decides which shapes are drawn as areas at a zoom level. An event located only by area has no
 * point mark, which would suggest an exact spot, unless the area is too small to see.
 */

/** @typedef {import("./types.js").Shapes} Shapes */

/** Areas whose longer side is shorter than this many pixels are marked like points. */
const MIN_AREA_PX = 28;

const AREA = 2;
const CELL_PX = 64;

/** @type {WeakMap<Shapes, { order: Uint32Array, side: Float64Array }>} */
const SIZES = new WeakMap();

/** The shapes of some columns, the largest first, and the larger side of each. @param {Shapes} shapes */
export function sizesOf(shapes) {
  let sizes = SIZES.get(shapes);
  if (!sizes) {
    const side = new Float64Array(shapes.count);
    for (let shape = 0; shape < shapes.count; shape++) side[shape] = largestSide(shapes, shape);
    const order = Uint32Array.from({ length: shapes.count }, (_, shape) => shape);
    order.sort((a, b) => side[b] - side[a] || a - b);
    SIZES.set(shapes, (sizes = { order, side }));
  }
  return sizes;
}

/** The larger side of the largest ring of a shape, in worlds. @param {Shapes} shapes @param {number} shape */
function largestSide({ firstRing, bounds }, shape) {
  let side = 0;
  for (let ring = firstRing[shape]; ring < firstRing[shape + 1]; ring++) {
    const at = ring * 4;
    side = Math.max(side, bounds[at + 2] - bounds[at], bounds[at + 3] - bounds[at + 1]);
  }
  return side;
}

/**
 * Returns 1 for each shape that is drawn as an area, else 0.
 * @param {Shapes} shapes
 * @param {import("./types.js").GridView} view only its zoom is used
 * @returns {Uint8Array}
 */
export function areasOf(shapes, view) {
  const { side } = sizesOf(shapes);
  const least = (MIN_AREA_PX / CELL_PX) * 2 ** (view.shift - 32);
  return Uint8Array.from(side, (length, shape) =>
    length >= least && shapes.ringKind[shapes.firstRing[shape]] >= AREA ? 1 : 0,
  );
}

/**
 * Whether the area of an event is a whole country, which says little about where the event was.
 * @param {import("./types.js").Header} header @param {import("./types.js").Columns} columns @param {number} row
 */
export function isCountryWide({ dictionaries }, { codes }, row) {
  return dictionaries.place_precision[codes.place_precision[row] - 1] === "country";
}

/**
 * How much of a shape as a whole can be seen: 1 if it fits on the map, down to 0 if the map is far
 * inside it.
 * @param {Shapes} shapes @param {number} shape @param {import("./outline.js").Frame} frame
 */
export function wholeness(shapes, shape, { scale, width, height }) {
  const screens = (sizesOf(shapes).side[shape] * scale) / Math.max(width, height);
  return Math.max(0, Math.min(1, 2 - screens));
}
