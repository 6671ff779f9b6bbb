/**
 * Runs work in the background: in a Web Worker if the page is large and a worker can be started,
 * otherwise in time slices on the main thread.
 */
import { makeMessageHandler } from "./message-handler.js";
import { say } from "./say.js";
import { unpack } from "./search-engine.js";

/** Blocks that the page unpacks itself before a worker is started. */
const BLOCKS_HERE = 2;

/**
 * @param {object} how
 * @param {boolean} how.isLarge whether a worker is worth starting
 * @param {() => string} how.readSource returns the worker's source code
 */
export function makeWorkerClient({ isLarge, readSource }) {
  /** @type {Map<number, (answer: any) => void>} */
  const listeners = new Map();
  let last = 0;
  let isStarted = false;
  let here = 0;
  /** @type {((message: any) => void) | null} */
  let post = null;
  /** Messages that wait until the worker or the main-thread handler is ready. @type {any[]} */
  const queue = [];

  /** @param {(message: any) => void} to */
  function begin(to) {
    post = to;
    for (const message of queue.splice(0)) to(message);
  }

  function runOnPage() {
    const pause = () => new Promise((resolve) => setTimeout(resolve));
    begin(makeMessageHandler({ answer: receive, pause }));
  }

  /** @param {any} answer */
  function receive(answer) {
    listeners.get(answer.id)?.(answer);
  }

  function start() {
    isStarted = true;
    if (!isLarge) return runOnPage();
    try {
      const url = URL.createObjectURL(new Blob([readSource()], { type: "text/javascript" }));
      const worker = new Worker(url);
      worker.onmessage = ({ data }) => {
        if (!data.isReady) return receive(data);
        URL.revokeObjectURL(url);
        begin((message) => worker.postMessage(message));
      };
      worker.onerror = (event) => {
        if (post) return;
        event.preventDefault();
        worker.terminate();
        runOnPage();
      };
    } catch {
      runOnPage();
    }
  }

  /**
   * @param {any} message @param {(answer: any) => void} [listener] called with each answer
   * @returns {number} the number of the message
   */
  function send(message, listener) {
    if (!isStarted) start();
    const id = ++last;
    if (listener) listeners.set(id, listener);
    if (post) post({ ...message, id });
    else queue.push({ ...message, id });
    return id;
  }

  /** Sends a message and returns its single answer. @param {any} message @returns {Promise<any>} */
  function ask(message) {
    return new Promise((resolve, reject) => {
      // On the main thread the answer may arrive before `send` returns.
      send(message, (answer) => {
        listeners.delete(answer.id);
        if (answer.error) reject(new Error(say(answer.error)));
        else resolve(answer);
      });
    });
  }

  return {
    send,
    /**
     * Unpacks the columns of a text block.
     * @param {string} text base91 of deflated JSON
     * @param {number} [row] a row of the block, to get only its values
     * @returns {Promise<Record<string, any[]>>}
     */
    async unpack(text, row = -1) {
      // This is faster for the first rows of the list than starting a worker.
      if (!isStarted && row < 0 && here++ < BLOCKS_HERE) return unpack(text);
      return (await ask({ kind: "unpack", text, row })).columns;
    },
    /** Memory used by the search index, in bytes. */
    async bytes() {
      return isStarted ? (await ask({ kind: "bytes" })).bytes : 0;
    },
  };
}

/** @typedef {ReturnType<typeof makeWorkerClient>} WorkerClient */
