/** The words of facets and of their values. A facet or value without an entry speaks for itself. */
import { symbolOf } from "./symbols.js";
import { capital, STATUS_WORDS, VERIFICATION_WORDS, wordFor } from "./words.js";

/**
 * @typedef {object} FacetWords
 * @property {string} title
 * @property {string} reason Why a filter hides events: "by status".
 * @property {Record<string, string>} words Values; "" is a value that was not stated.
 * @property {((word: string) => import("./symbols.js").Stroke[])} [symbol]
 * @property {(word: string) => string} [say] The name of a value without an entry.
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
  dates: {
    title: "Date known to",
    reason: "by precision of date",
    words: {
      time: "The time of day",
      day: "The day",
      month: "The month",
      season: "The season",
      year: "The year",
      decade: "The decade",
      century: "The century",
      millennium: "The millennium",
      interval: "First and last day",
      open: "One end only",
      undated: "No date",
      "": "No date",
    },
  },
  actor: { title: "Actor", reason: "by actor", words: { "": "No actor stated" } },
  country: { title: "Country", reason: "by country", words: { "": "No country" }, say: sayCountry },
  tag: { title: "Tag", reason: "by tag", words: { "": "No tag" }, say: (word) => word },
  source: { title: "Source", reason: "by source", words: { "": "No source" }, say: (word) => word },
  confidence: {
    title: "Confidence",
    reason: "by confidence",
    words: { high: "High", medium: "Medium", low: "Low", "": "Confidence not stated" },
  },
};

/** @type {Intl.DisplayNames | null} */
let countries = null;

/** The name of a country. @param {string} code ISO 3166-1 alpha-2, or any text */
export function sayCountry(code) {
  if (!/^[A-Z]{2}$/.test(code)) return code;
  countries ??= new Intl.DisplayNames(["en"], { type: "region" });
  return countries.of(code) ?? code;
}

/**
 * The words of a facet.
 * @param {import("./types.js").FacetEntry} facet
 * @returns {FacetWords}
 */
export function wordsOfFacet({ name, title = name }) {
  if (Object.hasOwn(FACETS, name)) return FACETS[name];
  return { title: capital(title), reason: `by ${title}`, words: { "": "Not stated" } };
}

/**
 * The name of a value of a facet.
 * @param {FacetWords} facet @param {string} word
 */
export function sayFacetWord({ words, say = capital }, word) {
  return wordFor(words, word) ?? say(word);
}
