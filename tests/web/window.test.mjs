// What a window shows, held to the same cases as timespan/window.py.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import {
  isCertain,
  isShown,
  isUndated,
  OPEN_END_DAY,
  OPEN_START_DAY,
} from "../../src/dateline/web/src/window.js";

const cases = JSON.parse(readFileSync(new URL("time-cases.json", import.meta.url), "utf8")).windows;

test("an event is shown iff it covers a day of the window", () => {
  for (const { firstDay, lastDay, from, to, shown } of cases) {
    assert.equal(isShown(firstDay, lastDay, from, to), shown, `${firstDay}..${lastDay} in ${from}..${to}`);
  }
});

test("an event is certain iff it has both ends and lies in the window", () => {
  for (const { firstDay, lastDay, from, to, certain } of cases) {
    assert.equal(isCertain(firstDay, lastDay, from, to), certain, `${firstDay}..${lastDay} in ${from}..${to}`);
  }
});

test("an event of one day is shown and certain in a window of that day alone", () => {
  assert.equal(isShown(10, 10, 10, 10), true);
  assert.equal(isCertain(10, 10, 10, 10), true);
  assert.equal(isShown(10, 10, 11, 11) || isCertain(10, 10, 11, 11), false);
});

test("touching days count on both sides", () => {
  assert.equal(isShown(10, 20, 20, 30), true);
  assert.equal(isShown(10, 20, 0, 10), true);
  assert.equal(isShown(10, 20, 21, 30), false);
});

test("what two touching windows show together is what their union shows", () => {
  for (const { firstDay, lastDay, from, to } of cases) {
    const middle = Math.floor((from + to) / 2);
    const apart = isShown(firstDay, lastDay, from, middle) || isShown(firstDay, lastDay, middle, to);
    assert.equal(apart, isShown(firstDay, lastDay, from, to));
  }
});

test("an event that is certain is shown", () => {
  for (const { firstDay, lastDay, from, to } of cases) {
    if (isCertain(firstDay, lastDay, from, to)) assert.ok(isShown(firstDay, lastDay, from, to));
  }
});

test("an undated event is shown by no window and known as undated", () => {
  assert.equal(isUndated(OPEN_END_DAY, OPEN_START_DAY), true);
  assert.equal(isUndated(OPEN_START_DAY, OPEN_END_DAY), false);
  assert.equal(isUndated(10, 10), false);
  assert.equal(isShown(OPEN_END_DAY, OPEN_START_DAY, -1e9, 1e9), false);
});
