// Days and dates in words, held to the same cases as timespan/describe.py.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import {
  civil,
  dayNumber,
  dayWords,
  describe,
  formatDay,
  parseDays,
} from "../../src/dateline/web/src/timespan.js";

const cases = JSON.parse(readFileSync(new URL("time-cases.json", import.meta.url), "utf8"));
const ZONES = ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago", "America/Sao_Paulo", "Asia/Kolkata"];

for (const zone of ZONES) {
  test(`a date is said in the same words in ${zone}`, () => {
    process.env.TZ = zone;
    for (const { when, firstDay, lastDay, words } of cases.words) {
      assert.equal(describe(when, firstDay, lastDay), words, when);
    }
  });

  test(`a day is the same number in ${zone}`, () => {
    process.env.TZ = zone;
    for (const { text, day } of cases.days) {
      assert.equal(formatDay(day), text);
      assert.deepEqual(parseDays(text), { first: day, last: day });
    }
  });
}

test("no Date is made, so that no day can pass through a time zone", () => {
  for (const name of ["timespan.js", "window.js"]) {
    const source = readFileSync(new URL(`../../src/dateline/web/src/${name}`, import.meta.url), "utf8");
    const code = source.replace(/\/\/.*|\/\*[\s\S]*?\*\//g, "");
    assert.equal(/\bDate\b|\bIntl\b|toLocale/.test(code), false, name);
  }
});

test("day numbers and calendar days are each other's inverse, in any year", () => {
  for (let number = -800_000; number < 4_000_000; number += 9_973) {
    const { year, month, day } = civil(number);
    assert.equal(dayNumber(year, month, day), number);
  }
});

test("a typed year or month is its first and last day", () => {
  assert.deepEqual(parseDays("2024-02"), { first: dayNumber(2024, 2, 1), last: dayNumber(2024, 2, 29) });
  assert.deepEqual(parseDays(" 2024 "), { first: dayNumber(2024), last: dayNumber(2024, 12, 31) });
  assert.deepEqual(parseDays("-0043"), { first: dayNumber(-43), last: dayNumber(-43, 12, 31) });
});

test("a typed day that does not exist is none", () => {
  for (const text of ["2023-02-29", "2024-13", "2024-00", "2024-1-5", "05.03.2024", "today", "", "24"]) {
    assert.equal(parseDays(text), null, text);
  }
});

test("a date whose text is not known is described by its days", () => {
  const first = dayNumber(2024, 3, 5);
  assert.equal(describe("?!", first, first), "5 March 2024");
  assert.equal(describe("?!", first, first + 3), "between 5 March 2024 and 8 March 2024");
  assert.equal(describe(null, first, first), "undated");
  assert.equal(dayWords(dayNumber(0, 1, 1)), "1 January 1 BCE");
});
