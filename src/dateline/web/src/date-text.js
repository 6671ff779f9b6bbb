/**
 * Dates as readers type them: "2018-03-05", "March 2018", "5. März 2018", "2018年3月5日". What has two
 * readings, such as 3/5/2018, is not read. Independent of the page.
 */
import { dayNumber, parseDays } from "./timespan.js";

/** Longer texts are no dates. */
const MOST_LETTERS = 60;

/** A day in milliseconds; the names are asked for in UTC, so that no time zone moves it. */
const DAY_MS = 86_400_000;

/** Letters of an abbreviated month: "Sep" and "Sept" are September. */
const SHORTEST = 3;

/**
 * The names of the months in some languages, folded, and their numbers.
 * @param {readonly string[]} languages BCP 47 tags; what the browser does not know is left out
 * @returns {Map<string, number>}
 */
export function monthNames(languages) {
  /** @type {Map<string, number>} */
  const names = new Map();
  for (const language of languages) {
    for (const month of /** @type {const} */ (["long", "short"])) {
      // With a day the name may be in another case: "5 марта".
      for (const day of [undefined, /** @type {const} */ ("numeric")]) {
        for (const [name, number] of namesIn(language, { month, day })) {
          if (!names.has(name)) names.set(name, number);
        }
      }
    }
  }
  return names;
}

/** @param {string} language @param {{ month: "long" | "short", day: "numeric" | undefined }} how @returns {[string, number][]} */
function namesIn(language, { month, day }) {
  let format;
  try {
    format = new Intl.DateTimeFormat(language, { month, ...(day ? { day } : {}), timeZone: "UTC" });
  } catch {
    return []; // The tag of a page's language may be no tag at all.
  }
  return Array.from({ length: 12 }, (_, at) => {
    const parts = format.formatToParts(dayNumber(2024, at + 1, 5) * DAY_MS);
    const name = parts.find(({ type }) => type === "month")?.value ?? "";
    return /** @type {[string, number]} */ ([folded(name), at + 1]);
  }).filter(([name]) => /\p{L}/u.test(name) && !/\d/.test(name));
}

/** @param {string} text */
function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[.]/g, "").trim();
}

/**
 * Returns the first and the last day that a text names, or null.
 * @param {string} text
 * @param {Map<string, number>} months from `monthNames`
 * @returns {{ first: number, last: number } | null}
 */
export function parseDateText(text, months) {
  const written = text.trim();
  if (written.length > MOST_LETTERS) return null;
  return parseDays(written) ?? parseNumbers(written) ?? parseWords(written, months);
}

/** Years first, or a day that can be no month. @param {string} text */
function parseNumbers(text) {
  const asian = /^(\d{4})\s*[年년]\s*(?:(\d{1,2})\s*[月월]\s*(?:(\d{1,2})\s*[日일]?)?)?$/.exec(text);
  const plain = asian ?? /^(\d{4})[/.](\d{1,2})(?:[/.](\d{1,2}))?\.?$/.exec(text);
  if (plain) return ofParts(plain[1], plain[2], plain[3]);
  const found = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text);
  if (!found) return null;
  const [, a, b, year] = found;
  if (Number(a) > 12 || a === b) return ofParts(year, b, a);
  return Number(b) > 12 ? ofParts(year, a, b) : null;
}

/** @param {string} text @param {Map<string, number>} months */
function parseWords(text, months) {
  const words = folded(text).split(/[\s,]+/).filter((word) => word && !/^(of|de|del)$/.test(word));
  const numbers = words.flatMap((word) => /^(\d+)(?:st|nd|rd|th|er)?$/.exec(word)?.[1] ?? []);
  const names = words.filter((word) => !/^\d/.test(word));
  if (names.length !== 1 || numbers.length + 1 !== words.length) return null;
  const month = monthOf(names[0], months);
  const years = numbers.filter((number) => number.length === 4);
  const days = numbers.filter((number) => number.length < 3);
  if (!month || years.length !== 1 || days.length > 1 || numbers.length > 2) return null;
  return ofParts(years[0], String(month), days[0]);
}

/** The month of a name or of its unambiguous beginning. @param {string} name @param {Map<string, number>} months */
function monthOf(name, months) {
  const known = months.get(name);
  if (known || name.length < SHORTEST) return known;
  const begun = new Set([...months].flatMap(([month, number]) => (month.startsWith(name) ? [number] : [])));
  return begun.size === 1 ? [...begun][0] : undefined;
}

/** @param {string} year @param {string | undefined} [month] @param {string | undefined} [day] */
function ofParts(year, month, day) {
  const parts = [year, month, day].filter((part) => part !== undefined);
  return parseDays(parts.map((part) => part.padStart(2, "0")).join("-"));
}
