/** How certainly an event is in the selected dates, in words. */
import { el } from "./dom.js";
import { describe } from "./date-words.js";
import { formatDay, parseDays } from "./timespan.js";
import { say, sayValueOf } from "./say.js";
import { OPEN_END_DAY, OPEN_START_DAY } from "./window.js";

/**
 * The flags of an event in the list; none if it is inside.
 * @param {import("./window.js").TimeClass} found
 */
export function flagsOfTime(found) {
  const flag = sayValueOf("time_flag", found);
  return flag ? [el("span", { class: "flag is-faint", title: sayTimeClass(found) }, flag)] : [];
}

/**
 * The same as part of a sentence; "" if it is inside.
 * @param {import("./window.js").TimeClass} found
 */
export function sayTimeClass(found) {
  return sayValueOf("time_class", found) ?? "";
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
  const [from, to] = [first, last].map((day) => sayDay(formatDay(day)));
  if (first === OPEN_START_DAY) return last === OPEN_END_DAY ? "" : say("cover.up_to", { last: to });
  return last === OPEN_END_DAY ? say("cover.from", { first: from }) : say("cover.from_to", { first: from, last: to });
}
