/**
 * The state of the page as one value, converted to and from the fragment of its address.
 * Fragments are untrusted: anything that can't be read is ignored.
 */
import { formatDay, parseDays } from "./timespan.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").LayerEntry} LayerEntry */

const MAX_FRAGMENT = 16384;
const MAX_QUERY = 200;
export const FACETS = ["status", "verification", "type"];

/**
 * Returns the initial state of a page.
 * @param {LayerEntry[]} layers
 * @returns {State}
 */
export function openingState(layers) {
  return {
    from: null,
    to: null,
    undated: true,
    hidden: hiddenAtFirst(layers),
    without: [],
    query: "",
    event: null,
    view: null,
  };
}

/** @param {LayerEntry[]} layers */
function hiddenAtFirst(layers) {
  return layers
    .filter((layer) => !layer.visible && layer.count > 0)
    .map((layer) => layer.path)
    .sort();
}

/**
 * Returns the state that a fragment describes; missing parts have their initial value.
 * @param {string} fragment with or without the leading "#"
 * @param {LayerEntry[]} layers
 * @returns {State}
 */
export function parseFragment(fragment, layers) {
  const state = openingState(layers);
  const text = fragment.replace(/^#/, "");
  if (text.length > MAX_FRAGMENT) return state;
  const given = new URLSearchParams(text);
  state.from = parseDays(given.get("from") ?? "")?.first ?? null;
  state.to = parseDays(given.get("to") ?? "")?.last ?? null;
  if (state.from !== null && state.to !== null && state.from > state.to) {
    [state.from, state.to] = [state.to, state.from];
  }
  state.undated = given.get("undated") !== "0";
  state.hidden = hiddenOf(given, layers);
  state.without = [...new Set(given.getAll("without"))]
    .filter((word) => FACETS.includes(word.split(":")[0]))
    .sort();
  state.query = (given.get("q") ?? "").slice(0, MAX_QUERY);
  state.event = given.get("event") || null;
  state.view = parseView(given.get("at") ?? "");
  return state;
}

/**
 * @param {URLSearchParams} given
 * @param {LayerEntry[]} layers
 */
function hiddenOf(given, layers) {
  if (given.get("show") === "all") return [];
  if (!given.has("hide")) return hiddenAtFirst(layers);
  const named = new Set(given.getAll("hide").map((path) => (path === "/" ? "" : path)));
  return layers
    .map((layer) => layer.path)
    .filter((path) => named.has(path))
    .sort();
}

/** @param {string} text @returns {import("./types.js").View | null} */
function parseView(text) {
  const parts = text.split(",").map((part) => (/^-?\d+(\.\d+)?$/.test(part) ? Number(part) : NaN));
  if (parts.length !== 3 || parts.some(Number.isNaN)) return null;
  const [lon, lat, zoom] = parts;
  if (Math.abs(lon) > 540 || Math.abs(lat) > 90 || zoom < 0 || zoom > 22) return null;
  return { lon, lat, zoom };
}

/**
 * Returns the fragment for a state; "" for the initial state.
 * @param {State} state
 * @param {LayerEntry[]} layers
 */
export function formatFragment(state, layers) {
  const parts = new URLSearchParams();
  if (state.from !== null) parts.set("from", formatDay(state.from));
  if (state.to !== null) parts.set("to", formatDay(state.to));
  if (!state.undated) parts.set("undated", "0");
  if (state.hidden.join("\n") !== hiddenAtFirst(layers).join("\n")) {
    if (!state.hidden.length) parts.set("show", "all");
    for (const path of state.hidden) parts.append("hide", path || "/");
  }
  for (const word of state.without) parts.append("without", word);
  if (state.query) parts.set("q", state.query);
  if (state.event !== null) parts.set("event", state.event);
  if (state.view) {
    const { lon, lat, zoom } = state.view;
    parts.set("at", `${round(lon, 4)},${round(lat, 4)},${round(zoom, 2)}`);
  }
  // These characters are allowed in a fragment, and unescaped they are easier to read.
  return parts.toString().replace(/%2F/g, "/").replace(/%3A/g, ":").replace(/%2C/g, ",");
}

/** @param {number} value @param {number} digits */
function round(value, digits) {
  return String(Number(value.toFixed(digits)));
}

/**
 * Returns a sorted list with one word added or removed.
 * @param {string[]} words
 * @param {string} word
 * @param {boolean} isIn
 */
export function withWord(words, word, isIn) {
  const others = words.filter((other) => other !== word);
  return isIn ? [...others, word].sort() : others;
}
