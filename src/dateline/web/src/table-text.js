/** Events as CSV and GeoJSON. Independent of the page. */
import { latOf, lonOf } from "./columns.js";
import { formatDay } from "./timespan.js";
import { isUndated, OPEN_END_DAY, OPEN_START_DAY } from "./window.js";

/** @typedef {import("./types.js").Columns} Columns */
/** @typedef {import("./types.js").Header} Header */
/** @typedef {Record<string, any>} Fields */

// The same rule as mapping/formulas.py: texts that a spreadsheet would run.
const FORMULA = /^'*(?:[=@\t\r]|[+-](?![0-9., °'"NSEWnsew+-]*$))/;

/** Excel reads UTF-8 only with this mark. */
export const BYTE_ORDER_MARK = "\ufeff";

/** Columns of a download that come first, if the page has them. */
const FIRST = [
  ...["event_id", "title", "when", "start", "end", "when_text", "where", "place_name", "lon", "lat"],
  ...["place_precision", "uncertainty_m", "layer", "event_type", "status", "verification"],
];

/** The names of all fields in a page, those that readers look for first. @param {Header} header @param {string[]} inColumns */
export function fieldNames({ text }, inColumns) {
  const parts = [text.head, text.body, text.places].flatMap((part) =>
    part ? [...part.fields, ...Object.keys(part.constants ?? {})] : [],
  );
  const all = new Set([...parts, ...inColumns, "start", "end", "layer"].filter((name) => !name.startsWith("#")));
  return [...FIRST.filter((name) => all.has(name)), ...[...all].filter((name) => !FIRST.includes(name))];
}

/** First and last day as ISO dates; null where open or undated. @param {Columns} columns @param {number} row */
export function isoDays({ start, end }, row) {
  const undated = isUndated(start[row], end[row]);
  return {
    start: undated || start[row] === OPEN_START_DAY ? null : formatDay(start[row]),
    end: undated || end[row] === OPEN_END_DAY ? null : formatDay(end[row]),
  };
}

/** One line of CSV (RFC 4180). @param {unknown[]} values */
export function csvLine(values) {
  return `${values.map(csvCell).join(",")}\r\n`;
}

/** @param {unknown} value */
function csvCell(value) {
  const text = guarded(cellText(value));
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A text that no spreadsheet runs as a formula. @param {string} text */
export function guarded(text) {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** @param {unknown} value @returns {string} */
function cellText(value) {
  if (value === null || value === undefined) return "";
  if (!Array.isArray(value)) return typeof value === "object" ? JSON.stringify(value) : String(value);
  if (value.some((one) => typeof one === "object")) return value.length ? JSON.stringify(value) : "";
  return value.join("; ");
}

/**
 * One feature of GeoJSON (RFC 7946).
 * @param {Columns} columns @param {number} row @param {Fields} properties
 */
export function feature(columns, row, properties) {
  return JSON.stringify({ type: "Feature", geometry: geometryOf(columns, row, properties), properties });
}

/**
 * The geometry of an event, as the page draws it; null without a place.
 * @param {Columns} columns @param {number} row @param {Fields} at lon and lat
 */
function geometryOf(columns, row, { lon, lat }) {
  if (!columns.kind[row]) return null;
  const parts = columns.shape[row] ? shapeParts(columns.shapes, columns.shape[row] - 1) : [];
  const types = [...new Set(parts.map(({ type }) => type))];
  // A shape that crosses 180° can't be written as it is drawn.
  const isWhole = parts.every(({ coordinates }) => [coordinates].flat(3).every((c) => Math.abs(c) <= 180));
  if (!parts.length || !isWhole) return { type: "Point", coordinates: [lon, lat] };
  if (parts.length === 1) return parts[0];
  if (types.length > 1) return { type: "GeometryCollection", geometries: parts };
  return { type: `Multi${types[0]}`, coordinates: parts.map(({ coordinates }) => coordinates) };
}

const [POINT, LINE, OUTER] = [0, 1, 2];

/** @param {import("./types.js").Shapes} shapes @param {number} number */
function shapeParts({ firstRing, ringKind, firstPoint, x, y }, number) {
  /** @type {{ type: string, coordinates: any[] }[]} */
  const parts = [];
  for (let ring = firstRing[number]; ring < firstRing[number + 1]; ring++) {
    const points = [];
    for (let at = firstPoint[ring]; at < firstPoint[ring + 1]; at++) {
      points.push([round(lonOf(x[at])), round(latOf(y[at]))]);
    }
    const kind = ringKind[ring];
    if (kind === POINT) parts.push(...points.map((coordinates) => ({ type: "Point", coordinates })));
    else if (kind === LINE) parts.push({ type: "LineString", coordinates: points });
    // Outer rings run counterclockwise, holes clockwise.
    else if (kind === OUTER) parts.push({ type: "Polygon", coordinates: [turned(points, true)] });
    else parts[parts.length - 1].coordinates.push(turned(points, false));
  }
  return parts;
}

/** @param {number[][]} points @param {boolean} isLeft whether to run counterclockwise */
function turned(points, isLeft) {
  const area = points.reduce((sum, [x, y], at) => {
    const [nextX, nextY] = points[(at + 1) % points.length];
    return sum + x * nextY - nextX * y;
  }, 0);
  return area > 0 === isLeft ? points : points.reverse();
}

/** To about a metre. @param {number} degrees */
function round(degrees) {
  return Math.round(degrees * 1e5) / 1e5;
}
