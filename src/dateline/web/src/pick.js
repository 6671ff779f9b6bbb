/** Finds what is under the pointer in the last drawing, without keeping an object per event. */
import { isCountryWide, wholeness } from "./areas.js";
import { clusterRadius, hexagonWidth, markRadius, stackRadius, tagOf } from "./marks.js";
import { centreOf, copyOf, courseOf, LANE_PX, outlineOf, pixelsOf, shapesBySize } from "./outline.js";

/** @typedef {import("./clusters.js").Cluster} Cluster */
/** @typedef {import("./painter.js").Scene} Scene */

/** @typedef {{ x: number, y: number, reach: number }} Spot */

/**
 * @typedef {object} Found
 * @property {number} row An event: the first of several at one point, or the last of an area's.
 * @property {number} count Number of events; 1 for a single event's mark.
 * @property {"cluster" | "point" | "shape"} kind
 * @property {Cluster} [cluster]
 */

/**
 * Returns what is under a point of the canvas: the topmost mark, else an area's count label, else a
 * line, else the smallest area.
 * @param {CanvasRenderingContext2D} context
 * @param {Scene} scene
 * @param {Spot} at
 * @returns {Found | null}
 */
export function pick(context, scene, at) {
  return (
    pickCluster(scene, at) ??
    pickSingle(scene, at, true) ??
    pickSingle(scene, at, false) ??
    foundShape(scene, pickTag(scene, at)) ??
    foundShape(scene, pickShape(context, scene, at))
  );
}

/** Most marks that are listed: so many cannot be told apart with arrow keys. */
const MOST_MARKS = 2000;

/**
 * The marks and the count labels of areas in the view, in pixels of the map.
 * @param {Scene} scene
 * @returns {import("./mark-stops.js").Mark[]}
 */
export function marksIn(scene) {
  const { columns, seen, frame, clusters } = scene;
  const toPixels = pixelsOf(frame);
  const { count: marks, size, head, rows } = seen.singles;
  /** @type {import("./mark-stops.js").Mark[]} */
  const found = clusters.map((cluster) => {
    const [x, y] = centreOf(scene, cluster);
    return { x, y, count: cluster.count, row: cluster.row, cluster };
  });
  for (let mark = 0; mark < Math.min(marks, MOST_MARKS); mark++) {
    const row = rows[head[mark]];
    found.push({ x: toPixels.x(columns.x[row]), y: toPixels.y(columns.y[row]), count: size[mark], row });
  }
  for (const shape of shapesBySize(scene)) {
    if (!seen.areas[shape] || !seen.shapeCounts[shape]) continue;
    const row = seen.shapeRows[shape] - 1;
    const [x, y] = [toPixels.x(columns.x[row]), toPixels.y(columns.y[row])];
    found.push({ x, y, count: seen.shapeCounts[shape], row });
  }
  return found.filter(({ x, y }) => x > 0 && y > 0 && x < frame.width && y < frame.height);
}

/** Radius of a line's points among the obstacles, and the distance between them, in pixels. */
const [LINE_PX, STEP_PX] = [4, 20];
const MOST_OBSTACLES = 1500;

/**
 * What names on the map must not be under: marks, clusters and lines, in world units.
 * @param {Scene} scene
 * @returns {import("./basemap-avoid.js").Obstacle[]}
 */
export function obstaclesIn(scene) {
  const { columns, seen, frame, clusters } = scene;
  const { shapes } = columns;
  const { count: marks, size, head, rows } = seen.singles;
  /** @type {[x: number, y: number, radius: number][]} */
  const found = [];
  for (const cluster of clusters) {
    if (!cluster.isHexagon) found.push([...centreOf(scene, cluster), radiusOf(scene, cluster)]);
  }
  const toPixels = pixelsOf(frame);
  for (let mark = 0; mark < Math.min(marks, MOST_OBSTACLES); mark++) {
    const row = rows[head[mark]];
    const radius = size[mark] > 1 ? stackRadius(size[mark]) : markRadius(columns, row);
    found.push([toPixels.x(columns.x[row]), toPixels.y(columns.y[row]), radius]);
  }
  for (const shape of shapesBySize(scene)) {
    for (let ring = shapes.firstRing[shape]; ring < shapes.firstRing[shape + 1]; ring++) {
      if (shapes.ringKind[ring] !== 1 || found.length > MOST_OBSTACLES) continue;
      const copy = copyOf((shapes.bounds[ring * 4] + shapes.bounds[ring * 4 + 2]) / 2, frame);
      const course = courseOf(shapes, ring, { copy, frame, lane: LANE_PX });
      let last = [Infinity, Infinity];
      for (const [x, y] of course) {
        if (Math.hypot(x - last[0], y - last[1]) < STEP_PX) continue;
        found.push([x, y, LINE_PX]);
        last = [x, y];
      }
    }
  }
  return found.map(([x, y, radius]) => ({ x: frame.west + x / frame.scale, y: frame.north + y / frame.scale, radius }));
}

