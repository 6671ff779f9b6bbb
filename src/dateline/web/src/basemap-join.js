/** Joins the parts of a base map that the maps of a notebook share. Uses neither the DOM nor Leaflet. */
import { byPriority } from "./basemap-decode.js";

/** @typedef {import("./basemap-decode.js").Basemap} Basemap */
/** @typedef {import("./basemap-decode.js").LayerName} LayerName */
/** @typedef {import("./basemap-decode.js").Lines} Lines */

/**
 * Returns the world with the detail that another part adds and without what that part drops.
 * @param {Basemap} world
 * @param {Basemap} detail
 * @returns {Basemap}
 */
export function joinBasemap(world, detail) {
  const dropped = detail.dropped ?? {};
  const names = /** @type {LayerName[]} */ (Object.keys(world.layers));
  const layers = names.map((name) => [
    name,
    joinLines(without(world.layers[name], new Set(dropped[name])), detail.layers[name]),
  ]);
  return {
    worldview: world.worldview,
    outlines: detail.outlines,
    layers: Object.fromEntries(layers),
    labels: byPriority([...world.labels, ...detail.labels]),
  };
}

/** @param {Lines} lines @param {Set<number>} dropped @returns {Lines} */
function without(lines, dropped) {
  const kept = Array.from(lines.zoom.keys()).filter((line) => !dropped.has(line));
  const vertices = kept.reduce((sum, line) => sum + lines.start[line + 1] - lines.start[line], 0);
  const left = empty(kept.length, vertices);
  kept.forEach((line, index) => {
    const [from, to] = [lines.start[line], lines.start[line + 1]];
    const at = left.start[index];
    left.x.set(lines.x.subarray(from, to), at);
    left.y.set(lines.y.subarray(from, to), at);
    left.start[index + 1] = at + to - from;
    left.zoom[index] = lines.zoom[line];
    left.box.set(lines.box.subarray(line * 4, line * 4 + 4), index * 4);
  });
  return left;
}

/** @param {Lines} one @param {Lines} other @returns {Lines} */
function joinLines(one, other) {
  const joined = empty(one.zoom.length + other.zoom.length, one.x.length + other.x.length);
  for (const name of /** @type {const} */ (["x", "y", "zoom", "box"])) {
    joined[name].set(one[name]);
    joined[name].set(other[name], one[name].length);
  }
  joined.start.set(one.start);
  joined.start.set(other.start.map((at) => at + one.x.length), one.zoom.length);
  return joined;
}

/** @param {number} lines @param {number} vertices @returns {Lines} */
function empty(lines, vertices) {
  return {
    x: new Float32Array(vertices),
    y: new Float32Array(vertices),
    start: new Uint32Array(lines + 1),
    zoom: new Uint8Array(lines),
    box: new Float32Array(lines * 4),
  };
}
