/**
 * Positions on the canvas: points, clusters and the outlines of shapes. Draws nothing.
 */

import { sizesOf } from "./areas.js";

/** @typedef {import("./types.js").Columns} Columns */
/** @typedef {import("./types.js").Shapes} Shapes */
/** @typedef {import("./clusters.js").Cluster} Cluster */
/** @typedef {import("./visible.js").Seen} Seen */

/**
 * @typedef {object} Frame The part of the world that the canvas shows.
 * @property {number} west Left edge in world units (0 to 1); may lie outside that range.
 * @property {number} north Top edge in world units.
 * @property {number} scale Pixels per world width.
 * @property {number} width Pixels.
 * @property {number} height
 */

const WORLD = 2 ** 32;
const MIN_SHAPE_PX = 3;
const MIN_RING_PX = 2.5;
const CUT = 1e-6; // of the world's width

/** How far to the right of its line a route is drawn, in pixels. */
export const LANE_PX = 3;

/**
 * Position of a cluster on the canvas.
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
 * Position of an event on the canvas.
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
 * Functions from world coordinates (0 to 2^32) to canvas pixels, for points in or near the view.
 * @param {Frame} frame
 */
export function pixelsOf({ west, north, scale }) {
  const left = (west - Math.floor(west)) * WORLD;
  const whole = Math.floor(left);
  const top = north * WORLD;
  const unit = scale / WORLD;
  return {
    /** Wraps to the shorter way around the world. @param {number} x */
    x: (x) => (((x - whole) | 0) - (left - whole)) * unit,
    /** @param {number} y */
    y: (y) => (y - top) * unit,
  };
}

/**
 * Number of world widths to add to x to bring it closest to the middle of the frame.
 * @param {number} x @param {Frame} frame
 */
export function copyOf(x, frame) {
  return Math.round(frame.west + frame.width / frame.scale / 2 - x);
}

/**
 * The shown shapes that are in view and large enough to see, largest first.
 * @param {{ columns: Columns, seen: Seen, frame: Frame }} scene
 */
export function shapesBySize({ columns, seen, frame }) {
  const { shapes } = columns;
  const { order, side } = sizesOf(shapes);
  const found = [];
  for (let at = 0; at < order.length; at++) {
    const shape = order[at];
    if (side[shape] * frame.scale < MIN_SHAPE_PX) break;
    if (seen.shapes[shape] && isInSight(shapes, shape, frame)) found.push(shape);
  }
  return found;
}

/**
 * Whether any visible-sized ring of a shape is in the frame.
 * @param {Shapes} shapes @param {number} shape @param {Frame} frame
 */
function isInSight({ firstRing, bounds }, shape, frame) {
  for (let ring = firstRing[shape]; ring < firstRing[shape + 1]; ring++) {
    const [west, north] = [bounds[ring * 4], bounds[ring * 4 + 1]];
    const [east, south] = [bounds[ring * 4 + 2], bounds[ring * 4 + 3]];
    const size = Math.max(east - west, south - north) * frame.scale;
    if (size >= MIN_SHAPE_PX && isInFrame(west, north, east, south, frame)) return true;
  }
  return false;
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
 * The outline of a shape on the canvas. Rings too small to see are omitted, and so is the edge along
 * 180° where an area was only cut to fit on the map.
 * @param {Shapes} shapes
 * @param {number} shape
 * @param {Frame} frame
 * @param {number} [lane] pixels by which a line is shifted to the right
 */
export function outlineOf(shapes, shape, frame, lane = 0) {
  const outline = {
    areas: new Path2D(),
    edges: new Path2D(),
    lines: new Path2D(),
    /** The lines that fade out at their start (1), end (2) or both (3). */
    loose: /** @type {{ path: Path2D, ends: number, from: number[], to: number[] }[]} */ ([]),
    /** The points of each line. */
    courses: /** @type {[number, number][][]} */ ([]),
    points: /** @type {[number, number][]} */ ([]),
  };
  let copy = 0;
  for (let ring = shapes.firstRing[shape]; ring < shapes.firstRing[shape + 1]; ring++) {
    const kind = shapes.ringKind[ring];
    const [west, north, east, south] = shapes.bounds.subarray(ring * 4, ring * 4 + 4);
    // A hole uses the same copy of the world as the ring around it.
    if (kind !== 3) copy = copyOf((west + east) / 2, frame);
    if (kind >= 2 && Math.max(east - west, south - north) * frame.scale < MIN_RING_PX) continue;
    if (kind === 1) {
      const course = courseOf(shapes, ring, { copy, frame, lane });
      const ends = shapes.ringLoose[ring];
      const path = ends ? new Path2D() : outline.lines;
      addLine(path, course);
      outline.courses.push(course);
      if (ends) outline.loose.push({ path, ends, from: course[0], to: course[course.length - 1] });
    } else addRing(outline, shapes, ring, { copy, frame });
  }
  return outline;
}

/**
 * @param {ReturnType<typeof outlineOf>} outline
 * @param {Shapes} shapes @param {number} ring
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
 * The points of a line on the canvas. Routes are shifted to the right, so that two routes in opposite
 * directions don't cover each other.
 * @param {Shapes} shapes @param {number} ring
 * @param {{ copy: number, frame: Frame, lane: number }} how
 * @returns {[number, number][]}
 */
export function courseOf(shapes, ring, { copy, frame, lane }) {
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

/** Whether a segment runs along 180°. @param {number} x @param {number} next */
function isCut(x, next) {
  return Math.abs(x - next) < CUT && (x < CUT || x > 1 - CUT);
}
