/**
 * The search as the page sees it: hands the texts to the helper the first time somebody searches, and
 * passes on what it finds. A newer question makes an older one void.
 */

/** @typedef {import("./text.js").Text} Text */
/** @typedef {import("./helper.js").Helper} Helper */

/**
 * @param {object} how
 * @param {number} how.count events
 * @param {Text} how.head
 * @param {Helper} how.helper
 * @param {(hits: Uint8Array | null, how: { share: number, titles: number }) => void} how.found
 *   all texts of `share` of the events were looked at, and `titles` of their titles; at 1 the answer
 *   is whole
 * @param {(error: Error) => void} how.failed
 */
export function makeFinder({ count, head, helper, found, failed }) {
  let ticket = 0;
  /** @type {Promise<void> | null} */
  let feeding = null;

  function begin() {
    const how = { count, blocks: head.blocks, rows: head.rows };
    helper.send({ kind: "begin", how }, (answer) => {
      if (answer.found.ticket === ticket) found(answer.found.hits, answer.found);
    });
    feeding = feed().catch(give);
  }

  /** @param {Error} error */
  function give(error) {
    feeding = null; // a file that was missing may be there when somebody searches again
    // What is found in the rest would pass for an answer.
    if (ticket++) failed(error);
  }

  async function feed() {
    for await (const texts of head.texts()) {
      helper.send({ kind: "feed", texts }, ({ error }) => give(new Error(error)));
      // A share of the texts at a time, so that the page stays free.
      await new Promise((resolve) => setTimeout(resolve));
    }
  }

  return {
    /** Reads the texts ahead, because somebody is about to search. */
    prepare() {
      if (!feeding) begin();
    },
    /** @param {string} query */
    search(query) {
      ticket++;
      if (!feeding) begin();
      helper.send({ kind: "search", ticket, query });
    },
    /** Whatever is being looked for is no longer wanted. */
    forget() {
      ticket++;
    },
  };
}
