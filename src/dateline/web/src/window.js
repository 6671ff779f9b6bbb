// The one rule of what a time window shows. Its twin is timespan/window.py; both run one set of
// cases. Days are numbers, days since 1970-01-01 as written: nothing here knows a time zone.

/** The first day of an event with an open start, and the earliest day there is. */
export const OPEN_START_DAY = -(2 ** 31);
/** The last day of an event with an open end, and the latest day there is. */
export const OPEN_END_DAY = 2 ** 31 - 1;

/**
 * Whether an event covers a day of the window. An undated event (its two days exchanged, see
 * isUndated) is shown by none.
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
 * Whether an event has both ends and every day it may cover is in the window.
 *
 * @param {number} firstDay first day it may cover, inclusive
 * @param {number} lastDay last day it may cover, inclusive
 * @param {number} from first day of the window, inclusive
 * @param {number} to last day of the window, inclusive
 */
export function isCertain(firstDay, lastDay, from, to) {
  return (
    firstDay >= from &&
    lastDay <= to &&
    firstDay !== OPEN_START_DAY &&
    lastDay !== OPEN_END_DAY &&
    lastDay >= firstDay
  );
}

/**
 * Whether the two days say that an event has no date: they are the two open ends exchanged.
 *
 * @param {number} firstDay
 * @param {number} lastDay
 */
export function isUndated(firstDay, lastDay) {
  return lastDay < firstDay;
}
