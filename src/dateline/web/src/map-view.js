/** The map: Leaflet, the base map, the event layer and the tooltip. */
import * as L from "#leaflet";
import { latOf, lonOf } from "./columns.js";
import { rowsOf } from "./clusters.js";
import { el, need, textEl } from "./dom.js";
import { boxOf, bulkBox } from "./first-view.js";
import { sharePointer } from "./embedded.js";
import { makeEventLayer, makeGridViewOf } from "./event-layer.js";
import { pictureOf } from "./print-map.js";
import { keyFigures } from "./key-figures.js";
import { makeMarkStops } from "./mark-stops.js";
import { say } from "./say.js";
import { addScaleBar } from "./scale-bar.js";
import { readTheme } from "./theme.js";

/** @typedef {import("./app.js").App} App */
/** @typedef {import("./types.js").View} View */

/** Whether the corners of a box are within about a metre of each other. @param {L.LatLngBounds} bounds */
function isOnePlace(bounds) {
  return bounds.getNorthEast().equals(bounds.getSouthWest(), 1e-5);
}

const WORLD = 2 ** 32;
const AREA = 4;
const MAX_ZOOM = 17;
const FIT_ZOOM = 9;
const FIRST_ZOOM = 12;
const TILE_ZOOM = 19;
const TILE_PX = 256;
/** Where Web Mercator ends. */
const MAX_LAT = 85.0511;
/** The first view is fitted in steps of half a zoom level; the base map is sharp at these. */
const FINE_SNAP = 0.5;
const POINT_ZOOM = 6;
const WIDE_DEG = 35;
/** Seconds in which a story moves from one view to the next. */
const GO_S = 1;
/** Pixels around what a story shows. */
const GO_PAD = 24;

/**
 * A Leaflet position; the only place where the order of lon and lat changes.
 * @param {number} lon @param {number} lat
 */
export function toLatLng(lon, lat) {
  return L.latLng(lat, lon);
}

/** @param {import("./first-view.js").Box} box */
function toBounds({ west, north, east, south }) {
  return L.latLngBounds(toLatLng(lonOf(west), latOf(south)), toLatLng(lonOf(east), latOf(north)));
}

/**
 * Creates the Leaflet map before the events are read, so that folium layers can be added to it.
 * @param {HTMLElement} element
 */
export function makeMap(element) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(element, {
    zoomControl: false,
    attributionControl: false,
    minZoom: 1,
    maxZoom: MAX_ZOOM,
    worldCopyJump: true,
    zoomAnimation: !still,
    fadeAnimation: !still,
    inertia: !still,
    maxBounds: [
      [-MAX_LAT, -Infinity],
      [MAX_LAT, Infinity],
    ],
    maxBoundsViscosity: 1,
  });
  map.setView([20, 0], 2);
  keepFilled(map);
  sharePointer(map);
  return map;
}

/** Limits zooming out to where one world fills the map. @param {L.Map} map */
function keepFilled(map) {
  const { x, y } = map.getSize();
  // Rounded up, so that not even a line of pixels stays empty.
  const least = Math.ceil(100 * Math.log2(Math.max(x, y, TILE_PX) / TILE_PX)) / 100;
  map.options.minZoom = least;
  if (map.getZoom() < least) map.setView(map.getCenter(), least, { animate: false });
}

/**
 * @param {App} app
 * @param {L.Map} map
 */
