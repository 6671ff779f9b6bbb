/** The facets that the search covers: countries in several languages, tags, sources, types, marked columns. */
import { fold } from "./search.js";

/** Facets with words of the interface, and actors, whose texts are searched anyway. */
const NOT_SEARCHED = new Set(["record", "status", "verification", "precision", "dates", "confidence", "actor"]);

/** The languages in which countries are found. */
const LANGUAGES = ["en", "uk", "ru", "ar", "fa", "he", "tr", "fr", "es", "pt", "de", "it", "pl", "ko", "ja", "zh", "zh-Hant"];

/**
 * @param {import("./types.js").Header} header @param {import("./types.js").Columns} columns
 * @returns {import("./search-index.js").SearchedFacet[]}
 */
export function searchedFacets({ dictionaries, facets, only_country: country }, columns) {
  const names = LANGUAGES.map((tag) => new Intl.DisplayNames([tag], { type: "region", fallback: "none" }));
  const sayAll = (/** @type {string} */ code) =>
    /^[A-Z]{2}$/.test(code) ? [code, ...names.map((language) => language.of(code) ?? "")].join(" ") : code;
  const found = facets.flatMap(({ name, column }, at) => {
    if (NOT_SEARCHED.has(name)) return [];
    const texts = dictionaries[column].map((word) => fold(name === "country" ? sayAll(word) : String(word)));
    return [{ texts: ["", ...texts], codes: columns.facets[at].codes, first: columns.facets[at].first }];
  });
  return country ? [...found, { texts: [fold(sayAll(country))], codes: null, first: null }] : found;
}
