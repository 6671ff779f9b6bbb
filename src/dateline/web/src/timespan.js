// Days as numbers, and dates in words. timespan/describe.py produces the same words, and both are
// tested with the same cases. No Date object is used, so that time zones can't change a day.

import { OPEN_END_DAY, OPEN_START_DAY } from "./window.js";

const DAYS_PER_ERA = 146_097; // 400 years
const EPOCH_SHIFT = 719_468; // days from 0000-03-01 to 1970-01-01
const MONTHS = [
  "January", "February", "March", "April", "May", "June", "July", "August", "September",
  "October", "November", "December",
]; // prettier-ignore
const SEASONS = ["spring", "summer", "autumn", "winter"];
const ORDINALS = ["1st", "2nd", "3rd", "4th"];
const FIRST_PLAIN_YEAR = 1000; // below it, a year alone does not look like one
const OPEN = "..";

const DATE =
  /^([?~%]?)(-?)([0-9X]{4})([?~%]?)(?:-([?~%]?)([0-9X]{2})([?~%]?)(?:-([?~%]?)([0-9X]{2})([?~%]?))?)?$/;
const TIME =
  /^(-?[0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2})(?::([0-9]{2})(?::([0-9]{2})([.,][0-9]{1,9})?)?)?(Z|[+-][0-9]{2}(?::?[0-9]{2})?)?$/;
const YEAR = /^(Y?)(-?)([0-9]{1,12})(?:E([0-9]{1,2}))?(?:S([0-9]{1,2}))?([?~%]?)$/;

// --- days ---------------------------------------------------------------------------------------

/**
 * Days from 1970-01-01 to the given day of the proleptic Gregorian calendar; any year.
 *
 * @param {number} year astronomical: 0 is 1 BCE
 * @param {number} [month] 1 to 12; other values continue into other years
 * @param {number} [day]
 */
export function dayNumber(year, month = 1, day = 1) {
  const marchYear = year + Math.floor((month - 1) / 12) - (modulo(month - 1, 12) < 2 ? 1 : 0);
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * modulo(month - 3, 12) + 2) / 5) + day - 1;
  const leapDays = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  return era * DAYS_PER_ERA + yearOfEra * 365 + leapDays + dayOfYear - EPOCH_SHIFT;
}

/**
 * The calendar day of a day number: the inverse of dayNumber.
 *
 * @param {number} number
 */
export function civil(number) {
  const era = Math.floor((number + EPOCH_SHIFT) / DAYS_PER_ERA);
  const dayOfEra = number + EPOCH_SHIFT - era * DAYS_PER_ERA;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const leapDays = Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100);
  const dayOfYear = dayOfEra - (365 * yearOfEra + leapDays);
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return { year, month, day: dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1 };
}

/**
 * A day number as YYYY-MM-DD.
 *
 * @param {number} number
 */
export function formatDay(number) {
  const { year, month, day } = civil(number);
  const digits = String(Math.abs(year)).padStart(4, "0");
  return `${year < 0 ? "-" : ""}${digits}-${pad(month)}-${pad(day)}`;
}

/**
 * The first and the last day (both inclusive) of a typed year, month or day: YYYY, YYYY-MM or
 * YYYY-MM-DD. Null for any other text and for days that don't exist.
 *
 * @param {string} text
 * @returns {{ first: number, last: number } | null}
 */
