/**
 * Has work done beside the page: in a worker where one can be had and is worth it, else in slices on
 * the page's own thread.
 */
import { makeClerk } from "./clerk.js";
import { unpack } from "./search-engine.js";

/** Blocks that the page unpacks itself as it opens. */
const BLOCKS_HERE = 2;

/**
 * @param {object} how
 * @param {boolean} how.isLarge whether a worker is worth its start
 * @param {() => string} how.readSource program of the worker
 */
export function makeHelper({ isLarge, readSource }) {
  /** @type {Map<number, (answer: any) => void>} */
  const listeners = new Map();
  let last = 0;
  let isHired = false;
  let here = 0;
  /** @type {((message: any) => void) | null} */
  let deliver = null;
  /** What is to be delivered as soon as it is known to whom. @type {any[]} */
  const waiting = [];

  /** @param {(message: any) => void} to */
  function begin(to) {
    deliver = to;
    for (const message of waiting.splice(0)) to(message);
  }

  function workHere() {
    const pause = () => new Promise((resolve) => setTimeout(resolve));
    begin(makeClerk({ answer: receive, pause }));
  }

  /** @param {any} answer */
  function receive(answer) {
    listeners.get(answer.id)?.(answer);
  }

  function hire() {
    isHired = true;
    if (!isLarge) return workHere();
    try {
      const url = URL.createObjectURL(new Blob([readSource()], { type: "text/javascript" }));
      const worker = new Worker(url);
      worker.onmessage = ({ data }) => {
        if (!data.isReady) return receive(data);
        URL.revokeObjectURL(url);
        begin((message) => worker.postMessage(message));
      };
      worker.onerror = (event) => {
        if (deliver) return;
        event.preventDefault();
        worker.terminate();
        workHere();
      };
    } catch {
      workHere();
    }
  }

  /**
   * @param {any} message @param {(answer: any) => void} [listener] called with each answer
   * @returns {number} the number of the message
   */
  function send(message, listener) {
    if (!isHired) hire();
    const id = ++last;
    if (listener) listeners.set(id, listener);
    if (deliver) deliver({ ...message, id });
    else waiting.push({ ...message, id });
    return id;
  }

  /** Sends a message that has one answer. @param {any} message @returns {Promise<any>} */
  function ask(message) {
    return new Promise((resolve, reject) => {
      // An answer may come before `send` has returned: what is asked is then answered here.
      send(message, (answer) => {
        listeners.delete(answer.id);
        if (answer.error) reject(new Error(answer.error));
        else resolve(answer);
      });
    });
  }

  return {
    send,
    /**
     * The columns of a block of text.
     * @param {string} text base91 of deflated JSON
     * @param {number} [row] of the block: its values alone
     * @returns {Promise<Record<string, any[]>>}
     */
    async unpack(text, row = -1) {
      // The first rows of the list are there before a worker would have started.
      if (!isHired && row < 0 && here++ < BLOCKS_HERE) return unpack(text);
      return (await ask({ kind: "unpack", text, row })).columns;
    },
    /** Bytes that the search holds. */
    async bytes() {
      return isHired ? (await ask({ kind: "bytes" })).bytes : 0;
    },
  };
}

/** @typedef {ReturnType<typeof makeHelper>} Helper */
