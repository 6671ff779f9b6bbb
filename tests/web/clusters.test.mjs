// Clusters: exact counts, independent of the position of the map's edge.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  layersOf,
  makeClusters,
  makeGridView,
  rowsOf,
} from "../../src/dateline/web/src/clusters.js";
import { SINGLE_ZOOM } from "../../src/dateline/web/src/singles.js";
import { cellOf, makeSeen, visible } from "../../src/dateline/web/src/visible.js";
import { isArea, makeColumns, makeRandom, makeRandomFilter, openFilter } from "./made_columns.mjs";

const WORLD = { west: 0, north: 0, width: 1, height: 1 };

function look(columns, filter, bounds, zoom) {
  const view = makeGridView(bounds, zoom);
  const seen = visible(columns, filter, {
    bins: null,
    view,
    seen: makeSeen(columns, filter, null),
  });
  return { view, seen, clusters: makeClusters(seen.cells) };
}

/** A cluster with its position in the world instead of the view. */
function nameOf(view, cluster) {
  const x = Math.round(((view.x0 + cluster.x) % 2 ** 32) / 64);
  return `${x}/${Math.round((view.y0 + cluster.y) / 64)}:${cluster.count}`;
}

/**
 * The rows of a mark, in order.
 * @param {Singles} singles @param {number} mark
 */
function rowsOfMark({ size, head, rows, next }, mark) {
  const found = new Uint32Array(size[mark]);
  let at = head[mark];
  for (let n = 0; n < found.length; n++, at = next[at]) found[n] = rows[at];
  return found;
}

test("Clusters contain every placed event of the view once, except areas, under any filter.", () => {
  const random = makeRandom(21);
  const columns = makeColumns(800, 21);
  for (let round = 0; round < 20; round++) {
    const filter = makeRandomFilter(random, columns.count);
    const zoom = 1 + (round % 5);
    const { seen, clusters } = look(columns, filter, WORLD, zoom);
    const rows = clusters.flatMap((cluster) => rowsOf(columns, seen, cluster));
    assert.equal(new Set(rows).size, rows.length);
    const shown = [...seen.rows.subarray(0, seen.count)];
    const placed = shown.filter((row) => columns.kind[row] && !isArea(columns, row, zoom));
    assert.deepEqual(
      rows.sort((a, b) => a - b),
      placed,
    );
    assert.deepEqual(
      [...seen.shapeCounts],
      [1, 2, 3, 4].map((shape) => shown.filter((row) => columns.shape[row] === shape).length),
    );
    for (const cluster of clusters) {
      assert.equal(
        layersOf(seen.cells, cluster).reduce((a, b) => a + b, 0),
        cluster.count,
      );
      assert.equal(rowsOf(columns, seen, cluster).length, cluster.count);
    }
  }
});

test("Dragging the map does not move clusters: those in both views are the same.", () => {
  const columns = makeColumns(4000, 33);
  const filter = openFilter();
  const inner = { west: 0.2, north: 0.2, width: 0.6, height: 0.6 };
  const names = ({ view, clusters }) =>
    new Set(
      clusters
        .filter(({ x, y }) => {
          const at = ((view.x0 + x) / 2 ** 32) % 1;
          const down = (view.y0 + y) / 2 ** 32;
          return (
            at >= inner.west &&
            at <= inner.west + inner.width &&
            down >= inner.north &&
            down <= inner.north + inner.height
          );
        })
        .map((cluster) => nameOf(view, cluster)),
    );
  const still = names(look(columns, filter, inner, 5));
  assert.ok(still.size > 20, `${still.size} clusters`);
  for (const [dx, dy] of [
    [-0.13, 0],
    [0.07, 0.11],
    [-0.01, -0.004],
  ]) {
    const bounds = {
      west: inner.west + Math.min(0, dx),
      north: inner.north + Math.min(0, dy),
      width: 0.6 + Math.abs(dx),
      height: 0.6 + Math.abs(dy),
    };
    assert.deepEqual(names(look(columns, filter, bounds, 5)), still);
  }
});

