/** The figures of an event that the list and the map show: its deaths, and what gives its size. */
import { say, sayNumber } from "./say.js";
import { wordsOfColumn } from "./facet-words.js";
import { isExpected } from "./status.js";

/** The column whose figures the payload has for every page with deaths. */
const DEATHS = "fatalities_best";

/**
 * Figures in words, such as "90 killed". Those of events that have not happened are left to the card.
 * @param {import("./app.js").App} app @param {number} row @param {Record<string, any>} fields
 * @returns {string[]}
 */
export function keyFigures({ columns, header }, row, fields) {
  const deaths = columns.deaths?.[row] ?? 0;
  const column = header.size?.column ?? DEATHS;
  const value = column === DEATHS ? null : (fields[column] ?? null);
  return [
    deaths && !isExpected(columns.status[row]) ? say("list.killed", { n: deaths - 1 }) : "",
    value === null ? "" : say("list.figure", { column: wordsOfColumn(column).title, value: sayNumber(Number(value)) }),
  ].filter(Boolean);
}
