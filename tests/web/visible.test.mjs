// The pass over the columns, compared with a slow, simple oracle on random filters.
import assert from "node:assert/strict";
import { test } from "node:test";
import { makeGridView } from "../../src/dateline/web/src/clusters.js";
import { makeBins } from "../../src/dateline/web/src/histogram.js";
import { combinationsOf } from "../../src/dateline/web/src/combinations.js";
import {
  cellOf,
  makeSeen,
  SHAPE_CERTAIN,
  SHAPE_PLAIN,
  SHAPE_SHOWN,
  visible,
} from "../../src/dateline/web/src/visible.js";
import { reasonsOf } from "../../src/dateline/web/src/reasons.js";
import { isExpected } from "../../src/dateline/web/src/status.js";
import {
  classOf,
  isCertain,
  isShown,
  isUndated,
  OPEN_START_DAY,
} from "../../src/dateline/web/src/window.js";
import { codesAt, isArea, LAYERS, makeColumns, TOP_OF, makeRandom, makeRandomFilter, openFilter } from "./made_columns.mjs";

const FACETS = ["a", "b", "c", "d", "e"].map((name) => ({ name }));
const REASONS = reasonsOf(FACETS);

/** What a window shows of an event. */
function timeOf({ start, begun, lasting, end }, i, from, to) {
  return classOf({ first: start[i], begun: begun[i], lasting: lasting[i], last: end[i] }, from, to);
}

/** Why an event is hidden, in the order of the reasons. */
function hiddenBy(columns, filter, i) {
  const { from, to, windowed } = filter;
  const found = timeOf(columns, i, from, to);
  const isStrict = filter.certain && windowed;
  const ofTime = {
    undated: (!filter.undated || isStrict) && "undated",
    outside: "date",
    possible: isStrict && "possible",
  };
  return [
    ofTime[found],
    !filter.layers[columns.layer[i]] && "layer",
    ...FACETS.map(
      ({ name }, at) => !codesAt(columns.facets[at], i).some((code) => filter.facets[at][code]) && name,
    ),
    filter.hits && !filter.hits[i] && "search",
  ].filter(Boolean);
}

function oracle(columns, filter, bins) {
  const all = Array.from({ length: columns.count }, (_, i) => i);
  const failing = all.map((i) => hiddenBy(columns, filter, i));
  const rows = all.filter((i) => failing[i].length === 0);
  const only = (...names) =>
    all.filter((i) => failing[i].every((reason) => names.includes(reason)));
  const tallied = (rows, size, codesOf) => {
    const counts = new Array(size).fill(0);
    for (const i of rows) for (const code of codesOf(i)) counts[code]++;
    return counts;
  };
  const classes = rows.map((i) => (filter.windowed ? timeOf(columns, i, filter.from, filter.to) : ""));
  const inBins = only("date", "possible").filter((i) => !isUndated(columns.start[i], columns.end[i]));
  return {
    rows,
    hidden: REASONS.map((reason) => failing.filter((reasons) => reasons[0] === reason).length),
    undated: only("undated").filter((i) => isUndated(columns.start[i], columns.end[i])).length,
    unplaced: rows.filter((i) => columns.kind[i] === 0).length,
    layers: tallied(only("layer"), filter.layers.length, (i) => [columns.layer[i]]),
    facets: FACETS.map(({ name }, at) =>
      tallied(only(name), columns.facets[at].size, (i) => codesAt(columns.facets[at], i)),
    ),
    bins: Array.from(
      { length: bins.count },
      (_, bin) =>
        inBins.filter((i) =>
          isShown(columns.start[i], columns.end[i], bins.edges[bin], bins.edges[bin + 1] - 1),
        ).length,
    ),
    certainBins: [0, 1, 2].map((top) =>
      Array.from(
        { length: bins.count },
        (_, bin) =>
          inBins.filter(
            (i) =>
              TOP_OF[columns.layer[i]] === top &&
              isCertain(columns.begun[i], columns.lasting[i], bins.edges[bin], bins.edges[bin + 1] - 1),
          ).length,
      ),
    ),
    spanning: classes.filter((found) => found === "spanning").length,
    possible: classes.filter((found) => found === "possible").length,
  };
}

/** The certain events of each bin by top layer. */
function byTop({ certainBins }, { count }) {
  return [0, 1, 2].map((top) => [...certainBins.subarray(top * (count + 1), top * (count + 1) + count)]);
}