export function parseDays(text) {
  const found = /^(-?[0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?$/.exec(text.trim());
  if (!found) return null;
  const year = Number(found[1]);
  const month = Number(found[2] ?? 1);
  const first = dayNumber(year, month, Number(found[3] ?? 1));
  const there = civil(first);
  if (there.month !== month) return null; // a day past the end of its month, or before its start
  if (found[3]) return { first, last: first };
  return { first, last: (found[2] ? dayNumber(year, month + 1) : dayNumber(year + 1)) - 1 };
}

/** @param {number} a @param {number} b */
function modulo(a, b) {
  return ((a % b) + b) % b;
}

/** @param {number} number */
function pad(number) {
  return String(number).padStart(2, "0");
}

// --- words --------------------------------------------------------------------------------------

/**
 * Returns a date in words: "January–February 2024", "about 2024", "since 2023", "undated".
 *
 * @param {string | null | undefined} when EDTF text; without it the event is undated
 * @param {number} firstDay first possible day; used only if the text has no short form
 * @param {number} lastDay last possible day, inclusive
 */
export function describe(when, firstDay, lastDay) {
  if (!when) return "undated";
  return expressionWords(when) || dayRangeWords(firstDay, lastDay);
}

/** @param {string} text */
function expressionWords(text) {
  if (text.startsWith("[") || text.startsWith("{")) {
    const members = text.slice(1, -1).split(",").map(memberWords);
    const joined = members.join(", ");
    if (members.includes("")) return "";
    return members.length === 1 ? joined : `${text[0] === "[" ? "one of" : "all of"} ${joined}`;
  }
  const slash = text.indexOf("/");
  return slash < 0 ? pointWords(text) : intervalWords(text.slice(0, slash), text.slice(slash + 1));
}

/** @param {string} text */
function memberWords(text) {
  const dots = text.indexOf(OPEN);
  if (dots < 0) return pointWords(text);
  return intervalWords(text.slice(0, dots) || OPEN, text.slice(dots + OPEN.length) || OPEN);
}

/** @param {string} start @param {string} end */
function intervalWords(start, end) {
  const isOpenStart = start === "" || start === OPEN;
  const isOpenEnd = end === "" || end === OPEN;
  if (isOpenStart && isOpenEnd) return "start and end not given";
  if (isOpenStart) {
    const words = untilWords(end);
    return words && `${words} (${start ? "open start" : "start unknown"})`;
  }
  if (isOpenEnd) {
    const words = pointWords(start);
    return words && `since ${words}${end ? "" : " (end unknown)"}`;
  }
  return closedWords(start, end);
}

/** @param {string} end */
function untilWords(end) {
  const words = pointWords(end);
  return words && (/^-?[0-9]{4}(-[0-9]{2})?$/.test(end) ? `by the end of ${words}` : `by ${words}`);
}

/** @param {string} start @param {string} end @returns {string} */
function closedWords(start, end) {
  const both = /^([0-9-]+)([~?%])\/([0-9-]+)\2$/.exec(`${start}/${end}`);
  if (both) return marked(closedWords(part(both, 1), part(both, 3)), part(both, 2)); // one mark for both
  const first = pointWords(start);
  const last = pointWords(end);
  if (!first || !last) return "";
  if (start === end) return first;
  const arePlain = /^[1-9][0-9-]*\/[1-9][0-9-]*$/.test(`${start}/${end}`);
  return arePlain && start.length === end.length ? shortened(first, last) : `${first} – ${last}`;
}

/**
 * Returns "5–8 March 2024" for "5 March 2024" and "8 March 2024", without repeating the common end.
 *
 * @param {string} first @param {string} last
 */
function shortened(first, last) {
  const a = first.split(" ");
  const b = last.split(" ");
  let same = 0;
  while (same < Math.min(a.length, b.length) && a[a.length - 1 - same] === b[b.length - 1 - same]) {
    same += 1;
  }
  const lead = a.slice(0, a.length - same);
  const dash = lead.length === 1 ? "–" : " – ";
  return lead.join(" ") + dash + b.join(" ");
}

/** A single date in words, or "" if it has no short form. @param {string} text */
function pointWords(text) {
  const clock = TIME.exec(text);
  if (clock) return timeWords(clock);
  const date = DATE.exec(text);
  if (date) return marked(dateWords(date), text);
  const year = YEAR.exec(text);
  return year ? marked(farYearWords(year), text) : "";
}

/** @param {string} words @param {string} text */
function marked(words, text) {
  if (!words) return "";
  return `${/[~%S]/.test(text) ? "about " : ""}${words}${/[?%]/.test(text) ? " (uncertain)" : ""}`;
}

/** What a group of an expression matched; empty for none. @param {RegExpExecArray} found @param {number} group */
function part(found, group) {
  return found[group] ?? "";
}

/** @param {RegExpExecArray} found */
function timeWords(found) {
  const day = DATE.exec(part(found, 1));
  const clock = [found[2], found[3] ?? "00", found[4]].filter(Boolean).join(":");
  const zone = part(found, 6);
  const named = zone === "" ? "" : zone === "Z" ? " UTC" : ` UTC${zone}`;
  return day ? `${dateWords(day)}, ${clock}${named}` : "";
}

/** @param {RegExpExecArray} found */
function farYearWords(found) {
  const size = part(found, 3) + "0".repeat(Number(part(found, 4)));
  return found[1] ? `year ${found[2]}${size}` : yearWords(part(found, 2), part(found, 3));
}

/** @param {RegExpExecArray} found */
function dateWords(found) {
  const [sign, year, month, day] = [part(found, 2), part(found, 3), part(found, 6), part(found, 9)];
  const inYear = yearWords(sign, year);
  const rest = day ? `${month}-${day}` : month;
  if (!rest || !inYear) return inYear;
  if (year.includes("X")) return "";
  if (!rest.includes("X")) return inYearWords(inYear, month, day);
  if (rest === "XX") return `${inYear}, month unknown`;
  if (rest === "XX-XX") return `${inYear}, day unknown`;
  if (day === "XX" && !month.includes("X")) {
    return `${inYearWords(inYear, month, "")}, day unknown`;
  }
  return "";
}

/**
 * Returns "2024", "44 BCE", "800 CE" or "2010–2019"; "" for other masks.
 *
 * @param {string} sign @param {string} digits
 */
function yearWords(sign, digits) {
  if (digits.includes("X")) {
    const isRun = /^[1-9][0-9]*X+$/.test(digits) && sign === "";
    return isRun ? `${digits.replaceAll("X", "0")}–${digits.replaceAll("X", "9")}` : "";
  }
  const number = Number(digits);
  if (sign || number === 0) return `${number + 1} BCE`;
  return number >= FIRST_PLAIN_YEAR ? String(number) : `${number} CE`;
}

/** @param {string} inYear @param {string} month @param {string} day */
function inYearWords(inYear, month, day) {
  const number = Number(month);
  if (number > MONTHS.length) return seasonWords(inYear, number);
  const name = `${MONTHS[number - 1]} ${inYear}`;
  return day ? `${Number(day)} ${name}` : name;
}

/** @param {string} inYear @param {number} code 21 to 41 */
function seasonWords(inYear, code) {
  if (code <= 32) {
    const note = code <= 24 ? "" : code <= 28 ? " (northern)" : " (southern)";
    const runsOn = (code === 24 || code === 28 || code === 30) && /^[0-9]+$/.test(inYear);
    const years = runsOn ? `${inYear}–${pad((Number(inYear) + 1) % 100)}` : inYear;
    return `${SEASONS[(code - 21) % 4]} ${years}${note}`;
  }
  const [first, part] = code >= 40 ? [40, "half"] : code >= 37 ? [37, "third"] : [33, "quarter"];
  return `${ORDINALS[code - Number(first)]} ${part} of ${inYear}`;
}

/** @param {number} firstDay @param {number} lastDay */
function dayRangeWords(firstDay, lastDay) {
  const isOpenStart = firstDay === OPEN_START_DAY;
  const isOpenEnd = lastDay === OPEN_END_DAY;
  if (lastDay < firstDay) return "undated";
  if (isOpenStart && isOpenEnd) return "start and end not given";
  if (isOpenEnd) return `since ${dayWords(firstDay)}`;
  if (isOpenStart) return `by ${dayWords(lastDay)}`;
  if (firstDay === lastDay) return dayWords(firstDay);
  return `between ${dayWords(firstDay)} and ${dayWords(lastDay)}`;
}

/**
 * A day in words: "5 March 2024".
 *
 * @param {number} number
 */
export function dayWords(number) {
  const { year, month, day } = civil(number);
  return `${day} ${MONTHS[month - 1]} ${yearWords(year < 0 ? "-" : "", String(Math.abs(year)))}`;
}
