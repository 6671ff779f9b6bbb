/**
 * Draws the events on a canvas: areas, lines, rings of uncertainty, marks and clusters.
 * Knows columns and clusters, neither Leaflet nor the page.
 */
import { UNKNOWN_RADIUS, latOf } from "./columns.js";
import { layersOf } from "./clusters.js";
import { drawSymbol, symbolOf } from "./symbols.js";
import { isExpected, SHAPE_CERTAIN, SHAPE_EXPECTED, SHAPE_FACTUAL } from "./visible.js";
import { sayNumber } from "./words.js";

/** @typedef {import("./types.js").Columns} Columns */
/** @typedef {import("./types.js").Header} Header */
/** @typedef {import("./visible.js").Seen} Seen */
/** @typedef {import("./clusters.js").Cluster} Cluster */

/**
 * @typedef {object} Frame Where the canvas lies on the world.
 * @property {number} west World share (0 to 1) at the left edge; may lie outside.
 * @property {number} north World share at the top edge.
 * @property {number} scale Pixels across the whole world.
 * @property {number} width Pixels.
 * @property {number} height
 *
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
const MIN_SHAPE_PX = 3;
const MIN_RING_PX = 2.5;
const CUT = 1e-6; // of the world's width
const LANE_PX = 3;
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
  for (const cluster of scene.clusters) {
    if (cluster.count === 1) paintMark(context, scene, cluster.row, centreOf(scene, cluster));
    else paintCluster(context, scene, cluster);
  }
  paintSelectedMark(context, scene);
}

/**
 * Where a cluster is on the canvas.
 * @param {{ seen: Seen, frame: Frame }} scene
 * @param {Cluster} cluster
 * @returns {[number, number]}
 */
export function centreOf({ seen, frame }, cluster) {
  const view = /** @type {import("./types.js").GridView} */ (seen.cells.view);
  const x = (view.x0 + cluster.x) / WORLD;
  return [
    (x + copyOf(x, frame) - frame.west) * frame.scale,
    ((view.y0 + cluster.y) / WORLD - frame.north) * frame.scale,
  ];
}

/**
 * Where an event is on the canvas.
 * @param {{ columns: Columns, frame: Frame }} scene
 * @param {number} row
 * @returns {[number, number]}
 */
export function pointOf({ columns, frame }, row) {
  const x = columns.x[row] / WORLD;
  return [
    (x + copyOf(x, frame) - frame.west) * frame.scale,
    (columns.y[row] / WORLD - frame.north) * frame.scale,
  ];
}

/**
 * How many worlds to shift a column by, so that it comes nearest to the middle of the frame.
 * @param {number} x @param {Frame} frame
 */
