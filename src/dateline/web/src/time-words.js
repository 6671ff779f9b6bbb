/** How certainly an event is in the selected dates, in words. */
import { el } from "./dom.js";

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
