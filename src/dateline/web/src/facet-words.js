/** The words of facets and of their values. A facet or value without an entry speaks for itself. */
import { symbolOf } from "./symbols.js";
import { isSaid, say, sayValueOf, spokenTag } from "./say.js";
import { capital, sayEventType } from "./words.js";

/**
 * @typedef {object} FacetWords
 * @property {string} title
 * @property {string} reason Why a filter hides events: "by status".
 * @property {boolean} isVocabulary Whether its values have an order of their own.
 * @property {((word: string) => import("./symbols.js").Stroke[])} [symbol]
 * @property {(word: string) => string} say The name of a value; "" is one that was not stated.
 */

/** @type {Record<string, (word: string) => import("./symbols.js").Stroke[]>} */
const SYMBOLS = {
  record: (word) => symbolOf({ status: "occurred", record: word }),
  status: (word) => symbolOf({ status: word }),
  verification: (word) => symbolOf({ status: "occurred", verification: word }),
};

/** Sections of the catalogue with the words of vocabularies. @type {Record<string, string>} */
const VOCABULARIES = {
  record: "record",
  status: "status",
  verification: "verification",
  precision: "facet_precision",
  dates: "facet_dates",
  confidence: "confidence",
};

/** Values that were not stated, in vocabularies with a word for them. @type {Record<string, string>} */
const MISSING = { dates: "undated" };

/** Facets whose values are names, said as they are. */
const NAMES = new Set(["tag", "source"]);

/** @type {Intl.DisplayNames | null} */
let countries = null;

/** The name of a country. @param {string} code ISO 3166-1 alpha-2, or any text */
export function sayCountry(code) {
  if (!/^[A-Z]{2}$/.test(code)) return code;
  countries ??= new Intl.DisplayNames([spokenTag(), "en"], { type: "region" });
  return countries.of(code) ?? code;
}

/**
 * The words of a facet.
 * @param {import("./types.js").FacetEntry} facet
 * @returns {FacetWords}
 */
export function wordsOfFacet({ name, title = name }) {
  const isKnown = isSaid(`facet_reason.${name}`);
  return {
    title: isKnown ? say(`facet.${name}`) : capital(title),
    reason: isKnown ? say(`facet_reason.${name}`) : say("facet_reason.any", { facet: title }),
    isVocabulary: Object.hasOwn(VOCABULARIES, name),
    ...(Object.hasOwn(SYMBOLS, name) ? { symbol: SYMBOLS[name] } : {}),
    say: (word) => sayFacetWord(name, word),
  };
}

/** Names of the facets of columns that are called otherwise. @type {Record<string, string>} */
const FACETS = { record_status: "record", event_type: "type", place_precision: "precision", date_precision: "dates" };

/** The words of a column and of its values. @param {string} column */
export function wordsOfColumn(column) {
  return wordsOfFacet({ name: FACETS[column] ?? column, title: column.replaceAll("_", " "), column });
}

/** The name of a value. @param {string} facet @param {string} word */
function sayFacetWord(facet, word) {
  if (Object.hasOwn(VOCABULARIES, facet)) {
    return sayValueOf(VOCABULARIES[facet], word || (MISSING[facet] ?? "unknown")) ?? capital(word);
  }
  if (!word) return sayValueOf("facet_missing", facet) ?? say("facet_missing.any");
  if (facet === "country") return sayCountry(word);
  if (facet === "type") return sayEventType(word);
  return NAMES.has(facet) ? word : capital(word);
}
