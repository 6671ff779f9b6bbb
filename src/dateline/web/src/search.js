/**
 * Search over the head text: every word of the query must be in one of an event's fields.
 */

/** @typedef {import("./text.js").Text} Text */

/** The head fields that are searched. */
const SEARCHED = ["title", "place_name", "where", "actor1", "actor2"];

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

/**
 * One byte per event: 1 where it matches. Null when the query has no words.
 * @param {Text} head
 * @param {number} count events
 * @param {string} query
 * @returns {Promise<Uint8Array | null>}
 */
export async function searchRows(head, count, query) {
  const words = wordsOf(query);
  if (!words.length) return null;
  const hits = new Uint8Array(count);
  for (let block = 0; block < head.blocks; block++) {
    const columns = await head.columnsOf(block);
    const fields = SEARCHED.filter((name) => name in columns).map((name) => columns[name]);
    const first = block * head.rows;
    for (let i = 0; i < Math.min(head.rows, count - first); i++) {
      const text = fold(fields.map((values) => values[i] ?? "").join("\n"));
      if (words.every((word) => text.includes(word))) hits[first + i] = 1;
    }
  }
  return hits;
}
