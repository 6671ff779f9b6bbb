/**
 * The index that the search looks into. Each distinct word of the titles, and each distinct place and
 * actor, is folded and kept once; an event is the numbers of its own. A word of a query holds no
 * space, so whatever it is found in lies within one of them, and looking through the distinct ones
 * finds what looking through every text would. Knows neither the page nor workers.
 */
import { fold, wordsOf } from "./search.js";

/** The field whose words are kept apart. */
const TITLE = "title";

/** The fields that are kept whole. */
const OTHERS = ["place_name", "where", "actor1", "actor2"];

/** Texts are joined into one this often: one long text is searched faster than many short ones. */
const TEXTS_OF_SHEET = 4096;

/** Words of a query that are looked for in one go, a bit each. */
const WORDS_AT_ONCE = 8;

/**
 * @typedef {object} Sheet Distinct texts, one to a line.
 * @property {number} first Number of the first.
 * @property {string} text
 * @property {Uint32Array} starts Where each starts, and one past the last.
 *
 * @typedef {object} Leaf The events of one block.
 * @property {number} first Row of the first.
 * @property {Uint16Array | Uint32Array} numbers Of the texts, event after event.
 * @property {Uint32Array} ends Where each event's numbers end.
 */

/** @param {number} count events */
export function makeIndex(count) {
  /** Number of a text as it is written. @type {Map<string, number>} */
  let numbers = new Map();
  /** Number of a folded text. @type {Map<string, number>} */
  let folded = new Map();
  let size = 0;
  /** @type {Sheet[]} */
  const sheets = [];
  /** Texts that are in no sheet yet. @type {string[]} */
  let loose = [];
  /** @type {Leaf[]} */
  const leaves = [];
  /** @type {number[]} */
  const room = [];

  /** @param {string} text */
  function numberOf(text) {
    const known = numbers.get(text);
    if (known !== undefined) return known;
    const plain = fold(text);
    let number = folded.get(plain);
    if (number === undefined) {
      folded.set(plain, (number = size++));
      loose.push(plain);
      if (loose.length === TEXTS_OF_SHEET) seal();
    }
    numbers.set(text, number);
    return number;
  }

  function seal() {
    const starts = new Uint32Array(loose.length + 1);
    for (let i = 0; i < loose.length; i++) starts[i + 1] = starts[i] + loose[i].length + 1;
    sheets.push({ first: size - loose.length, text: loose.join("\n"), starts });
    loose = [];
  }

  /**
   * Takes the next block of events in.
   * @param {number} first row of its first event
   * @param {Record<string, any[]>} columns values of the fields
   */
  function add(first, columns) {
    const titles = columns[TITLE];
    const others = OTHERS.filter((name) => name in columns).map((name) => columns[name]);
    const length = Object.values(columns)[0]?.length ?? 0;
    const ends = new Uint32Array(length);
    room.length = 0;
    for (let i = 0; i < length; i++) {
      if (titles?.[i]) for (const word of String(titles[i]).split(" ")) if (word) room.push(numberOf(word));
      for (const values of others) if (values[i]) room.push(numberOf(String(values[i])));
      ends[i] = room.length;
    }
    leaves.push({ first, ends, numbers: (size <= 0x10000 ? Uint16Array : Uint32Array).from(room) });
  }

  /**
   * One byte per event: 1 where every word is in one of its texts. Null when there are no words.
   * @param {string} query
   */
  function find(query) {
    const words = wordsOf(query);
    if (!words.length) return null;
    if (loose.length) seal();
    const hits = new Uint8Array(count);
    for (let first = 0; first < words.length; first += WORDS_AT_ONCE) {
      const some = words.slice(first, first + WORDS_AT_ONCE);
      match(masksOf(some), (1 << some.length) - 1, hits, first > 0);
    }
    return hits;
  }

  /** By text a bit for each word that is in it. @param {string[]} words */
  function masksOf(words) {
    const masks = new Uint8Array(size);
    for (const { first, text, starts } of sheets) {
      words.forEach((word, bit) => {
        let line = 0;
        for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, starts[line + 1])) {
          line = lineAt(starts, at, line);
          masks[first + line] |= 1 << bit;
          if (line + 2 === starts.length) break;
        }
      });
    }
    return masks;
  }

  /**
   * Marks the events whose texts have all bits between them.
   * @param {Uint8Array} masks @param {number} all @param {Uint8Array} hits
   * @param {boolean} isLater whether an event has to be marked already
   */
  function match(masks, all, hits, isLater) {
    for (const { first, numbers: own, ends } of leaves) {
      let at = 0;
      for (let i = 0; i < ends.length; i++) {
        let mask = 0;
        for (const end = ends[i]; at < end; at++) mask |= masks[own[at]];
        const isHit = mask === all && (!isLater || hits[first + i] === 1);
        hits[first + i] = isHit ? 1 : 0;
      }
    }
  }

  return {
    add,
    find,
    /** Nothing more is to come: what only adding needs is let go. */
    close() {
      if (loose.length) seal();
      numbers = new Map();
      folded = new Map();
    },
    /** Bytes of the index, but for what it needs to grow. */
    bytes() {
      let bytes = 0;
      for (const { text, starts } of sheets) bytes += text.length + starts.byteLength;
      for (const { numbers: own, ends } of leaves) bytes += own.byteLength + ends.byteLength;
      return bytes;
    },
  };
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

/** @typedef {ReturnType<typeof makeIndex>} Index */
