import assert from "node:assert/strict";
import { test } from "node:test";
import { orderOf, sortedBy } from "../../src/dateline/web/src/list-order.js";
import { rowsInSight } from "../../src/dateline/web/src/scroll.js";
import { csvLine, guarded } from "../../src/dateline/web/src/table-text.js";
import { dayNumber } from "../../src/dateline/web/src/timespan.js";

const day = (year, month, date) => dayNumber(year, month, date);
const columns = {
  count: 6,
  start: Int32Array.of(day(2024, 1, 1), day(2024, 1, 31), day(2024, 2, 1), -(2 ** 31), day(2025, 2, 1), 1),
  end: Int32Array.of(day(2024, 12, 31), day(2024, 1, 31), day(2024, 2, 1), day(2024, 5, 2), 2 ** 31 - 1, 0),
  layer: Uint8Array.of(1, 0, 1, 0, 1, 0),
};
columns.written = columns.start;
const layers = ["One", "Two"];

/** @param {string} sort @param {number[]} rows */
function order(sort, rows, sorted = null, of = columns) {
  const seen = { rows: Uint32Array.from([...rows, 9, 9]), count: rows.length };
  const found = orderOf(of, seen, { sort, layers, sorted });
  return { rows: [...found.rows], headings: found.headings.map(({ at, title }) => `${at} ${title}`) };
}

test("months are headings in both orders of time, and undated events are last", () => {
  assert.deepEqual(order("", [0, 1, 2, 3, 4, 5]), {
    rows: [0, 1, 2, 3, 4, 5],
    headings: ["0 January 2024", "2 February 2024", "3 May 2024", "4 February 2025", "5 Undated"],
  });
  assert.deepEqual(order("newest", [0, 1, 2, 3, 4, 5]), {
    rows: [4, 3, 2, 1, 0, 5],
    headings: ["0 February 2025", "1 May 2024", "2 February 2024", "3 January 2024", "5 Undated"],
  });
  assert.deepEqual(order("newest", [5]), { rows: [5], headings: ["0 Undated"] });
  assert.deepEqual(order("newest", []), { rows: [], headings: [] });
});

test("a date that may be earlier than written stands under its month as written", () => {
  // Row 0 is written as of February 2024 and may have begun in January; row 1 as of March.
  const written = Int32Array.of(day(2024, 2, 1), day(2024, 3, 1), ...columns.start.slice(2));
  const of = { ...columns, written };
  assert.deepEqual(order("", [0, 1, 2, 3, 4, 5], null, of), {
    rows: [2, 0, 1, 3, 4, 5],
    headings: ["0 February 2024", "2 March 2024", "3 May 2024", "4 February 2025", "5 Undated"],
  });
  assert.deepEqual(order("newest", [0, 1, 2, 5], null, of), {
    rows: [1, 0, 2, 5],
    headings: ["0 March 2024", "1 February 2024", "3 Undated"],
  });
  assert.deepEqual(order("", [1, 5], null, of).rows, [1, 5]);
});

test("an order by layer or by a field has only the rows shown", () => {
  assert.deepEqual(order("layer", [0, 1, 3, 4]), { rows: [1, 3, 0, 4], headings: ["0 One", "2 Two"] });
  const sorted = sortedBy(["b", null, "a10", "a9", "B", "é"]);
  assert.deepEqual(order("title", [1, 2, 3, 5], sorted).rows, [3, 2, 5, 1]);
  assert.deepEqual([...sortedBy([3, null, 20, 3])], [2, 0, 3, 1]);
});

test("rows and headings follow each other without gaps, however far the list is scrolled", () => {
  const pane = { count: 9, rowHeight: 80, height: 200, heads: [0, 4, 8], headHeight: 30 };
  const sight = rowsInSight({ ...pane, top: 0 });
  let y = 0;
  for (let at = 0; at < 9; at++) {
    const head = pane.heads.indexOf(at);
    if (head >= 0) {
      assert.equal(sight.placeHead(head), y);
      y += 30;
    }
    assert.equal(sight.place(at).top, y);
    y += 80;
  }
  assert.equal(sight.height, y);
  for (let top = 0; top < y - 200; top += 7) {
    const { first, last, head, place, placeHead } = rowsInSight({ ...pane, top });
    assert.ok(first === 0 || place(first).top <= top, `first at ${top}`);
    assert.ok(last === 8 || place(last).top + 80 >= top + 200, `last at ${top}`);
    assert.ok(placeHead(head) <= top && (head === 2 || placeHead(head + 1) > top));
  }
});

test("a list of a million rows with headings ends with its last row", () => {
  const heads = Array.from({ length: 1200 }, (_, n) => n * 800);
  const pane = { count: 1_000_000, rowHeight: 80, height: 600, heads, headHeight: 30 };
  const { height } = rowsInSight({ ...pane, top: 0 });
  const end = rowsInSight({ ...pane, top: height - 600 });
  assert.equal(end.last, 999_999);
  assert.ok(Math.abs(end.place(999_999).top + 80 - height) <= 1);
});

test("a spreadsheet runs no cell of a table, and reads each as it was written", () => {
  assert.equal(csvLine(["=1+1", -33.9, 'a "b"', ["x", "y"], [{ a: 1 }], null, true]), `'=1+1,-33.9,"a ""b""",x; y,"[{""a"":1}]",,true\r\n`);
  for (const text of ["=cmd()", "@sum", "+cmd", "-cmd|x", "\tx", "'=1"]) assert.equal(guarded(text), `'${text}`);
  for (const text of ["-33.9, 18.4", "'tis", "plain", ""]) assert.equal(guarded(text), text);
});
