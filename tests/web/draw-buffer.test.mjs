// The drawing that moves with the map.
import assert from "node:assert/strict";
import { test } from "node:test";

/** Where the drawing was moved to, all moves together, in pixels of the screen. */
const moved = { x: 0, y: 0 };
const ctx = {
  drawImage(_, x, y) {
    moved.x += x;
    moved.y += y;
  },
  ...Object.fromEntries(
    ["save", "restore", "setTransform", "beginPath", "rect", "clip"].map((name) => [name, () => {}]),
  ),
};
globalThis.OffscreenCanvas = class {
  getContext() {
    return ctx;
  }
};
const { makeDrawBuffer } = await import("../../src/dateline/web/src/draw-buffer.js");

for (const ratio of [1, 2, 2.625, 3]) {
  for (const step of [1, -1, 2]) {
    test(`Drags by ${step} pixels of a screen with ${ratio} to one move the drawing along.`, () => {
      const buffer = makeDrawBuffer();
      const scale = 1024;
      Object.assign(moved, { x: 0, y: 0 });
      for (let n = 0; n <= 100; n++) {
        const gone = (n * step) / ratio / scale;
        const frame = { west: 1000 - gone, north: gone, scale, width: 400, height: 300 };
        buffer.at(frame, { ratio, looks: [], draw() {} });
      }
      assert.deepEqual(moved, { x: 100 * step, y: -100 * step });
    });
  }
}
