/** The interface to Leaflet: a canvas over the map, redrawn whenever the map moves. */
import * as L from "#leaflet";
import { holds, makeClusters, makeGridView } from "./clusters.js";
import { paint } from "./painter.js";
import { marksIn, obstaclesIn, pick } from "./pick.js";
import { makeDrawBuffer } from "./draw-buffer.js";
import { resolution } from "./resolution.js";

/** @typedef {import("./painter.js").Scene} Scene */
/** @typedef {import("./outline.js").Frame} Frame */

const TOUCH_REACH = 10;
const WORLD_PX = 256;
/** Cells loaded beyond the map's edge, about half a screen. */
const SPARE_CELLS = 8;

/**
 * The part of the world shown on the map.
 * @param {L.Map} map
 * @returns {Frame}
 */
export function frameOf(map) {
  const { min } = map.getPixelBounds();
  const size = map.getSize();
  const scale = WORLD_PX * 2 ** map.getZoom();
  return {
    west: /** @type {L.Point} */ (min).x / scale,
    north: /** @type {L.Point} */ (min).y / scale,
    scale,
    width: size.x,
    height: size.y,
  };
}

/**
 * Returns a function that gives the grid of cells for the visible map. The grid extends beyond the
 * map, so that dragging reuses the same cells until the map comes near their edge.
 * @param {L.Map} map
 */
export function makeGridViewOf(map) {
  /** @type {import("./types.js").GridView | null} */
  let kept = null;
  return () => {
    const { west, north, scale, width, height } = frameOf(map);
    // Half a level further in, cells are wider rather than narrower, so that marks have room.
    const zoom = Math.max(0, Math.floor(map.getZoom() + 0.3));
    const bounds = { west, north, width: width / scale, height: height / scale };
    if (!kept || !holds(kept, makeGridView(bounds, zoom))) {
      kept = makeGridView(bounds, zoom, SPARE_CELLS);
    }
    return kept;
  };
}

/**
 * Makes the map layer that draws the events.
 * @param {L.Map} map
 * @param {object} on
 * @param {() => void} on.moved called when the map shows a different area
 * @param {(found: ReturnType<typeof pick>, at: { x: number, y: number }) => void} on.hovered
 * @param {(found: ReturnType<typeof pick>) => void} on.clicked
 */
export function makeEventLayer(map, on) {
  const canvas = L.DomUtil.create("canvas", "event-canvas leaflet-zoom-animated");
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  map.getPane("overlayPane")?.append(canvas);
  /** @type {Scene | null} */
  let scene = null;
  /** @type {import("./clusters.js").Cluster[]} */
  let clusters = [];
  /** Version of the cells from which the clusters were made. */
  let version = -1;
  const buffer = makeDrawBuffer();
  let drawn = { centre: map.getCenter(), zoom: map.getZoom() };

  /** @param {Omit<Scene, "frame" | "ratio" | "buffer" | "clusters">} next */
  function draw(next) {
    const frame = frameOf(map);
    const ratio = resolution();
    const [width, height] = [Math.round(frame.width * ratio), Math.round(frame.height * ratio)];
    if (canvas.width !== width || canvas.height !== height) {
      [canvas.width, canvas.height] = [width, height];
      canvas.style.width = `${frame.width}px`;
      canvas.style.height = `${frame.height}px`;
    }
    L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]));
    drawn = { centre: map.getCenter(), zoom: map.getZoom() };
    const { cells } = next.seen;
    const isNew = version !== cells.version;
    if (isNew) clusters = makeClusters(cells);
    version = cells.version;
    scene = { ...next, frame, ratio, buffer, clusters };
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    paint(context, scene);
    if (isNew) map.fire("marks");
  }

  /** @param {{ containerPoint: L.Point, originalEvent: Event }} event */
  function under({ containerPoint, originalEvent }) {
    if (!scene) return null;
    const touched = /** @type {PointerEvent} */ (originalEvent).pointerType === "touch";
    const { x, y } = containerPoint;
    return pick(context, scene, { x, y, reach: touched ? TOUCH_REACH : 2 });
  }

  map.on("move resize viewreset", on.moved);
  map.on("mousemove", (event) => {
    const found = under(event);
    canvas.parentElement?.parentElement?.parentElement?.classList.toggle("is-over", found !== null);
    on.hovered(found, event.containerPoint);
  });
  map.on("mouseout", () => on.hovered(null, { x: 0, y: 0 }));
  map.on("click", (event) => on.clicked(under(event)));
  map.on("zoomanim", (event) => {
    // Scales the last drawing with the map until it is redrawn.
    const { center, zoom } = /** @type {L.ZoomAnimEvent} */ (event);
    const scale = map.getZoomScale(zoom, drawn.zoom);
    const origin = /** @type {any} */ (map)._getNewPixelOrigin(center, zoom);
    const half = map.getSize().multiplyBy(-0.5 * scale);
    const offset = half.add(map.project(drawn.centre, zoom)).subtract(origin);
    L.DomUtil.setTransform(canvas, offset, scale);
  });
  return {
    draw,
    /** The marks in the view. @returns {import("./mark-stops.js").Mark[]} */
    marks: () => (scene ? marksIn(scene) : []),
    /** What names on the map must not be under. */
    obstacles: () => (scene ? obstaclesIn(scene) : []),
    /** Does what a click on a mark does. @param {{ x: number, y: number }} mark */
    choose(mark) {
      if (scene) on.clicked(pick(context, scene, { x: mark.x, y: mark.y, reach: 2 }));
    },
  };
}
