/** Counts the events of each bin of the histogram, regardless of the window. */

/** @typedef {import("./types.js").Columns} Columns */
/** @typedef {import("./histogram.js").Bins} Bins */
/** @typedef {import("./combinations.js").Combinations} Combinations */
/** @typedef {import("./visible.js").Seen} Seen */

/** Largest table of combinations times bins; above it, bins are counted from the events. */
const MAX_TABLE = 2 ** 20;

/**
 * Counts the shown events of each bin into `seen`.
 * @param {Columns} columns @param {{ hits: Uint8Array | null }} filter
 * @param {{ combinations: Combinations, bins: Bins, seen: Seen }} into
 */
export function countBins(columns, { hits }, { combinations, bins, seen }) {
  const { outcome } = seen.tallies;
  const { bins: steps, certainBins } = seen;
  const { fails } = seen.loose;
  steps.fill(0);
  certainBins.fill(0);
  const width = bins.count + 1;
  const topOf = (/** @type {number} */ combination) => (combinations.style?.[combination] ?? bins.topOf[combinations.layer[combination]]) * width;
  if (hits === null && fails === null && combinations.count * width <= MAX_TABLE) {
    seen.tables ??= makeTables(columns, combinations, bins);
    for (let combination = 0; combination < combinations.count; combination++) {
      if (!outcome[combination]) continue;
      const top = topOf(combination);
      for (let bin = 0, at = combination * width; bin < width; bin++, at++) {
        steps[bin] += seen.tables.steps[at];
        certainBins[top + bin] += seen.tables.certain[at];
      }
    }
  } else {
    for (let i = 0; i < columns.count; i++) {
      if (!outcome[combinations.of[i]] || (hits !== null && hits[i] === 0)) continue;
      if (fails !== null && fails[i] !== 0) continue;
      addToBins(i, bins, { steps, certain: certainBins, at: 0, top: topOf(combinations.of[i]) });
    }
  }
  for (const counts of [steps, certainBins]) {
    for (let at = 1; at < counts.length; at++) if (at % width) counts[at] += counts[at - 1];
  }
}

/**
 * Counts the bins of each combination, so that a filter change needs no pass over the events.
 * @param {Columns} columns @param {Combinations} combinations @param {Bins} bins
 */
function makeTables(columns, combinations, bins) {
  const width = bins.count + 1;
  const steps = new Int32Array(combinations.count * width);
  const certain = new Int32Array(combinations.count * width);
  for (let i = 0; i < columns.count; i++) {
    const at = combinations.of[i] * width;
    addToBins(i, bins, { steps, certain, at, top: at });
  }
  return { steps, certain };
}

/**
 * Adds one event as +1 at its first bin and -1 after its last. Summing the steps gives the counts, so
 * that a long event costs no more than a short one.
 * @param {number} i @param {Bins} bins
 * @param {{ steps: Int32Array, certain: Int32Array, at: number, top: number }} into `at` and `top` are
 *   the index of the first bin in each
 */
function addToBins(i, { first, last, firstSure, lastSure, none }, { steps, certain, at, top }) {
  if (first[i] === none) return;
  steps[at + first[i]]++;
  steps[at + last[i] + 1]--;
  if (firstSure[i] > lastSure[i]) return;
  certain[top + firstSure[i]]++;
  certain[top + lastSure[i] + 1]--;
}
