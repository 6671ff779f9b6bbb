/** What lies under the pointer, found in what was last drawn; no object is kept for an event. */
import { centreOf, copyOf, LANE_PX, outlineOf, shapesBySize } from "./outline.js";
import { clusterRadius } from "./painter.js";

/** @typedef {import("./clusters.js").Cluster} Cluster */
/** @typedef {import("./painter.js").Scene} Scene */

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
  const smallestFirst = shapesBySize(scene)
    .reverse()
    .filter((shape) => mayHold(shapes, shape, { x, y, frame: scene.frame, reach }));
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

/**
 * Whether a point lies in the box of any ring of a shape, or near it.
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
