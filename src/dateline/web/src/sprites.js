/**
 * Marks drawn once and then copied: on a map of a million events a frame has thousands of them, and
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

/** @type {Map<string, ImageBitmap>} */
const SPRITES = new Map();

/**
 * A sprite, drawn first if it is new.
 * @param {{ name: string, size: number, ratio: number, draw: Draw }} sprite `name` stands for all that
 *   it looks like; `size` is its side in CSS pixels, of which each is `ratio` of the screen's
 */
export function spriteOf({ name, size, ratio, draw }) {
  const key = `${ratio}|${name}`;
  let sprite = SPRITES.get(key);
  if (!sprite) {
    const side = Math.ceil(size * ratio);
    const canvas = new OffscreenCanvas(side, side);
    const pencil = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
    pencil.setTransform(ratio, 0, 0, ratio, side / 2, side / 2);
    pencil.lineJoin = "round";
    draw(pencil);
    sprite = canvas.transferToImageBitmap();
    if (SPRITES.size >= MOST) SPRITES.clear();
    SPRITES.set(key, sprite);
  }
  return sprite;
}

/**
 * Copies a sprite to a place, on whole pixels, so that it stays sharp.
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
