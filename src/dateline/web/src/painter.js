/**
 * Draws the events on a canvas: areas, lines, rings of uncertainty, then marks and clusters.
 * Uses columns and clusters, neither Leaflet nor the page.
 */
import { isCountryWide, wholeness } from "./areas.js";
import { UNKNOWN_RADIUS, latOf } from "./columns.js";
import { colourOf, FAINT, markRadius, paintMark, paintMarks } from "./marks.js";
import {
  LANE_PX,
  outlineOf,
  pointOf,
  shapesBySize,
} from "./outline.js";
import { isExpected } from "./status.js";
import { SHAPE_CERTAIN, SHAPE_PLAIN } from "./visible.js";

/** @typedef {import("./types.js").Columns} Columns */
/** @typedef {import("./types.js").Header} Header */
/** @typedef {import("./visible.js").Seen} Seen */
/** @typedef {import("./clusters.js").Cluster} Cluster */

/** @typedef {import("./outline.js").Frame} Frame */

/**
 * @typedef {object} Theme
 * @property {string} background Colour around a mark.
 * @property {string} foreground
 * @property {string} text
 * @property {string} bubble
 * @property {boolean} dark
 *
 * @typedef {object} Scene
 * @property {Columns} columns
 * @property {Header} header
 * @property {Seen} seen
 * @property {Cluster[]} clusters
 * @property {Frame} frame
 * @property {number} ratio Screen pixels per canvas pixel.
 * @property {import("./draw-buffer.js").DrawBuffer} buffer Holds the single events.
 * @property {Theme} theme
 * @property {(row: number) => import("./window.js").TimeClass} timeClass
 * @property {(row: number) => boolean} isCertain
 * @property {number} selected Row, or -1.
 * @property {number} hovered Row, or -1.
 * @property {number[]} marked Rows that a story emphasises.
 */

const WORLD = 2 ** 32;
const EARTH_M = 40_075_016.7; // around the equator
const MAX_HALOS = 1500;
/** If all halos together would cover more screens than this, only the one pointed at is drawn. */
const MAX_HALO_SCREENS = 12;
/** How much of the usual fill a whole country has, and how much of its outline stays from inside. */
const COUNTRY_FILL = 0.25;
const COUNTRY_EDGE = 0.3;
/** The share of a route over which an end that is not known fades out. */
const LOOSE_SHARE = 0.35;
const ARROW_SHARE = 0.62; // share of the route, so that it is clear of the mark in the middle

/** @param {CanvasRenderingContext2D} context @param {Scene} scene */
export function paint(context, scene) {
  const { frame } = scene;
  context.clearRect(0, 0, frame.width, frame.height);
  context.lineJoin = "round";
  for (const shape of shapesBySize(scene)) paintShape(context, scene, shape, -1);
  paintHalos(context, scene);
  for (const row of strongRows(scene)) paintEmphasis(context, scene, row);
  paintMarks(context, scene);
  paintSelectedMark(context, scene);
}

/**
 * Radius in pixels of an event's uncertainty, or 0 if no ring is drawn.
 * @param {{ columns: Columns, frame: Frame }} scene
 * @param {number} row
 */
function haloRadius({ columns, frame }, row) {
  const metres = columns.uncertainty[row];
  if (metres === UNKNOWN_RADIUS || columns.kind[row] !== 1) return 0;
  const cosine = Math.cos((latOf(columns.y[row] / WORLD) * Math.PI) / 180);
  const radius = (metres / EARTH_M / Math.max(0.05, cosine)) * frame.scale;
  return radius < 10 || radius > 3 * Math.max(frame.width, frame.height) ? 0 : radius;
}

/**
 * Draws a shape for its shown events: hatched and dashed if all are planned or forecast, else filled
 * and solid. With `row`, draws it for one event, emphasised.
 * @param {CanvasRenderingContext2D} context @param {Scene} scene
 * @param {number} shape @param {number} row a row, or -1 for all shown events
 */
function paintShape(context, scene, shape, row) {
  const { columns, seen, theme } = scene;
  const bits = seen.shapes[shape];
  const strong = row >= 0;
  const one = strong ? row : seen.shapeRows[shape] - 1;
  const colour = colourOf(scene, one);
  const expected = strong
    ? isExpected(columns.status[row])
    : !(bits & SHAPE_PLAIN);
  const directed = Boolean(columns.flags[one] & scene.header.flags.directed);
  const outline = outlineOf(columns.shapes, shape, scene.frame, directed ? LANE_PX : 0);
  context.save();
  context.globalAlpha = strong || bits & SHAPE_CERTAIN ? 1 : FAINT;
  const whole = wholeness(columns.shapes, shape, scene.frame);
  const isCountry = !strong && isCountryWide(scene.header, columns, one);
  const fill = isCountry ? COUNTRY_FILL * whole : 1;
  const edge = isCountry ? COUNTRY_EDGE + (1 - COUNTRY_EDGE) * whole : 1;
  const look = { colour, expected, strong, theme, fill, edge };
  paintArea(context, outline, look);
  paintLine(context, outline.lines, look);
  for (const line of outline.loose) paintLine(context, line.path, look, fading(context, colour, line));
  if (directed) for (const course of outline.courses) paintArrow(context, course, look);
  for (const at of outline.points) paintPart(context, at, look);
  context.restore();
}

