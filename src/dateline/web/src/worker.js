/** The page's worker, so that typing and dragging never wait for a search. `helper.js` speaks to it. */
import { makeClerk } from "./clerk.js";

/** @type {any} */
const scope = globalThis;

const turns = new MessageChannel();
/** @type {((value?: unknown) => void)[]} */
const resting = [];
turns.port1.onmessage = () => resting.shift()?.();

const work = makeClerk({
  answer: (answer, transfer = []) => scope.postMessage(answer, transfer),
  /** Messages that came in meanwhile are read before the rest is done. */
  pause: () =>
    new Promise((resolve) => {
      resting.push(resolve);
      turns.port2.postMessage(null);
    }),
});

scope.onmessage = (/** @type {MessageEvent} */ { data }) => void work(data);
scope.postMessage({ isReady: true });