export function makeMapView(app, map) {
  const { columns } = app;
  const stage = need(document, ".stage");
  const tip = el("div", { class: "tip", hidden: true, dir: "auto" });
  stage.append(tip);
  let theme = readTheme();
  /** Whether the program, not the reader, is moving the map. */
  let isQuiet = false;
  /** Whether a story is moving it, until it has arrived. */
  let isGoing = false;
  /** Whether a story has moved it. */
  let isLed = false;

  const { tiles } = app.header.page;
  // Pages with tiles have all of Leaflet.
  if (tiles) window.L.tileLayer(tiles, { maxZoom: TILE_ZOOM }).addTo(map);

  addScaleBar(map, stage);
  const layer = makeEventLayer(map, {
    moved: app.schedule,
    hovered(found, at) {
      const isEvent = found && (found.count === 1 || found.kind === "shape");
      app.hover(isEvent ? found.row : -1);
      void showTip(found, at);
    },
    clicked(found) {
      if (!found) return void (app.state().event !== null && app.close());
      if (!found.cluster) return void app.open(found.row);
      openCluster(rowsOf(columns, app.seen, found.cluster));
    },
  });

  /**
   * @param {ReturnType<typeof import("./pick.js").pick>} found
   * @param {{ x: number, y: number }} at
   */
  async function showTip(found, at) {
    if (!found) return void (tip.hidden = true);
    tip.style.transform = `translate(${Math.round(at.x)}px, ${Math.round(at.y)}px)`;
    tip.classList.toggle("is-left", at.x > stage.clientWidth - 260);
    if (found.count === 1) {
      const fields = await app.head.read(found.row).catch(() => ({ title: null }));
      if (app.hovered() !== found.row) return;
      const figures = keyFigures(app, found.row, fields).map((words) => textEl("p", words, { class: "tip-figure" }));
      tip.replaceChildren(fields.title ?? say("list.no_title"), ...figures);
    } else tip.textContent = sayFound(found);
    tip.hidden = false;
  }

  /** Several events under the pointer, in words. @param {import("./pick.js").Found} found */
  function sayFound({ kind, row, count: n }) {
    if (kind === "point") return say("map.events_at_point", { n });
    if (kind !== "shape") return say("count.events", { n });
    return say(columns.kind[row] === AREA ? "map.events_in_area" : "map.events_along_line", { n });
  }

  /** Zooms in, or opens the first event if all are at one place. @param {number[]} rows */
  function openCluster(rows) {
    const bounds = boundsOf(rows);
    if (!bounds || map.getZoom() >= MAX_ZOOM || isOnePlace(bounds)) return void app.open(rows[0]);
    const before = map.getZoom();
    fit(bounds, MAX_ZOOM);
    if (fittingZoom(bounds) <= before) map.setView(bounds.getCenter(), before + 1);
  }

  /**
   * The box around the points of some events, with the widest empty part of the world outside it.
   * @param {ArrayLike<number>} rows
   */
  function boundsOf(rows) {
    const box = boxOf(columns, rows);
    return box && toBounds(box);
  }

  /** The box around the shape of an event, or around its point. @param {number} row */
  function boundsOfEvent(row) {
    const { shapes, shape } = columns;
    if (!shape[row]) return boundsOf([row]);
    const bounds = L.latLngBounds([]);
    for (let ring = shapes.firstRing[shape[row] - 1]; ring < shapes.firstRing[shape[row]]; ring++) {
      const [west, north, east, south] = shapes.bounds.subarray(ring * 4, ring * 4 + 4);
      // Parts beyond 180° are moved to the side of the event's own point.
      const copy = Math.round(columns.x[row] / WORLD - (west + east) / 2);
      bounds.extend(toLatLng(lonOf(west + copy), latOf(south)));
      bounds.extend(toLatLng(lonOf(east + copy), latOf(north)));
    }
    return bounds;
  }

  /** Pixels of the map, before it is scaled, covered by other parts of the page, on each side. */
  function covered() {
    const box = stage.getBoundingClientRect();
    const pads = { left: 0, right: 0, bottom: 0 };
    for (const selector of ["#card", "#key"]) {
      const part = need(document, selector).getBoundingClientRect();
      if (!part.width || part.bottom < box.top || part.height < 60 || part.left >= box.right) continue;
      if (part.width > 0.8 * box.width) pads.bottom = Math.max(pads.bottom, box.bottom - part.top);
      else if (part.left - box.left < box.right - part.right) pads.left = part.right - box.left;
      else pads.right = box.right - part.left;
    }
    // On large screens the map is scaled.
    const scale = box.width / stage.offsetWidth || 1;
    return { left: pads.left / scale, right: pads.right / scale, bottom: pads.bottom / scale };
  }

  /** Padding around the box that the map is fitted to. */
  function padding() {
    const { left, right, bottom } = covered();
    const pad = Math.min(48, stage.clientWidth / 10);
    return { topLeft: L.point(left + pad, pad), bottomRight: L.point(right + pad, bottom + pad) };
  }

  /** @param {L.LatLngBounds} bounds */
  function fittingZoom(bounds) {
    const { topLeft, bottomRight } = padding();
    return map.getBoundsZoom(bounds, false, topLeft.add(bottomRight));
  }

  /** @param {L.LatLngBounds} bounds @param {number} maxZoom @param {boolean} [mayAnimate] */
  function fit(bounds, maxZoom, mayAnimate = true) {
    const { topLeft, bottomRight } = padding();
    // Scaling a drawing by much only shows a blur.
    const far = Math.abs(Math.min(maxZoom, fittingZoom(bounds)) - map.getZoom()) > 2;
    const animate = mayAnimate && !far;
    map.fitBounds(bounds, {
      paddingTopLeft: topLeft,
      paddingBottomRight: bottomRight,
      maxZoom,
      animate,
    });
  }

  /** Brings an event into view. @param {number} row @param {boolean} [mayAnimate] */
  function focus(row, mayAnimate = true) {
    const bounds = columns.kind[row] ? boundsOfEvent(row) : null;
    const zoom = columns.shape[row] ? FIT_ZOOM : Math.max(POINT_ZOOM, map.getZoom());
    if (bounds) fit(bounds, zoom, mayAnimate);
  }

  /** @param {boolean} [animate] */
  function showAll(animate = true) {
    const rows = app.seen.rows.subarray(0, app.seen.count);
    const bounds = boundsOf(rows) ?? boundsOf(Uint32Array.from(columns.kind.keys()));
    if (!bounds) return void map.setView([20, 0], 2);
    // Large areas are not fitted completely: the other events would be crowded into a corner.
    for (const row of rows.length > 2000 ? [] : rows) {
      const box = columns.shape[row] ? boundsOfEvent(row) : null;
      if (box && box.getEast() - box.getWest() < WIDE_DEG) bounds.extend(box);
    }
    fit(bounds, FIT_ZOOM, animate);
  }

  /** @param {Record<string, number>} box in degrees; east is smaller than west beyond 180° */
  function boundsOfBox({ west, south, east, north }) {
    return L.latLngBounds(toLatLng(west, south), toLatLng(east + (east < west ? 360 : 0), north));
  }

  /** Shows what the settings say, or most of the precise events. */
  function showFirst() {
    const set = app.header.page.open?.view;
    if (set && "zoom" in set) {
      return void map.setView(toLatLng(set.lon, set.lat), set.zoom, { animate: false });
    }
    const shown = app.seen.rows.subarray(0, app.seen.count);
    const all = () => Uint32Array.from(columns.kind.keys());
    const box = set ? null : (bulkBox(columns, shown, app.header) ?? bulkBox(columns, all(), app.header));
    if (!set && !box) return void map.setView([20, 0], 2);
    const bounds = set ? boundsOfBox(set) : toBounds(/** @type {import("./first-view.js").Box} */ (box));
    const { zoomSnap } = map.options;
    map.options.zoomSnap = FINE_SNAP;
    fit(bounds, set ? MAX_ZOOM : isOnePlace(bounds) ? FIT_ZOOM : FIRST_ZOOM, false);
    map.options.zoomSnap = zoomSnap;
  }

  /**
   * Moves to a view, to a box, or to where some events are, without changing the address.
   * @param {Record<string, number> | undefined} set
   * @param {number[]} rows
   * @param {boolean} animate
   */
  function go(set, rows, animate) {
    isGoing = isLed = true;
    if (set && "zoom" in set) return void map.flyTo(toLatLng(set.lon, set.lat), set.zoom, { animate, duration: GO_S });
    const bounds = set ? boundsOfBox(set) : boundsOf(rows);
    if (!bounds) return showAll(false);
    const middle = bounds.getCenter().lng;
    for (const row of set ? [] : rows) {
      const box = columns.shape[row] ? boundsOfEvent(row) : null;
      if (!box) continue;
      // On the side of 180° where the others are.
      const turn = Math.round((middle - box.getCenter().lng) / 360) * 360;
      for (const { lat, lng } of [box.getSouthWest(), box.getNorthEast()]) bounds.extend([lat, lng + turn]);
    }
    const maxZoom = set ? MAX_ZOOM : FIT_ZOOM;
    const { zoomSnap } = map.options;
    map.options.zoomSnap = FINE_SNAP;
    map.flyToBounds(bounds, { padding: L.point(GO_PAD, GO_PAD), maxZoom, animate, duration: GO_S });
    map.options.zoomSnap = zoomSnap;
  }

  /** @param {View} view */
  const look = ({ lon, lat, zoom }) =>
    quietly(() => map.setView(toLatLng(lon, lat), zoom, { animate: false }));

  /** Moves the map without changing the address. @param {() => void} move */
  function quietly(move) {
    isQuiet = true;
    move();
    isQuiet = false;
  }

  map.on("moveend", () => {
    if (isQuiet || isGoing) return void (isGoing = false);
    const { lng: lon, lat } = map.getCenter();
    app.set({ view: { lon, lat, zoom: map.getZoom() } });
  });
  need(document, "#zoom-in").addEventListener("click", () => map.zoomIn());
  need(document, "#zoom-out").addEventListener("click", () => map.zoomOut());
  need(document, "#zoom-all").addEventListener("click", () => showAll());
  new ResizeObserver(() => {
    quietly(() => {
      map.invalidateSize({ animate: false });
      keepFilled(map);
    });
    // A link is restored before the panels have their size, when the map may be too large for it.
    const { view } = app.state();
    if (view && view.zoom < map.getZoom()) look(view);
    // On small screens it is one line that scrolls, by keys as well.
    const credit = need(stage, ".credit");
    credit.tabIndex = credit.scrollWidth > credit.clientWidth ? 0 : -1;
    // On paper it keeps this size.
    const { x, y } = map.getSize();
    stage.style.setProperty("--width", `${x}px`);
    stage.style.setProperty("--height", `${y}px`);
  }).observe(map.getContainer());

  const placeStop = makeMarkStops({
    stage,
    marksOf: layer.marks,
    nameOf: async ({ row }) => (await app.head.read(row).catch(() => ({ title: null }))).title ?? say("list.no_title"),
    choose: layer.choose,
    hover: app.hover,
  });
  app.setView(makeGridViewOf(map));
  app.addPart(() => {
    layer.draw({
      columns,
      header: app.header,
      seen: app.seen,
      theme,
      timeClass: app.timeClass,
      isCertain: app.isCertain,
      selected: app.selected(),
      hovered: app.hovered(),
      marked: app.marked(),
    });
    placeStop(app.seen.count > app.seen.unplaced);
  });
  app.onReturn(() => {
    const { view } = app.state();
    if (view) look(view);
  });

  const { view } = app.state();
  if (view) look(view);

  return {
    focus,
    go,
    showAll,
    marks: layer.marks,
    obstacles: layer.obstacles,
    /** Shows all events or one event when the page opens. @param {number} row -1 for all */
    opening: (row) => quietly(() => (row < 0 ? showFirst() : focus(row, false))),
    /** The map as a picture for paper. */
    picture() {
      /** @type {Node} */
      let made = stage;
      quietly(() => (made = pictureOf(map, app.draw)));
      return made;
    },
    hasOwnView: () => view !== null || isLed,
    retheme() {
      theme = readTheme();
      app.schedule();
    },
  };
}

/** @typedef {ReturnType<typeof makeMapView>} MapView */
