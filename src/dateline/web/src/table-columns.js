/** The columns of the events as a table, on the page and on paper. */
import { describe } from "./date-words.js";
import { say, sayNumber } from "./say.js";
import { sayPlace, sayStatus, sayVerification } from "./words.js";

/** @typedef {import("./app.js").App} App */
/** @typedef {Record<string, any>} Fields */

/**
 * @typedef {object} Column
 * @property {string} name of its heading, in the section "table" of the catalogue
 * @property {string[]} sorts Orders of the list that its heading switches between.
 * @property {(fields: Fields, row: number) => string} say
 */

/** @param {Pick<App, "columns" | "header">} app @param {(sort: string) => boolean} [canSort] @returns {Column[]} */
export function columnsOf({ columns, header }, canSort = () => false) {
  /** @type {Column[]} */
  const all = [
    {
      name: "date",
      sorts: ["", "newest"],
      say: ({ when }, row) => describe(when, columns.start[row], columns.end[row]),
    },
    { name: "event", sorts: ["title"], say: ({ title }) => title ?? say("list.no_title") },
    { name: "place", sorts: ["place"], say: (fields, row) => placeOf({ columns, header }, fields, row) },
    { name: "layer", sorts: ["layer"], say: (_, row) => header.layers[columns.layer[row]].title },
    { name: "status", sorts: ["status"], say: ({ status }) => (status ? sayStatus(status) : say("paper.not_stated")) },
    {
      name: "verification",
      sorts: ["verification"],
      say: ({ verification }) => (verification ? sayVerification(verification) : say("paper.not_stated")),
    },
    {
      name: "deaths",
      sorts: ["deaths"],
      say: (_, row) => (columns.deaths?.[row] ? sayNumber(columns.deaths[row] - 1) : ""),
    },
  ];
  const isShown = (/** @type {Column} */ { name }) =>
    name === "layer" ? header.layers.length > 1 : name === "deaths" ? columns.deaths !== null : true;
  return all.filter(isShown).map((one) => ({ ...one, sorts: one.sorts.filter(canSort) }));
}

/** @param {Pick<App, "columns" | "header">} app @param {Fields} fields @param {number} row */
function placeOf({ columns, header }, fields, row) {
  const directed = Boolean(columns.flags[row] & header.flags.directed);
  const place = sayPlace(fields, fields.place_precision, directed);
  const doubt = !columns.kind[row] ? say("place.not_mapped") : fields.place_certainty ? say("place.uncertain") : "";
  return place + (doubt && say("card.aside", { words: doubt }));
}

