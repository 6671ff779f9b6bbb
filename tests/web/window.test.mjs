// What a window shows, held to the same cases as timespan/window.py.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import {
  classOf,
  isInside,
  isShown,
  isUndated,
  OPEN_END_DAY,
  OPEN_START_DAY,
} from "../../src/dateline/web/src/window.js";

const cases = JSON.parse(readFileSync(new URL("time-cases.json", import.meta.url), "utf8")).windows;

test("what a window shows of an event is what trying all its days says", () => {
  for (const { from, to, class: expected, ...days } of cases) {
    assert.equal(classOf(days, from, to), expected, JSON.stringify({ ...days, from, to }));
  }
});

test("an event of one day is inside a window of that day alone", () => {
  assert.equal(isShown(10, 10, 10, 10), true);
  assert.equal(isInside(10, 10, 10, 10), true);
  assert.equal(isShown(10, 10, 11, 11) || isInside(10, 10, 11, 11), false);
});

test("touching days count on both sides", () => {
  assert.equal(isShown(10, 20, 20, 30), true);
  assert.equal(isShown(10, 20, 0, 10), true);
  assert.equal(isShown(10, 20, 21, 30), false);
});

test("what two touching windows show together is what their union shows", () => {
  for (const { first: firstDay, last: lastDay, from, to } of cases) {
    const middle = Math.floor((from + to) / 2);
    const apart = isShown(firstDay, lastDay, from, middle) || isShown(firstDay, lastDay, middle, to);
    assert.equal(apart, isShown(firstDay, lastDay, from, to));
  }
});

test("a wider window never makes a certain event less certain", () => {
  const order = ["outside", "possible", "spanning", "inside"];
  for (const { from, to, class: found, ...days } of cases) {
    if (found === "undated") continue;
    const wider = classOf(days, Math.max(from - 5, OPEN_START_DAY), Math.min(to + 5, OPEN_END_DAY));
    assert.ok(order.indexOf(wider) >= order.indexOf(found), JSON.stringify({ ...days, from, to }));
  }
});

test("an undated event is shown by no window and known as undated", () => {
  assert.equal(isUndated(OPEN_END_DAY, OPEN_START_DAY), true);
  assert.equal(isUndated(OPEN_START_DAY, OPEN_END_DAY), false);
  assert.equal(isUndated(10, 10), false);
  assert.equal(isShown(OPEN_END_DAY, OPEN_START_DAY, -1e9, 1e9), false);
});
