/**
 * Draws the events on a canvas: areas, lines, rings of uncertainty, marks and clusters.
 * Knows columns and clusters, neither Leaflet nor the page.
 */
import { UNKNOWN_RADIUS, latOf } from "./columns.js";
import {
  centreOf,
  copyOf,
  courseOf,
  LANE_PX,
  longestRing,
  outlineOf,
  pointOf,
  shapesBySize,
} from "./outline.js";
import { paintSprite } from "./sprites.js";
import { drawSymbol, symbolOf } from "./symbols.js";
import { isExpected, SHAPE_CERTAIN, SHAPE_EXPECTED, SHAPE_FACTUAL } from "./visible.js";
import { sayNumber } from "./words.js";

/** @typedef {import("./types.js").Columns} Columns */
/** @typedef {import("./types.js").Header} Header */
/** @typedef {import("./visible.js").Seen} Seen */
/** @typedef {import("./clusters.js").Cluster} Cluster */

/** @typedef {import("./outline.js").Frame} Frame */

/**
 * @typedef {object} Theme
 * @property {string} paper What lies around a mark.
 * @property {string} ink
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
 * @property {Theme} theme
 * @property {(row: number) => boolean} isCertain
 * @property {number} selected Row, or -1.
 * @property {number} hovered Row, or -1.
 */

const WORLD = 2 ** 32;
const EARTH_M = 40_075_016.7; // round the equator
const FAINT = 0.45;
const MAX_HALOS = 1500;
/** Side of the largest symbol with what is around it. */
const MARK_PX = 36;
/** Room for the shadow round a cluster. */
const BUBBLE_ROOM_PX = 20;
/** How far beyond the edge a mark may be and still reach into sight. */
const EDGE_PX = 40;
const FONT = "600 12.5px system-ui, sans-serif";
const SMALL_FONT = "600 10px system-ui, sans-serif";
const ARROW_SHARE = 0.62; // of the way, so that it stands beside the mark in the middle

/** @param {CanvasRenderingContext2D} context @param {Scene} scene */
export function paint(context, scene) {
  const { frame } = scene;
  context.clearRect(0, 0, frame.width, frame.height);
  context.lineJoin = "round";
  for (const shape of shapesBySize(scene)) paintShape(context, scene, shape, -1);
  paintHalos(context, scene);
  paintEmphasis(context, scene, scene.hovered);
  paintEmphasis(context, scene, scene.selected);
  paintClusters(context, scene);
  paintSelectedMark(context, scene);
}

/** @param {CanvasRenderingContext2D} context @param {Scene} scene */
function paintClusters(context, scene) {
  const { frame, theme } = scene;
  context.lineWidth = 3.5;
  context.lineCap = "butt";
  context.fillStyle = theme.text;
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (const cluster of scene.clusters) {
    const at = centreOf(scene, cluster);
    const isInSight =
      at[0] > -EDGE_PX &&
      at[1] > -EDGE_PX &&
      at[0] < frame.width + EDGE_PX &&
      at[1] < frame.height + EDGE_PX;
    if (!isInSight) continue;
    if (cluster.count === 1) paintMark(context, scene, cluster.row, at);
    else paintCluster(context, scene, cluster, at);
  }
  context.setLineDash([]);
}

/**
 * Radius of a cluster in pixels.
 * @param {number} count
 */
export function clusterRadius(count) {
  return Math.min(30, 12 + 3.2 * Math.log2(count));
}

/**
 * Radius in pixels of the place that an event may be in, or 0 when none is to be drawn.
 * @param {{ columns: Columns, frame: Frame }} scene
 * @param {number} row
 */
function haloRadius({ columns, frame }, row) {
  const metres = columns.uncertainty[row];
  if (metres === UNKNOWN_RADIUS || columns.kind[row] !== 1) return 0;
  const stretch = Math.cos((latOf(columns.y[row] / WORLD) * Math.PI) / 180);
  const radius = (metres / EARTH_M / Math.max(0.05, stretch)) * frame.scale;
  return radius < 10 || radius > 3 * Math.max(frame.width, frame.height) ? 0 : radius;
}

/** @param {Scene} scene @param {number} row */
function colourOf({ columns, header, theme }, row) {
  return hue(header.layers[columns.layer[row]], theme);
}

/** @param {import("./types.js").LayerEntry} layer @param {Theme} theme */
function hue(layer, theme) {
  return theme.dark ? layer.colour_on_dark : layer.colour;
}

/**
 * Draws a shape as its shown events have it: what has happened filled and solid, what is expected
 * hatched and dashed. `row` draws it for one event, with emphasis.
 * @param {CanvasRenderingContext2D} context @param {Scene} scene
 * @param {number} shape @param {number} row -1 for all that are shown
 */
