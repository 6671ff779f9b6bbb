/** Prepares a state for the pass over the columns: lookup tables instead of words. */
import { OPEN_END_DAY, OPEN_START_DAY } from "./window.js";

/** @typedef {import("./types.js").Header} Header */
/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Filter} Filter */

/** The dictionary of each facet. */
export const FACET_DICTIONARIES = /** @type {const} */ ({
  status: "status",
  verification: "verification",
  type: "event_type",
});

/**
 * @param {State} state
 * @param {Header} header
 * @param {Uint8Array | null} hits search results, one byte per event
 * @returns {Filter}
 */
export function makeFilter(state, header, hits) {
  const off = new Set(state.without);
  /** @param {keyof typeof FACET_DICTIONARIES} facet */
  const facet = (facet) =>
    Uint8Array.from(facetWords(header, facet), (word) => (off.has(`${facet}:${word}`) ? 0 : 1));
  const hidden = new Set(state.hidden);
  return {
    from: state.from ?? OPEN_START_DAY,
    to: state.to ?? OPEN_END_DAY,
    windowed: state.from !== null || state.to !== null,
    undated: state.undated,
    layers: Uint8Array.from(header.layers, (layer) => (hidden.has(layer.path) ? 0 : 1)),
    statuses: facet("status"),
    verifications: facet("verification"),
    types: facet("type"),
    hits,
  };
}

/**
 * The words of a facet by code; code 0 is "unknown".
 * @param {Header} header
 * @param {keyof typeof FACET_DICTIONARIES} facet
 */
export function facetWords(header, facet) {
  return ["unknown", ...header.dictionaries[FACET_DICTIONARIES[facet]]];
}
