// Row groups that a window contains, misses or cuts, against a look at each event by itself.
import assert from "node:assert/strict";
import { test } from "node:test";
import { ROW_GROUP_BITS } from "../../src/dateline/web/src/combinations.js";
import { makeSeen, visible } from "../../src/dateline/web/src/visible.js";
import {
  classOf,
  isShown,
  isUndated,
  OPEN_END_DAY,
  OPEN_START_DAY,
} from "../../src/dateline/web/src/window.js";
import { makeColumns, openFilter } from "./made_columns.mjs";

const ROW_GROUP = 2 ** ROW_GROUP_BITS;

/** Row groups that each cover a few days of their own, with one `odd` row in each. */
function makeGrouped(odd) {
  const columns = makeColumns(7 * ROW_GROUP + 100, 21);
  for (let i = 0; i < columns.count; i++) {
    const base = 18_000 + 20 * Math.floor(i / ROW_GROUP);
    columns.start[i] = base + (i % 4);
    columns.end[i] = columns.start[i] + (i % 3);
    if (i % ROW_GROUP === 300) odd(columns, i);
    const isVague = i % 5 === 0;
    columns.begun[i] = isVague ? columns.end[i] : columns.start[i];
    columns.lasting[i] = isVague ? columns.start[i] : columns.end[i];
  }
  return columns;
}

/** Windows that touch, just miss, just contain or just cut the days of some row groups, or are open. */
function windowsAround({ start, end, count }) {
  const windows = [[OPEN_START_DAY, OPEN_END_DAY]];
  for (let row = 0; row < count; row += 3 * ROW_GROUP) {
    const [first, last] = [start[row], Math.max(...end.slice(row, row + 12))];
    for (const [from, to] of [[first, last], [first + 1, last], [first, last - 1], [first - 1, last + 1]]) {
      windows.push([from, to], [OPEN_START_DAY, to], [from, OPEN_END_DAY]);
    }
    windows.push([last, last + 2], [last + 1, last + 3], [first - 2, first], [first - 3, first - 1]);
  }
  return windows;
}

for (const [name, odd] of [
  ["days alone", () => {}],
  ["an open end", ({ end }, i) => (end[i] = OPEN_END_DAY)],
  ["an open start", ({ start }, i) => (start[i] = OPEN_START_DAY)],
  ["both ends open", ({ start, end }, i) => ([start[i], end[i]] = [OPEN_START_DAY, OPEN_END_DAY])],
  ["an undated event", ({ start, end }, i) => ([start[i], end[i]] = [OPEN_END_DAY, OPEN_START_DAY])],
]) {
  test(`Row groups with ${name} are added or skipped as if row by row.`, () => {
    const columns = makeGrouped(odd);
    const seen = makeSeen(columns, openFilter(), null);
    const days = Array.from({ length: columns.count }, (_, i) => [columns.start[i], columns.end[i]]);
    for (const [from, to] of windowsAround(columns)) {
      for (const undated of [true, false]) {
        const filter = { ...openFilter(), from, to, windowed: true, undated };
        visible(columns, filter, { bins: null, view: null, seen });
        const rows = days.flatMap(([a, b], i) =>
          (isUndated(a, b) ? undated : isShown(a, b, from, to)) ? [i] : [],
        );
        const classes = rows.map((i) => {
          const { begun, lasting } = columns;
          const [first, last] = days[i];
          return classOf({ first, begun: begun[i], lasting: lasting[i], last }, from, to);
        });
        const counts = ["spanning", "possible"].map((name) => classes.filter((one) => one === name).length);
        assert.deepEqual([...seen.rows.subarray(0, seen.count)], rows, `${from} to ${to}`);
        assert.deepEqual([seen.spanning, seen.possible], counts, `${from} to ${to}`);
        assert.equal(seen.count + seen.hidden[0] + seen.hidden[2], columns.count);
      }
    }
  });
}
