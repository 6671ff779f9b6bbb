/**
 * The words of a query and how texts are compared: an event matches if each word is in one of its
 * fields.
 */

/** Letters that do not decompose, and letters of one alphabet with several codes, as in fold.py. @type {Record<string, string>} */
const SPELT = {
  ...{ ø: "o", đ: "d", ð: "d", ł: "l", ħ: "h", ŋ: "n", ı: "i", ə: "e", æ: "ae", œ: "oe", þ: "th", ß: "ss" },
  ...{ ґ: "г", ک: "ك", ی: "ي", ى: "ي", ې: "ي", ة: "ه", ہ: "ه", ھ: "ه", ە: "ه" },
};
const LETTERS = new RegExp(`[${Object.keys(SPELT).join("")}]`, "u");
const ALL_LETTERS = new RegExp(LETTERS, "gu");

/**
 * Folds text for comparison: no case, no accents.
 * @param {string} text
 */
export function fold(text) {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return LETTERS.test(plain) ? plain.replace(ALL_LETTERS, (letter) => SPELT[letter]) : plain;
}

/**
 * Returns the folded words of a query.
 * @param {string} query
 */
export function wordsOf(query) {
  return fold(query).split(/\s+/u).filter(Boolean);
}
