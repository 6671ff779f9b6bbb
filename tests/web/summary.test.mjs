// The sentence that sums up what is shown.
import assert from "node:assert/strict";
import { test } from "node:test";
import { sayShown, sumsOf } from "../../src/dateline/web/src/summary.js";
import { dayNumber } from "../../src/dateline/web/src/timespan.js";

const REGIONS = ["Kursk Oblast|RU", "Sumy|UA", "|KP"];
const OCCURRED = 1;
const PLANNED = 3;

/** Events as [region code, deaths or null, status code]. */
function said(events, { from = null, to = null, undated = 0, possible = 0 } = {}) {
  const columns = {
    codes: { region: Uint16Array.from(events, ([region]) => region) },
    deaths: Uint32Array.from(events, ([, deaths]) => (deaths === null ? 0 : deaths + 1)),
    status: Uint8Array.from(events, ([, , status = OCCURRED]) => status),
  };
  const seen = { rows: Uint32Array.from(events.keys()), count: events.length, possible };
  return sayShown(seen, { from, to, undated }, sumsOf(columns, { dictionaries: { region: REGIONS } }, seen));
}

test("It says the number, the month, the certain ones, the main region and the reported deaths.", () => {
  const window = { from: dayNumber(2024, 3), to: dayNumber(2024, 4) - 1, undated: 1, possible: 1 };
  const events = [[1, 40], [1, 50], [1, null], [2, 0], [0, null]];
  assert.equal(
    said(events, window),
    "5 events in March 2024, 3 certain, most in Kursk Oblast; 90 killed as reported in 3 of them.",
  );
});

test("Events that state no deaths are not zero, and planned ones have none.", () => {
  assert.equal(said([[0, null], [0, null]]), "");
  assert.equal(said([[0, 0]]), "1 event; 0 killed as reported.");
  assert.equal(said([[0, 7, PLANNED], [0, 2]]), "2 events; 2 killed as reported in 1 of them.");
});

test("A region is called the main one only if more than half of the events are in it.", () => {
  assert.equal(said([[1, null], [1, null], [2, null], [0, null]]), "4 events, 2 of them in Kursk Oblast.");
  assert.equal(said([[3, null], [3, null]]), "2 events, all in North Korea.");
  assert.equal(said([[1, null], [2, null]]), "");
});

test("Dates are said as people say them.", () => {
  const day = (...parts) => dayNumber(...parts);
  const one = [[0, null]];
  for (const [from, to, words] of [
    [day(2024), day(2025) - 1, "in 2024"],
    [day(2024, 3, 5), day(2024, 3, 5), "on 5 March 2024"],
    [day(2024, 3, 5), null, "since 5 March 2024"],
    [null, day(2024, 3, 5), "until 5 March 2024"],
    [day(2024, 3, 5), day(2024, 4, 1), "from 5 March 2024 to 1 April 2024"],
  ]) {
    assert.equal(said(one, { from, to }), `1 event ${words}, 1 certain.`);
  }
  assert.equal(said([]), "");
});
