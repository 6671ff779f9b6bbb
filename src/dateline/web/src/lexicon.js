/**
 * The distinct texts that the search looks through, each folded and kept once and known by a number.
 * A text is asked for by its bytes in the JSON that it was unpacked from, so that only a new one is
 * ever made into a string. Knows neither events nor the page.
 */
import { withRoom } from "./room.js";
import { fold } from "./search.js";

/** Texts are joined into one this often: one long text is searched faster than many short ones. */
const TEXTS_OF_SHEET = 4096;

// FNV-1a, of 32 bits.
export const HASH_START = 0x811c9dc5 | 0;
export const HASH_STEP = 0x01000193;

const BACKSLASH = 0x5c;

/**
 * @typedef {object} Sheet Distinct texts, one to a line.
 * @property {number} first Number of the first.
 * @property {string} text
 * @property {Uint32Array} starts Where each starts, and one past the last.
 */

export function makeLexicon() {
  // A mark at the start of a text is part of it.
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  /** The bytes of the texts as they are written, one after the other, and where each ends. */
  let written = new Uint8Array(1 << 14);
  let ends = new Uint32Array(1 << 10);
  let hashes = new Int32Array(1 << 10);
  let numbers = new Uint32Array(1 << 10);
  let count = 0;
  /** By hash 1 + a written text, 0 where there is none. */
  let table = new Uint32Array(1 << 11);
  /** Number of a folded text. @type {Map<string, number>} */
  let folded = new Map();
  /** Texts that are in no sheet yet; number 0 stands for no text. @type {string[]} */
  let loose = [""];
  let size = 1;
  /** @type {Sheet[]} */
  const sheets = [];

  /**
   * Number of the text that lies between two places.
   * @param {Uint8Array} bytes UTF-8, escaped as JSON is
   * @param {number} from @param {number} to @param {number} hash FNV-1a of these bytes
   */
  function numberOf(bytes, from, to, hash) {
    const mask = table.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (let entry = table[slot]; entry; entry = table[slot]) {
      if (hashes[entry - 1] === hash && isWritten(entry - 1, bytes, from, to)) return numbers[entry - 1];
      slot = (slot + 1) & mask;
    }
    return write(bytes.subarray(from, to), hash, slot);
  }

  /** @param {number} entry @param {Uint8Array} bytes @param {number} from @param {number} to */
  function isWritten(entry, bytes, from, to) {
    let at = entry ? ends[entry - 1] : 0;
    if (ends[entry] - at !== to - from) return false;
    for (let i = from; i < to; i++, at++) if (written[at] !== bytes[i]) return false;
    return true;
  }

  /** @param {Uint8Array} bytes @param {number} hash @param {number} slot that is free */
  function write(bytes, hash, slot) {
    const start = count ? ends[count - 1] : 0;
    written = withRoom(written, start + bytes.length);
    ends = withRoom(ends, count + 1);
    hashes = withRoom(hashes, count + 1);
    numbers = withRoom(numbers, count + 1);
    written.set(bytes, start);
    ends[count] = start + bytes.length;
    hashes[count] = hash;
    const number = numberOfText(bytes);
    numbers[count++] = number;
    table[slot] = count;
    if (2 * count > table.length) widen();
    return number;
  }

  /** @param {Uint8Array} bytes */
  function numberOfText(bytes) {
    const text = decoder.decode(bytes);
    const plain = fold(bytes.includes(BACKSLASH) ? JSON.parse(`"${text}"`) : text);
    let number = folded.get(plain);
    if (number === undefined) {
      folded.set(plain, (number = size++));
      loose.push(plain);
      if (loose.length === TEXTS_OF_SHEET) seal();
    }
    return number;
  }

  /** Gives the table twice the room. */
  function widen() {
    table = new Uint32Array(2 * table.length);
    const mask = table.length - 1;
    for (let entry = 0; entry < count; entry++) {
      let slot = (hashes[entry] ^ (hashes[entry] >>> 15)) & mask;
      while (table[slot]) slot = (slot + 1) & mask;
      table[slot] = entry + 1;
    }
  }

  function seal() {
    if (!loose.length) return;
    const starts = new Uint32Array(loose.length + 1);
    for (let i = 0; i < loose.length; i++) starts[i + 1] = starts[i] + loose[i].length + 1;
    sheets.push({ first: size - loose.length, text: loose.join("\n"), starts });
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
      for (const sheet of sheets) words.forEach((word, bit) => markSheet(masks, sheet, word, 1 << bit));
      return masks;
    },
    /** Nothing more is to come: what only adding needs is let go. */
    close() {
      seal();
      written = new Uint8Array(0);
      hashes = new Int32Array(0);
      ends = numbers = table = new Uint32Array(0);
      folded = new Map();
    },
    /** Bytes of the texts, but for what is needed to add to them. */
    bytes: () => sheets.reduce((sum, { text, starts }) => sum + text.length + starts.byteLength, 0),
  };
}

/**
 * Marks the texts of a sheet that a word is in.
 * @param {Uint8Array} masks @param {Sheet} sheet @param {string} word @param {number} mark
 */
function markSheet(masks, { first, text, starts }, word, mark) {
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
