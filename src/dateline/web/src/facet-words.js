/** The words of facets and of their values. A facet or value without an entry speaks for itself. */
import { symbolOf } from "./symbols.js";
import { capital, STATUS_WORDS, VERIFICATION_WORDS, wordFor } from "./words.js";

/**
 * @typedef {object} FacetWords
 * @property {string} title
 * @property {string} reason Why a filter hides events: "by status".
 * @property {Record<string, string>} words Values; "" is a value that was not stated.
 * @property {((word: string) => import("./symbols.js").Stroke[])} [symbol]
 */

/** @type {Record<string, FacetWords>} */
const FACETS = {
  record: {
    title: "Record",
    reason: "retracted or by record",
    words: { active: "Current", corrected: "Corrected", retracted: "Retracted" },
    symbol: (word) => symbolOf({ status: "occurred", record: word }),
  },
  status: {
    title: "Status",
    reason: "by status",
    words: { ...STATUS_WORDS, "": STATUS_WORDS.unknown },
    symbol: (word) => symbolOf({ status: word }),
  },
  verification: {
    title: "Verification",
    reason: "by verification",
    words: { ...VERIFICATION_WORDS, "": VERIFICATION_WORDS.unknown },
    symbol: (word) => symbolOf({ status: "occurred", verification: word }),
  },
  type: { title: "Event type", reason: "by type", words: { "": "Type not stated" } },
  precision: {
    title: "Place known as",
    reason: "by precision of place",
    words: {
      exact: "Exact point",
      "as given": "Coordinates as given",
      near: "Near a place",
      settlement: "Town or village",
      admin2: "District",
      admin1: "Region",
      linear: "Line or route",
      area: "Area",
      maritime: "Sea",
      country: "Country only",
      unknown: "Not on the map",
      "": "Not on the map",
    },
  },
};

/**
 * The words of a facet.
 * @param {import("./types.js").FacetEntry} facet
 * @returns {FacetWords}
 */
export function wordsOfFacet({ name, column, title = capital(column.replaceAll("_", " ")) }) {
  if (Object.hasOwn(FACETS, name)) return FACETS[name];
  return { title, reason: `by ${title.toLowerCase()}`, words: { "": "Not stated" } };
}

/**
 * The name of a value of a facet.
 * @param {FacetWords} facet @param {string} word
 */
export function sayFacetWord({ words }, word) {
  return wordFor(words, word) ?? capital(word);
}
