/** Sums up the shown events in a sentence. Uses neither the page nor the map. */
import { sayCountry } from "./facet-words.js";
import { isExpected } from "./status.js";
import { dayWords, monthWords, yearOfDay } from "./date-words.js";
import { civil } from "./timespan.js";
import { say } from "./say.js";

/** @typedef {import("./types.js").Columns} Columns */
/** @typedef {import("./types.js").Header} Header */
/** @typedef {import("./visible.js").Seen} Seen */

/**
 * What the shown events have in common: the most frequent region, and the deaths that are reported.
 * Planned and forecast events report none.
 * @param {Columns} columns @param {Header} header @param {Seen} seen
 */
export function sumsOf(columns, { dictionaries }, { rows, count }) {
  const { deaths, status, codes } = columns;
  const regions = codes.region;
  const counts = new Uint32Array(dictionaries.region.length + 1);
  let [killed, stating] = [0, 0];
  for (let n = 0; n < count; n++) {
    const row = rows[n];
    counts[regions[row]]++;
    if (deaths && deaths[row] && !isExpected(status[row])) {
      killed += deaths[row] - 1;
      stating++;
    }
  }
  let top = 0;
  for (let code = 1; code < counts.length; code++) if (counts[code] > (top && counts[top])) top = code;
  return { killed, stating, region: top ? dictionaries.region[top - 1] : "", inRegion: top ? counts[top] : 0 };
}

/**
 * "12 events in March 2024, 7 certain, most in Kursk Oblast; 90 killed as reported in 4 events.", or ""
 * if there is no more to say than their number.
 * @param {Seen} seen @param {{ from: number | null, to: number | null, undated: number }} window
 * @param {ReturnType<typeof sumsOf>} sums
 */
export function sayShown({ count, possible }, { from, to, undated }, { killed, stating, region, inRegion }) {
  if (!count) return "";
  const isWindow = from !== null || to !== null;
  const parts = [
    isWindow ? say("summary.events_in", { n: count, dates: sayDays(from, to) }) : say("summary.events", { n: count }),
  ];
  if (isWindow) parts.push(say("summary.certain", { n: count - possible - undated }));
  const where = { n: inRegion, region: sayRegion(region) };
  if (inRegion > 1 && inRegion === count) parts.push(say("summary.all_in", where));
  else if (2 * inRegion > count && count > 1) parts.push(say("summary.most_in", where));
  else if (inRegion > 1) parts.push(say("summary.some_in", where));
  const deaths = say(stating === count ? "summary.killed" : "summary.killed_in", { n: killed, events: stating });
  // The number alone stands above it already.
  if (parts.length === 1 && !isWindow && !stating) return "";
  const events = parts.join(say("summary.between"));
  return say(stating ? "summary.whole_with_deaths" : "summary.whole", { events, deaths });
}

/** @param {string} word such as "Kursk Oblast|RU" */
function sayRegion(word) {
  const at = word.lastIndexOf("|");
  return word.slice(0, at) || sayCountry(word.slice(at + 1));
}

/** @param {number | null} from @param {number | null} to */
function sayDays(from, to) {
  if (from === null) return to === null ? "" : say("window.until", { date: dayWords(to) });
  if (to === null) return say("window.since", { date: dayWords(from) });
  if (from === to) return say("window.on", { date: dayWords(from) });
  const [first, after] = [civil(from), civil(to + 1)];
  if (first.day === 1 && after.day === 1) {
    const months = (after.year - first.year) * 12 + after.month - first.month;
    if (months === 1) return say("window.in_month", { date: monthWords(from, "in") });
    if (months === 12 && first.month === 1 && first.year > 0) return say("window.in_year", { date: yearOfDay(from, "in") });
  }
  return say("window.from_to", { first: dayWords(from), last: dayWords(to) });
}
