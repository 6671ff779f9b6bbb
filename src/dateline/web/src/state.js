/**
 * The state of the page as one value, converted to and from the fragment of its address.
 * Fragments are untrusted: anything that can't be read is ignored.
 */
import { formatDay, parseDays } from "./timespan.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").LayerEntry} LayerEntry */

/**
 * @typedef {Pick<import("./types.js").Header, "layers" | "facets" | "dictionaries"> &
 *   { page?: { open?: import("./types.js").OpenEntry } }} Choices
 */

const MAX_FRAGMENT = 16384;
const MAX_QUERY = 200;

/** How earlier links name a value that was not stated. */
const NOT_STATED = "unknown";

/** Orders of the list other than that of time. */
export const SORTS = ["newest", "title", "place", "layer", "deaths", "status", "verification"];

/**
 * Returns the initial state of a page.
 * @param {Choices} choices the header of the page
 * @returns {State}
 */
export function openingState(choices) {
  return {
    ...windowAtFirst(choices),
    certain: false,
    undated: true,
    hidden: hiddenAtFirst(choices.layers),
    without: withoutAtFirst(choices),
    only: [],
    query: "",
    sort: "",
    table: false,
    lang: "",
    stop: null,
    event: null,
    view: null,
  };
}

/** @param {Choices} choices */
function windowAtFirst({ page }) {
  const { from = "", to = "" } = page?.open ?? {};
  return { from: parseDays(from)?.first ?? null, to: parseDays(to)?.last ?? null };
}

/** @param {Choices} choices */
function withoutAtFirst({ facets }) {
  return facets.flatMap(({ name, off = [] }) => off.map((word) => `${name}:${word}`)).sort();
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
 * @param {Choices} choices the header of the page
 * @returns {State}
 */
export function parseFragment(fragment, choices) {
  const state = openingState(choices);
  const text = fragment.replace(/^#/, "");
  if (text.length > MAX_FRAGMENT) return state;
  const given = new URLSearchParams(text);
  const [from, to] = [given.get("from"), given.get("to")];
  // Empty means no limit where the page opens with one.
  if (from !== null) state.from = parseDays(from)?.first ?? null;
  if (to !== null) state.to = parseDays(to)?.last ?? null;
  if (state.from !== null && state.to !== null && state.from > state.to) {
    [state.from, state.to] = [state.to, state.from];
  }
  state.certain = given.get("certain") === "1";
  state.undated = given.get("undated") !== "0";
  state.hidden = hiddenOf(given, choices.layers);
  state.only = wordsOf(given.getAll("only"), choices);
  const without = wordsOf(given.getAll("without"), choices);
  if (without.length || given.get("with") === "all") state.without = without;
  state.query = (given.get("q") ?? "").slice(0, MAX_QUERY);
  const sort = given.get("sort") ?? "";
  if (SORTS.includes(sort)) state.sort = sort;
  state.table = given.get("table") === "1";
  const lang = given.get("lang") ?? "";
  if (/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(lang)) state.lang = lang;
  state.stop = given.get("stop");
  state.event = given.get("event") || null;
  state.view = parseView(given.get("at") ?? "");
  return state;
}

/** The words that are about facets of the page, sorted. @param {string[]} given @param {Choices} choices */
function wordsOf(given, { facets, dictionaries }) {
  const isWord = (/** @type {string} */ column) => dictionaries[column].includes(NOT_STATED);
  const words = given.flatMap((word) => {
    const colon = word.indexOf(":");
    const facet = facets.find(({ name }) => name === word.slice(0, colon));
    if (!facet) return [];
    const isOld = word.slice(colon + 1) === NOT_STATED && !isWord(facet.column);
    return [isOld ? `${facet.name}:` : word];
  });
  return [...new Set(words)].sort();
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
 * @param {Choices} choices the header of the page
 */
export function formatFragment(state, choices) {
  const parts = new URLSearchParams();
  const first = windowAtFirst(choices);
  for (const end of /** @type {const} */ (["from", "to"])) {
    const day = state[end];
    if (day !== first[end]) parts.set(end, day === null ? "" : formatDay(day));
  }
  if (state.certain) parts.set("certain", "1");
  if (!state.undated) parts.set("undated", "0");
  if (state.hidden.join("\n") !== hiddenAtFirst(choices.layers).join("\n")) {
    if (!state.hidden.length) parts.set("show", "all");
    for (const path of state.hidden) parts.append("hide", path || "/");
  }
  if (state.without.join("\n") !== withoutAtFirst(choices).join("\n")) {
    if (!state.without.length) parts.set("with", "all");
    for (const word of state.without) parts.append("without", word);
  }
  for (const word of state.only) parts.append("only", word);
  if (state.query) parts.set("q", state.query);
  if (state.sort) parts.set("sort", state.sort);
  if (state.table) parts.set("table", "1");
  if (state.lang) parts.set("lang", state.lang);
  if (state.stop !== null) parts.set("stop", state.stop);
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

/**
 * Returns the change of a state that switches a value of a facet.
 * @param {State} state
 * @param {string} word such as "status:planned"
 * @param {boolean} isOn
 */
export function switched({ without, only }, word, isOn) {
  const name = word.slice(0, word.indexOf(":") + 1);
  if (!only.some((other) => other.startsWith(name))) return { without: withWord(without, word, !isOn) };
  return { only: withWord(only, word, isOn) };
}

/**
 * Returns the change of a state that leaves only some values of a facet on, or all if none are given.
 * @param {State} state
 * @param {string} name of the facet
 * @param {string[]} words such as "status:planned"
 */
export function onlyWords({ without, only }, name, words) {
  const others = (/** @type {string[]} */ list) => list.filter((one) => !one.startsWith(`${name}:`));
  return { without: others(without), only: [...others(only), ...words].sort() };
}