test("A view across 180° contains the events on both sides.", () => {
  const columns = makeColumns(2, 1);
  columns.kind.fill(1);
  columns.x.set([1000, 2 ** 32 - 1000]);
  columns.y.fill(2 ** 31);
  const { clusters } = look(
    columns,
    openFilter(),
    { west: 0.95, north: 0.4, width: 0.1, height: 0.2 },
    4,
  );
  assert.deepEqual(
    clusters.map(({ count }) => count),
    [2],
  );
});

/** Events in and around a city, some at the same point, and a view of part of it. */
function makeCity(count, seed) {
  const random = makeRandom(seed);
  const columns = makeColumns(count, seed);
  const [x, y] = [2 ** 32 - 4000, 2 ** 30];
  const squares = Array.from({ length: 12 }, () => [random() * 6e5, random() * 6e5]);
  for (let i = 0; i < count; i++) {
    const [dx, dy] =
      random() < 0.5 ? squares[Math.floor(random() * 12)] : [random() * 6e5, random() * 6e5];
    columns.x[i] = (x + dx) >>> 0;
    columns.y[i] = y + dy;
  }
  return { columns, bounds: { west: (x + 1e5) / 2 ** 32 - 1, north: y / 2 ** 32, width: 5e-5, height: 5e-5 } };
}

test("At zoom levels without clusters each point has one mark with all its events, under any filter.", () => {
  const random = makeRandom(8);
  const { columns, bounds } = makeCity(3000, 8);
  let stacks = 0;
  for (let round = 0; round < 20; round++) {
    const filter = makeRandomFilter(random, columns.count);
    const zoom = SINGLE_ZOOM + (round % 3);
    const { view, seen, clusters } = look(columns, filter, bounds, zoom);
    assert.deepEqual(clusters, []);
    const { singles } = seen;
    const marks = Array.from({ length: singles.count }, (_, mark) => [...rowsOfMark(singles, mark)]);
    /** The rule itself: shown, on the map, in view, no area; by point, in the order of the rows. */
    const expected = new Map();
    for (const row of seen.rows.subarray(0, seen.count)) {
      if (!columns.kind[row] || isArea(columns, row, zoom) || cellOf(columns, row, view) < 0) continue;
      const point = `${columns.x[row]} ${columns.y[row]}`;
      expected.set(point, [...(expected.get(point) ?? []), row]);
    }
    assert.deepEqual(marks, [...expected.values()]);
    assert.deepEqual([...singles.size.subarray(0, singles.count)], marks.map(({ length }) => length));
    stacks += marks.filter(({ length }) => length > 1).length;
  }
  assert.ok(stacks > 50, `${stacks} points of several events`);
});

test("Changing between single marks and clusters recounts both.", () => {
  const { columns, bounds } = makeCity(500, 3);
  const seen = makeSeen(columns, openFilter(), null);
  const sum = () => makeClusters(seen.cells).reduce((all, { count }) => all + count, 0);
  for (const zoom of [SINGLE_ZOOM - 1, SINGLE_ZOOM, SINGLE_ZOOM - 1]) {
    const view = makeGridView(bounds, zoom);
    visible(columns, openFilter(), { bins: null, view, seen });
    const rows = [...columns.kind.keys()].filter(
      (row) => columns.kind[row] && !isArea(columns, row, zoom) && cellOf(columns, row, view) >= 0,
    );
    assert.equal(sum(), zoom < SINGLE_ZOOM ? rows.length : 0);
    assert.equal(seen.singles.total, zoom < SINGLE_ZOOM ? 0 : rows.length);
  }
});

test("Cells are aligned to the world: 64 pixels at every zoom.", () => {
  for (let zoom = 0; zoom <= 20; zoom++) {
    const view = makeGridView({ west: 0.4, north: 0.4, width: 0.001, height: 0.001 }, zoom);
    assert.equal(2 ** view.shift * 2 ** zoom * 256, 64 * 2 ** 32);
    assert.equal(view.x0 % 2 ** view.shift, 0);
    assert.equal(view.y0 % 2 ** view.shift, 0);
  }
});
