/**
 * The base map as a Leaflet layer: canvas tiles for land, water and borders, and one canvas above
 * them for the labels. `basemap-paint.js` and `basemap-labels.js` do the drawing.
 */
import { avoid } from "./basemap-avoid.js";
import { makeMeasure, paintLabels, placeLabels } from "./basemap-labels.js";
import { paintBasemap } from "./basemap-paint.js";
import { readPalette, watchTheme } from "./basemap-theme.js";
import { resolution } from "./resolution.js";

/** @typedef {import("./basemap-decode.js").Basemap} Basemap */
/** @typedef {import("./basemap-labels.js").Placed} Placed */
/** @typedef {import("./basemap-paint.js").Frame} Frame */
/** @typedef {import("./basemap-theme.js").Palette} Palette */
/** @typedef {typeof import("leaflet")} Leaflet */
/** @typedef {() => import("./basemap-avoid.js").Obstacle[]} ObstaclesOf */

const TILE_PX = 512;
/** Milliseconds without a change of the marks before the names make room for them. */
const SETTLE_MS = 120;
/** Extra pixels per tile, so that no gap shows between tiles at fractional zoom levels. */
const OVERLAP_PX = 1;
const WORLD_PX = 256;
const MAX_RATIO = 2;
/** How far the label canvas extends beyond the map on each side, as a share of the map's size. */
const PADDING = 0.25;
/** Below the tiles of other layers (200). */
const PANE = "basemap";
const Z_INDEX = "150";
/** Above those tiles and below the events (400). */
const LABELS_PANE = "basemap-labels";
const LABELS_Z_INDEX = "350";

/**
 * Returns the base map as a layer that can be added to a map.
 * @param {Leaflet} L
 * @param {Basemap} basemap
 * @param {{ hasLabels?: boolean, attribution?: string, obstaclesOf?: ObstaclesOf }} [options]
 * @returns {import("leaflet").Layer}
 */
export function basemapLayer(L, basemap, { hasLabels = true, attribution, obstaclesOf = () => [] } = {}) {
  /** @type {Palette | null} */
  let palette = null;
  /** @type {string | undefined} */
  let known;
  const paletteOf = (/** @type {Element} */ element) => {
    const { theme } = document.documentElement.dataset;
    if (theme !== known) palette = null;
    known = theme;
    return (palette ??= readPalette(element));
  };
  const tiles = makeTiles(L, basemap, paletteOf);
  const labels = makeLabels(L, basemap, { palette: paletteOf, obstaclesOf });
  const group = L.layerGroup(hasLabels ? [tiles, labels] : [tiles], attribution ? { attribution } : {});
  let stop = () => {};
  group.on("add", () => {
    const map = /** @type {any} */ (group)._map;
    // Tiles of another base map bring their own labels.
    const update = () => {
      const pane = map.getPane(LABELS_PANE);
      if (pane) pane.style.display = isCovered(L, map) ? "none" : "";
    };
    map.on("layeradd layerremove", update);
    update();
    const unwatch = watchTheme(() => {
      palette = null;
      tiles.redraw();
      labels.redraw();
    });
    stop = () => {
      map.off("layeradd layerremove", update);
      unwatch();
    };
  });
  group.on("remove", () => stop());
  return group;
}

/**
 * Returns whether tiles of another base map lie on the map; WMS layers are usually transparent.
 * @param {Leaflet} L @param {import("leaflet").Map} map
 */
function isCovered(L, map) {
  let covered = false;
  map.eachLayer((layer) => {
    if (L.TileLayer && layer instanceof L.TileLayer && !("wmsParams" in layer)) covered = true;
  });
  return covered;
}

/**
 * @param {Leaflet} L
 * @param {Basemap} basemap
 * @param {(element: Element) => Palette} palette
 * @returns {import("leaflet").GridLayer}
 */
function makeTiles(L, basemap, palette) {
  const Tiles = L.GridLayer.extend({
    /** @this {import("leaflet").GridLayer} @param {import("leaflet").Map} map */
    beforeAdd(map) {
      const pane = map.getPane(PANE) ?? map.createPane(PANE);
      pane.style.zIndex = Z_INDEX;
      pane.style.pointerEvents = "none";
      return L.GridLayer.prototype.beforeAdd?.call(this, map);
    },
    /** @this {import("leaflet").GridLayer & { _map: import("leaflet").Map }} @param {import("leaflet").Coords} coords */
    createTile({ x, y, z }) {
      const scale = WORLD_PX * 2 ** z;
      const size = TILE_PX + OVERLAP_PX;
      const canvas = document.createElement("canvas");
      const context = prepare(canvas, size, size);
      const frame = { west: (x * TILE_PX) / scale, north: (y * TILE_PX) / scale, scale, width: size, height: size, zoom: z };
      paintBasemap(context, basemap, frame, palette(this._map.getContainer()));
      return canvas;
    },
  });
  /** @type {import("leaflet").GridLayer} */
  const tiles = new (/** @type {any} */ (Tiles))({ pane: PANE, tileSize: TILE_PX, updateWhenZooming: false, updateWhenIdle: false, keepBuffer: 1 });
  tiles.on("tileloadstart", ({ tile }) => {
    tile.style.width = tile.style.height = `${TILE_PX + OVERLAP_PX}px`;
  });
  return tiles;
}

