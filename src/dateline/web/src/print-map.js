/** The map as one picture for paper: the same view, redrawn at the width and resolution of a page. */
import { el } from "./dom.js";
import { atResolution } from "./resolution.js";

/** Width of a page in CSS pixels, about that of A4 and Letter without their margins. */
const PAGE_PX = 720;
/** About 290 dots per inch. */
const RATIO = 3;
/** Height of the picture as a share of its width. */
const [FLATTEST, TALLEST] = [0.5, 0.95];

/**
 * Draws the current view; a view that is taller or flatter than a page is shown with more around it.
 * @param {import("leaflet").Map} map @param {() => void} draw draws the events at once
 * @returns {HTMLElement}
 */
export function pictureOf(map, draw) {
  const box = map.getContainer();
  const { x, y } = map.getSize();
  const [centre, zoom, { zoomSnap, maxBounds }] = [map.getCenter(), map.getZoom(), map.options];
  const width = Math.max(x, y / TALLEST);
  const height = Math.max(y, width * FLATTEST);
  const canvas = el("canvas");
  const figure = el("figure", { class: "paper-map", style: { "--ratio": width / height } }, canvas);
  const whole = el("div", {}, figure);
  const style = box.style.cssText;
  const scale = PAGE_PX / width;
  box.style.cssText = `position:fixed;inset:0 auto auto 0;width:${PAGE_PX}px;height:${Math.round(height * scale)}px`;
  // Else the map would start to move back into them.
  map.setMaxBounds(/** @type {any} */ (null));
  map.invalidateSize({ animate: false, pan: false });
  const { minZoom } = map.options;
  [map.options.zoomSnap, map.options.minZoom] = [0, 0];
  const look = (/** @type {number} */ at) =>
    map.setView(centre, at, /** @type {any} */ ({ animate: false, reset: true }));
  try {
    atResolution(RATIO, () => {
      look(zoom + Math.log2(scale));
      draw();
      // What features add, such as numbers, which names of places make room for.
      map.fire("paper", { whole, ratio: RATIO });
      map.fire("marks", { isNow: true });
      flatten(map, canvas, figure);
    });
  } finally {
    [map.options.zoomSnap, map.options.minZoom] = [zoomSnap ?? 1, minZoom];
    box.style.cssText = style;
    map.invalidateSize({ animate: false, pan: false });
    look(zoom);
    map.setMaxBounds(/** @type {any} */ (maxBounds));
    draw();
  }
  return whole;
}

/**
 * Draws what lies on the map on one canvas, from back to front, and puts copies of what is not a
 * picture, such as popups of added layers, on top of it.
 * @param {import("leaflet").Map} map @param {HTMLCanvasElement} canvas @param {HTMLElement} figure
 */
function flatten(map, canvas, figure) {
  const frame = map.getContainer().getBoundingClientRect();
  [canvas.width, canvas.height] = [frame.width * RATIO, frame.height * RATIO];
  const sheet = new OffscreenCanvas(canvas.width, canvas.height);
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (sheet.getContext("2d"));
  context.fillStyle = getComputedStyle(map.getContainer()).backgroundColor;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.scale(RATIO, RATIO);
  const depth = (/** @type {Element} */ pane) => Number(getComputedStyle(pane).zIndex) || 0;
  const panes = [.../** @type {Element} */ (map.getPane("mapPane")).children];
  for (const pane of panes.sort((a, b) => depth(a) - depth(b))) {
    if (getComputedStyle(pane).display === "none") continue;
    for (const part of pane.querySelectorAll("canvas, img, svg, .leaflet-div-icon, .leaflet-popup, .leaflet-tooltip")) {
      const at = part.getBoundingClientRect();
      const [left, top] = [at.left - frame.left, at.top - frame.top];
      if (part instanceof HTMLCanvasElement || part instanceof HTMLImageElement) {
        if (part.width * part.height * at.width) context.drawImage(part, left, top, at.width, at.height);
      } else if (!part.parentElement?.closest("svg, .leaflet-popup")) {
        const copy = /** @type {HTMLElement} */ (part.cloneNode(true));
        const share = (/** @type {number} */ px, /** @type {number} */ of) => `${(100 * px) / of}%`;
        copy.style.cssText += `;position:absolute;margin:0;transform:none;left:${share(left, frame.width)};top:${share(top, frame.height)}`;
        if (part instanceof SVGElement) copy.style.cssText += `;height:auto;width:${share(at.width, frame.width)}`;
        figure.append(copy);
      }
    }
  }
  // Not drawn on directly: Chromium prints a canvas from its commands, at a wrong scale.
  canvas.getContext("bitmaprenderer")?.transferFromImageBitmap(sheet.transferToImageBitmap());
}
