/** Orders of the list by texts of the events, which are read when they are first wanted. */
import { sortedBy } from "./list-order.js";

/** @typedef {import("./app.js").App} App */
/** @typedef {Record<string, any>} Fields */

/** Largest number of events whose texts are sorted. */
export const MOST_SORTED = 200_000;

/** @type {Record<string, (fields: Fields) => string | null>} */
const FIELDS = {
  title: ({ title }) => title ?? null,
  place: (fields) => fields.place_name ?? fields.where ?? null,
};

/** @type {Record<string, (columns: import("./types.js").Columns) => ArrayLike<number>>} */
const CODES = {
  status: ({ status }) => status,
  verification: ({ codes }) => codes.verification,
};

/** @param {App} app */
export function makeSortFields(app) {
  const { columns, head } = app;
  /** @type {Map<string, Uint32Array | null>} null while it is read */
  const known = new Map();
  let share = 1;

  /** @param {string} name */
  async function read(name) {
    const values = new Array(columns.count);
    share = 0;
    for (let row = 0; row < columns.count; row++) {
      values[row] = FIELDS[name](await head.read(row));
      if (row % head.rows > 0 || row === 0) continue;
      share = row / columns.count;
      app.schedule();
      await new Promise((resolve) => setTimeout(resolve));
    }
    known.set(name, sortedBy(values));
    share = 1;
    app.schedule();
  }

  return {
    /** Whether the page can be sorted by a field. @param {string} name */
    has(name) {
      if (columns.count > MOST_SORTED) return false;
      return name === "deaths" ? columns.deaths !== null : name in CODES || Object.hasOwn(FIELDS, name);
    },
    /** All rows in the order of a field, or null until they are read. @param {string} name */
    sorted(name) {
      if (!this.has(name)) return null;
      if (name === "deaths" && columns.deaths && !known.has(name)) {
        known.set(name, sortedBy(Array.from(columns.deaths, (deaths) => (deaths ? deaths - 1 : null))));
      }
      if (name in CODES && !known.has(name)) {
        // In the order of the vocabulary; what is not stated comes last.
        const codes = CODES[name](columns);
        known.set(name, sortedBy(Array.from(codes, (code) => (code ? -code : null))));
      }
      if (!known.has(name)) {
        known.set(name, null);
        read(name).catch((error) => {
          known.delete(name);
          share = 1;
          console.error(error);
        });
      }
      return known.get(name) ?? null;
    },
    share: () => share,
  };
}
