/**
 * The words of a query and how texts are compared: an event matches if each word is in one of its
 * fields.
 */

/**
 * Folds text for comparison: no case, no accents.
 * @param {string} text
 */
export function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/**
 * Returns the folded words of a query.
 * @param {string} query
 */
export function wordsOf(query) {
  return fold(query).split(/\s+/u).filter(Boolean);
}
