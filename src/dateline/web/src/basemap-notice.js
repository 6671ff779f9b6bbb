/** Says on the map which part of its base map is missing, and what to do. */
import { el } from "./dom.js";

/** @type {Record<import("./basemap-store.js").Extent, string>} */
const MISSING = {
  whole: "",
  world: "Details of the base map are missing.",
  detail: "The base map is drawn only near the events.",
  nothing: "The base map is missing.",
};

const ADVICE =
  "It comes with another map of this notebook: run that map’s cell again. " +
  'If there is none, make this map with base_map="own".';

/**
 * Returns a function that shows or removes the notice.
 * @param {HTMLElement} stage
 * @returns {(extent: import("./basemap-store.js").Extent) => void}
 */
export function makeBasemapNotice(stage) {
  const notice = el("p", { class: "basemap-notice", role: "status", hidden: true });
  stage.append(notice);
  return (extent) => {
    notice.hidden = extent === "whole";
    notice.textContent = notice.hidden ? "" : `${MISSING[extent]} ${ADVICE}`;
  };
}
