/** The part of time that the strip shows, as days; pure. It can be zoomed and moved. */

/** The shortest part that can be shown, in days. */
const LEAST_DAYS = 4;

/**
 * @param {number} first first day of the events
 * @param {number} last their last day, inclusive
 */
export function makeTimeScale(first, last) {
  const [start, end] = [first, last + 1];
  let [from, to] = [start, end];

  /** Shows a part, kept inside the whole. @param {number} a @param {number} b */
  function look(a, b) {
    const length = Math.min(end - start, Math.max(LEAST_DAYS, b - a));
    from = Math.max(start, Math.min(end - length, a));
    to = from + length;
  }

  return {
    first,
    last,
    /** First day shown, and the day after the last; may lie within a day. */
    bounds: () => ({ from, to }),
    isWhole: () => from === start && to === end,
    /** Position of a day, 0 to 1 in the part that is shown. @param {number} day */
    share: (day) => (day - from) / (to - from),
    /** The time at a position, in days. @param {number} share */
    timeAt: (share) => from + share * (to - from),
    /** Shows a shorter part (factor above 1) or a longer one; what is at `at` stays there. @param {number} factor @param {number} at 0 to 1 */
    zoom(factor, at) {
      const length = Math.min(end - start, Math.max(LEAST_DAYS, (to - from) / factor));
      const held = from + at * (to - from);
      look(held - at * length, held - at * length + length);
    },
    /** Moves by a share of the part that is shown. @param {number} share */
    pan(share) {
      const by = share * (to - from);
      look(from + by, to + by);
    },
    /** Moves so that a day is shown. @param {number} day */
    reveal(day) {
      if (day < from) look(day, day + to - from);
      else if (day + 1 > to) look(day + 1 - (to - from), day + 1);
    },
    reset: () => look(start, end),
  };
}

/** @typedef {ReturnType<typeof makeTimeScale>} TimeScale */