test("On 60 random filters, counts, reasons, facets and bins equal a simple count.", () => {
  const random = makeRandom(7);
  for (let round = 0; round < 60; round++) {
    const columns = makeColumns(300, round);
    const filter = makeRandomFilter(random, columns.count);
    const bins = makeBins(columns, LAYERS);
    const seen = visible(columns, filter, {
      bins,
      view: null,
      seen: makeSeen(columns, filter, bins),
    });
    const expected = oracle(columns, filter, bins);
    assert.deepEqual([...seen.rows.subarray(0, seen.count)], expected.rows);
    assert.deepEqual([...seen.hidden], expected.hidden);
    assert.deepEqual(
      [seen.undated, seen.unplaced, seen.spanning, seen.possible],
      [expected.undated, expected.unplaced, expected.spanning, expected.possible],
    );
    assert.deepEqual(
      [seen.layers, ...seen.facets].map((counts) => [...counts]),
      [expected.layers, ...expected.facets],
    );
    assert.deepEqual([...seen.bins.subarray(0, bins.count)], expected.bins);
    assert.deepEqual(byTop(seen, bins), expected.certainBins);
  }
});

test("Facets with many values are counted only if they are wanted; nothing else depends on it.", () => {
  const columns = makeColumns(9000, 8);
  const filter = { ...makeRandomFilter(makeRandom(2), columns.count), hits: null };
  filter.facets[3].fill(0, 0, 1000);
  const bins = makeBins(columns, LAYERS);
  const [all, few] = [null, [4]].map((wanted) =>
    visible(columns, filter, { bins, view: null, seen: makeSeen(columns, filter, bins), wanted }),
  );
  assert.equal(combinationsOf(columns).facets[3], null);
  const expected = oracle(columns, filter, bins);
  assert.deepEqual(all.facets.map((counts) => [...counts]), expected.facets);
  assert.deepEqual([...all.hidden], expected.hidden);
  assert.deepEqual(few.facets[4], all.facets[4]);
  assert.deepEqual([few.count, few.hidden, few.bins], [all.count, all.hidden, all.bins]);
  assert.ok(few.facets[3].reduce((a, b) => a + b) < all.facets[3].reduce((a, b) => a + b));
});

test("Shown and hidden events add up to all events.", () => {
  const columns = makeColumns(500, 3);
  const random = makeRandom(5);
  const bins = makeBins(columns, LAYERS);
  for (let round = 0; round < 20; round++) {
    const filter = makeRandomFilter(random, columns.count);
    const seen = visible(columns, filter, {
      bins,
      view: null,
      seen: makeSeen(columns, filter, bins),
    });
    assert.equal(seen.count + seen.hidden.reduce((a, b) => a + b, 0), columns.count);
  }
});

test("A second pass over the same arrays is independent of the first.", () => {
  const columns = makeColumns(400, 4);
  const bins = makeBins(columns, LAYERS);
  const view = makeGridView({ west: 0.1, north: 0.2, width: 0.6, height: 0.5 }, 3);
  const narrow = makeRandomFilter(makeRandom(1), columns.count);
  const reused = makeSeen(columns, openFilter(), bins);
  visible(columns, openFilter(), { bins, view, seen: reused });
  visible(columns, narrow, { bins, view, seen: reused });
  const fresh = visible(columns, narrow, { bins, view, seen: makeSeen(columns, narrow, bins) });
  for (const name of ["hidden", "layers", "facets", "bins", "certainBins", "shapes"]) {
    assert.deepEqual(reused[name], fresh[name], name);
  }
  assert.deepEqual(reused.cells.count, fresh.cells.count);
  assert.deepEqual(reused.cells.byLayer, fresh.cells.byLayer);
});

test("Filtering [a, b] and then [b, c] loses nothing that [a, c] shows.", () => {
  const columns = makeColumns(400, 9);
  const shown = (from, to) => {
    const filter = { ...openFilter(), from, to, windowed: true };
    const seen = visible(columns, filter, {
      bins: null,
      view: null,
      seen: makeSeen(columns, filter, null),
    });
    return new Set(seen.rows.subarray(0, seen.count));
  };
  const [first, second, both] = [shown(18100, 18500), shown(18500, 19000), shown(18100, 19000)];
  assert.deepEqual(new Set([...first, ...second]), both);
});

