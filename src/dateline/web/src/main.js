/** Starts the page: reads the payload from its script nodes, creates the views and connects them. */
import "./trusted.js";
import * as L from "#leaflet";
import { makeAboutView } from "./about-view.js";
import { makeApp } from "./app.js";
import { basemapLayer } from "./basemap.js";
import { makeBasemapNotice } from "./basemap-notice.js";
import { watchBasemap } from "./basemap-store.js";
import { addExactness } from "./scale-bar.js";
import { makeCardView } from "./card-view.js";
import { decodeColumns, decodeIds } from "./columns.js";
import { makeCompact } from "./compact.js";
import { el, need, setTextLanguage, textEl } from "./dom.js";
import { describe } from "./date-words.js";
import { keepFocus } from "./focus-keeper.js";
import { openingState } from "./state.js";
import { parseDays } from "./timespan.js";
import { safeUrl } from "./links.js";
import { say, sayNumber, sayParts } from "./say.js";
import { makeWorkerClient } from "./worker-client.js";
import { makeKeyView } from "./key-view.js";
import { chooseLanguage, makeLanguageChoice } from "./languages.js";
import { makeListView } from "./list-view.js";
import { makeMap, makeMapView } from "./map-view.js";
import { makePrintView } from "./print-view.js";
import { makeNodeReader, readNode, readWhole } from "./nodes.js";
import { setForms } from "./symbols.js";
import { makeTabs } from "./tabs-view.js";
import { makeText, withPlaces } from "./text.js";
import { makeThemeButton } from "./theme.js";
import { makeWhenView } from "./when-view.js";

/** @typedef {typeof KIT & { app: import("./app.js").App, map: L.Map, mapView: ReturnType<typeof makeMapView>, readNode: (number: number) => Promise<string> }} Page */

/** Above this many events, the base map is drawn after them. */
const MANY = 5000;

/** What the programs of features use of this one (see `parts/README.md`). */
const KIT = { el, textEl, need, say, sayParts, sayNumber, describe, parseDays, openingState, safeUrl, readWhole };

async function readPayload() {
  /** @type {import("./types.js").Header} */
  const header = JSON.parse(readNode("dateline-header"));
  const columns = await decodeColumns(header, readNode("dateline-core"));
  const worker = makeWorkerClient({
    // Only pages with many events include the worker.
    isLarge: document.getElementById("dateline-worker") !== null,
    readSource: () => readNode("dateline-worker"),
  });
  const { head, body, places, rows } = header.text;
  const how = { rows, readNode: makeNodeReader(header.text.files), unpack: worker.unpack };
  /** @type {Promise<import("./types.js").Numbers> | null} */
  let ids = null;
  return {
    header,
    columns,
    worker,
    readNode: how.readNode,
    head: makeText(head, how),
    body: withPlaces(makeText(body, how), places ? makeText(places, how) : null),
    readIds: () =>
      (ids ??= readWhole("dateline-ids").then((text) => decodeIds(header.count, text))),
  };
}

/** @param {L.Map} map @param {import("./basemap.js").ObstaclesOf} obstaclesOf */
function addBasemap(map, obstaclesOf) {
  const notice = makeBasemapNotice(need(document, ".stage"));
  /** @type {L.Layer | null} */
  let layer = null;
  return watchBasemap((basemap, extent) => {
    layer?.remove();
    layer = basemap && basemapLayer(L, basemap, { obstaclesOf }).addTo(map);
    if (basemap) addExactness(map, basemap);
    notice(extent);
  });
}

/** @param {L.Map} map */
async function start(map) {
  const languages = await chooseLanguage(location.hash);
  const payload = await readPayload();
  setTextLanguage(payload.header.page.language);
  setForms(payload.header);
  for (const layer of payload.header.layers) layer.title ||= say(layer.path ? "layer.others" : "layer.unsorted");
  const app = makeApp(payload);
  const shell = need(document, "#app");
  const mapView = makeMapView(app, map);
  makeTabs(app, need(document, "#tabs"), shell);
  /** @param {number} row */
  const choose = (row) => {
    if (app.selected() === row) return mapView.focus(row);
    pending = row;
    void app.open(row);
  };
  // The map is fitted to the area that the card leaves free, so only after the card is shown.
  let pending = -1;
  let isOpening = false;
  const listView = makeListView(app, {
    root: need(document, "#events"),
    liveRegion: need(document, "#live-region"),
    choose,
  });
  makeWhenView(app, need(document, "#when"), { choose });
  const key = makeKeyView(app, need(document, "#key"));
  const card = need(document, "#card");
  /** @param {number} row @param {boolean} hadFocus */
  const closed = (row, hadFocus) => {
    key.makeRoom(false);
    if (hadFocus) listView.show(row, true);
  };
  makeCardView(app, { root: card, focus: mapView.focus, closed });
  card.addEventListener("shown", () => {
    key.makeRoom(true);
    if (isOpening) mapView.opening(pending);
    else if (pending >= 0) mapView.focus(pending);
    pending = -1;
    isOpening = false;
    listView.show(app.selected());
  });
  makeAboutView(app, {
    dialog: /** @type {HTMLDialogElement} */ (need(document, "#about")),
    choose,
  });
  makeThemeButton(mapView.retheme);
  makeLanguageChoice(app, languages);
  makeCompact();
  app.addPart(keepFocus(listView.search));
  const printView = makePrintView(app, mapView);
  for (const start of window.datelineParts ?? []) start({ app, map, mapView, readNode: payload.readNode, ...KIT });
  document.addEventListener("keydown", (event) => {
    if (
      event.key === "Escape" &&
      app.state().event !== null &&
      !document.querySelector("dialog[open]")
    )
      app.close();
  });
  isOpening = !mapView.hasOwnView() && app.state().event !== null;
  app.start();
  if (isOpening) pending = await app.rowOf(app.state().event ?? "");
  if (!mapView.hasOwnView() && pending < 0) mapView.opening(-1);
  // Only now, so that its tiles are painted once, at the final position. Many events are drawn
  // first, because the base map takes as long as they do.
  if (app.header.count > MANY) await nextFrame();
  await addBasemap(map, () => mapView.obstacles());
  need(document, "#plain").remove();
  if (app.header.count <= MANY) whenIdle(() => void printView.read().catch(console.error));
  return { app };
}

/** Calls a function when the browser has time, or in WebKit, which can't tell, soon. @param {() => void} work */
const whenIdle = (work) => (window.requestIdleCallback ?? setTimeout)(work);

/** Waits until the browser has shown the last drawing. */
function nextFrame() {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

/** Reports that the events can't be shown, and leaves the plain table visible. @param {unknown} error */
function fail(error) {
  console.error(error);
  need(document, "#app").hidden = true;
  const why = error instanceof Error ? error.message : String(error);
  const line = need(document, "#plain-why");
  line.textContent = say("plain.failed", { reason: why });
  line.setAttribute("role", "alert");
}

need(document, "#app").hidden = false;
document.documentElement.classList.add("is-on");
const map = makeMap(need(document, ".map"));
// folium's layers wait for this.
Object.assign(window, { dateline: { map, ready: start(map).catch(fail) } });
