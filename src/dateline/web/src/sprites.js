/**
 * Marks drawn once and then copied: on a map of a million events a frame has hundreds of them, and
 * copying one costs a tenth of drawing it.
 */

/**
 * @callback Draw
 * @param {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} context whose origin is the
 *   middle of the sprite
 * @returns {void}
 */

/** More sprites than this are thrown away together: the colours or the screen have changed. */
const MOST = 2000;

/** @type {Map<string, OffscreenCanvas>} */
const SPRITES = new Map();

/**
 * Copies a sprite to a place, drawing it first if it is new. It is put on whole pixels, so that it
 * stays sharp.
 * @param {CanvasRenderingContext2D} context
 * @param {{ name: string, size: number, x: number, y: number, draw: Draw }} sprite `name` stands for
 *   all that it looks like; `size` is its side in CSS pixels
 */
export function paintSprite(context, { name, size, x, y, draw }) {
  const ratio = context.getTransform().a;
  const key = `${ratio}|${name}`;
  let canvas = SPRITES.get(key);
  if (!canvas) {
    const side = Math.ceil(size * ratio);
    canvas = new OffscreenCanvas(side, side);
    const pencil = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
    pencil.setTransform(ratio, 0, 0, ratio, side / 2, side / 2);
    pencil.lineJoin = "round";
    draw(pencil);
    if (SPRITES.size >= MOST) SPRITES.clear();
    SPRITES.set(key, canvas);
  }
  const side = canvas.width / ratio;
  const left = Math.round((x - side / 2) * ratio) / ratio;
  const top = Math.round((y - side / 2) * ratio) / ratio;
  context.drawImage(canvas, left, top, side, side);
}
