/** The inverse of `fromBase91`, bit by bit, for tests. */

const DIGITS = [...Array(0x7f - 0x21)]
  .map((_, i) => String.fromCharCode(0x21 + i))
  .filter((digit) => !'"<\\'.includes(digit));

/** @param {Uint8Array} bytes */
export function toBase91(bytes) {
  const bits = [...bytes].flatMap((byte) => [...Array(8)].map((_, i) => (byte >> i) & 1));
  let text = "";
  for (let i = 0; i < bits.length; i += 13) {
    const value = bits.slice(i, i + 13).reduce((sum, bit, place) => sum + bit * 2 ** place, 0);
    text += DIGITS[value % 91] + (bits.length - i > 6 ? DIGITS[Math.floor(value / 91)] : "");
  }
  return text;
}