function paintShape(context, scene, shape, row) {
  const { columns, seen, theme } = scene;
  const bits = seen.shapes[shape];
  const strong = row >= 0;
  const one = strong ? row : seen.shapeRows[shape] - 1;
  const colour = colourOf(scene, one);
  const expected = strong
    ? isExpected(columns.status[row])
    : !(bits & SHAPE_FACTUAL) && Boolean(bits & SHAPE_EXPECTED);
  const directed = Boolean(columns.flags[one] & scene.header.flags.directed);
  const outline = outlineOf(columns.shapes, shape, scene.frame, directed ? LANE_PX : 0);
  context.save();
  context.globalAlpha = strong || bits & SHAPE_CERTAIN ? 1 : FAINT;
  const look = { colour, expected, strong, theme };
  paintArea(context, outline, look);
  paintLine(context, outline.lines, look);
  if (directed) paintArrow(context, scene, shape, colour);
  for (const at of outline.points) paintPart(context, at, look);
  context.restore();
}

/** A place of several. @param {CanvasRenderingContext2D} context @param {[number, number]} at @param {Look} look */
function paintPart(context, [x, y], { colour, theme }) {
  context.beginPath();
  context.arc(x, y, 4, 0, 2 * Math.PI);
  context.strokeStyle = theme.paper;
  context.lineWidth = 4;
  context.stroke();
  context.strokeStyle = colour;
  context.lineWidth = 1.8;
  context.stroke();
}

/** @typedef {{ colour: string, expected: boolean, strong: boolean, theme: Theme }} Look */

/**
 * @param {CanvasRenderingContext2D} context
 * @param {ReturnType<typeof outlineOf>} outline @param {Look} look
 */
function paintArea(context, { areas, edges }, { colour, expected, strong, theme }) {
  const alpha = context.globalAlpha;
  context.globalAlpha = alpha * (expected ? (strong ? 0.6 : 0.5) : strong ? 0.1 : 0.14);
  context.fillStyle = expected ? hatch(context, colour) : colour;
  context.fill(areas, "evenodd");
  context.globalAlpha = alpha;
  const dash = expected ? [5, 4] : [];
  if (strong) return cased(context, edges, { colour, theme, width: 2, dash });
  context.globalAlpha = alpha * 0.8;
  context.strokeStyle = colour;
  context.lineWidth = 1.2;
  context.setLineDash(dash);
  context.stroke(edges);
  context.setLineDash([]);
  context.globalAlpha = alpha;
}

/** @param {CanvasRenderingContext2D} context @param {Path2D} path @param {Look} look */
function paintLine(context, path, { colour, expected, strong, theme }) {
  const width = strong ? 3.6 : 2.4;
  context.lineCap = expected ? "round" : "butt";
  cased(context, path, { colour, theme, width, dash: expected ? [1, 6] : [10, 5] });
}

/**
 * A stroke on a wider one in the colour of the paper, so that it shows on anything.
 * @param {CanvasRenderingContext2D} context @param {Path2D} path
 * @param {{ colour: string, theme: Theme, width: number, dash: number[] }} line
 */
function cased(context, path, { colour, theme, width, dash }) {
  const alpha = context.globalAlpha;
  context.globalAlpha = alpha * 0.6;
  context.strokeStyle = theme.paper;
  context.lineWidth = width + 2.2;
  context.setLineDash([]);
  context.stroke(path);
  context.globalAlpha = alpha;
  context.strokeStyle = colour;
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
    const ink = /** @type {CanvasRenderingContext2D} */ (tile.getContext("2d"));
    ink.strokeStyle = colour;
    ink.lineWidth = 2;
    ink.beginPath();
    for (const offset of [-16, 0, 16]) {
      ink.moveTo(offset - 2, 18);
      ink.lineTo(offset + 18, -2);
    }
    ink.stroke();
    pattern = context.createPattern(tile, "repeat");
    pattern?.setTransform(new DOMMatrix().scale(0.5));
    HATCHES.set(colour, pattern);
  }
  return pattern ?? colour;
}

/**
 * An arrow head in the middle of a route, to where it leads.
 * @param {CanvasRenderingContext2D} context @param {Scene} scene
 * @param {number} shape @param {string} colour
 */
