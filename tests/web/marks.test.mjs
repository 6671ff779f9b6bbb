// Marks: hexagons of many events, areas of clusters, names that make room.
import assert from "node:assert/strict";
import { test } from "node:test";
import { avoid } from "../../src/dateline/web/src/basemap-avoid.js";
import { cellOf, middleOf } from "../../src/dateline/web/src/cells.js";
import { makeClusters, makeGridView, rowsOf } from "../../src/dateline/web/src/clusters.js";
import { clusterRadius } from "../../src/dateline/web/src/marks.js";
import { makeSeen, visible } from "../../src/dateline/web/src/visible.js";
import { makeColumns, openFilter } from "./made_columns.mjs";

const WORLD = { west: 0, north: 0, width: 1, height: 1 };

function seenAt(columns, zoom) {
  const filter = openFilter();
  const seen = makeSeen(columns, filter, null);
  return visible(columns, filter, { bins: null, view: makeGridView(WORLD, zoom), seen });
}

test("Below zoom 4, many events are hexagons whose counts are exact; few events are not.", () => {
  const columns = makeColumns(2000, 3);
  for (const zoom of [1, 2, 3]) {
    const seen = seenAt(columns, zoom);
    const clusters = makeClusters(seen.cells);
    assert.ok(clusters.length && clusters.every(({ isHexagon }) => isHexagon));
    for (const cluster of clusters) assert.equal(rowsOf(columns, seen, cluster).length, cluster.count);
    const placed = [...seen.rows.subarray(0, seen.count)].filter(
      (row) => columns.kind[row] && !(columns.shape[row] && seen.areas[columns.shape[row] - 1]),
    );
    assert.equal(clusters.reduce((sum, { count }) => sum + count, 0), placed.length);
  }
  assert.ok(makeClusters(seenAt(columns, 4).cells).every(({ isHexagon }) => !isHexagon));
  assert.ok(makeClusters(seenAt(makeColumns(200, 3), 2).cells).every(({ isHexagon }) => !isHexagon));
});

test("An event is at most one hexagon's width from the middle of its hexagon.", () => {
  const columns = makeColumns(2000, 4);
  const { view } = seenAt(columns, 3).cells;
  const width = 2 ** view.shift;
  for (let row = 0; row < columns.count; row++) {
    const cell = cellOf(columns, row, view);
    const { x, y } = middleOf(view, cell);
    const across = (columns.x[row] - view.x0 - x) | 0;
    assert.ok(Math.abs(across) <= width / 2 && Math.abs(columns.y[row] - y) <= width / 2);
  }
});

test("The area of a cluster is proportional to its count, up to the largest and down to the smallest.", () => {
  const area = (count) => clusterRadius(count, 2000) ** 2;
  assert.ok(Math.abs(area(160) / area(80) - 2) < 1e-9);
  assert.ok(Math.abs(area(180) / area(60) - 3) < 1e-9);
  assert.equal(area(2), area(3));
  assert.equal(area(500), area(1500));
});

const FRAME = { west: 0.4, north: 0.4, scale: 1000, width: 200, height: 200, zoom: 2 };
const town = (text, x, y) => ({
  label: { kind: "city", text, x: x / 1000, y: y / 1000, zoom: 1 },
  lines: [text],
  style: {},
  x: x + 25,
  y,
  width: 40,
  height: 12,
});
const covers = (mark, { x, y, width, height }) =>
  Math.hypot(
    Math.max(0, Math.abs(mark.x * 1000 - x) - width / 2),
    Math.max(0, Math.abs(mark.y * 1000 - y) - height / 2),
  ) < mark.radius;

test("A name stands next to the mark of its place, and all other names stay.", () => {
  const marks = [{ x: 0.5, y: 0.5, radius: 20 }];
  const [sumy, far] = avoid([town("Sumy", 500, 500), town("Romny", 450, 560)], marks, FRAME);
  assert.equal(covers(marks[0], sumy), false);
  assert.deepEqual([sumy.label.text, sumy.y], ["Sumy", 500]);
  assert.equal(far.x, 475);
});

test("Names moved away from marks never cover each other, nor a mark.", () => {
  const marks = [490, 540, 590].map((x) => ({ x: x / 1000, y: 0.5, radius: 22 }));
  const names = [town("A", 490, 500), town("B", 540, 502), town("C", 590, 498), town("D", 515, 530)];
  const placed = avoid(names, marks, FRAME);
  placed.forEach((one, at) => {
    assert.ok(marks.every((mark) => !covers(mark, one)));
    for (const other of placed.slice(at + 1)) {
      assert.ok(Math.abs(one.x - other.x) >= 40 || Math.abs(one.y - other.y) >= 12);
    }
  });
  assert.ok(placed.length >= 3);
});

test("A mark on the other copy of the world moves a name, too.", () => {
  const mark = { x: 1.5, y: 0.5, radius: 20 };
  const [name] = avoid([town("Sumy", 500, 500)], [mark], FRAME);
  assert.ok(name.x > 500 + 20 + 20);
});
