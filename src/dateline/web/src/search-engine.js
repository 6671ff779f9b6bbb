/**
 * Searches while the index is still being made: blocks of text come in, are unpacked and indexed a
 * few at a time, and whoever asks meanwhile is told what was found so far. Runs in a worker, or in
 * slices on the page's own thread where a worker cannot be had; knows neither.
 */
import { fromBase91, inflate } from "./columns.js";
import { makeIndex } from "./search-index.js";

/**
 * @typedef {object} Found
 * @property {number} ticket Of the question.
 * @property {Uint8Array | null} hits One byte an event; null when the query has no words.
 * @property {number} share Of the events that were looked at, 0 to 1.
 */

/** How long a slice lasts, and how often what was found so far is told. */
const SLICE_MS = 12;
const TOLD_MS = 400;

/**
 * @param {object} how
 * @param {number} how.count events
 * @param {number} how.blocks of text
 * @param {number} how.rows events in one block
 * @param {(found: Found) => void} how.tell
 * @param {() => Promise<unknown>} how.pause lets others have their turn
 */
export function makeEngine({ count, blocks, rows, tell, pause }) {
  const index = makeIndex(count);
  /** @type {string[]} */
  const waiting = [];
  let done = 0;
  let isRunning = false;
  /** @type {{ ticket: number, query: string } | null} */
  let asked = null;
  let toldAt = 0;

  async function run() {
    if (isRunning) return;
    isRunning = true;
    let began = performance.now();
    while (waiting.length) {
      index.add(done * rows, await unpack(/** @type {string} */ (waiting.shift())));
      done++;
      if (done === blocks) index.close();
      const now = performance.now();
      if (done === blocks || (asked && now - toldAt > TOLD_MS)) answer();
      if (now - began < SLICE_MS) continue;
      await pause();
      began = performance.now();
    }
    isRunning = false;
  }

  function answer() {
    if (!asked) return;
    toldAt = performance.now();
    tell({ ticket: asked.ticket, hits: index.find(asked.query), share: blocks ? done / blocks : 1 });
    if (done === blocks) asked = null;
  }

  return {
    /** Takes the next blocks, in order. @param {string[]} texts base91 of deflated JSON */
    feed(texts) {
      waiting.push(...texts);
      return run();
    },
    /** Asks; whatever was asked before is forgotten. @param {number} ticket @param {string} query */
    async search(ticket, query) {
      asked = { ticket, query };
      // Of several key strokes that wait, only the last is looked for.
      await pause();
      if (asked?.ticket === ticket) answer();
    },
    bytes: () => index.bytes(),
  };
}

/**
 * The columns of a block of text.
 * @param {string} text base91 of deflated JSON
 * @returns {Promise<Record<string, any[]>>}
 */
export async function unpack(text) {
  return JSON.parse(new TextDecoder().decode(await inflate(fromBase91(text))));
}

/** @typedef {ReturnType<typeof makeEngine>} Engine */
