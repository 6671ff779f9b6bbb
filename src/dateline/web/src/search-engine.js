/**
 * Searches while the index is still being built: blocks of text arrive, are unpacked and indexed a few
 * at a time, and a query meanwhile gets partial results. Titles are indexed before places and actors.
 * Runs in a worker or, in time slices, on the main thread; it does not depend on either.
 */
import { fromBase91, inflate } from "./columns.js";
import { makeIndex } from "./search-index.js";

/**
 * @typedef {object} Found
 * @property {number} ticket Number of the query.
 * @property {Uint8Array | null} hits One byte per event; null if the query has no words.
 * @property {number} share Share of events whose texts were all searched, 0 to 1.
 * @property {number} titles Share of events whose titles were searched; at least `share`.
 */

/** Length of a time slice; interval between partial results; time to the first of them. */
const SLICE_MS = 12;
const REPORT_MS = 200;
const FIRST_REPORT_MS = 80;

/**
 * @param {object} how
 * @param {number} how.count events
 * @param {number} how.blocks number of text blocks
 * @param {number} how.rows events in one block
 * @param {string} [how.names] base91 of deflated JSON: other names of places
 * @param {import("./search-index.js").SearchedFacet[]} [how.facets]
 * @param {(found: Found) => void} how.report
 * @param {() => Promise<unknown>} how.pause yields to other tasks
 */
export function makeEngine({ count, blocks, rows, report, pause, names = "", facets = [] }) {
  const index = makeIndex(count, facets);
  const named = names ? unpack(names).then((all) => index.addNames(/** @type {any} */ (all))) : null;
  /** Blocks that have not been indexed. @type {string[]} */
  const waiting = [];
  /** Loads the remaining fields of blocks whose titles have been indexed. @type {(() => Promise<Uint8Array[]>)[]} */
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
    await named;
    const packed = fromBase91(text);
    const block = await inflate(packed);
    const others = index.addTitles(titled++ * rows, block);
    // Keeps either the fields or the packed block, whichever is smaller.
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
    /** Adds the next blocks, in order. @param {string[]} texts base91 of deflated JSON */
    feed(texts) {
      waiting.push(...texts);
      return run();
    },
    /** Starts a search and cancels the previous one. @param {number} ticket @param {string} query */
    async search(ticket, query) {
      asked = { ticket, query };
      // Of several waiting queries, only the last is searched for.
      await pause();
      if (asked?.ticket !== ticket) return;
      // Until something has been indexed there are no results to report.
      if (titled || !blocks) answer();
      else reportedAt = performance.now() + FIRST_REPORT_MS - REPORT_MS;
    },
    bytes: () => index.bytes(),
  };
}

/**
 * Unpacks the columns of a text block.
 * @param {string} text base91 of deflated JSON
 * @returns {Promise<Record<string, any[]>>}
 */
export async function unpack(text) {
  return JSON.parse(new TextDecoder().decode(await inflate(fromBase91(text))));
}

/** @typedef {ReturnType<typeof makeEngine>} Engine */