test("Every placed event of the view, except areas, is in exactly one cell, also across 180°.", () => {
  const columns = makeColumns(600, 12);
  const filter = openFilter();
  for (const bounds of [
    { west: -0.2, north: 0.1, width: 0.5, height: 0.6 },
    { west: 0.8, north: 0, width: 0.4, height: 1 },
    { west: -0.7, north: 0, width: 3, height: 1 },
  ]) {
    const view = makeGridView(bounds, ZOOM);
    const seen = visible(columns, filter, {
      bins: null,
      view,
      seen: makeSeen(columns, filter, null),
    });
    const inside = Array.from({ length: columns.count }, (_, i) => i).filter((i) => {
      const x = columns.x[i] / 2 ** 32;
      const y = columns.y[i] / 2 ** 32;
      const inX = [-2, -1, 0, 1, 2].some(
        (k) => x + k >= bounds.west && x + k <= bounds.west + bounds.width,
      );
      return columns.kind[i] && !isArea(columns, i, ZOOM) && inX && y >= bounds.north && y <= bounds.north + bounds.height;
    });
    for (const i of inside) assert.ok(cellOf(columns, i, seen.cells.view) >= 0);
    const total = seen.cells.count.reduce((a, b) => a + b, 0);
    assert.ok(total >= inside.length);
    const counted = Array.from({ length: columns.count }, (_, i) => i).filter(
      (i) => columns.kind[i] && !isArea(columns, i, ZOOM) && cellOf(columns, i, seen.cells.view) >= 0,
    );
    assert.equal(total, counted.length);
    assert.equal(
      seen.cells.byLayer.reduce((a, b) => a + b, 0),
      total,
    );
  }
});

test("A window of a few days reads only a small part of the rows.", () => {
  const columns = makeSorted(100_000, 2);
  // Each event is a day long, because a long one widens its row group.
  for (let i = 0; i < columns.count; i++) {
    if (isUndated(columns.start[i], columns.end[i])) continue;
    if (columns.start[i] === OPEN_START_DAY) columns.start[i] = columns.end[i];
    else columns.end[i] = columns.start[i];
    columns.begun[i] = columns.lasting[i] = columns.start[i];
  }
  const filter = { ...openFilter(), from: 18_500, to: 18_510, windowed: true, undated: false };
  const seen = makeSeen(columns, filter, null);
  let reads = 0;
  const of = new Proxy(combinationsOf(columns).of, {
    get(target, name) {
      if (typeof name === "string" && /^\d+$/.test(name)) reads++;
      return Reflect.get(target, name);
    },
  });
  combinationsOf(columns).of = of;
  visible(columns, filter, { bins: null, view: null, seen });
  assert.ok(seen.count > 100, `${seen.count} events`);
  assert.ok(reads < 20_000, `${reads} reads`);
});

/** Events sorted by time, as in a payload, in several row groups. */
function makeSorted(count, seed) {
  const columns = makeColumns(count, seed);
  const known = (i) => (columns.start[i] === OPEN_START_DAY ? columns.end[i] : columns.start[i]);
  const order = Array.from({ length: count }, (_, i) => i).sort(
    (a, b) => known(a) - known(b) || columns.end[a] - columns.end[b] || a - b,
  );
  const sorted = { ...columns };
  for (const [name, values] of Object.entries(columns)) {
    if (ArrayBuffer.isView(values)) sorted[name] = values.map((_, i) => values[order[i]]);
  }
  sorted.facets = columns.facets.map((facet) => {
    const lists = order.map((i) => (facet.first ? [...facet.codes.subarray(facet.first[i], facet.first[i + 1])] : [facet.codes[i]]));
    const first = Uint32Array.from([0, ...lists.map((list) => list.length)]);
    for (let i = 1; i < first.length; i++) first[i] += first[i - 1];
    return { ...facet, codes: Uint16Array.from(lists.flat()), first: facet.first && first };
  });
  return sorted;
}

/** Zoom level of the views. */
const ZOOM = 3;

/** The cells of a view, from a simple count. */
function cellOracle(columns, rows, view, layers) {
  const cells = new Map();
  for (const i of rows) {
    const isMark = columns.kind[i] && !isArea(columns, i, ZOOM);
    const cell = isMark ? cellOf(columns, i, view) : -1;
    if (cell < 0) continue;
    const held = cells.get(cell) ?? { count: 0, expected: 0, row: -1, byLayer: Array(layers).fill(0) };
    held.count++;
    held.expected += isExpected(columns.status[i]) ? 1 : 0;
    held.row = i;
    held.byLayer[columns.layer[i]]++;
    cells.set(cell, held);
  }
  return cells;
}

