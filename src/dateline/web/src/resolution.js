/** The resolution of what is drawn now; on paper it is higher than on the screen. */

let forced = 0;

/** Pixels of a canvas per CSS pixel. @param {number} [most] on the screen */
export const resolution = (most = Infinity) => forced || Math.min(most, window.devicePixelRatio || 1);

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
