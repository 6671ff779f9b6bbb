// Days and dates in words, held to the same cases as timespan/describe.py.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { dayWords, describe } from "../../src/dateline/web/src/date-words.js";
import { civil, dayNumber, formatDay, parseDays } from "../../src/dateline/web/src/timespan.js";
import { OPEN_END_DAY, OPEN_START_DAY } from "../../src/dateline/web/src/window.js";

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

test("no module of the page makes a Date, so that no day can pass through a time zone", () => {
  const folder = new URL("../../src/dateline/web/src/", import.meta.url);
  const names = readdirSync(folder).filter((name) => name.endsWith(".js"));
  assert.ok(names.includes("timespan.js") && names.includes("when-view.js"));
  for (const name of names) {
    const code = readFileSync(new URL(name, folder), "utf8")
      .replace(/\/\/.*|\/\*[\s\S]*?\*\//g, "")
      .replace(/"(?:[^"\\\n]|\\.)*"/g, '""')
      // Names of months are asked for in a time zone that is given.
      .replace(/new Intl\.DateTimeFormat\([^;]*?timeZone: ""[^;]*?\);/g, "");
    assert.equal(/\bDate\b|\bTemporal\b|DateTimeFormat|toLocale(Date|Time)String/.test(code), false, name);
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
  for (const text of ["2023-02-29", "2024-13", "2024-00", "2024-03-00", "2024-12-32", "2024-1-5", "on 2024", "2024-03-05T14", "05.03.2024", "today", "", "24"]) {
    assert.equal(parseDays(text), null, text);
  }
});

test("a date whose text is not known is described by its days", () => {
  const first = dayNumber(2024, 3, 5);
  assert.equal(describe("?!", first, first), "5 March 2024");
  assert.equal(describe("?!", first, first + 3), "between 5 March 2024 and 8 March 2024");
  assert.equal(describe(null, first, first), "undated");
  assert.equal(describe("?!", OPEN_END_DAY, OPEN_START_DAY), "undated");
  assert.equal(describe("?!", OPEN_START_DAY, OPEN_END_DAY), "start and end not given");
  assert.equal(describe("?!", first, OPEN_END_DAY), "since 5 March 2024");
  assert.equal(describe("?!", OPEN_START_DAY, first), "by 5 March 2024");
  assert.equal(dayWords(dayNumber(-43, 3, 15)), "15 March 44 BCE");
  assert.equal(dayWords(dayNumber(0, 1, 1)), "1 January 1 BCE");
});

test("a text that only holds a date is not read as that date", () => {
  const day = dayNumber(2030, 6, 7);
  for (const date of ["2024-03-05", "2024", "2024-03-05T14:30", "Y12345", "2024-03-05T14"]) {
    for (const text of [`on ${date}`, `${date} or so`]) assert.equal(describe(text, day, day), "7 June 2030");
  }
});

test("the words of an interval are those of its text, whatever its days", () => {
  assert.equal(describe("../..", 5, 9), "start and end not given");
  assert.equal(describe("2023/..", 5, 9), "since 2023");
});

test("months beyond the year count on into other years", () => {
  assert.equal(dayNumber(2024, 13), dayNumber(2025, 1));
  assert.equal(dayNumber(2024, 27, 4), dayNumber(2026, 3, 4));
  assert.equal(dayNumber(2024, 0), dayNumber(2023, 12));
  assert.equal(dayNumber(2024, -11, 31), dayNumber(2023, 1, 31));
});

test("days before the common era and of the year 0 are written with four digits", () => {
  assert.equal(formatDay(dayNumber(-43, 3, 15)), "-0043-03-15");
  assert.equal(formatDay(dayNumber(0, 1, 1)), "0000-01-01");
  assert.equal(formatDay(dayNumber(800, 12, 31)), "0800-12-31");
});
