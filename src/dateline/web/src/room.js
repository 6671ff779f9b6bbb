/** Typed arrays that grow. */

const LEAST = 1024;

/**
 * An array with room for so many, with what it holds.
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
