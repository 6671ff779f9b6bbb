/**
 * Dates in words, in the language of the interface. timespan/describe.py produces the same words, and
 * both are tested with the same cases.
 */
import { filled, isSaid, say, sayList } from "./say.js";
import { civil } from "./timespan.js";
import { OPEN_END_DAY, OPEN_START_DAY } from "./window.js";

/**
 * The grammatical form of a date: alone (""), in a phrase such as "since …" ("of"), after "in" ("in"), or
 * within a longer date ("bare", for years).
 * @typedef {"" | "of" | "in" | "bare"} Form
 */

const FIRST_PLAIN_YEAR = 1000; // below it, a year alone does not look like one
const LAST_MONTH = 12;
const OPEN = "..";

const DATE =
  /^([?~%]?)(-?)([0-9X]{4})([?~%]?)(?:-([?~%]?)([0-9X]{2})([?~%]?)(?:-([?~%]?)([0-9X]{2})([?~%]?))?)?$/;
const TIME =
  /^(-?[0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2})(?::([0-9]{2})(?::([0-9]{2})([.,][0-9]{1,9})?)?)?(Z|[+-][0-9]{2}(?::?[0-9]{2})?)?$/;
const YEAR = /^(Y?)(-?)([0-9]{1,12})(?:E([0-9]{1,2}))?(?:S([0-9]{1,2}))?([?~%]?)$/;
const PLAIN = /^[1-9][0-9]{3}(-[0-9]{2}){0,2}$/;

/**
 * Returns a date in words: "January–February 2024", "about 2024", "since 2023", "undated".
 *
 * @param {string | null | undefined} when EDTF text; without it the event is undated
 * @param {number} firstDay first possible day; used only if the text has no short form
 * @param {number} lastDay last possible day, inclusive
 */
export function describe(when, firstDay, lastDay) {
  if (!when) return say("date.undated");
  return expressionWords(when) || dayRangeWords(firstDay, lastDay);
}

/**
 * A day in words: "5 March 2024".
 *
 * @param {number} number
 */
export function dayWords(number) {
  const { year, month, day } = civil(number);
  return inYearWords(yearWords(year < 0 ? "-" : "", String(Math.abs(year)), "bare"), month, String(day), "");
}

/** The month of a day in words: "March 2024". @param {number} number @param {Form} [form] */
export function monthWords(number, form = "") {
  const { year, month } = civil(number);
  return inYearWords(yearWords(year < 0 ? "-" : "", String(Math.abs(year)), "bare"), month, "", form);
}

/** The year of a day in words: "2024". @param {number} number @param {Form} [form] */
export function yearOfDay(number, form = "") {
  const { year } = civil(number);
  return yearWords(year < 0 ? "-" : "", String(Math.abs(year)), form);
}

/** The first and the last day of a range in words: "5 March 2024 – 8 April 2024". @param {number} first @param {number} last */
export function daysWords(first, last) {
  if (first === last) return dayWords(first);
  return say("date.range", { first: dayWords(first), last: dayWords(last) });
}

/** The key of a message in a form, if the language has it. @param {string} key @param {Form} form */
export function formed(key, form) {
  return form && isSaid(`${key}_${form}`) ? `${key}_${form}` : key;
}

/** @param {string} key of a list of messages @param {number} at @param {Form} form @param {string} year */
function listed(key, at, form, year) {
  return filled(sayList(formed(key, form))[at] ?? "", { year });
}

/** @param {number} month 1 to 12 @param {Form} form */
function monthName(month, form) {
  return sayList(formed("date.months", form))[month - 1] ?? "";
}

