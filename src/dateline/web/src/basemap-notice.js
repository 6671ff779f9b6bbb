/** Says on the map which part of its base map is missing, and what to do. */
import { el } from "./dom.js";
import { say } from "./say.js";

/** What is missing of each extent. @type {Record<import("./basemap-store.js").Extent, string>} */
const MISSING = { whole: "", world: "map.no_world", detail: "map.no_detail", nothing: "map.no_base_map" };

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
    notice.textContent = notice.hidden ? "" : `${say(MISSING[extent])} ${say("map.run_other_cell")}`;
  };
}
