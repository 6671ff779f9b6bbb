/** The resolution of what is drawn now; on paper it is higher than on the screen. */

let forced = 0;

/** How much larger the map is than its CSS pixels, on large screens. */
const larger = () => Number(getComputedStyle(document.documentElement).getPropertyValue("--larger")) || 1;

/**
 * Pixels of a canvas per CSS pixel.
 * @param {number} [most] on the screen
 * @param {number} [scale] by which the canvas is scaled; the default is that of the map
 */
export const resolution = (most = Infinity, scale = larger()) =>
  forced || Math.min(most, (window.devicePixelRatio || 1) * scale);

/**
 * Runs `draw` at another resolution.
 * @param {number} ratio @param {() => void} draw
 */
export function atResolution(ratio, draw) {
  forced = ratio;
  try {
    draw();
  } finally {
    forced = 0;
  }
}