/** @param {string} text */
function expressionWords(text) {
  if (text.startsWith("[") || text.startsWith("{")) {
    const members = text.slice(1, -1).split(",").map(memberWords);
    const dates = members.join(say("date.between_dates"));
    if (members.includes("")) return "";
    return members.length === 1 ? dates : say(text[0] === "[" ? "date.one_of" : "date.all_of", { dates });
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
  if (isOpenStart && isOpenEnd) return say("date.ends_unknown");
  if (isOpenStart) {
    const date = pointWords(end, "of");
    const isPlain = /^-?[0-9]{4}(-[0-9]{2})?$/.test(end);
    const until = say(isPlain ? "date.by_end" : "date.by", { date });
    return date && say(start ? "date.open_start" : "date.unknown_start", { date: until });
  }
  if (isOpenEnd) {
    const date = pointWords(start, "of");
    return date && say(end ? "date.since" : "date.since_unknown_end", { date });
  }
  return closedWords(start, end, "");
}

/** @param {string} start @param {string} end @param {Form} form @returns {string} */
function closedWords(start, end, form) {
  const both = /^([0-9-]+)([~?%])\/([0-9-]+)\2$/.exec(`${start}/${end}`);
  if (both) {
    // One mark for both.
    const mark = part(both, 2);
    return marked((inPhrase) => closedWords(part(both, 1), part(both, 3), inPhrase), mark, form);
  }
  if (start === end) return pointWords(start, form);
  const [first, last] = [pointWords(start, form), pointWords(end, form)];
  if (!first || !last) return "";
  const isPlain = PLAIN.test(start) && PLAIN.test(end) && start.length === end.length;
  return (isPlain && shortWords(start, end, form)) || say("date.range", { first, last });
}

/**
 * "5–8 March 2024" for the days 5 and 8 March 2024; "" if nothing of them is the same.
 *
 * @param {string} start @param {string} end @param {Form} form
 */
function shortWords(start, end, form) {
  const [year, month, day] = start.split("-");
  const [lastYear, lastMonth, lastDay] = end.split("-");
  if (!month) return say(formed("date.years", form), { year, last_year: lastYear });
  if (year !== lastYear) return "";
  if (Math.max(Number(month), Number(lastMonth)) > LAST_MONTH) {
    return shortSeasons(Number(month), Number(lastMonth), year, form);
  }
  /** @param {Form} of */
  const names = (of) => ({
    ...{ month: monthName(Number(month), of), last_month: monthName(Number(lastMonth), of), year },
    ...{ mm: month, last_mm: lastMonth },
  });
  if (!day) return say(formed("date.months_of_year", form), names(form));
  const days = { ...names("of"), day: String(Number(day)), last_day: String(Number(lastDay)), dd: day, last_dd: lastDay };
  return say(month === lastMonth ? "date.days_of_month" : "date.days_of_year", days);
}

/** @param {number} first @param {number} last codes @param {string} year @param {Form} form */
function shortSeasons(first, last, year, form) {
  // Those that lie in one year; winter runs into the next.
  if (![first, last].every((code) => code >= 21 && code <= 23)) return "";
  const names = sayList(formed("date.seasons", form));
  const seasons = { season: names[first - 21], last_season: names[last - 21] };
  return say(formed("date.seasons_of_year", form), { ...seasons, year });
}

/** A single date in words, or "" if it has no short form. @param {string} text @param {Form} [form] */
function pointWords(text, form = "") {
  const clock = TIME.exec(text);
  if (clock) return timeWords(clock);
  const date = DATE.exec(text);
  if (date) return marked((inPhrase) => dateWords(date, inPhrase), text, form);
  const year = YEAR.exec(text);
  return year ? marked((inPhrase) => farYearWords(year, inPhrase), text, form) : "";
}

/** @param {(form: Form) => string} words @param {string} text whose marks say how sure it is @param {Form} form */
function marked(words, text, form) {
  const isAbout = /[~%S]/.test(text);
  const date = words(isAbout ? "of" : form);
  if (!date) return "";
  const said = isAbout ? say("date.about", { date }) : date;
  return /[?%]/.test(text) ? say("date.uncertain", { date: said }) : said;
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
  return day ? say("date.time", { date: dateWords(day, ""), time: `${clock}${named}` }) : "";
}

/** @param {RegExpExecArray} found @param {Form} form */
function farYearWords(found, form) {
  const size = part(found, 3) + "0".repeat(Number(part(found, 4)));
  if (found[1]) return say("date.far_year", { year: part(found, 2) + size });
  return yearWords(part(found, 2), part(found, 3), form);
}

/** @param {RegExpExecArray} found @param {Form} form */
function dateWords(found, form) {
  const [sign, year, month, day] = [part(found, 2), part(found, 3), part(found, 6), part(found, 9)];
  const rest = day ? `${month}-${day}` : month;
  const inYear = yearWords(sign, year, rest && !rest.startsWith("XX") ? "bare" : form);
  if (!rest || !inYear) return inYear;
  if (year.includes("X")) return "";
  if (!rest.includes("X")) return inYearWords(inYear, Number(month), day, form);
  if (rest === "XX") return say("date.month_unknown", { date: inYear });
  if (rest === "XX-XX") return say("date.day_unknown", { date: inYear });
  if (day === "XX" && !month.includes("X")) {
    return say("date.day_unknown", { date: inYearWords(inYear, Number(month), "", form) });
  }
  return "";
}

/**
 * Returns "2024", "44 BCE", "800 CE" or "2010–2019"; "" for other masks.
 *
 * @param {string} sign @param {string} digits @param {Form} form
 */
function yearWords(sign, digits, form) {
  if (digits.includes("X")) {
    const isRun = /^[1-9][0-9]*X+$/.test(digits) && sign === "";
    const ends = { year: digits.replaceAll("X", "0"), last_year: digits.replaceAll("X", "9") };
    return isRun ? say(formed("date.years", form), ends) : "";
  }
  const number = Number(digits);
  if (sign || number === 0) return say(formed("date.bce", form), { year: String(number + 1) });
  if (number < FIRST_PLAIN_YEAR) return say(formed("date.ce", form), { year: String(number) });
  return form === "bare" ? String(number) : say(formed("date.year", form), { year: String(number) });
}

/** @param {string} year @param {number} month @param {string} day @param {Form} form */
function inYearWords(year, month, day, form) {
  if (month > LAST_MONTH) return seasonWords(year, month, form);
  const mm = String(month).padStart(2, "0");
  if (!day) return say(formed("date.month", form), { month: monthName(month, form), year, mm });
  const dd = day.padStart(2, "0");
  return say("date.day", { day: String(Number(day)), month: monthName(month, "of"), year, mm, dd });
}

/** @param {string} inYear @param {number} code 21 to 41 @param {Form} form */
function seasonWords(inYear, code, form) {
  if (code <= 32) {
    const runsOn = (code === 24 || code === 28 || code === 30) && /^[0-9]+$/.test(inYear);
    const years = runsOn ? `${inYear}–${String((Number(inYear) + 1) % 100).padStart(2, "0")}` : inYear;
    const season = sayList(formed("date.seasons", form))[(code - 21) % 4];
    const date = say(formed("date.season", form), { season, year: years });
    return code <= 24 ? date : say(code <= 28 ? "date.northern" : "date.southern", { date });
  }
  if (code >= 40) return listed("date.halves", code - 40, form, inYear);
  return code >= 37 ? listed("date.thirds", code - 37, form, inYear) : listed("date.quarters", code - 33, form, inYear);
}

/** @param {number} firstDay @param {number} lastDay */
function dayRangeWords(firstDay, lastDay) {
  const isOpenStart = firstDay === OPEN_START_DAY;
  const isOpenEnd = lastDay === OPEN_END_DAY;
  if (lastDay < firstDay) return say("date.undated");
  if (isOpenStart && isOpenEnd) return say("date.ends_unknown");
  if (isOpenEnd) return say("date.since", { date: dayWords(firstDay) });
  if (isOpenStart) return say("date.by", { date: dayWords(lastDay) });
  if (firstDay === lastDay) return dayWords(firstDay);
  return say("date.between", { first: dayWords(firstDay), last: dayWords(lastDay) });
}
