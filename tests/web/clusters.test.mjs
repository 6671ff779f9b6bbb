// Clusters: exact counts, and the same clusters wherever the edge of the map is.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  layersOf,
  makeClusters,
  makeGridView,
  rowsOf,
} from "../../src/dateline/web/src/clusters.js";
import { makeSeen, visible } from "../../src/dateline/web/src/visible.js";
import { makeColumns, makeRandom, makeRandomFilter, openFilter } from "./made_columns.mjs";

function look(columns, filter, bounds, zoom) {
  const view = makeGridView(bounds, zoom);
  const seen = visible(columns, filter, {
    bins: null,
    view,
    seen: makeSeen(columns, filter, null),
  });
  return { view, seen, clusters: makeClusters(seen.cells) };
}

/** A cluster by where it is in the world, not in the view. */
function nameOf(view, cluster) {
  const x = Math.round(((view.x0 + cluster.x) % 2 ** 32) / 64);
  return `${x}/${Math.round((view.y0 + cluster.y) / 64)}:${cluster.count}`;
}

test("Clusters hold every placed event of the view once, under any filter.", () => {
  const random = makeRandom(21);
  const columns = makeColumns(800, 21);
  for (let round = 0; round < 20; round++) {
    const filter = makeRandomFilter(random, columns.count);
    const { seen, clusters } = look(
      columns,
      filter,
      { west: 0, north: 0, width: 1, height: 1 },
      1 + (round % 5),
    );
    const rows = clusters.flatMap((cluster) => rowsOf(columns, seen, cluster));
    assert.equal(new Set(rows).size, rows.length);
    const placed = [...seen.rows.subarray(0, seen.count)].filter((row) => columns.kind[row]);
    assert.deepEqual(
      rows.sort((a, b) => a - b),
      placed,
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

test("Dragging the map moves no cluster: those in sight of both views are the same.", () => {
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

test("A view across 180° sees the events of both sides.", () => {
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

test("Cells are aligned to the world: 64 pixels at every zoom.", () => {
  for (let zoom = 0; zoom <= 20; zoom++) {
    const view = makeGridView({ west: 0.4, north: 0.4, width: 0.001, height: 0.001 }, zoom);
    assert.equal(2 ** view.shift * 2 ** zoom * 256, 64 * 2 ** 32);
    assert.equal(view.x0 % 2 ** view.shift, 0);
    assert.equal(view.y0 % 2 ** view.shift, 0);
  }
});
