/**
 * The index that the search looks into. Each distinct word of the titles, and each distinct place and
 * actor, is kept once; an event is the numbers of its own. A word of a query holds no space, so
 * whatever it is found in lies within one of them, and looking through the distinct ones finds what
 * looking through every text would. Titles are taken in by themselves, so that they can be searched
 * first. Knows neither the page nor workers.
 */
import { makeLexicon } from "./lexicon.js";
import { withRoom } from "./room.js";
import { wordsOf } from "./search.js";

/** The field whose words are kept apart. */
const TITLE = "title";

/** The fields that are kept whole. */
const OTHERS = ["place_name", "where", "actor1", "actor2"];

/** Words of a query that are looked for in one go, a bit each. */
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
 * @property {number} first Row of the first.
 * @property {Codes} words Numbers of the words of the titles, event after event.
 * @property {Codes} ends Where the words of each event end.
 * @property {Codes[]} others Of each other field the number of each event's text, 0 for none.
 */

/** @param {number} count events */
export function makeIndex(count) {
  const lexicon = makeLexicon();
  /** @type {Leaf[]} */
  const leaves = [];
  let room = new Uint32Array(1 << 14);
  /** Blocks whose other fields were taken in. */
  let whole = 0;

  /**
   * Takes the titles of the next block in.
   * @param {number} first row of its first event
   * @param {Uint8Array} block JSON, field to the list of its texts, without white space
   * @returns {Uint8Array[]} the lists of its other fields, for `addOthers`
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
   * Takes the other fields of the next block in, of those whose titles are there.
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
   * One byte per event: 1 where every word is in one of its texts. Null when there are no words.
   * @param {string} query
   */
  function find(query) {
    const words = wordsOf(query);
    if (!words.length) return null;
    const hits = new Uint8Array(count);
    for (let first = 0; first < words.length; first += WORDS_AT_ONCE) {
      const some = words.slice(first, first + WORDS_AT_ONCE);
      const masks = lexicon.masksOf(some);
      for (const leaf of leaves) match(leaf, masks, (1 << some.length) - 1, { hits, isLater: first > 0 });
    }
    return hits;
  }

  return {
    addTitles,
    addOthers,
    othersOf,
    find,
    /** Nothing more is to come: what only adding needs is let go. */
    close() {
      lexicon.close();
      room = new Uint32Array(0);
    },
    /** Bytes of the index, but for what it needs to grow. */
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
 * The lists of the fields that are kept whole.
 * @param {Uint8Array} block
 * @param {(at: number) => number} [titles] looks at the list of titles, and reports where it ends
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
 * Marks the events of a block whose texts have all bits between them.
 * @param {Leaf} leaf @param {Uint8Array} masks @param {number} all
 * @param {{ hits: Uint8Array, isLater: boolean }} into `isLater`: an event has to be marked already
 */
function match({ first, words, ends, others }, masks, all, { hits, isLater }) {
  const length = Math.max(ends.length, others[0]?.length ?? 0);
  const found = new Uint8Array(length);
  let at = 0;
  for (let i = 0; i < ends.length; i++) {
    let mask = 0;
    for (const end = ends[i]; at < end; at++) mask |= masks[words[at]];
    found[i] = mask;
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
 * Numbers below a limit, in as few bytes as hold it.
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
 * Goes through the fields of a block.
 * @param {Uint8Array} block
 * @param {(name: string, at: number) => number} visit is reported where the list of a field begins, past
 *   its bracket, and reports where it ends
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
  if (block[at] !== END_OF_BLOCK) throw new Error("a block of text is damaged");
}

/**
 * Goes through the texts of a list.
 * @param {Uint8Array} bytes
 * @param {number} at past the bracket
 * @param {(from: number, to: number) => void} visit is reported where each lies between its quotes; of
 *   what is null both are the same
 * @returns {number} where the bracket is that ends it
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
  if (bytes[i] !== END_OF_LIST) throw new Error("a block of text is damaged");
  return i;
}

/** @typedef {ReturnType<typeof makeIndex>} Index */
