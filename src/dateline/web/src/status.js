/** What the codes of `status` mean: 0 is not stated, then the words of the vocabulary in their order. */

/**
 * Whether an event has not happened: it is planned or forecast. One without a status is not.
 * @param {number} code
 */
export function isExpected(code) {
  return code === 3 || code === 4;
}
