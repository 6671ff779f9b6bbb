/**
 * The fields of an event that are stored in columns, as words and numbers. The text blocks don't
 * repeat them.
 */

import { UNKNOWN_RADIUS } from "./columns.js";

/** @typedef {import("./types.js").Header} Header */
/** @typedef {import("./types.js").Columns} Columns */
/** @typedef {Record<string, any>} Fields */

/**
 * @param {Header} header
 * @param {Columns} columns
 * @param {number} row
 * @returns {Fields}
 */
export function columnFields(header, columns, row) {
  /** @param {string} name */
  const word = (name) => header.dictionaries[name][columns.codes[name][row] - 1] ?? null;
  /** @param {string} name */
  const flag = (name) => (columns.flags[row] & header.flags[name]) !== 0;
  const isPlaced = columns.kind[row] > 0;
  const radius = columns.uncertainty[row];
  return {
    status: word("status"),
    verification: word("verification"),
    event_type: word("event_type"),
    date_precision: word("date_precision"),
    place_precision: word("place_precision"),
    record_status: word("record_status"),
    lon: isPlaced ? columns.lon[row] / header.steps_per_degree : null,
    lat: isPlaced ? columns.lat[row] / header.steps_per_degree : null,
    place_certainty: flag("unsure") ? "uncertain" : null,
    uncertainty_m: radius === UNKNOWN_RADIUS ? null : radius,
    approximate: flag("approximate"),
    uncertain: flag("uncertain"),
    generalised: flag("generalised"),
    graphic: flag("graphic"),
  };
}
