/** How certainly an event is in the selected dates, in words. */
import { el } from "./dom.js";
import { describe, formatDay, parseDays } from "./timespan.js";
import { OPEN_END_DAY, OPEN_START_DAY } from "./window.js";

/** What the shown events of each class do, after their number. @type {Record<string, string>} */
export const CLASS_WORDS = {
  inside: "inside these dates",
  spanning: "going on beyond them",
  possible: "only possibly in them",
  undated: "undated",
};

/** @type {Record<string, [flag: string, sentence: string]>} */
const WORDS = {
  spanning: ["↔ longer", "goes on beyond the selected dates"],
  possible: ["possibly", "its dates are vague and may lie outside the selected ones"],
  outside: ["outside these dates", "outside the selected dates"],
};

/**
 * The flags of an event in the list; none if it is inside.
 * @param {import("./window.js").TimeClass} found
 */
export function flagsOfTime(found) {
  if (!Object.hasOwn(WORDS, found)) return [];
  const [flag, sentence] = WORDS[found];
  return [el("span", { class: "flag is-faint", title: sentence }, flag)];
}

/**
 * The same as part of a sentence; "" if it is inside.
 * @param {import("./window.js").TimeClass} found
 */
export function sayTimeClass(found) {
  return Object.hasOwn(WORDS, found) ? WORDS[found][1] : "";
}

/** A date in words, or the text itself if it is no year, month or day. @param {string} text */
export function sayDay(text) {
  const days = parseDays(text);
  return days ? describe(text, days.first, days.last) : text;
}

/**
 * The days that an event may cover, in words; "" for a single day and for an undated event.
 * @param {number} first @param {number} last
 */
export function sayCover(first, last) {
  if (first >= last) return "";
  const [start, end] = [first, last].map((day) => sayDay(formatDay(day)));
  if (first === OPEN_START_DAY) return last === OPEN_END_DAY ? "" : `any day up to ${end}`;
  return last === OPEN_END_DAY ? `any day from ${start}` : `from ${start} to ${end}`;
}
