// The off-screen canvas that moves with the map.
import assert from "node:assert/strict";
import { test } from "node:test";

/** Sum of all shifts of the drawing, in screen pixels. */
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
    test(`Dragging by ${step} pixels at a pixel ratio of ${ratio} shifts the drawing.`, () => {
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
