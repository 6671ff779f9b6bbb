/**
 * A drawing that moves with the map: while the map is dragged, what was drawn is moved along, and
 * only what comes into sight is drawn.
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
 * @param {Box} box where to draw; what lies outside need not be drawn
 * @returns {void}
 */

export function makeDrawBuffer() {
  const canvas = new OffscreenCanvas(1, 1);
  const pencil = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
  /** @type {Frame | null} */
  let drawn = null;
  let key = /** @type {unknown[]} */ ([]);

  /** @param {Frame} frame @param {number} ratio @param {Draw} draw */
  function redraw(frame, ratio, draw) {
    // Also empties it.
    canvas.width = Math.round(frame.width * ratio);
    canvas.height = Math.round(frame.height * ratio);
    fill({ left: 0, top: 0, right: frame.width, bottom: frame.height }, ratio, draw);
  }

  /** @param {Box} box @param {number} ratio @param {Draw} draw */
  function fill(box, ratio, draw) {
    pencil.save();
    pencil.setTransform(ratio, 0, 0, ratio, 0, 0);
    pencil.beginPath();
    pencil.rect(box.left, box.top, box.right - box.left, box.bottom - box.top);
    pencil.clip();
    draw(pencil, box);
    pencil.restore();
  }

  /**
   * @param {number} dx pixels to the right @param {number} dy
   * @param {Frame} frame @param {number} ratio @param {Draw} draw
   */
  function move(dx, dy, { width, height }, ratio, draw) {
    pencil.globalCompositeOperation = "copy";
    pencil.setTransform(1, 0, 0, 1, 0, 0);
    pencil.drawImage(canvas, Math.round(dx * ratio), Math.round(dy * ratio));
    pencil.globalCompositeOperation = "source-over";
    const top = dy > 0 ? 0 : height + dy;
    if (dy) fill({ left: 0, right: width, top, bottom: top + Math.abs(dy) }, ratio, draw);
    const left = dx > 0 ? 0 : width + dx;
    const rest = { top: Math.max(0, dy), bottom: Math.min(height, height + dy) };
    if (dx) fill({ left, right: left + Math.abs(dx), ...rest }, ratio, draw);
  }

  return {
    /**
     * Brings the drawing to where the map is.
     * @param {Frame} frame
     * @param {{ ratio: number, looks: unknown[], draw: Draw }} how `looks` is all that the drawing
     *   depends on but for its place
     * @returns {OffscreenCanvas}
     */
    at(frame, { ratio, looks, draw }) {
      const next = [frame.scale, frame.width, frame.height, ratio, ...looks];
      const isSame = drawn !== null && next.every((value, i) => value === key[i]);
      // In pixels of the screen, by whole ones of which a drawing can be moved and stay sharp.
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

/** Whether a number of pixels is whole, but for rounding. @param {number} pixels */
function isWhole(pixels) {
  return Math.abs(pixels - Math.round(pixels)) < 1e-3;
}

/** @typedef {ReturnType<typeof makeDrawBuffer>} DrawBuffer */
