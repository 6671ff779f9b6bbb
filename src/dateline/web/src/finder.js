/**
 * The page's side of the search: sends the texts to the worker when the reader first searches, and
 * reports the results. A new query cancels the previous one.
 */

/** @typedef {import("./text.js").Text} Text */
/** @typedef {import("./worker-client.js").WorkerClient} WorkerClient */

/**
 * @param {object} how
 * @param {number} how.count events
 * @param {Text} how.head
 * @param {WorkerClient} how.worker
 * @param {() => import("./search-index.js").SearchedFacet[]} how.facets
 * @param {(hits: Uint8Array | null, how: { share: number, titles: number }) => void} how.found
 *   `share` is the share of events whose texts were all searched, `titles` the share whose titles
 *   were; at 1 the results are complete
 * @param {(error: Error) => void} how.failed
 */
export function makeFinder({ count, head, worker, facets, found, failed }) {
  let ticket = 0;
  /** @type {Promise<void> | null} */
  let feeding = null;

  function begin() {
    const names = document.getElementById("dateline-names")?.textContent ?? "";
    const how = { count, blocks: head.blocks, rows: head.rows, names, facets: facets() };
    worker.send({ kind: "begin", how }, (answer) => {
      if (answer.found.ticket === ticket) found(answer.found.hits, answer.found);
    });
    feeding = feed().catch(give);
  }

  /** @param {Error} error */
  function give(error) {
    feeding = null; // so that a missing file is tried again at the next search
    // Results from the remaining texts would look complete.
    if (ticket++) failed(error);
  }

  async function feed() {
    for await (const texts of head.texts()) {
      worker.send({ kind: "feed", texts }, ({ error }) => give(new Error(error)));
      // A few texts at a time, so that the page stays responsive.
      await new Promise((resolve) => setTimeout(resolve));
    }
  }

  return {
    /** Loads the texts in advance, because the reader is about to search. */
    prepare() {
      if (!feeding) begin();
    },
    /** @param {string} query */
    search(query) {
      ticket++;
      if (!feeding) begin();
      worker.send({ kind: "search", ticket, query });
    },
    /** Cancels the current search. */
    forget() {
      ticket++;
    },
  };
}
