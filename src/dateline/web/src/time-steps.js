/** Windows of time relative to others: presets, and steps from one to the next. Pure. */
import { civil, dayNumber } from "./timespan.js";

/** @typedef {{ from: number | null, to: number | null }} Span Days, inclusive; null is open. */
/** @typedef {"window" | "until" | "single"} Mode */

/** Presets relative to the last day of the events. @type {{ name: string, days?: number, months?: number }[]} */
const PRESETS = [
  { name: "last-day", days: 1 },
  { name: "last-7", days: 7 },
  { name: "last-30", days: 30 },
  { name: "last-90", days: 90 },
  { name: "last-12-months", months: 12 },
];

/**
 * The presets that leave something out, with their windows.
 * @param {number} first first day of the events @param {number} last their last day
 * @returns {{ name: string, span: Span }[]}
 */
export function presetsOf(first, last) {
  return PRESETS.map(({ name, days, months }) => {
    const from = days ? last - days + 1 : sameDay(last, -(months ?? 0)) + 1;
    return { name, span: { from, to: null } };
  }).filter(({ span }) => span.from > first);
}

/** The same day some months later, or the last of a shorter month. @param {number} day @param {number} months */
function sameDay(day, months) {
  const { year, month, day: of } = civil(day);
  const first = dayNumber(year, month + months);
  return Math.min(first + of - 1, dayNumber(year, month + months + 1) - 1);
}

/** Months that a window covers exactly, or 0. @param {number} from @param {number} to */
function wholeMonths(from, to) {
  const [a, b] = [civil(from), civil(to + 1)];
  return a.day === 1 && b.day === 1 ? (b.year - a.year) * 12 + b.month - a.month : 0;
}

/**
 * The next window in a direction, or null at the end of the events.
 * @param {Span} now
 * @param {object} how
 * @param {Mode} how.mode window: move it by its own length; until: let its end grow; single: one bar
 * @param {1 | -1} how.direction
 * @param {ArrayLike<number>} how.edges first day of each bar, and the day after the last
 * @returns {Span | null}
 */
export function stepped({ from, to }, { mode, direction, edges }) {
  const [first, beyond] = [edges[0], edges[edges.length - 1]];
  const isStart = from === null && to === null;
  if (mode === "window" && !isStart && !(from === null || (to === null && from === first))) {
    return moved({ from, to: to ?? beyond - 1 }, { direction, first, beyond });
  }
  const bar = mode === "until" || to !== null ? barOf(edges, to ?? beyond - 1) : barOf(edges, from ?? first);
  const next = isStart ? (direction > 0 ? 0 : edges.length - 2) : bar + direction;
  if (next < 0 || next > edges.length - 2) return null;
  const end = edges[next + 1] - 1;
  return { from: mode === "until" ? null : edges[next], to: end };
}

/** @param {{ from: number, to: number }} now @param {{ direction: 1 | -1, first: number, beyond: number }} how */
function moved({ from, to }, { direction, first, beyond }) {
  const months = wholeMonths(from, to);
  const next = months
    ? { from: sameDay(from, months * direction), to: sameDay(to + 1, months * direction) - 1 }
    : { from: from + (to - from + 1) * direction, to: to + (to - from + 1) * direction };
  return next.to < first || next.from >= beyond ? null : next;
}

/** The bar of a day. @param {ArrayLike<number>} edges @param {number} day */
function barOf(edges, day) {
  let bar = 0;
  while (bar < edges.length - 2 && edges[bar + 1] <= day) bar++;
  return bar;
}
