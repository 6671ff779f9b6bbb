/**
 * Handles the messages of `worker-client.js`: unpacks text blocks and searches. It works the same in a
 * worker and on the main thread.
 */
import { makeEngine, unpack } from "./search-engine.js";

/**
 * @param {object} how
 * @param {(answer: any, transfer?: ArrayBuffer[]) => void} how.answer
 * @param {() => Promise<unknown>} how.pause yields to other tasks
 * @returns {(message: any) => Promise<void>} handles one message
 */
export function makeMessageHandler({ answer, pause }) {
  /** @type {import("./search-engine.js").Engine | null} */
  let engine = null;

  /** @param {any} message */
  async function work(message) {
    const { id, kind } = message;
    if (kind === "unpack") {
      const columns = await unpack(message.text);
      answer({ id, columns: message.row < 0 ? columns : rowOf(columns, message.row) });
    } else if (kind === "begin") {
      const report = (/** @type {import("./search-engine.js").Found} */ found) =>
        answer({ id, found }, found.hits ? [/** @type {ArrayBuffer} */ (found.hits.buffer)] : []);
      engine = makeEngine({ ...message.how, report, pause });
    } else if (kind === "feed") await engine?.feed(message.texts);
    else if (kind === "search") await engine?.search(message.ticket, message.query);
    else if (kind === "bytes") answer({ id, bytes: engine?.bytes() ?? 0 });
  }

  return async (message) => {
    try {
      await work(message);
    } catch (error) {
      answer({ id: message.id, error: error instanceof Error ? error.message : String(error) });
    }
  };
}

/**
 * Returns the columns with only one row.
 * @param {Record<string, any[]>} columns @param {number} row
 */
function rowOf(columns, row) {
  return Object.fromEntries(
    Object.entries(columns).map(([name, values]) => [name, [values[row] ?? null]]),
  );
}
