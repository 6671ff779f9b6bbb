/** What the reader filters by, in words, and how many filters are on. */
import { sayFacetWord, wordsOfFacet } from "./facet-words.js";
import { openingState } from "./state.js";
import { dayWords } from "./timespan.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Header} Header */

/**
 * The filters as sentences; the dates are always said.
 * @param {State} state
 * @param {Header} header
 */
export function sayFilters(state, header) {
  const { from, to, certain, undated, hidden, query } = state;
  const titles = header.layers.flatMap(({ path, title }) => (hidden.includes(path) ? [title] : []));
  const hasDates = from !== null || to !== null;
  const ends = [from === null ? "" : `from ${dayWords(from)}`, to === null ? "" : `to ${dayWords(to)}`];
  return [
    hasDates ? `Dates: ${ends.join(" ").trim()}.` : "All dates.",
    certain && hasDates ? "Only events that are certainly in these dates." : "",
    undated ? "" : "Without undated events.",
    query ? `Search: “${query}”.` : "",
    titles.length ? `Layers not shown: ${titles.join(", ")}.` : "",
    ...header.facets.map((facet) => sayFacet(state, facet)),
  ]
    .filter(Boolean)
    .join(" ");
}

/** @param {State} state @param {import("./types.js").FacetEntry} facet */
function sayFacet({ without, only }, facet) {
  const words = wordsOfFacet(facet);
  const start = `${facet.name}:`;
  const say = (/** @type {string[]} */ list) =>
    list.flatMap((word) => (word.startsWith(start) ? [sayFacetWord(words, word.slice(start.length))] : []));
  const [shown, off] = [say(only), say(without)];
  if (shown.length) return `${words.title}: only ${shown.join(", ")}.`;
  return off.length ? `${words.title}: all but ${off.join(", ")}.` : "";
}

/**
 * How many choices among the layers and facets differ from those of the opened page: one for the
 * layers, and one for each facet.
 * @param {State} state
 * @param {Header} header
 */
export function countChoices(state, header) {
  const first = openingState(header);
  const isOther = (/** @type {string[]} */ a, /** @type {string[]} */ b) => a.join("\n") !== b.join("\n");
  const layers = isOther(state.hidden, first.hidden) ? 1 : 0;
  return header.facets.reduce((sum, { name }) => {
    const own = (/** @type {string[]} */ list) => list.filter((word) => word.startsWith(`${name}:`));
    const isChanged = isOther(own(state.without), own(first.without)) || isOther(own(state.only), own(first.only));
    return sum + (isChanged ? 1 : 0);
  }, layers);
}
