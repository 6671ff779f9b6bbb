// The time strip without a page: typed dates, presets and steps, the zoomed axis, lanes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { monthNames, parseDateText } from "../../src/dateline/web/src/date-text.js";
import { lanesOf, LEAST_PX } from "../../src/dateline/web/src/time-lanes.js";
import { makeTimeScale } from "../../src/dateline/web/src/time-scale.js";
import { presetsOf, stepped } from "../../src/dateline/web/src/time-steps.js";
import { makeTicks } from "../../src/dateline/web/src/time-ticks.js";
import { dayNumber, formatDay } from "../../src/dateline/web/src/timespan.js";
import { makeRandom } from "./made_columns.mjs";

const MONTHS = monthNames(["en", "de", "fr", "es", "uk", "ru", "ar", "no such tag!"]);
const spanOf = (text) => {
  const days = parseDateText(text, MONTHS);
  return days && `${formatDay(days.first)}/${formatDay(days.last)}`;
};

for (const [text, expected] of [
  ["5 March 2018", "2018-03-05/2018-03-05"],
  ["March 5, 2018", "2018-03-05/2018-03-05"],
  ["5th of March 2018", "2018-03-05/2018-03-05"],
  ["March 2018", "2018-03-01/2018-03-31"],
  ["mar 2018", "2018-03-01/2018-03-31"],
  ["Sept 2018", "2018-09-01/2018-09-30"],
  ["2018", "2018-01-01/2018-12-31"],
  ["2018-03", "2018-03-01/2018-03-31"],
  ["5. März 2018", "2018-03-05/2018-03-05"],
  ["1er août 2019", "2019-08-01/2019-08-01"],
  ["5 de marzo de 2018", "2018-03-05/2018-03-05"],
  ["5 березня 2018", "2018-03-05/2018-03-05"],
  ["Март 2018", "2018-03-01/2018-03-31"],
  ["2018年3月5日", "2018-03-05/2018-03-05"],
  ["2018년 3월", "2018-03-01/2018-03-31"],
  ["2018/3/5", "2018-03-05/2018-03-05"],
  ["31.3.2018", "2018-03-31/2018-03-31"],
  ["3/31/2018", "2018-03-31/2018-03-31"],
]) {
  test(`"${text}" is typed for ${expected}.`, () => assert.equal(spanOf(text), expected));
}

for (const text of ["3/5/2018", "31/02/2024", "March", "5 March", "ma 2018", "32 March 2018", "", "x".repeat(99), "5 6 March 2018", "March April 2018"]) {
  test(`"${text.slice(0, 20)}" is no date, or has two readings.`, () => assert.equal(spanOf(text), null));
}

test("Every month of every language is read back from its own name.", () => {
  for (const language of ["en", "de", "fr", "es", "uk", "ru", "ar", "ko", "ja", "zh", "pl", "tr"]) {
    const months = monthNames([language]);
    const format = new Intl.DateTimeFormat(language, { month: "long", timeZone: "UTC" });
    for (let month = 0; month < 12; month++) {
      const name = format.format(Date.UTC(2024, month, 5));
      if (/\d/.test(name)) continue; // "3月" is read as numbers.
      const found = parseDateText(`${name} 2018`, months);
      assert.equal(found?.first, dayNumber(2018, month + 1), `${language} ${name}`);
    }
  }
});

const day = (text) => dayNumber(...text.split("-").map(Number));
const said = (span) => span && [span.from, span.to].map((one) => (one === null ? ".." : formatDay(one))).join("/");

test("Presets end with the events' last day; those that leave nothing out are not offered.", () => {
  const presets = presetsOf(day("2024-01-01"), day("2024-03-31"));
  assert.deepEqual(presets.map(({ name, span }) => [name, said(span)]), [
    ["last-day", "2024-03-31/.."],
    ["last-7", "2024-03-25/.."],
    ["last-30", "2024-03-02/.."],
    ["last-90", "2024-01-02/.."],
  ]);
  assert.equal(said(presetsOf(day("2020-01-01"), day("2024-02-29")).at(-1).span), "2023-03-01/..");
});

const EDGES = ["2024-01-01", "2024-02-01", "2024-03-01", "2024-04-01"].map(day);
const step = (span, mode, direction = 1) =>
  stepped({ from: span[0] && day(span[0]), to: span[1] && day(span[1]) }, { mode, direction, edges: EDGES });

