/** Typed arrays that grow. */

const LEAST = 1024;

/**
 * Returns an array of at least `length` elements that starts with the contents of `array`.
 * @template {Uint8Array | Uint32Array | Int32Array} T
 * @param {T} array @param {number} length
 * @returns {T}
 */
export function withRoom(array, length) {
  if (length <= array.length) return array;
  const Kind = /** @type {any} */ (array.constructor);
  const wider = new Kind(Math.max(length, 2 * array.length, LEAST));
  wider.set(array);
  return wider;
}