/** One point of a shape that has several. @param {CanvasRenderingContext2D} context @param {[number, number]} at @param {Look} look */
function paintPart(context, [x, y], { colour, theme }) {
  context.beginPath();
  context.arc(x, y, 4, 0, 2 * Math.PI);
  context.strokeStyle = theme.background;
  context.lineWidth = 4;
  context.stroke();
  context.strokeStyle = colour;
  context.lineWidth = 1.8;
  context.stroke();
}

/**
 * @typedef {object} Look
 * @property {string} colour
 * @property {boolean} expected
 * @property {boolean} strong
 * @property {Theme} theme
 * @property {number} [fill] Share of the usual opacity of the inside.
 * @property {number} [edge] The same for the outline.
 */

/**
 * @param {CanvasRenderingContext2D} context
 * @param {ReturnType<typeof outlineOf>} outline @param {Look} look
 */
function paintArea(context, { areas, edges }, { colour, expected, strong, theme, fill = 1, edge = 1 }) {
  const alpha = context.globalAlpha;
  context.globalAlpha = alpha * fill * (expected ? (strong ? 0.6 : 0.5) : strong ? 0.1 : 0.14);
  context.fillStyle = expected ? hatch(context, colour) : colour;
  context.fill(areas, "evenodd");
  context.globalAlpha = alpha;
  const dash = expected ? [5, 4] : [];
  if (strong) return cased(context, edges, { colour, theme, width: 2, dash });
  context.globalAlpha = alpha * 0.8 * edge;
  context.strokeStyle = colour;
  context.lineWidth = 1.2;
  context.setLineDash(dash);
  context.stroke(edges);
  context.setLineDash([]);
  context.globalAlpha = alpha;
}

/** @param {CanvasRenderingContext2D} context @param {Path2D} path @param {Look} look @param {CanvasGradient} [fade] */
function paintLine(context, path, { colour, expected, strong, theme }, fade) {
  const width = strong ? 3.6 : 2.4;
  context.lineCap = expected ? "round" : "butt";
  cased(context, path, { colour, theme, width, dash: expected ? [1, 6] : [10, 5], fade });
}

/**
 * A colour that fades out towards one or both ends of a line.
 * @param {CanvasRenderingContext2D} context @param {string} colour
 * @param {ReturnType<typeof outlineOf>["loose"][0]} line
 */
function fading(context, colour, { ends, from: [ax, ay], to: [bx, by] }) {
  const gradient = context.createLinearGradient(ax, ay, bx, by);
  const clear = `${colour}00`; // colours of layers are #rrggbb
  gradient.addColorStop(0, ends & 1 ? clear : colour);
  gradient.addColorStop(LOOSE_SHARE, colour);
  gradient.addColorStop(1 - LOOSE_SHARE, colour);
  gradient.addColorStop(1, ends & 2 ? clear : colour);
  return gradient;
}

/**
 * A stroke on top of a wider one in the background colour, so that it is visible on anything.
 * @param {CanvasRenderingContext2D} context @param {Path2D} path
 * @param {{ colour: string, theme: Theme, width: number, dash: number[], fade?: CanvasGradient | undefined }} line
 */
function cased(context, path, { colour, theme, width, dash, fade }) {
  const alpha = context.globalAlpha;
  context.globalAlpha = alpha * 0.6;
  context.strokeStyle = theme.background;
  context.lineWidth = width + 2.2;
  context.setLineDash([]);
  // Below a line that fades out it would stay as a grey shadow.
  if (!fade) context.stroke(path);
  context.globalAlpha = alpha;
  context.strokeStyle = fade ?? colour;
  context.lineWidth = width;
  context.setLineDash(dash);
  context.stroke(path);
  context.setLineDash([]);
}

/** @type {Map<string, CanvasPattern | null>} */
const HATCHES = new Map();

/** @param {CanvasRenderingContext2D} context @param {string} colour */
function hatch(context, colour) {
  let pattern = HATCHES.get(colour);
  if (pattern === undefined) {
    const tile = document.createElement("canvas");
    tile.width = tile.height = 16;
    const ctx = /** @type {CanvasRenderingContext2D} */ (tile.getContext("2d"));
    ctx.strokeStyle = colour;
    ctx.lineWidth = 2;
    ctx.beginPath();
    for (const offset of [-16, 0, 16]) {
      ctx.moveTo(offset - 2, 18);
      ctx.lineTo(offset + 18, -2);
    }
    ctx.stroke();
    pattern = context.createPattern(tile, "repeat");
    pattern?.setTransform(new DOMMatrix().scale(0.5));
    HATCHES.set(colour, pattern);
  }
  return pattern ?? colour;
}