/**
 * Sizes a canvas in CSS pixels at the screen's resolution, up to two pixels per CSS pixel: more costs
 * memory and makes no visible difference.
 * @param {HTMLCanvasElement} canvas
 * @param {number} width
 * @param {number} height
 */
function prepare(canvas, width, height) {
  const ratio = resolution(MAX_RATIO);
  [canvas.width, canvas.height] = [Math.round(width * ratio), Math.round(height * ratio)];
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}

/**
 * @param {Leaflet} L
 * @param {Basemap} basemap
 * @param {{ palette: (element: Element) => Palette, obstaclesOf: ObstaclesOf }} how
 * @returns {import("leaflet").Layer & { redraw(): void }}
 */
function makeLabels(L, basemap, { palette, obstaclesOf }) {
  const canvas = L.DomUtil.create("canvas", "leaflet-zoom-animated");
  canvas.setAttribute("aria-hidden", "true");
  canvas.style.pointerEvents = "none";
  const ctx = new OffscreenCanvas(1, 1).getContext("2d");
  const measure = makeMeasure(/** @type {OffscreenCanvasRenderingContext2D} */ (ctx));
  /** @type {Map<number, Placed[]>} */
  const placed = new Map();
  let drawn = { centre: L.latLng(0, 0), zoom: 0, size: L.point(0, 0) };
  /** @type {import("leaflet").Map | null} */
  let map = null;

  /** @param {number} zoom */
  function placedAt(zoom) {
    let found = placed.get(zoom);
    if (!found) {
      const family = map ? getComputedStyle(map.getContainer()).fontFamily : "sans-serif";
      found = placeLabels(basemap.labels, zoom, measure, family);
      placed.set(zoom, found);
    }
    return found;
  }

  function redraw() {
    if (!map) return;
    const zoom = map.getZoom();
    const pad = map.getSize().multiplyBy(PADDING).round();
    const size = map.getSize().add(pad.multiplyBy(2));
    const corner = /** @type {import("leaflet").Point} */ (map.getPixelBounds().min).subtract(pad);
    const scale = WORLD_PX * 2 ** zoom;
    const frame = { west: corner.x / scale, north: corner.y / scale, scale, width: size.x, height: size.y, zoom };
    const names = avoid(placedAt(zoom), obstaclesOf(), frame);
    paintLabels(prepare(canvas, size.x, size.y), names, frame, palette(map.getContainer()));
    L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint(L.point(0, 0)).subtract(pad));
    drawn = { centre: map.getCenter(), zoom, size };
  }

  let timer = 0;
  /** Redraws after the marks have changed, but not in every frame of a drag. @param {any} event */
  function followMarks({ isNow }) {
    clearTimeout(timer);
    if (isNow) redraw();
    else timer = setTimeout(redraw, SETTLE_MS);
  }

  /** Redraws once the map has moved beyond the drawn area. */
  function follow() {
    if (!map || map.getZoom() !== drawn.zoom) return;
    const moved = map.project(map.getCenter()).subtract(map.project(drawn.centre));
    const room = map.getSize().multiplyBy(PADDING);
    if (Math.abs(moved.x) > room.x || Math.abs(moved.y) > room.y) redraw();
  }

  /** Scales the last drawing with the map. @param {import("leaflet").ZoomAnimEvent} event */
  function animate({ center, zoom }) {
    if (!map) return;
    const scale = map.getZoomScale(zoom, drawn.zoom);
    const origin = /** @type {any} */ (map)._getNewPixelOrigin(center, zoom);
    const offset = drawn.size.multiplyBy(-0.5 * scale).add(map.project(drawn.centre, zoom)).subtract(origin);
    L.DomUtil.setTransform(canvas, offset, scale);
  }

  const Labels = L.Layer.extend({
    /** @param {import("leaflet").Map} to */
    onAdd(to) {
      map = to;
      const pane = map.getPane(LABELS_PANE) ?? map.createPane(LABELS_PANE);
      pane.style.zIndex = LABELS_Z_INDEX;
      pane.style.pointerEvents = "none";
      pane.append(canvas);
      if (map.getZoom() !== undefined) redraw();
    },
    onRemove() {
      canvas.remove();
      map = null;
    },
    getEvents() {
      return { marks: followMarks, moveend: redraw, resize: redraw, viewreset: redraw, move: follow, zoomanim: animate };
    },
    redraw,
  });
  return new Labels();
}
