/**
 * Bytes to columns: reads what `render/columns.py` and `render/payload.py` write.
 * Knows neither the page nor the map.
 */
import { say } from "./say.js";

/** @typedef {import("./types.js").Header} Header */
/** @typedef {import("./types.js").Columns} Columns */
/** @typedef {import("./types.js").Shapes} Shapes */
/** @typedef {import("./types.js").Numbers} Numbers */

/** The payload version that this module reads. */
export const VERSION = 4;
export const UNKNOWN_RADIUS = 2 ** 32 - 1;

/** The latitude where Web Mercator ends. */
const MAX_LAT = 85.0511287798066;
const WORLD = 2 ** 32;

const ARRAYS = { u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, i32: Int32Array };

/**
 * The bytes of what `to_base91` wrote: 13 bits in two digits, and up to 6 bits in a last one.
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function fromBase91(text) {
  const pairs = text.length >> 1;
  const last = text.length & 1;
  const bytes = new Uint8Array((13 * pairs + 6 * last) >> 3);
  let held = 0;
  let bits = 0;
  let at = 0;
  for (let i = 0; i < text.length; i += 2) {
    const high = i + 1 < text.length ? DIGITS[text.charCodeAt(i + 1)] : 0;
    held |= (DIGITS[text.charCodeAt(i)] + 91 * high) << bits;
    // What lies past the end of the bytes is nothing but the zeros that filled the last digits.
    for (bits += 13; bits >= 8; bits -= 8, held >>>= 8) bytes[at++] = held;
  }
  return bytes;
}

/** What each character is worth: those from "!" to "~" without the quote, "<" and the backslash. */
const DIGITS = new Uint8Array(128);
for (let code = 0x21, digit = 0; code < 0x7f; code++) {
  if (!'"<\\'.includes(String.fromCharCode(code))) DIGITS[code] = digit++;
}

/**
 * Inflates raw deflate (RFC 1951).
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function inflate(bytes) {
  if (typeof DecompressionStream === "undefined") {
    throw new Error(say("trouble.too_old"));
  }
  const stream = new DecompressionStream("deflate-raw");
  const writer = stream.writable.getWriter();
  // What is wrong with the bytes is reported where they are read.
  writer.write(bytes).catch(() => {});
  writer.close().catch(() => {});
  return new Uint8Array(await new Response(stream.readable).arrayBuffer());
}

/**
 * Undoes the shuffle and the steps of one column.
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {import("./types.js").ColumnEntry} entry
 * @returns {Numbers}
 */
export function decodeColumn(bytes, { type, length, step }) {
  const column = new ARRAYS[type](length);
  const width = column.BYTES_PER_ELEMENT;
  if (width === 1) column.set(bytes.subarray(0, length));
  else if (width === 2) {
    for (let i = 0; i < length; i++) column[i] = bytes[i] | (bytes[length + i] << 8);
  } else {
    const [second, third, fourth] = [length, 2 * length, 3 * length];
    for (let i = 0; i < length; i++) {
      column[i] =
        bytes[i] | (bytes[second + i] << 8) | (bytes[third + i] << 16) | (bytes[fourth + i] << 24);
    }
  }
  if (step) for (let i = 1; i < length; i++) column[i] += column[i - 1];
  return column;
}

/**
 * The columns of a payload.
 * @param {Header} header
 * @param {string} core base91 of the deflated columns
 * @returns {Promise<Columns>}
 */
export async function decodeColumns(header, core) {
  if (header.version !== VERSION) {
    throw new Error(say("trouble.version", { version: String(header.version), wanted: String(VERSION) }));
  }
  const bytes = await inflate(fromBase91(core));
  /** @type {Record<string, Numbers>} */
  const named = {};
  let offset = 0;
  for (const entry of header.columns) {
    const size = entry.length * ARRAYS[entry.type].BYTES_PER_ELEMENT;
    named[entry.name] = decodeColumn(bytes.subarray(offset, offset + size), entry);
    offset += size;
  }
  if (offset !== bytes.length) {
    throw new Error(say("trouble.short", { bytes: bytes.length, wanted: offset }));
  }
  return assemble(header, named);
}

/**
 * The hash of the id of each event.
 * @param {number} count events
 * @param {string} ids base91 of the deflated column
 */
export async function decodeIds(count, ids) {
  const bytes = await inflate(fromBase91(ids));
  return decodeColumn(bytes, { name: "id_hash", type: "u16", length: count });
}

/**
 * @param {Header} header
 * @param {Record<string, any>} named
 * @returns {Columns}
 */
