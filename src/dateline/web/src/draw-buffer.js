/**
 * An off-screen canvas that moves with the map: while the map is dragged, the existing drawing is
 * shifted and only the newly visible strips are drawn.
 */

/** @typedef {import("./outline.js").Frame} Frame */

/**
 * @typedef {object} Box In pixels of the canvas.
 * @property {number} left
 * @property {number} top
 * @property {number} right
 * @property {number} bottom
 *
 * @callback Draw
 * @param {OffscreenCanvasRenderingContext2D} context clipped to the box
 * @param {Box} box area to draw; anything outside may be skipped
 * @returns {void}
 */

export function makeDrawBuffer() {
  const canvas = new OffscreenCanvas(1, 1);
  const ctx = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
  /** @type {Frame | null} */
  let drawn = null;
  let key = /** @type {unknown[]} */ ([]);

  /** @param {Frame} frame @param {number} ratio @param {Draw} draw */
  function redraw(frame, ratio, draw) {
    // Setting the size also clears the canvas.
    canvas.width = Math.round(frame.width * ratio);
    canvas.height = Math.round(frame.height * ratio);
    fill({ left: 0, top: 0, right: frame.width, bottom: frame.height }, ratio, draw);
  }

  /** @param {Box} box @param {number} ratio @param {Draw} draw */
  function fill(box, ratio, draw) {
    ctx.save();
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.beginPath();
    ctx.rect(box.left, box.top, box.right - box.left, box.bottom - box.top);
    ctx.clip();
    draw(ctx, box);
    ctx.restore();
  }

  /**
   * @param {number} dx pixels to the right @param {number} dy
   * @param {Frame} frame @param {number} ratio @param {Draw} draw
   */
  function move(dx, dy, { width, height }, ratio, draw) {
    ctx.globalCompositeOperation = "copy";
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.drawImage(canvas, Math.round(dx * ratio), Math.round(dy * ratio));
    ctx.globalCompositeOperation = "source-over";
    const top = dy > 0 ? 0 : height + dy;
    if (dy) fill({ left: 0, right: width, top, bottom: top + Math.abs(dy) }, ratio, draw);
    const left = dx > 0 ? 0 : width + dx;
    const rest = { top: Math.max(0, dy), bottom: Math.min(height, height + dy) };
    if (dx) fill({ left, right: left + Math.abs(dx), ...rest }, ratio, draw);
  }

  return {
    /**
     * Returns the canvas, drawn for the map's current position.
     * @param {Frame} frame
     * @param {{ ratio: number, looks: unknown[], draw: Draw }} how `looks` lists everything that
     *   the drawing depends on except its position
     * @returns {OffscreenCanvas}
     */
    at(frame, { ratio, looks, draw }) {
      const next = [frame.scale, frame.width, frame.height, ratio, ...looks];
      const isSame = drawn !== null && next.every((value, i) => value === key[i]);
      // In screen pixels; the drawing stays sharp only if it is shifted by whole ones.
      const right = drawn ? (drawn.west - frame.west) * frame.scale * ratio : 0;
      const down = drawn ? (drawn.north - frame.north) * frame.scale * ratio : 0;
      const [dx, dy] = [Math.round(right) / ratio, Math.round(down) / ratio];
      const isNear = Math.abs(dx) < frame.width / 2 && Math.abs(dy) < frame.height / 2;
      if (!isSame || !isNear || !isWhole(right) || !isWhole(down)) {
        redraw(frame, ratio, draw);
      } else if (dx || dy) {
        move(dx, dy, frame, ratio, draw);
      }
      [drawn, key] = [frame, next];
      return canvas;
    },
  };
}

/** Whether a number of pixels is an integer, within rounding. @param {number} pixels */
function isWhole(pixels) {
  return Math.abs(pixels - Math.round(pixels)) < 1e-3;
}

/** @typedef {ReturnType<typeof makeDrawBuffer>} DrawBuffer */
