/** Starts the page: reads the payload out of its script nodes, makes the parts, joins them. */
import "./trusted.js";
import * as L from "leaflet";
import { makeAboutView } from "./about-view.js";
import { makeApp } from "./app.js";
import { basemapLayer, decodeBasemap } from "./basemap.js";
import { makeCardView } from "./card-view.js";
import { decodeColumns, fromBase64, inflate } from "./columns.js";
import { need } from "./dom.js";
import { makeKeyView } from "./key-view.js";
import { makeListView } from "./list-view.js";
import { makeMap, makeMapView } from "./map-view.js";
import { makeTabs } from "./tabs-view.js";
import { makeText } from "./text.js";
import { makeThemeButton } from "./theme.js";
import { makeWhenView } from "./when-view.js";

/** @param {string} id @returns {string} */
function readNode(id) {
  const node = document.getElementById(id);
  if (!node) throw new Error(`this page is not whole: its part “${id}” is missing`);
  // A browser leaves a part empty that is too large for it, and says nothing.
  if (!node.textContent) throw new Error(`this page is not whole: its part “${id}” is empty`);
  return node.textContent;
}

/** The text of a script node that may not have arrived yet. @param {number} number */
async function readTextNode(number) {
  const id = `dateline-text-${number}`;
  // A node is whole once something follows it, or nothing more is to come.
  const isWhole = () =>
    document.readyState !== "loading" || document.getElementById(id)?.nextElementSibling;
  if (!isWhole()) {
    await new Promise((resolve) => {
      const observer = new MutationObserver(look);
      function look() {
        if (!isWhole()) return;
        observer.disconnect();
        document.removeEventListener("readystatechange", look);
        resolve(undefined);
      }
      observer.observe(document.body, { childList: true });
      document.addEventListener("readystatechange", look);
    });
  }
  return readNode(id);
}

async function readPayload() {
  /** @type {import("./types.js").Header} */
  const header = JSON.parse(readNode("dateline-header"));
  const columns = await decodeColumns(header, readNode("dateline-core"));
  const { head, body, rows } = header.text;
  return {
    header,
    columns,
    head: makeText(head, rows, readTextNode),
    body: makeText(body, rows, readTextNode),
  };
}

/** @param {L.Map} map */
async function addBasemap(map) {
  const bytes = await inflate(fromBase64(readNode("dateline-basemap")));
  basemapLayer(L, decodeBasemap(bytes)).addTo(map);
}

/** @param {L.Map} map */
async function start(map) {
  const payload = await readPayload();
  const app = makeApp(payload);
  const shell = need(document, "#app");
  const mapView = makeMapView(app, map);
  const tabs = makeTabs(need(document, "#tabs"), shell);
  /** @param {number} row */
  const choose = (row) => {
    if (app.selected() === row) return mapView.focus(row);
    pending = row;
    void app.open(row);
  };
  // The map is fitted to what the card leaves free, so only once it is there.
  let pending = -1;
  let isOpening = false;
  const listView = makeListView(app, {
    root: need(document, "#events"),
    aloud: need(document, "#aloud"),
    choose,
  });
  makeWhenView(app, need(document, "#when"));
  const key = makeKeyView(app, need(document, "#key"));
  const card = need(document, "#card");
  /** @param {number} row @param {boolean} hadFocus */
  const closed = (row, hadFocus) => {
    key.makeRoom(false);
    if (hadFocus) listView.show(row, true);
  };
  makeCardView(app, { root: card, focus: mapView.focus, closed });
  card.addEventListener("shown", () => {
    tabs.show("map");
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
  need(document, "#plain").remove();
  // Only now, so that its tiles are painted once, where the map looks.
  await addBasemap(map);
  return { app };
}

/** Says that the page cannot show its events, and leaves the plain table there. @param {unknown} error */
function fail(error) {
  console.error(error);
  need(document, "#app").hidden = true;
  const why = error instanceof Error ? error.message : String(error);
  const line = need(document, "#plain-why");
  line.textContent = `The map could not load its events: ${why}.`;
  line.setAttribute("role", "alert");
}

need(document, "#app").hidden = false;
document.documentElement.classList.add("is-on");
const map = makeMap(need(document, ".map"));
// folium's layers look for these two names.
Object.assign(window, { L: { ...L }, dateline: { map, ready: start(map).catch(fail) } });
