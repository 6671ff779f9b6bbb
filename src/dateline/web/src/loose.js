/**
 * Facets with many values, or with several for one event. They are not part of the combinations, so
 * each event has bits of those that it fails, which change only when the reader chooses others.
 */
import { FIRST_FACET } from "./reasons.js";

/** @typedef {import("./types.js").Columns} Columns */
/** @typedef {import("./types.js").FacetColumn} FacetColumn */
/** @typedef {import("./visible.js").Seen} Seen */

/**
 * @typedef {object} Loose
 * @property {number[]} at Positions of the loose facets among all facets.
 * @property {Uint32Array | null} fails For each event, a bit for each loose facet that it fails, in
 *   the order of `at`; null when all values of all of them are on.
 * @property {(Uint8Array | null)[]} choices What `fails` was made for; null means all are on.
 * @property {number} blocked Events that only loose facets hide.
 */

/**
 * @param {Columns} columns @param {import("./combinations.js").Combinations} combinations
 * @returns {Loose}
 */
export function makeLoose(columns, { facets }) {
  const at = columns.facets.flatMap((_, facet) => (facets[facet] ? [] : [facet]));
  return { at, fails: null, choices: at.map(() => null), blocked: 0 };
}

/**
 * Updates the bits for the choices of a filter.
 * @param {Columns} columns @param {{ facets: Uint8Array[] }} filter @param {Loose} loose
 */
export function updateLoose(columns, { facets }, loose) {
  loose.blocked = 0;
  const choices = loose.at.map((facet) => (facets[facet].includes(0) ? facets[facet] : null));
  if (choices.every((choice) => choice === null)) {
    loose.fails = null;
    loose.choices = choices;
    return;
  }
  const fails = (loose.fails ??= new Uint32Array(columns.count));
  choices.forEach((choice, n) => {
    const before = loose.choices[n];
    if (isEqual(choice, before)) return;
    mark(fails, columns.facets[loose.at[n]], choice, 1 << n);
  });
  loose.choices = choices;
}

/** @param {Uint8Array | null} a @param {Uint8Array | null} b */
function isEqual(a, b) {
  return a === b || (a !== null && b !== null && a.every((value, i) => value === b[i]));
}

/**
 * Sets the bit of each event that fails a facet: none of its values is on.
 * @param {Uint32Array} fails @param {FacetColumn} facet @param {Uint8Array | null} choice @param {number} bit
 */
function mark(fails, { codes, first }, choice, bit) {
  for (let i = 0; i < fails.length; i++) {
    let isOn = choice === null;
    if (choice !== null && !first) isOn = choice[codes[i]] === 1;
    else if (choice !== null && first) {
      isOn = first[i] === first[i + 1] && choice[0] === 1;
      for (let at = first[i]; at < first[i + 1] && !isOn; at++) isOn = choice[codes[at]] === 1;
    }
    fails[i] = isOn ? fails[i] & ~bit : fails[i] | bit;
  }
}

/**
 * Counts an event that loose facets hide: by the first of them, and as what a facet would show more if
 * it alone hides the event.
 * @param {Columns} columns @param {number} i @param {Seen} seen @param {boolean} isHit
 */
export function countBlocked(columns, i, { loose, hidden, facets }, isHit) {
  const bits = /** @type {Uint32Array} */ (loose.fails)[i];
  const n = 31 - Math.clz32(bits & -bits);
  const facet = loose.at[n];
  hidden[FIRST_FACET + facet]++;
  loose.blocked++;
  if (isHit && bits === 1 << n) add(columns.facets[facet], i, facets[facet]);
}

/**
 * Adds the shown events to the counts of the loose facets.
 * @param {Columns} columns @param {Seen} seen @param {number[] | null} wanted the facets to count; null
 *   means all
 */
export function countLoose(columns, { rows, count, facets, loose }, wanted) {
  for (const facet of loose.at) {
    if (wanted && !wanted.includes(facet)) continue;
    for (let n = 0; n < count; n++) add(columns.facets[facet], rows[n], facets[facet]);
  }
}

/** @param {FacetColumn} facet @param {number} i @param {Int32Array} counts */
function add({ codes, first }, i, counts) {
  if (!first) counts[codes[i]]++;
  else if (first[i] === first[i + 1]) counts[0]++;
  else for (let at = first[i]; at < first[i + 1]; at++) counts[codes[at]]++;
}