/**
 * An arrow head near the middle of a route, or of a part of it, in its direction.
 * @param {CanvasRenderingContext2D} context @param {[number, number][]} course @param {Look} look
 */
function paintArrow(context, course, { colour, theme }) {
  const middle = Math.min(course.length - 2, Math.floor(course.length * ARROW_SHARE));
  const [[ax, ay], [bx, by]] = [course[middle], course[middle + 1]];
  context.save();
  context.translate((ax + bx) / 2, (ay + by) / 2);
  context.rotate(Math.atan2(by - ay, bx - ax));
  const head = new Path2D("M8 0L-6 6.5L-3 0L-6-6.5Z");
  context.strokeStyle = theme.background;
  context.lineWidth = 3;
  context.stroke(head);
  context.fillStyle = colour;
  context.fill(head);
  context.restore();
}

/** @param {CanvasRenderingContext2D} context @param {Scene} scene */
function paintHalos(context, scene) {
  const { singles } = scene.seen;
  /** @type {number[]} */
  const rows = [];
  for (const { count, row, isHexagon } of scene.clusters) if (count === 1 && !isHexagon) rows.push(row);
  if (rows.length + singles.count > MAX_HALOS) return;
  for (let mark = 0; mark < singles.count; mark++) rows.push(widestOf(scene, mark));
  const screen = scene.frame.width * scene.frame.height;
  const covered = rows.reduce((sum, row) => {
    return sum + Math.min(screen, Math.PI * haloRadius(scene, row) ** 2);
  }, 0);
  if (covered > MAX_HALO_SCREENS * screen) return;
  for (const row of rows) paintHalo(context, scene, row, false);
}

/** The event of a mark with the largest uncertainty. @param {Scene} scene @param {number} mark */
function widestOf({ columns, seen }, mark) {
  const { size, head, rows, next } = seen.singles;
  let [widest, metres] = [rows[head[mark]], -1];
  for (let n = 0, at = head[mark]; n < size[mark]; n++, at = next[at]) {
    const own = columns.uncertainty[rows[at]];
    if (own !== UNKNOWN_RADIUS && own > metres) [widest, metres] = [rows[at], own];
  }
  return widest;
}

/** @param {CanvasRenderingContext2D} context @param {Scene} scene @param {number} row @param {boolean} strong */
function paintHalo(context, scene, row, strong) {
  const radius = haloRadius(scene, row);
  if (!radius) return;
  const { width, height } = scene.frame;
  const [x, y] = pointOf(scene, row);
  if (x + radius < 0 || y + radius < 0 || x - radius > width || y - radius > height) return;
  const expected = isExpected(scene.columns.status[row]);
  const path = new Path2D();
  path.arc(x, y, radius, 0, 2 * Math.PI);
  context.save();
  context.globalAlpha = strong || scene.isCertain(row) ? 1 : FAINT;
  const colour = colourOf(scene, row);
  context.globalAlpha *= strong ? 0.2 : 0.1;
  context.fillStyle = expected ? hatch(context, colour) : colour;
  context.fill(path);
  context.globalAlpha = strong ? 1 : 0.75;
  cased(context, path, { colour, theme: scene.theme, width: strong ? 2 : 1.2, dash: [2, 3] });
  context.restore();
}

/** @param {CanvasRenderingContext2D} context @param {Scene} scene @param {number} row */
function paintEmphasis(context, scene, row) {
  const shape = scene.columns.shape[row];
  if (shape) paintShape(context, scene, shape - 1, row);
  else paintHalo(context, scene, row, true);
}

/** The events that are emphasised, from back to front. @param {Scene} scene */
function strongRows({ columns, marked, hovered, selected }) {
  return [...marked, hovered, selected].filter((row) => row >= 0 && columns.kind[row]);
}

/** @param {CanvasRenderingContext2D} context @param {Scene} scene */
function paintSelectedMark(context, scene) {
  for (const row of strongRows(scene)) {
    // An area is emphasised as a whole, without a mark.
    const shape = scene.columns.shape[row];
    if (shape && scene.seen.areas[shape - 1]) continue;
    const [x, y] = pointOf(scene, row);
    if (row === scene.selected || scene.marked.includes(row)) {
      context.beginPath();
      context.arc(x, y, Math.max(15, markRadius(scene.columns, row) + 4), 0, 2 * Math.PI);
      context.strokeStyle = scene.theme.background;
      context.lineWidth = 6;
      context.stroke();
      context.strokeStyle = scene.theme.foreground;
      context.lineWidth = 2.5;
      context.stroke();
    }
    paintMark(context, scene, row, [x, y]);
  }
}
