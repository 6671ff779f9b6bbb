/**
 * The distinct texts that the search looks through, each folded and kept once and known by a number.
 * A text is asked for by its bytes in the JSON that it was unpacked from, so that only a new one is
 * ever made into a string. Knows neither events nor the page.
 */
import { withRoom } from "./room.js";
import { fold } from "./search.js";

/** Texts are joined into one this often: one long text is searched faster than many short ones. */
const TEXTS_OF_CHUNK = 4096;

/** Texts up to this many bytes are compared as two numbers. */
const SHORT = 8;

/** By length what is kept of a number of four bytes, the first lowest. */
const KEPT = Int32Array.of(0, 0xff, 0xffff, 0xffffff, -1, -1, -1, -1, -1);

// A slot of the table: its text's two numbers, its length in bytes (0: the slot is free), its number,
// and where its bytes are kept if it is long.
const SLOT = 5;
const HIGH = 1;
const LENGTH = 2;
const NUMBER = 3;
const START = 4;

const BACKSLASH = 0x5c;

/**
 * @typedef {object} Chunk Distinct texts, one to a line.
 * @property {number} first Number of the first.
 * @property {string} text
 * @property {Uint32Array} starts Where each starts, and one past the last.
 */

export function makeLexicon() {
  // A mark at the start of a text is part of it.
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  /** The bytes of the long texts as they are written, one after the other. */
  let written = new Uint8Array(1 << 14);
  let filled = 0;
  /** The texts as they are written, by what `placeOf` says; half of it is free. */
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
   * Number of the text that lies between two places.
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

  /** Keeps the bytes of a text, and reports where. @param {Uint8Array} bytes */
  function keep(bytes) {
    written = withRoom(written, filled + bytes.length);
    written.set(bytes, filled);
    filled += bytes.length;
    return filled - bytes.length;
  }

  /** @param {Uint8Array} bytes */
  function numberOfText(bytes) {
    const text = decoder.decode(bytes);
    const plain = fold(bytes.includes(BACKSLASH) ? JSON.parse(`"${text}"`) : text);
    let number = folded.get(plain);
    if (number === undefined) {
      folded.set(plain, (number = size++));
      loose.push(plain);
      if (loose.length === TEXTS_OF_CHUNK) seal();
    }
    return number;
  }

  /** Gives the table twice the room. */
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
    /** One more than the largest number. */
    size: () => size,
    /** By number a bit for each word that is in the text. @param {string[]} words folded, at most 8 */
    masksOf(words) {
      seal();
      const masks = new Uint8Array(size);
      for (const chunk of chunks) words.forEach((word, bit) => markChunk(masks, chunk, word, 1 << bit));
      return masks;
    },
    /** Nothing more is to come: what only adding needs is let go. */
    close() {
      seal();
      written = new Uint8Array(0);
      table = new Int32Array(0);
      folded = new Map();
    },
    /** Bytes of the texts, but for what is needed to add to them. */
    bytes: () => chunks.reduce((sum, { text, starts }) => sum + text.length + starts.byteLength, 0),
  };
}

/** Where to look first. @param {number} low @param {number} high */
function placeOf(low, high) {
  const hash = Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b);
  return hash ^ (hash >>> 15);
}

/**
 * Marks the texts of a chunk that a word is in.
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

/** The line that a position lies in. @param {Uint32Array} starts @param {number} at @param {number} from */
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