/** Radius of a cluster or of a single event's mark. @param {Scene} scene @param {Cluster} cluster */
function radiusOf({ columns }, { count, row }) {
  return count === 1 ? markRadius(columns, row) : clusterRadius(count, columns.count) + 2;
}

/** @param {Scene} scene @param {Spot} at @returns {Found | null} */
function pickCluster(scene, { x, y, reach }) {
  for (let i = scene.clusters.length - 1; i >= 0; i--) {
    const cluster = scene.clusters[i];
    const { row, count } = cluster;
    const [cx, cy] = centreOf(scene, cluster);
    const radius = cluster.isHexagon ? hexagonWidth(scene) / 2 : radiusOf(scene, cluster) + reach;
    if (Math.hypot(cx - x, cy - y) > radius) continue;
    return count === 1 ? { row, count, kind: "point" } : { row, count, kind: "cluster", cluster };
  }
  return null;
}

/** @param {Scene} scene @param {Spot} at @param {boolean} isStack @returns {Found | null} */
function pickSingle({ columns, seen, frame }, { x, y, reach }, isStack) {
  const { count: marks, size, head, rows } = seen.singles;
  const toPixels = pixelsOf(frame);
  /** @type {Found | null} */
  let found = null;
  // Of several on top of each other, the smallest is drawn last.
  let least = Infinity;
  for (let mark = marks - 1; mark >= 0; mark--) {
    const count = size[mark];
    if (count > 1 !== isStack) continue;
    const row = rows[head[mark]];
    const radius = reach + (isStack ? stackRadius(count) + 2 : markRadius(columns, row));
    const [dx, dy] = [toPixels.x(columns.x[row]) - x, toPixels.y(columns.y[row]) - y];
    if (dx * dx + dy * dy > radius * radius || radius >= least) continue;
    [found, least] = [{ row, count, kind: "point" }, radius];
    if (isStack || !columns.size) break;
  }
  return found;
}

/** The shape whose count label is there, or -1. @param {Scene} scene @param {Spot} at */
function pickTag(scene, { x, y, reach }) {
  const found = shapesBySize(scene)
    .reverse()
    .find((shape) => {
      const tag = tagOf(scene, shape);
      if (!tag) return false;
      const [dx, dy] = [Math.abs(tag.x - x), Math.abs(tag.y - y)];
      return dx <= tag.width / 2 + reach && dy <= tag.height / 2 + reach;
    });
  return found ?? -1;
}

/** @param {Scene} scene @param {number} shape @returns {Found | null} */
function foundShape({ seen }, shape) {
  if (shape < 0) return null;
  return { row: seen.shapeRows[shape] - 1, count: seen.shapeCounts[shape], kind: "shape" };
}

/**
 * @param {CanvasRenderingContext2D} context @param {Scene} scene
 * @param {Spot} at
 */
function pickShape(context, scene, { x, y, reach }) {
  const { shapes } = scene.columns;
  const ratio = context.getTransform().a;
  const smallestFirst = shapesBySize(scene)
    .reverse()
    .filter((shape) => !isFadedOut(scene, shape))
    .filter((shape) => mayHold(shapes, shape, { x, y, frame: scene.frame, reach }));
  context.save();
  context.setLineDash([]);
  context.lineWidth = 6 + 2 * reach;
  const outlines = smallestFirst.map((shape) => outlineOf(shapes, shape, scene.frame));
  let at = outlines.findIndex(({ lines, loose }) =>
    [{ path: lines }, ...loose].some(({ path }) => context.isPointInStroke(path, x * ratio, y * ratio)),
  );
  if (at < 0) {
    at = outlines.findIndex(({ areas }) =>
      context.isPointInPath(areas, x * ratio, y * ratio, "evenodd"),
    );
  }
  context.restore();
  return at < 0 ? -1 : smallestFirst[at];
}

/** Whether the map is far inside a whole country, which then is the background. @param {Scene} scene @param {number} shape */
function isFadedOut({ columns, header, seen, frame }, shape) {
  const row = seen.shapeRows[shape] - 1;
  return isCountryWide(header, columns, row) && wholeness(columns.shapes, shape, frame) === 0;
}

/**
 * Whether a point is in or near the bounding box of any ring of a shape.
 * @param {import("./types.js").Shapes} shapes @param {number} shape
 * @param {{ x: number, y: number, frame: import("./outline.js").Frame, reach: number }} at
 */
function mayHold(shapes, shape, { x, y, frame, reach }) {
  const room = (LANE_PX + 4 + reach) / frame.scale;
  for (let ring = shapes.firstRing[shape]; ring < shapes.firstRing[shape + 1]; ring++) {
    const [west, north, east, south] = shapes.bounds.subarray(ring * 4, ring * 4 + 4);
    const worldX = frame.west + x / frame.scale - copyOf((west + east) / 2, frame);
    const worldY = frame.north + y / frame.scale;
    const isBeside = worldX < west - room || worldX > east + room;
    if (!isBeside && worldY >= north - room && worldY <= south + room) return true;
  }
  return false;
}
