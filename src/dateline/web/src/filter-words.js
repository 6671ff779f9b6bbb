/** What the reader filters by, in words, and how many filters are on. */
import { wordsOfFacet } from "./facet-words.js";
import { say, saySentences, sayTogether } from "./say.js";
import { openingState } from "./state.js";
import { dayWords } from "./date-words.js";

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
  const ends = [
    from === null ? "" : say("window.from", { first: dayWords(from) }),
    to === null ? "" : say("window.to", { last: dayWords(to) }),
  ];
  const dates = from !== null && to !== null ? sayFromTo(from, to) : ends.join("");
  return saySentences([
    hasDates ? say("window.dates", { dates }) : say("window.all"),
    certain && hasDates ? say("window.certain") : "",
    undated ? "" : say("window.without_undated"),
    query ? say("window.search", { query }) : "",
    titles.length ? say("window.layers", { layers: sayTogether(titles) }) : "",
    ...header.facets.map((facet) => sayFacet(state, facet)),
  ]);
}

/** @param {number} from @param {number} to */
function sayFromTo(from, to) {
  return say("window.from_to", { first: dayWords(from), last: dayWords(to) });
}

/** @param {State} state @param {import("./types.js").FacetEntry} entry */
function sayFacet({ without, only }, entry) {
  const words = wordsOfFacet(entry);
  const start = `${entry.name}:`;
  const named = (/** @type {string[]} */ list) =>
    list.flatMap((word) => (word.startsWith(start) ? [words.say(word.slice(start.length))] : []));
  const [shown, off] = [named(only), named(without)];
  if (shown.length) return say("window.only", { facet: words.title, values: sayTogether(shown) });
  return off.length ? say("window.all_but", { facet: words.title, values: sayTogether(off) }) : "";
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
