/**
 * Searches while the index is still being made: blocks of text come in, are unpacked and indexed a
 * few at a time, and whoever asks meanwhile is reported what was found so far. The titles of what has
 * come are looked at before its places and actors. Runs in a worker, or in slices on the page's own
 * thread where a worker cannot be had; knows neither.
 */
import { fromBase91, inflate } from "./columns.js";
import { makeIndex } from "./search-index.js";

/**
 * @typedef {object} Found
 * @property {number} ticket Of the question.
 * @property {Uint8Array | null} hits One byte an event; null when the query has no words.
 * @property {number} share Of the events that were looked at with all their texts, 0 to 1.
 * @property {number} titles Share of those whose titles were looked at, no less than `share`.
 */

/** How long a slice lasts; how often what was found so far is reported, and when for the first time. */
const SLICE_MS = 12;
const REPORT_MS = 200;
const FIRST_REPORT_MS = 80;

/**
 * @param {object} how
 * @param {number} how.count events
 * @param {number} how.blocks of text
 * @param {number} how.rows events in one block
 * @param {(found: Found) => void} how.report
 * @param {() => Promise<unknown>} how.pause lets others have their turn
 */
export function makeEngine({ count, blocks, rows, report, pause }) {
  const index = makeIndex(count);
  /** Blocks that nothing is known of. @type {string[]} */
  const waiting = [];
  /** What is left of those whose titles are known. @type {(() => Promise<Uint8Array[]>)[]} */
  const resting = [];
  let titled = 0;
  let done = 0;
  let isRunning = false;
  /** @type {{ ticket: number, query: string } | null} */
  let asked = null;
  let reportedAt = 0;

  async function run() {
    if (isRunning) return;
    isRunning = true;
    let began = performance.now();
    while (waiting.length || resting.length) {
      if (waiting.length) await addTitles(/** @type {string} */ (waiting.shift()));
      else await addOthers();
      const now = performance.now();
      if (done === blocks || (asked && now - reportedAt > REPORT_MS)) answer();
      if (now - began < SLICE_MS) continue;
      await pause();
      began = performance.now();
    }
    isRunning = false;
  }

  /** @param {string} text */
  async function addTitles(text) {
    const packed = fromBase91(text);
    const block = await inflate(packed);
    const others = index.addTitles(titled++ * rows, block);
    // Whichever takes less room is kept until its turn comes.
    const size = others.reduce((sum, list) => sum + list.length, 0);
    const kept = size <= packed.length ? others.map((list) => list.slice()) : null;
    resting.push(async () => kept ?? index.othersOf(await inflate(packed)));
  }

  async function addOthers() {
    const others = /** @type {() => Promise<Uint8Array[]>} */ (resting.shift());
    index.addOthers(await others());
    if (++done === blocks) index.close();
  }

  function answer() {
    if (!asked) return;
    reportedAt = performance.now();
    const [share, titles] = blocks ? [done / blocks, titled / blocks] : [1, 1];
    report({ ticket: asked.ticket, hits: index.find(asked.query), share, titles });
    if (share === 1) asked = null;
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
      if (asked?.ticket !== ticket) return;
      // Before anything was looked at there is nothing to say.
      if (titled || !blocks) answer();
      else reportedAt = performance.now() + FIRST_REPORT_MS - REPORT_MS;
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
