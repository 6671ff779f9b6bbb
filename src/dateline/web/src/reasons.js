/** Why an event is hidden; if there are several reasons, the first in this order counts. */

const OF_TIME = /** @type {const} */ (["date", "possible", "undated"]);
export const [DATE, POSSIBLE, UNDATED, FIRST_CHOICE] = [0, 1, 2, 3];

/** Position of the first facet; the layer is the choice before it. */
export const FIRST_FACET = FIRST_CHOICE + 1;

/**
 * The reasons, in the order of `Seen.hidden`: those of time, the layer and the facets, the search.
 * @param {import("./types.js").FacetEntry[]} facets
 * @returns {string[]}
 */
export function reasonsOf(facets) {
  return [...OF_TIME, "layer", ...facets.map(({ name }) => name), "search"];
}
