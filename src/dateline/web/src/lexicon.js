/**
 * The distinct texts that the search covers. Each is folded, stored once and identified by a number.
 * Texts are looked up by their bytes in the unpacked JSON, so that only new ones are decoded to
 * strings. Independent of events and of the page.
 */
import { withRoom } from "./room.js";
import { fold } from "./search.js";

/** Number of texts joined into one string: searching one long string is faster than many short ones. */
const TEXTS_OF_CHUNK = 4096;

/** Texts of up to this many bytes are compared as two integers. */
const SHORT = 8;

/** Bit masks by length: the bytes kept of a four-byte little-endian integer. */
const KEPT = Int32Array.of(0, 0xff, 0xffff, 0xffffff, -1, -1, -1, -1, -1);

// A slot of the hash table: two integers from the text's bytes, its length in bytes (0: the slot is
// free), its number, and the position of its bytes if it is long.
const SLOT = 5;
const HIGH = 1;
const LENGTH = 2;
const NUMBER = 3;
const START = 4;

const BACKSLASH = 0x5c;

/**
 * @typedef {object} Chunk Distinct texts, one to a line.
 * @property {number} first Number of the first text.
 * @property {string} text
 * @property {Uint32Array} starts Start of each text, and the end of the last.
 */

export function makeLexicon() {
  // A byte order mark at the start of a text is part of it.
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  /** The original bytes of the long texts, concatenated. */
  let written = new Uint8Array(1 << 14);
  let filled = 0;
  /** Hash table of the original texts; at least half of it is free. */
  let table = new Int32Array(SLOT << 10);
  let count = 0;
  /** Number of a folded text. @type {Map<string, number>} */
  let folded = new Map();
  /** Texts that are in no chunk yet; number 0 stands for no text. @type {string[]} */
  let loose = [""];
  let size = 1;
  /** @type {Chunk[]} */
  const chunks = [];

  /**
   * Returns the number of the text between two positions.
   * @param {Uint8Array} bytes UTF-8, escaped as JSON is
   * @param {DataView} view of the same bytes
   * @param {number} from @param {number} to
   */
  function numberOf(bytes, view, from, to) {
    const length = to - from;
    let low = 0;
    let high = 0;
    if (length <= SHORT && from + SHORT <= bytes.length) {
      low = view.getInt32(from, true) & KEPT[length];
      if (length > 4) high = view.getInt32(from + 4, true) & KEPT[length - 4];
    } else {
      for (let i = from; i < to; i++) {
        if (length <= SHORT && i < from + 4) low |= bytes[i] << (8 * (i - from));
        else if (length <= SHORT) high |= bytes[i] << (8 * (i - from - 4));
        else {
          low = Math.imul(low ^ bytes[i], 0x01000193);
          high = (Math.imul(high, 31) + bytes[i]) | 0;
        }
      }
    }
    const slots = table.length / SLOT;
    let at = SLOT * (placeOf(low, high) & (slots - 1));
    while (table[at + LENGTH]) {
      const isAlike = table[at] === low && table[at + HIGH] === high && table[at + LENGTH] === length;
      if (isAlike && (length <= SHORT || isWritten(table[at + START], bytes, from, to))) {
        return table[at + NUMBER];
      }
      at = at + SLOT < table.length ? at + SLOT : 0;
    }
    const number = numberOfText(bytes.subarray(from, to));
    table.set([low, high, length, number, length > SHORT ? keep(bytes.subarray(from, to)) : 0], at);
    if (2 * ++count > slots) widen();
    return number;
  }

  /** @param {number} start @param {Uint8Array} bytes @param {number} from @param {number} to */
  function isWritten(start, bytes, from, to) {
    for (let i = from, at = start; i < to; i++, at++) if (written[at] !== bytes[i]) return false;
    return true;
  }

  /** Stores the bytes of a text and returns their position. @param {Uint8Array} bytes */
  function keep(bytes) {
    written = withRoom(written, filled + bytes.length);
    written.set(bytes, filled);
    filled += bytes.length;
    return filled - bytes.length;
  }

  /** @param {Uint8Array} bytes */
  function numberOfText(bytes) {
    const text = decoder.decode(bytes);
    return numberOfPlain(fold(bytes.includes(BACKSLASH) ? JSON.parse(`"${text}"`) : text));
  }

  /** @param {string} plain folded */
  function numberOfPlain(plain) {
    let number = folded.get(plain);
    if (number === undefined) {
      folded.set(plain, (number = size++));
      loose.push(plain);
      if (loose.length === TEXTS_OF_CHUNK) seal();
    }
    return number;
  }

  /** Doubles the hash table. */
  function widen() {
    const old = table;
    table = new Int32Array(2 * old.length);
    for (let from = 0; from < old.length; from += SLOT) {
      if (!old[from + LENGTH]) continue;
      let at = SLOT * (placeOf(old[from], old[from + HIGH]) & (table.length / SLOT - 1));
      while (table[at + LENGTH]) at = at + SLOT < table.length ? at + SLOT : 0;
      table.set(old.subarray(from, from + SLOT), at);
    }
  }

  function seal() {
    if (!loose.length) return;
    const starts = new Uint32Array(loose.length + 1);
    for (let i = 0; i < loose.length; i++) starts[i + 1] = starts[i] + loose[i].length + 1;
    chunks.push({ first: size - loose.length, text: loose.join("\n"), starts });
    loose = [];
  }

  return {
    numberOf,
    numberOfPlain,
    /** One more than the largest number. */
    size: () => size,
    /** For each text a bit mask of the words it contains. @param {string[]} words folded, at most 8 */
    masksOf(words) {
      seal();
      const masks = new Uint8Array(size);
      for (const chunk of chunks) words.forEach((word, bit) => markChunk(masks, chunk, word, 1 << bit));
      return masks;
    },
    /** Frees the memory that is only needed for adding texts. */
    close() {
      seal();
      written = new Uint8Array(0);
      table = new Int32Array(0);
      folded = new Map();
    },
    /** Memory used by the texts, in bytes, without the structures for adding. */
    bytes: () => chunks.reduce((sum, { text, starts }) => sum + text.length + starts.byteLength, 0),
  };
}

/** Hash of two integers. @param {number} low @param {number} high */
function placeOf(low, high) {
  const hash = Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b);
  return hash ^ (hash >>> 15);
}

/**
 * Marks the texts of a chunk that contain a word.
 * @param {Uint8Array} masks @param {Chunk} chunk @param {string} word @param {number} mark
 */
function markChunk(masks, { first, text, starts }, word, mark) {
  let line = 0;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, starts[line + 1])) {
    line = lineAt(starts, at, line);
    masks[first + line] |= mark;
    if (line + 2 === starts.length) break;
  }
}

/** The line that contains a position. @param {Uint32Array} starts @param {number} at @param {number} from */
function lineAt(starts, at, from) {
  let low = from;
  let high = starts.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle] <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}
