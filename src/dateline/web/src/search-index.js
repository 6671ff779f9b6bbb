/**
 * The search index. Each distinct word of the titles, and each distinct place and actor, is stored
 * once; an event is a list of their numbers. A query word contains no space, so a match always lies
 * within one stored text, and searching the distinct texts finds the same events as searching every
 * text. Titles are indexed separately, so that they can be searched first. Independent of the page
 * and of workers.
 */
import { makeLexicon } from "./lexicon.js";
import { withRoom } from "./room.js";
import { say } from "./say.js";
import { fold, wordsOf } from "./search.js";

/** The field that is split into words. */
const TITLE = "title";

/** The fields that are stored as complete texts. */
const OTHERS = ["place_name", "where", "actor1", "actor2", "description", "#search"];

/** Query words searched for in one pass, one bit each. */
const WORDS_AT_ONCE = 8;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SPACE = 0x20;
const COMMA = 0x2c;
const COLON = 0x3a;
const END_OF_LIST = 0x5d;
const END_OF_BLOCK = 0x7d;
const NULL_LENGTH = 4;

/**
 * @typedef {Uint16Array | Uint32Array} Codes
 *
 * @typedef {object} Leaf The events of one block.
 * @property {number} first Row of the first event.
 * @property {Codes} words Numbers of the title words, event by event.
 * @property {Codes} ends End of each event's words in `words`.
 * @property {Codes[]} others For each other field, the number of each event's text; 0 for none.
 */

/**
 * @typedef {object} SearchedFacet A property that events are also found by.
 * @property {string[]} texts Folded, by code; "" for none.
 * @property {import("./types.js").Numbers | null} codes One value per event, or the values of one event after the
 *   other; null if all events have the last text.
 * @property {Uint32Array | null} first Where the values of each event start; null if each has one.
 */

/** @param {number} count events @param {SearchedFacet[]} [facets] */
export function makeIndex(count, facets = []) {
  const lexicon = makeLexicon();
  /** @type {Leaf[]} */
  const leaves = [];
  let room = new Uint32Array(1 << 14);
  /** Texts, and the texts of their other names. @type {[text: number, names: number][]} */
  const aliases = [];
  /** Number of blocks whose other fields have been indexed. */
  let whole = 0;

  /**
   * Indexes the titles of the next block.
   * @param {number} first row of its first event
   * @param {Uint8Array} block JSON object from field to its list of texts, without white space
   * @returns {Uint8Array[]} the lists of the other fields, for `addOthers`
   */
  function addTitles(first, block) {
    const leaf = { first, words: codes(0, 0), ends: codes(0, 0), others: [] };
    leaves.push(leaf);
    return othersOf(block, (at) => takeWords(block, at, leaf));
  }

  /**
   * @param {Uint8Array} bytes @param {number} at the first text of the list @param {Leaf} leaf
   * @returns {number} where the list ends
   */
  function takeWords(bytes, at, leaf) {
    /** @type {number[]} */
    const ends = [];
    let count = 0;
    const view = viewOf(bytes);
    const end = eachText(bytes, at, (from, to) => {
      if (count + to - from > room.length) room = withRoom(room, count + to - from);
      let start = from;
      for (let i = from; i < to; i++) {
        if (bytes[i] !== SPACE) continue;
        if (i > start) room[count++] = lexicon.numberOf(bytes, view, start, i);
        start = i + 1;
      }
      if (to > start) room[count++] = lexicon.numberOf(bytes, view, start, to);
      ends.push(count);
    });
    leaf.words = codes(lexicon.size(), room.subarray(0, count));
    leaf.ends = codes(count, ends);
    return end;
  }

  /**
   * Indexes the other fields of the next block whose titles have been indexed.
   * @param {Uint8Array[]} lists
   */
  function addOthers(lists) {
    leaves[whole++].others = lists.map((bytes) => {
      /** @type {number[]} */
      const numbers = [];
      const view = viewOf(bytes);
      eachText(bytes, 0, (from, to) => {
        numbers.push(to > from ? lexicon.numberOf(bytes, view, from, to) : 0);
      });
      return codes(lexicon.size(), numbers);
    });
  }

  /**
   * Returns one byte per event, 1 if each word is in one of its texts. Null if there are no words.
   * @param {string} query
   */
  function find(query) {
    const words = wordsOf(query);
    if (!words.length) return null;
    const hits = new Uint8Array(count);
    for (let first = 0; first < words.length; first += WORDS_AT_ONCE) {
      const some = words.slice(first, first + WORDS_AT_ONCE);
      const masks = lexicon.masksOf(some);
      for (const [text, names] of aliases) masks[text] |= masks[names];
      const found = facetMasks(facets, some, count);
      for (const leaf of leaves) match(leaf, { masks, found }, (1 << some.length) - 1, { hits, isLater: first > 0 });
    }
    return hits;
  }

  return {
    /** Makes places found by other names, too. @param {Record<string, string>} names folded, separated by spaces */
    addNames(names) {
      for (const [name, others] of Object.entries(names)) {
        aliases.push([lexicon.numberOfPlain(fold(name)), lexicon.numberOfPlain(fold(others))]);
      }
    },
    addTitles,
    addOthers,
    othersOf,
    find,
    /** Frees the memory that is only needed for adding texts. */
    close() {
      lexicon.close();
      room = new Uint32Array(0);
    },
    /** Memory used by the index, in bytes, without the structures for adding. */
    bytes() {
      let bytes = lexicon.bytes();
      for (const { words, ends, others } of leaves) {
        for (const held of [words, ends, ...others]) bytes += held.byteLength;
      }
      return bytes;
    },
  };
}