test("A window moves by its own length, whole months by months, and stops where the events end.", () => {
  assert.equal(said(step(["2024-01-01", "2024-01-31"], "window")), "2024-02-01/2024-02-29");
  assert.equal(said(step(["2024-02-01", "2024-02-29"], "window", -1)), "2024-01-01/2024-01-31");
  assert.equal(said(step(["2024-01-10", "2024-01-16"], "window")), "2024-01-17/2024-01-23");
  assert.equal(step(["2024-03-20", "2024-03-31"], "window"), null);
});

test("Without a window, steps begin with the first bar, or backwards with the last.", () => {
  for (const mode of ["window", "single"]) assert.equal(said(step([null, null], mode)), "2024-01-01/2024-01-31");
  assert.equal(said(step([null, null], "single", -1)), "2024-03-01/2024-03-31");
  assert.equal(said(step([null, null], "until")), "../2024-01-31");
});

test("A growing window keeps its open start, and a single bar goes to the next.", () => {
  assert.equal(said(step([null, "2024-01-31"], "until")), "../2024-02-29");
  assert.equal(said(step(["2024-01-01", "2024-01-31"], "single")), "2024-02-01/2024-02-29");
  assert.equal(step([null, "2024-03-31"], "until"), null);
});

test("Playing through shows every bar once and ends.", () => {
  for (const mode of ["window", "until", "single"]) {
    let span = { from: null, to: null };
    const ends = [];
    for (let n = 0; n < 9; n++) {
      span = stepped(span, { mode, direction: 1, edges: EDGES });
      if (!span) break;
      ends.push(formatDay(span.to));
    }
    assert.deepEqual(ends, ["2024-01-31", "2024-02-29", "2024-03-31"], mode);
  }
});

test("The zoomed axis keeps what is under the pointer, and stays inside the events.", () => {
  const random = makeRandom(3);
  const scale = makeTimeScale(1000, 1999);
  for (let round = 0; round < 200; round++) {
    const at = random();
    const held = scale.timeAt(at);
    const before = scale.bounds();
    scale.zoom(0.5 + 2 * random(), at);
    const { from, to } = scale.bounds();
    assert.ok(from >= 1000 && to <= 2000 && to - from >= 4 - 1e-9);
    if (from > 1000 && to < 2000) assert.ok(Math.abs(scale.timeAt(at) - held) < 1e-6);
    scale.pan(random() - 0.5);
    const moved = scale.bounds();
    assert.ok(moved.from >= 1000 && moved.to <= 2000 + 1e-9);
    assert.ok(before.to - before.from > 0);
    const target = 1000 + Math.floor(1000 * random());
    scale.reveal(target);
    assert.ok(scale.share(target) > -1e-9 && scale.share(target + 1) < 1 + 1e-9);
  }
  scale.reset();
  assert.ok(scale.isWhole());
});

test("No two lines of a lane touch, and layers do not mix in a lane.", () => {
  const random = makeRandom(9);
  for (let round = 0; round < 50; round++) {
    const lines = Array.from({ length: 40 }, (_, row) => ({
      row,
      layer: Math.floor(random() * 4),
      x: random() * 900,
      width: random() < 0.5 ? 0 : random() * 300,
    }));
    const { lanes, count } = lanesOf(lines);
    assert.equal(lanes.size, 40);
    for (const a of lines) {
      assert.ok(lanes.get(a.row) < count);
      for (const b of lines) {
        if (a === b || lanes.get(a.row) !== lanes.get(b.row)) continue;
        assert.equal(a.layer, b.layer);
        const [left, right] = a.x <= b.x ? [a, b] : [b, a];
        assert.ok(left.x + Math.max(LEAST_PX, left.width) <= right.x);
      }
    }
  }
});

test("Ticks of a few days are days, of years years, and never more than there is room for.", () => {
  const texts = (a, b, room) => makeTicks(day(a), day(b), room).map(({ text }) => text);
  assert.deepEqual(texts("2024-02-27", "2024-03-02", 6), ["27 Feb", "28 Feb", "29 Feb", "1 Mar", "2 Mar"]);
  assert.deepEqual(texts("2023-11-15", "2024-02-15", 4), ["Dec", "2024", "Feb"]);
  assert.deepEqual(texts("2015-05-01", "2024-02-15", 5), ["2016", "2018", "2020", "2022", "2024"]);
  for (const room of [2, 5, 12]) assert.ok(makeTicks(day("1900-01-01"), day("2024-01-01"), room).length <= room + 1);
});
