// The rule for what a time window shows. timespan/window.py implements the same rule, and both are
// tested with the same cases. Days are counted from 1970-01-01; there are no time zones here.

/** First day of an event with an open start; also the smallest possible day. */
export const OPEN_START_DAY = -(2 ** 31);
/** Last day of an event with an open end; also the largest possible day. */
export const OPEN_END_DAY = 2 ** 31 - 1;

/** @typedef {"inside" | "spanning" | "possible" | "outside" | "undated"} TimeClass */

/**
 * Whether an event may overlap the window. An undated event (see isUndated) overlaps no window.
 *
 * @param {number} firstDay first day it may cover, inclusive
 * @param {number} lastDay last day it may cover, inclusive
 * @param {number} from first day of the window, inclusive
 * @param {number} to last day of the window, inclusive
 */
export function isShown(firstDay, lastDay, from, to) {
  return firstDay <= to && lastDay >= from && firstDay <= lastDay;
}

/**
 * Whether an event has no open end and lies entirely inside the window.
 *
 * @param {number} firstDay first day it may cover, inclusive
 * @param {number} lastDay last day it may cover, inclusive
 * @param {number} from first day of the window, inclusive
 * @param {number} to last day of the window, inclusive
 */
export function isInside(firstDay, lastDay, from, to) {
  return (
    firstDay >= from &&
    lastDay <= to &&
    firstDay !== OPEN_START_DAY &&
    lastDay !== OPEN_END_DAY &&
    lastDay >= firstDay
  );
}

/**
 * Whether an event certainly covers a day of the window: by its end it had begun, and at its start
 * it had not ended.
 *
 * @param {number} begunDay day by which it had begun
 * @param {number} lastingDay day until which it certainly lasted; before `begunDay` if it is vague
 * @param {number} from first day of the window, inclusive
 * @param {number} to last day of the window, inclusive
 */
export function isCertain(begunDay, lastingDay, from, to) {
  return begunDay <= to && lastingDay >= from;
}

/**
 * What a window shows of an event.
 *
 * @param {{ first: number, begun: number, lasting: number, last: number }} days
 * @param {number} from first day of the window, inclusive
 * @param {number} to last day of the window, inclusive
 * @returns {TimeClass}
 */
export function classOf({ first, begun, lasting, last }, from, to) {
  if (isUndated(first, last)) return "undated";
  if (!isShown(first, last, from, to)) return "outside";
  if (isInside(first, last, from, to)) return "inside";
  return isCertain(begun, lasting, from, to) ? "spanning" : "possible";
}

/**
 * Whether an event has no date. Undated events have the two open-end values swapped.
 *
 * @param {number} firstDay
 * @param {number} lastDay
 */
export function isUndated(firstDay, lastDay) {
  return lastDay < firstDay;
}