function assemble(header, named) {
  const { count, steps_per_degree: steps } = header;
  const { lon, lat } = named;
  const x = new Uint32Array(count);
  const y = new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    x[i] = Math.floor(worldX(lon[i] / steps) * WORLD);
    // The north edge comes out just below 0, which the column would turn into the south edge.
    y[i] = Math.max(0, Math.min(WORLD - 1, Math.floor(worldY(lat[i] / steps) * WORLD)));
  }
  const codes = Object.fromEntries(Object.keys(header.dictionaries).map((name) => [name, named[name]]));
  return {
    count,
    start: named.start,
    end: named.end,
    begun: named.begun_after ? added(named.start, named.begun_after, 1) : named.start,
    lasting: named.lasting_before ? added(named.end, named.lasting_before, -1) : named.end,
    written: named.written_after ? added(named.start, named.written_after, 1) : named.start,
    lon,
    lat,
    x,
    y,
    uncertainty: named.uncertainty_m,
    layer: named.layer,
    codes,
    status: named.status,
    facets: header.facets.map(({ column, many }) => ({
      codes: named[column],
      first: many ? startsOf(named[`${column}_lengths`]) : null,
      size: header.dictionaries[column].length + 1,
    })),
    flags: named.flags,
    kind: named.kind,
    deaths: named.deaths ?? null,
    style: named.style ?? null,
    size: named.size ?? null,
    symbol: named.symbol ?? null,
    shape: named.shape,
    shapes: assembleShapes(named, header.shape_steps_per_degree),
  };
}

/** Days moved by a number of days each. @param {Int32Array} days @param {Numbers} by @param {1 | -1} sign */
function added(days, by, sign) {
  return days.map((day, i) => day + sign * by[i]);
}

/**
 * @param {Record<string, any>} named
 * @param {number} steps steps in a degree
 * @returns {Shapes}
 */
function assembleShapes(named, steps) {
  const { shape_lon: lon, shape_lat: lat, ring_kind: ringKind } = named;
  const firstRing = startsOf(named.shape_rings);
  const firstPoint = startsOf(named.ring_length);
  const x = new Float64Array(lon.length);
  const y = new Float64Array(lon.length);
  for (let i = 0; i < lon.length; i++) {
    x[i] = worldX(lon[i] / steps);
    y[i] = worldY(lat[i] / steps);
  }
  const bounds = new Float64Array(ringKind.length * 4);
  for (let ring = 0; ring < ringKind.length; ring++) {
    let west = Infinity;
    let north = Infinity;
    let east = -Infinity;
    let south = -Infinity;
    for (let i = firstPoint[ring]; i < firstPoint[ring + 1]; i++) {
      if (x[i] < west) west = x[i];
      if (x[i] > east) east = x[i];
      if (y[i] < north) north = y[i];
      if (y[i] > south) south = y[i];
    }
    bounds[ring * 4] = west;
    bounds[ring * 4 + 1] = north;
    bounds[ring * 4 + 2] = east;
    bounds[ring * 4 + 3] = south;
  }
  const ringLoose = named.ring_loose ?? new Uint8Array(ringKind.length);
  return { count: named.shape_rings.length, firstRing, ringKind, ringLoose, firstPoint, x, y, bounds };
}

/**
 * Where each piece starts, from the lengths of the pieces; one longer than they are.
 * @param {Numbers} lengths
 */
function startsOf(lengths) {
  const starts = new Uint32Array(lengths.length + 1);
  for (let i = 0; i < lengths.length; i++) starts[i + 1] = starts[i] + lengths[i];
  return starts;
}

/**
 * Longitude as a share of the world's width from 180° west.
 * @param {number} lon
 */
export function worldX(lon) {
  return lon / 360 + 0.5;
}

/**
 * Latitude as a share of the world's height from the north edge of Web Mercator.
 * @param {number} lat
 */
export function worldY(lat) {
  const sine = Math.sin((Math.max(-MAX_LAT, Math.min(MAX_LAT, lat)) * Math.PI) / 180);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
}

/**
 * Longitude of a world column.
 * @param {number} x share of the world's width
 */
export function lonOf(x) {
  return (x - 0.5) * 360;
}

/**
 * Latitude of a world row.
 * @param {number} y share of the world's height
 */
export function latOf(y) {
  return (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI;
}

/**
 * The hash of an id, as `hash_texts` has it.
 * @param {string} text
 */
export function hashOf(text) {
  let sum = 0;
  let power = 1;
  for (const byte of new TextEncoder().encode(text)) {
    power = Math.imul(power, 16777619);
    sum += Math.imul(byte, power);
  }
  return (sum | 0) >>> 16;
}
