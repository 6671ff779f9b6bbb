/** Decodes the base map that `render/basemap_pack.py` packed. Uses neither the DOM nor Leaflet. */
import { say } from "./say.js";

/**
 * The lines of one layer. Coordinates are world units: Web Mercator, 0 to 1 from the north-west corner.
 * @typedef {object} Lines
 * @property {Float32Array} x
 * @property {Float32Array} y
 * @property {Uint32Array} start Index in `x` and `y` of each line's first point, plus the total length.
 * @property {Uint8Array} zoom Lowest zoom at which each line is drawn.
 * @property {Float32Array} box West, north, east and south of each line, four values a line.
 */

/**
 * @typedef {object} Label
 * @property {LabelKind} kind
 * @property {string} text
 * @property {string} country For a region, its country; otherwise empty.
 * @property {number} x World units.
 * @property {number} y World units.
 * @property {number} zoom Lowest zoom at which it is shown.
 */

/** @typedef {"country" | "sea" | "admin1" | "disputed" | "lake" | "city"} LabelKind */
/** @typedef {"land" | "lakes" | "disputed" | "rivers" | "regions" | "countries" | "contested"} LayerName */

/**
 * @typedef {object} Basemap
 * @property {string} worldview Point of view whose borders are drawn solid.
 * @property {Record<LayerName, Lines>} layers
 * @property {Label[]} labels In order of priority.
 * @property {[near: number, far: number]} outlines About how exact lines are near the events and
 *   elsewhere, metres.
 * @property {Record<string, number[]>} [dropped] If this is the detail of a map, the lines of each
 *   layer of the world that it replaces.
 */

/**
 * @typedef {object} Head
 * @property {number} format
 * @property {string} worldview
 * @property {number} unit Degrees per integer step.
 * @property {[LayerName, number][]} layers Name and number of lines.
 * @property {[near: number, far: number]} outlines
 * @property {Record<string, number[]>} [dropped]
 * @property {{ kinds: LabelKind[], text: string[], kind: number[], x: number[], y: number[], zoom: number[] }} labels
 */

const FORMAT = 1;
const COARSE = 10;
/** Highest latitude of Web Mercator, which makes the world a square. */
const MAX_LAT = 85.0511287798066;
/** How many zoom levels of priority a kind of label has over others of the same zoom. */
const HEAD_START = { country: 1.2, sea: 0.4, disputed: 0.2, city: 0, lake: -0.5, admin1: -0.6 };

/**
 * Decodes the base map from inflated bytes.
 * @param {Uint8Array} bytes
 * @returns {Basemap}
 */
export function decodeBasemap(bytes) {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  /** @type {Head} */
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  if (head.format !== FORMAT) throw new Error(say("trouble.base_map", { format: String(head.format), wanted: String(FORMAT) }));
  const read = makeReader(bytes, 4 + length);
  const layers = head.layers.map(([name, count]) => [name, readLines(read, count, head.unit)]);
  const dropped = head.dropped ? { dropped: head.dropped } : {};
  const { worldview, outlines } = head;
  return { worldview, outlines, layers: Object.fromEntries(layers), labels: readLabels(head), ...dropped };
}

/** @param {number} lon Degrees. */
export function mercatorX(lon) {
  return lon / 360 + 0.5;
}

/** @param {number} lat Degrees. */
export function mercatorY(lat) {
  const sine = Math.sin((Math.max(-MAX_LAT, Math.min(MAX_LAT, lat)) * Math.PI) / 180);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
}

/** Reads one varint after the other. @param {Uint8Array} bytes @param {number} at */
function makeReader(bytes, at) {
  return () => {
    let byte = bytes[at++];
    let value = byte & 127;
    for (let shift = 7; byte > 127; shift += 7) {
      byte = bytes[at++];
      value |= (byte & 127) << shift;
    }
    return value >>> 0;
  };
}

/** A difference: even for multiples of ten, odd for the rest. @param {number} value */
function step(value) {
  const zigzag = value >>> 1;
  const whole = zigzag & 1 ? -(zigzag + 1) / 2 : zigzag / 2;
  return value & 1 ? whole : whole * COARSE;
}

/**
 * @param {() => number} read
 * @param {number} count
 * @param {number} unit
 * @returns {Lines}
 */
function readLines(read, count, unit) {
  const zoom = new Uint8Array(count);
  const start = new Uint32Array(count + 1);
  for (let line = 0; line < count; line++) {
    zoom[line] = read();
    start[line + 1] = start[line] + read();
  }
  const x = new Float32Array(start[count]);
  const y = new Float32Array(start[count]);
  let [lon, lat] = [0, 0];
  for (let vertex = 0; vertex < x.length; vertex++) {
    lon += step(read());
    lat += step(read());
    x[vertex] = mercatorX(lon * unit);
    y[vertex] = mercatorY(lat * unit);
  }
  return { x, y, start, zoom, box: boxes(x, y, start) };
}

/** @param {Float32Array} x @param {Float32Array} y @param {Uint32Array} start */
function boxes(x, y, start) {
  const box = new Float32Array((start.length - 1) * 4);
  for (let line = 0; line + 1 < start.length; line++) {
    let west = Infinity;
    let north = Infinity;
    let east = -Infinity;
    let south = -Infinity;
    for (let vertex = start[line]; vertex < start[line + 1]; vertex++) {
      if (x[vertex] < west) west = x[vertex];
      if (x[vertex] > east) east = x[vertex];
      if (y[vertex] < north) north = y[vertex];
      if (y[vertex] > south) south = y[vertex];
    }
    box.set([west, north, east, south], line * 4);
  }
  return box;
}

/** @param {Head} head @returns {Label[]} */
function readLabels({ labels: { kinds, text, kind, x, y, zoom }, unit }) {
  const labels = text.map((name, index) => ({
    kind: kinds[kind[index]],
    text: name.split("\t")[0],
    country: name.split("\t")[1] ?? "",
    x: mercatorX(x[index] * unit),
    y: mercatorY(y[index] * unit),
    zoom: zoom[index] / 10,
  }));
  return byPriority(labels);
}

/** Sorts labels by priority; those of equal priority keep their order. @param {Label[]} labels */
export function byPriority(labels) {
  /** @param {Label} label */
  const turn = (label) => label.zoom - HEAD_START[label.kind];
  return labels.sort((a, b) => turn(a) - turn(b) || a.zoom - b.zoom);
}
