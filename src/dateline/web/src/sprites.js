/**
 * Marks that are drawn once and then copied: a frame of a large map has thousands of them, and
 * copying a mark takes a tenth of the time of drawing it.
 */

/**
 * @callback Draw
 * @param {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} context whose origin is the
 *   middle of the sprite
 * @returns {void}
 */

/** Above this number all sprites are discarded: the colours or the screen have changed. */
const MOST = 2000;

/** @type {Map<string, ImageBitmap>} */
const SPRITES = new Map();

/**
 * Returns a sprite, drawing it first if it is new.
 * @param {{ name: string, size: number, ratio: number, draw: Draw }} sprite `name` identifies its
 *   appearance; `size` is its side in CSS pixels; `ratio` is screen pixels per CSS pixel
 */
export function spriteOf({ name, size, ratio, draw }) {
  const key = `${ratio}|${name}`;
  let sprite = SPRITES.get(key);
  if (!sprite) {
    const side = Math.ceil(size * ratio);
    const canvas = new OffscreenCanvas(side, side);
    const ctx = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
    ctx.setTransform(ratio, 0, 0, ratio, side / 2, side / 2);
    ctx.lineJoin = "round";
    draw(ctx);
    sprite = canvas.transferToImageBitmap();
    if (SPRITES.size >= MOST) SPRITES.clear();
    SPRITES.set(key, sprite);
  }
  return sprite;
}

/**
 * Draws a sprite at a position, aligned to whole pixels, so that it stays sharp.
 * @param {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} context
 * @param {ImageBitmap} sprite
 * @param {{ x: number, y: number, ratio: number }} at the middle
 */
export function paintSprite(context, sprite, { x, y, ratio }) {
  const side = sprite.width / ratio;
  const left = Math.round((x - side / 2) * ratio) / ratio;
  const top = Math.round((y - side / 2) * ratio) / ratio;
  context.drawImage(sprite, left, top, side, side);
}
