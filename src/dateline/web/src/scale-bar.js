/** What a map says of its scale and exactness: a bar of a round length, and how fine its outlines are. */
import { el, need } from "./dom.js";
import { say } from "./say.js";
import { sayDistance } from "./words.js";

/** @typedef {import("leaflet").Map} Map */

const EARTH_M = 40_075_016.7; // around the equator
const WORLD_PX = 256;
const LONGEST_PX = 100;
/** From this zoom on, an inexactness of a kilometre can be seen; of two, one zoom level earlier. */
const SEEN_ZOOM = 9;

/**
 * Adds a bar that is true in the middle of the map.
 * @param {Map} map @param {HTMLElement} stage
 */
export function addScaleBar(map, stage) {
  const bar = el("p", { class: "scale" });
  stage.append(bar);
  const update = () => {
    const { lat } = map.getCenter();
    const metres = (EARTH_M * Math.cos((lat * Math.PI) / 180)) / WORLD_PX / 2 ** map.getZoom();
    const longest = metres * LONGEST_PX;
    const power = 10 ** Math.floor(Math.log10(longest));
    const length = power * (longest >= 5 * power ? 5 : longest >= 2 * power ? 2 : 1);
    bar.style.width = `${length / metres}px`;
    bar.textContent = sayDistance(length);
  };
  map.on("move zoomend resize", update);
  update();
}

/**
 * Adds to the credits how exact the outlines of the base map are, from the zoom on at which it shows.
 * @param {Map} map
 * @param {import("./basemap-decode.js").Basemap} basemap
 */
export function addExactness(map, { outlines: [near, far] }) {
  const credit = need(document, ".credit");
  const words = say("credit.outlines", { near: sayDistance(near), far: sayDistance(far) });
  const note = el("span", { class: "exactness" }, ` ${words}`);
  credit.querySelector(".exactness")?.remove();
  credit.append(note);
  const update = () => {
    note.hidden = map.getZoom() < SEEN_ZOOM - Math.log2(near / 1000);
  };
  map.on("zoomend", update);
  update();
}