function paintArrow(context, scene, shape, colour) {
  const { columns, frame, theme } = scene;
  const { shapes } = columns;
  const ring = longestRing(shapes, shape);
  const copy = copyOf((shapes.bounds[ring * 4] + shapes.bounds[ring * 4 + 2]) / 2, frame);
  const course = courseOf(shapes, ring, { copy, frame, lane: LANE_PX });
  if (course.length < 2) return;
  const middle = Math.min(course.length - 2, Math.floor(course.length * ARROW_SHARE));
  const [[ax, ay], [bx, by]] = [course[middle], course[middle + 1]];
  context.save();
  context.translate((ax + bx) / 2, (ay + by) / 2);
  context.rotate(Math.atan2(by - ay, bx - ax));
  const head = new Path2D("M8 0L-6 6.5L-3 0L-6-6.5Z");
  context.strokeStyle = theme.paper;
  context.lineWidth = 3;
  context.stroke(head);
  context.fillStyle = colour;
  context.fill(head);
  context.restore();
}

/** @param {CanvasRenderingContext2D} context @param {Scene} scene */
function paintHalos(context, scene) {
  let single = 0;
  for (const { count } of scene.clusters) if (count === 1) single++;
  if (single > MAX_HALOS) return;
  for (const { count, row } of scene.clusters) if (count === 1) paintHalo(context, scene, row, false);
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
  if (row < 0 || !scene.columns.kind[row]) return;
  const shape = scene.columns.shape[row];
  if (shape) paintShape(context, scene, shape - 1, row);
  else paintHalo(context, scene, row, true);
}

/**
 * @param {CanvasRenderingContext2D} context @param {Scene} scene
 * @param {number} row @param {[number, number]} at
 */
function paintMark(context, scene, row, [x, y]) {
  const { columns, header, theme } = scene;
  const colour = colourOf(scene, row);
  const [statusCode, verificationCode] = [columns.status[row], columns.verification[row]];
  const alpha = context.globalAlpha;
  if (!scene.isCertain(row)) context.globalAlpha = FAINT;
  paintSprite(context, {
    name: `${statusCode} ${verificationCode} ${colour} ${theme.paper} ${theme.ink}`,
    size: MARK_PX,
    x,
    y,
    draw(pencil) {
      const status = header.dictionaries.status[statusCode - 1] ?? "unknown";
      const verification = header.dictionaries.verification[verificationCode - 1] ?? "unknown";
      const { paper, ink } = theme;
      drawSymbol(pencil, symbolOf(status, verification), { colour, paper, ink });
    },
  });
  context.globalAlpha = alpha;
}

/** @param {CanvasRenderingContext2D} context @param {Scene} scene */
function paintSelectedMark(context, scene) {
  for (const row of [scene.hovered, scene.selected]) {
    if (row < 0 || !scene.columns.kind[row]) continue;
    const [x, y] = pointOf(scene, row);
    if (row === scene.selected) {
      context.beginPath();
      context.arc(x, y, 15, 0, 2 * Math.PI);
      context.strokeStyle = scene.theme.paper;
      context.lineWidth = 6;
      context.stroke();
      context.strokeStyle = scene.theme.ink;
      context.lineWidth = 2.5;
      context.stroke();
    }
    paintMark(context, scene, row, [x, y]);
  }
}

/**
 * @param {CanvasRenderingContext2D} context @param {Scene} scene
 * @param {Cluster} cluster @param {[number, number]} at
 */
function paintCluster(context, scene, cluster, [x, y]) {
  const { theme, header } = scene;
  // By half pixels, so that there are few sprites.
  const radius = Math.round(clusterRadius(cluster.count) * 2) / 2;
  paintSprite(context, {
    name: `bubble ${radius} ${theme.bubble}`,
    size: 2 * radius + BUBBLE_ROOM_PX,
    x,
    y,
    draw(pencil) {
      pencil.beginPath();
      pencil.arc(0, 0, radius + 1.5, 0, 2 * Math.PI);
      pencil.fillStyle = theme.bubble;
      pencil.shadowColor = "rgb(0 0 0 / 0.28)";
      pencil.shadowBlur = 6;
      pencil.shadowOffsetY = 1;
      pencil.fill();
    },
  });
  // Nothing in it has happened: the ring is dashed, as a single such event's would be.
  context.setLineDash(cluster.factual ? [] : [4, 3]);
  let angle = -Math.PI / 2;
  const { byLayer } = scene.seen.cells;
  const layers = header.layers.length;
  for (let layer = 0; layer < layers; layer++) {
    let count = 0;
    for (const cell of cluster.cells) count += byLayer[cell * layers + layer];
    if (!count) continue;
    const next = angle + (count / cluster.count) * 2 * Math.PI;
    context.beginPath();
    context.arc(x, y, radius - 1.5, angle, next);
    context.strokeStyle = hue(header.layers[layer], theme);
    context.stroke();
    angle = next;
  }
  context.font = cluster.count > 9999 ? SMALL_FONT : FONT;
  context.fillText(sayNumber(cluster.count), x, y + 0.5);
}