function copyOf(x, frame) {
  return Math.round(frame.west + frame.width / frame.scale / 2 - x);
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

/** @param {Scene} scene */
function shapesBySize({ columns, seen, frame }) {
  const { shapes } = columns;
  const found = [];
  for (let shape = 0; shape < shapes.count; shape++) {
    if (!seen.shapes[shape]) continue;
    const size = pixelSize(shapes, shape, frame);
    if (size >= MIN_SHAPE_PX) found.push({ shape, size });
  }
  return found.sort((a, b) => b.size - a.size || a.shape - b.shape).map(({ shape }) => shape);
}

/** @param {import("./types.js").Shapes} shapes @param {number} shape @param {Frame} frame */
function pixelSize(shapes, shape, frame) {
  let size = 0;
  for (let ring = shapes.firstRing[shape]; ring < shapes.firstRing[shape + 1]; ring++) {
    const [west, north, east, south] = shapes.bounds.subarray(ring * 4, ring * 4 + 4);
    if (!isInFrame(west, north, east, south, frame)) continue;
    size = Math.max(size, (east - west) * frame.scale, (south - north) * frame.scale);
  }
  return size;
}

/**
 * @param {number} west @param {number} north @param {number} east @param {number} south
 * @param {Frame} frame
 */
function isInFrame(west, north, east, south, frame) {
  const copy = copyOf((west + east) / 2, frame);
  return (
    east + copy >= frame.west &&
    west + copy <= frame.west + frame.width / frame.scale &&
    south >= frame.north &&
    north <= frame.north + frame.height / frame.scale
  );
}

/**
 * The outline of a shape on the canvas. Rings too small to see are left out, and so is the line
 * along 180° where an area was only cut to fit on the map.
 * @param {import("./types.js").Shapes} shapes
 * @param {number} shape
 * @param {Frame} frame
 * @param {number} [lane] pixels to the right of its course at which a line is drawn
 */
export function outlineOf(shapes, shape, frame, lane = 0) {
  const outline = {
    areas: new Path2D(),
    edges: new Path2D(),
    lines: new Path2D(),
    points: /** @type {[number, number][]} */ ([]),
  };
  let copy = 0;
  for (let ring = shapes.firstRing[shape]; ring < shapes.firstRing[shape + 1]; ring++) {
    const kind = shapes.ringKind[ring];
    const [west, north, east, south] = shapes.bounds.subarray(ring * 4, ring * 4 + 4);
    // A hole goes with the ring around it.
    if (kind !== 3) copy = copyOf((west + east) / 2, frame);
    if (kind >= 2 && Math.max(east - west, south - north) * frame.scale < MIN_RING_PX) continue;
    if (kind === 1) addLine(outline.lines, courseOf(shapes, ring, { copy, frame, lane }));
    else addRing(outline, shapes, ring, { copy, frame });
  }
  return outline;
}

/**
 * @param {ReturnType<typeof outlineOf>} outline
 * @param {import("./types.js").Shapes} shapes @param {number} ring
 * @param {{ copy: number, frame: Frame }} at
 */
function addRing({ areas, edges, points }, shapes, ring, { copy, frame }) {
  const kind = shapes.ringKind[ring];
  const first = shapes.firstPoint[ring];
  for (let i = first; i < shapes.firstPoint[ring + 1]; i++) {
    const x = (shapes.x[i] + copy - frame.west) * frame.scale;
    const y = (shapes.y[i] - frame.north) * frame.scale;
    if (kind === 0) points.push([x, y]);
    else if (i === first) {
      areas.moveTo(x, y);
      edges.moveTo(x, y);
    } else {
      areas.lineTo(x, y);
      isCut(shapes.x[i - 1], shapes.x[i]) ? edges.moveTo(x, y) : edges.lineTo(x, y);
    }
  }
  if (kind >= 2) areas.closePath();
}

/** @param {Path2D} path @param {[number, number][]} course */
function addLine(path, course) {
  course.forEach(([x, y], i) => (i ? path.lineTo(x, y) : path.moveTo(x, y)));
}

/**
 * The points of a line on the canvas. Routes keep to the right, so that two in opposite directions
 * do not hide one another.
 * @param {import("./types.js").Shapes} shapes @param {number} ring
 * @param {{ copy: number, frame: Frame, lane: number }} how
 * @returns {[number, number][]}
 */
function courseOf(shapes, ring, { copy, frame, lane }) {
  /** @type {[number, number][]} */
  const course = [];
  for (let i = shapes.firstPoint[ring]; i < shapes.firstPoint[ring + 1]; i++) {
    course.push([
      (shapes.x[i] + copy - frame.west) * frame.scale,
      (shapes.y[i] - frame.north) * frame.scale,
    ]);
  }
  if (!lane) return course;
  return course.map(([x, y], i) => {
    const [ax, ay] = course[Math.max(0, i - 1)];
    const [bx, by] = course[Math.min(course.length - 1, i + 1)];
    const length = Math.hypot(bx - ax, by - ay) || 1;
    return [x - ((by - ay) / length) * lane, y + ((bx - ax) / length) * lane];
  });
}

/** Whether a step runs along 180°. @param {number} x @param {number} next */
function isCut(x, next) {
  return Math.abs(x - next) < CUT && (x < CUT || x > 1 - CUT);
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
  context.globalAlpha = alpha * (expected ? (strong ? 0.45 : 0.38) : strong ? 0.1 : 0.14);
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

/** @param {import("./types.js").Shapes} shapes @param {number} shape */
function longestRing(shapes, shape) {
  let best = shapes.firstRing[shape];
  const length = (/** @type {number} */ ring) => shapes.firstPoint[ring + 1] - shapes.firstPoint[ring];
  for (let ring = best; ring < shapes.firstRing[shape + 1]; ring++) {
    if (length(ring) > length(best)) best = ring;
  }
  return best;
}

/** @param {CanvasRenderingContext2D} context @param {Scene} scene */
function paintHalos(context, scene) {
  const single = scene.clusters.filter((cluster) => cluster.count === 1);
  if (single.length > MAX_HALOS) return;
  for (const cluster of single) paintHalo(context, scene, cluster.row, false);
}

/** @param {CanvasRenderingContext2D} context @param {Scene} scene @param {number} row @param {boolean} strong */
function paintHalo(context, scene, row, strong) {
  const radius = haloRadius(scene, row);
  if (!radius) return;
  const [x, y] = pointOf(scene, row);
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
  const status = header.dictionaries.status[columns.status[row] - 1] ?? "unknown";
  const verification = header.dictionaries.verification[columns.verification[row] - 1] ?? "unknown";
  context.save();
  context.translate(x, y);
  if (!scene.isCertain(row)) context.globalAlpha = FAINT;
  drawSymbol(context, symbolOf(status, verification), {
    colour: colourOf(scene, row),
    paper: theme.paper,
    ink: theme.ink,
  });
  context.restore();
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

/** @param {CanvasRenderingContext2D} context @param {Scene} scene @param {Cluster} cluster */
function paintCluster(context, scene, cluster) {
  const { theme, header } = scene;
  const [x, y] = centreOf(scene, cluster);
  const radius = clusterRadius(cluster.count);
  context.save();
  context.translate(x, y);
  context.beginPath();
  context.arc(0, 0, radius + 1.5, 0, 2 * Math.PI);
  context.fillStyle = theme.bubble;
  context.shadowColor = "rgb(0 0 0 / 0.28)";
  context.shadowBlur = 6;
  context.shadowOffsetY = 1;
  context.fill();
  context.shadowColor = "transparent";
  // Nothing in it has happened: the ring is dashed, as a single such event's would be.
  context.setLineDash(cluster.factual ? [] : [4, 3]);
  context.lineWidth = 3.5;
  let angle = -Math.PI / 2;
  layersOf(scene.seen.cells, cluster).forEach((count, layer) => {
    if (!count) return;
    const next = angle + (count / cluster.count) * 2 * Math.PI;
    context.beginPath();
    context.arc(0, 0, radius - 1.5, angle, next);
    context.strokeStyle = hue(header.layers[layer], theme);
    context.stroke();
    angle = next;
  });
  context.setLineDash([]);
  context.fillStyle = theme.text;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.font = `600 ${cluster.count > 9999 ? 10 : 12.5}px system-ui, sans-serif`;
  context.fillText(sayNumber(cluster.count), 0, 0.5);
  context.restore();
}

/**
 * What lies under a point of the canvas: the top mark, else a line, else the smallest area.
 * @param {CanvasRenderingContext2D} context
 * @param {Scene} scene
 * @param {{ x: number, y: number, reach: number }} at
 * @returns {{ cluster: Cluster } | { row: number } | null}
 */
export function pick(context, scene, { x, y, reach }) {
  for (let i = scene.clusters.length - 1; i >= 0; i--) {
    const cluster = scene.clusters[i];
    const [cx, cy] = centreOf(scene, cluster);
    const radius = cluster.count === 1 ? 9 : clusterRadius(cluster.count) + 2;
    if (Math.hypot(cx - x, cy - y) <= radius + reach) return { cluster };
  }
  const shape = pickShape(context, scene, { x, y, reach });
  return shape < 0 ? null : { row: scene.seen.shapeRows[shape] - 1 };
}

/**
 * @param {CanvasRenderingContext2D} context @param {Scene} scene
 * @param {{ x: number, y: number, reach: number }} at
 */
function pickShape(context, scene, { x, y, reach }) {
  const { shapes } = scene.columns;
  const ratio = context.getTransform().a;
  const smallestFirst = shapesBySize(scene).reverse();
  context.save();
  context.setLineDash([]);
  context.lineWidth = 6 + 2 * reach;
  const outlines = smallestFirst.map((shape) => outlineOf(shapes, shape, scene.frame));
  let at = outlines.findIndex(({ lines }) => context.isPointInStroke(lines, x * ratio, y * ratio));
  if (at < 0) {
    at = outlines.findIndex(({ areas }) =>
      context.isPointInPath(areas, x * ratio, y * ratio, "evenodd"),
    );
  }
  context.restore();
  return at < 0 ? -1 : smallestFirst[at];
}