/**
 * The lists of the fields that are stored as complete texts.
 * @param {Uint8Array} block
 * @param {(at: number) => number} [titles] reads the list of titles and returns where it ends
 */
function othersOf(block, titles) {
  /** @type {Uint8Array[]} */
  const others = [];
  eachField(block, (name, at) => {
    if (name === TITLE && titles) return titles(at);
    const end = eachText(block, at, () => {});
    if (OTHERS.includes(name)) others.push(block.subarray(at, end + 1));
    return end;
  });
  return others;
}

/**
 * The bits of the words that the facets of each event contain; null if no facet contains any.
 * @param {SearchedFacet[]} facets @param {string[]} words @param {number} count
 */
function facetMasks(facets, words, count) {
  /** @type {Uint8Array | null} */
  let found = null;
  for (const { texts, codes, first } of facets) {
    const bits = Uint8Array.from(texts, (text) => words.reduce((mask, word, bit) => mask | (text.includes(word) ? 1 << bit : 0), 0));
    if (!bits.some(Boolean)) continue;
    found ??= new Uint8Array(count);
    for (let i = 0; i < count; i++) {
      if (!codes) found[i] |= bits[bits.length - 1];
      else if (!first) found[i] |= bits[codes[i]];
      else for (let at = first[i]; at < first[i + 1]; at++) found[i] |= bits[codes[at]];
    }
  }
  return found;
}

/**
 * Marks the events of a block whose texts together have all bits.
 * @param {Leaf} leaf @param {{ masks: Uint8Array, found: Uint8Array | null }} bits of texts, and of the facets of events
 * @param {number} all
 * @param {{ hits: Uint8Array, isLater: boolean }} into `isLater`: only events that are already marked can match
 */
function match({ first, words, ends, others }, { masks, found: byFacets }, all, { hits, isLater }) {
  const length = Math.max(ends.length, others[0]?.length ?? 0);
  const found = byFacets ? byFacets.slice(first, first + length) : new Uint8Array(length);
  let at = 0;
  for (let i = 0; i < ends.length; i++) {
    let mask = 0;
    for (const end = ends[i]; at < end; at++) mask |= masks[words[at]];
    found[i] |= mask;
  }
  for (const numbers of others) {
    for (let i = 0; i < numbers.length; i++) found[i] |= masks[numbers[i]];
  }
  for (let i = 0; i < length; i++) {
    const isHit = found[i] === all && (!isLater || hits[first + i] === 1);
    hits[first + i] = isHit ? 1 : 0;
  }
}

/**
 * Stores numbers below a limit in the smallest type that fits.
 * @param {number} limit @param {ArrayLike<number> | number} numbers
 * @returns {Codes}
 */
function codes(limit, numbers) {
  const Kind = limit <= 0xffff ? Uint16Array : Uint32Array;
  return new Kind(/** @type {ArrayLike<number>} */ (numbers));
}

/** @param {Uint8Array} bytes */
function viewOf({ buffer, byteOffset, byteLength }) {
  return new DataView(buffer, byteOffset, byteLength);
}

/**
 * Visits the fields of a block.
 * @param {Uint8Array} block
 * @param {(name: string, at: number) => number} visit called with the start of a field's list, after
 *   its bracket; returns where the list ends
 */
function eachField(block, visit) {
  let at = 1;
  while (block[at] === QUOTE) {
    const end = block.indexOf(QUOTE, at + 1);
    if (end < 0 || block[end + 1] !== COLON) break;
    at = visit(String.fromCharCode(...block.subarray(at + 1, end)), end + 3) + 1;
    if (block[at] !== COMMA) break;
    at++;
  }
  if (block[at] !== END_OF_BLOCK) throw new Error(say("trouble.text_damaged"));
}

/**
 * Visits the texts of a list.
 * @param {Uint8Array} bytes
 * @param {number} at position after the opening bracket
 * @param {(from: number, to: number) => void} visit called with the start and end of each text, without
 *   its quotes; for null both are equal
 * @returns {number} position of the closing bracket
 */
function eachText(bytes, at, visit) {
  const { length } = bytes;
  let i = at;
  while (i < length && bytes[i] !== END_OF_LIST) {
    if (bytes[i] === QUOTE) {
      const from = ++i;
      for (; i < length && bytes[i] !== QUOTE; i++) if (bytes[i] === BACKSLASH) i++;
      visit(from, i);
      i++;
    } else {
      visit(i, i);
      i += NULL_LENGTH;
    }
    if (bytes[i] === COMMA) i++;
    else if (bytes[i] !== END_OF_LIST) break;
  }
  if (bytes[i] !== END_OF_LIST) throw new Error(say("trouble.text_damaged"));
  return i;
}

/** @typedef {ReturnType<typeof makeIndex>} Index */