/** A simple count for each shape: how its shown events draw it, the last row of them, how many. */
function shapeOracle(columns, rows, { from, to, windowed }) {
  return Array.from({ length: columns.shapes.count }, (_, shape) => {
    const own = rows.filter((i) => columns.shape[i] === shape + 1);
    const isSure = (i) =>
      !windowed ||
      timeOf(columns, i, from, to) !== "possible";
    const bits =
      (own.length ? SHAPE_SHOWN : 0) |
      (own.some((i) => !isExpected(columns.status[i])) ? SHAPE_PLAIN : 0) |
      (own.some(isSure) ? SHAPE_CERTAIN : 0);
    return [bits, own.length ? own.at(-1) + 1 : 0, own.length];
  });
}

test("Consecutive passes over thousands of events always equal a simple count.", () => {
  const random = makeRandom(77);
  const columns = makeSorted(3000, 5);
  const bins = makeBins(columns, LAYERS);
  const seen = makeSeen(columns, openFilter(), bins);
  const view = makeGridView({ west: 0.1, north: 0.1, width: 0.7, height: 0.7 }, ZOOM);
  let filter = openFilter();
  for (let round = 0; round < 60; round++) {
    const next = makeRandomFilter(random, columns.count);
    // Now the window alone changes, now the choices, now both: what is kept must not be stale.
    const { from, to, windowed } = next;
    filter = [{ ...filter, from, to, windowed }, { ...next, ...pickTime(filter) }, next][round % 3];
    visible(columns, filter, { bins, view, seen });
    const expected = oracle(columns, filter, bins);
    assert.deepEqual([...seen.rows.subarray(0, seen.count)], expected.rows);
    assert.deepEqual([...seen.hidden], expected.hidden);
    assert.deepEqual(
      [seen.undated, seen.unplaced, seen.spanning, seen.possible],
      [expected.undated, expected.unplaced, expected.spanning, expected.possible],
    );
    assert.deepEqual(
      [seen.layers, ...seen.facets].map((counts) => [...counts]),
      [expected.layers, ...expected.facets],
    );
    assert.deepEqual([...seen.bins.subarray(0, bins.count)], expected.bins);
    assert.deepEqual(byTop(seen, bins), expected.certainBins);
    assert.deepEqual(
      Array.from(seen.shapes, (bits, at) => [bits, bits && seen.shapeRows[at], seen.shapeCounts[at]]),
      shapeOracle(columns, expected.rows, filter),
    );
    const cells = cellOracle(columns, expected.rows, seen.cells.view, seen.layers.length);
    for (let cell = 0; cell < seen.cells.count.length; cell++) {
      const held = cells.get(cell);
      assert.equal(seen.cells.count[cell], held?.count ?? 0);
      if (!held) continue;
      const layers = seen.layers.length;
      const byLayer = [...seen.cells.byLayer.subarray(cell * layers, (cell + 1) * layers)];
      assert.deepEqual([seen.cells.expected[cell], seen.cells.row[cell]], [held.expected, held.row]);
      assert.deepEqual(byLayer, held.byLayer);
    }
  }
});

const pickTime = ({ from, to, windowed }) => ({ from, to, windowed });

test("More combinations than two bytes can number are distinguished.", () => {
  const columns = makeColumns(70_000, 6);
  columns.layer = Uint32Array.from({ length: columns.count }, (_, i) => i);
  const filter = { ...openFilter(), layers: new Uint8Array(columns.count).fill(1) };
  filter.layers[69_999] = 0;
  const bins = makeBins(columns, Array.from({ length: columns.count }, (_, i) => ({ parent: i ? 0 : -1 })));
  const seen = makeSeen(columns, filter, bins);
  visible(columns, filter, { bins, view: null, seen });
  assert.equal(seen.count, 69_999);
  assert.equal(seen.layers[69_999], 1);
  // Too many to count bins by combination, so they are counted event by event.
  for (let bin = 0; bin < bins.count; bin += 9) {
    const [from, to] = [bins.edges[bin], bins.edges[bin + 1] - 1];
    let shown = 0;
    for (const i of seen.rows.subarray(0, seen.count)) {
      if (isShown(columns.start[i], columns.end[i], from, to)) shown++;
    }
    assert.equal(seen.bins[bin], shown);
  }
});
