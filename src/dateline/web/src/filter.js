/** Prepares a state for the pass over the columns: lookup tables instead of words. */
import { OPEN_END_DAY, OPEN_START_DAY } from "./window.js";

/** @typedef {import("./types.js").Header} Header */
/** @typedef {import("./types.js").FacetEntry} FacetEntry */
/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Filter} Filter */

/**
 * @param {State} state
 * @param {Header} header
 * @param {Uint8Array | null} hits search results, one byte per event
 * @returns {Filter}
 */
export function makeFilter(state, header, hits) {
  const hidden = new Set(state.hidden);
  return {
    from: state.from ?? OPEN_START_DAY,
    to: state.to ?? OPEN_END_DAY,
    windowed: state.from !== null || state.to !== null,
    certain: state.certain,
    undated: state.undated,
    layers: Uint8Array.from(header.layers, (layer) => (hidden.has(layer.path) ? 0 : 1)),
    facets: header.facets.map((facet) => {
      const isOn = makeIsOn(state, facet);
      return Uint8Array.from(facetWords(header, facet), (word) => (isOn(word) ? 1 : 0));
    }),
    hits,
  };
}

/**
 * Returns a function that says whether a word of a facet is on.
 * @param {State} state @param {FacetEntry} facet
 * @returns {(word: string) => boolean}
 */
export function makeIsOn({ without, only }, { name }) {
  const own = (/** @type {string[]} */ words) =>
    words.filter((word) => word.startsWith(`${name}:`)).map((word) => word.slice(name.length + 1));
  const alone = new Set(own(only));
  const off = new Set(own(without));
  return alone.size ? (word) => alone.has(word) : (word) => !off.has(word);
}

/**
 * The words of a facet by code; code 0 is "", a value that was not stated.
 * @param {Header} header
 * @param {FacetEntry} facet
 */
export function facetWords(header, { column }) {
  return ["", ...header.dictionaries[column]];
}
