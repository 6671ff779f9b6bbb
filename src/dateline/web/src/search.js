/**
 * The words of a search and how texts are compared: every word of the query must be in one of an
 * event's fields.
 */

/**
 * Text as it is compared: no case, no accents.
 * @param {string} text
 */
export function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/**
 * The words of a query.
 * @param {string} query
 */
export function wordsOf(query) {
  return fold(query).split(/\s+/u).filter(Boolean);
}
