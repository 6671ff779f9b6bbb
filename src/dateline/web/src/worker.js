/** The page's Web Worker, so that searching never blocks typing or dragging. See `worker-client.js`. */
import { makeMessageHandler } from "./message-handler.js";

/** @type {any} */
const scope = globalThis;

const turns = new MessageChannel();
/** @type {((value?: unknown) => void)[]} */
const resting = [];
turns.port1.onmessage = () => resting.shift()?.();

const work = makeMessageHandler({
  answer: (answer, transfer = []) => scope.postMessage(answer, transfer),
  /** Yields to the event loop, so that waiting messages are read first. */
  pause: () =>
    new Promise((resolve) => {
      resting.push(resolve);
      turns.port2.postMessage(null);
    }),
});

scope.onmessage = (/** @type {MessageEvent} */ { data }) => void work(data);
scope.postMessage({ isReady: true });
