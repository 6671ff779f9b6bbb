// A state made into the look-up tables of a pass: what is off, what is open, which codes mean what.
import assert from "node:assert/strict";
import { test } from "node:test";
import { facetWords, makeFilter } from "../../src/dateline/web/src/filter.js";
import { OPEN_END_DAY, OPEN_START_DAY } from "../../src/dateline/web/src/window.js";

const HEADER = {
  layers: [{ path: "Korea" }, { path: "Ukraine" }, { path: "Ukraine/Kursk" }],
  dictionaries: {
    status: ["occurred", "planned"],
    verification: ["unverified"],
    event_type: ["battles", "protests", "planned"],
  },
};

const STATE = { from: null, to: null, undated: true, hidden: [], without: [] };

const filterOf = (change, hits = null) => makeFilter({ ...STATE, ...change }, HEADER, hits);

test("A state without choices lets everything through, in an open window that is none.", () => {
  assert.deepEqual(filterOf({}), {
    from: OPEN_START_DAY,
    to: OPEN_END_DAY,
    windowed: false,
    undated: true,
    layers: Uint8Array.from([1, 1, 1]),
    statuses: Uint8Array.from([1, 1, 1]),
    verifications: Uint8Array.from([1, 1]),
    types: Uint8Array.from([1, 1, 1, 1]),
    hits: null,
  });
});

for (const [change, expected] of [
  [{ from: 19000 }, { from: 19000, to: OPEN_END_DAY, windowed: true }],
  [{ to: 19000 }, { from: OPEN_START_DAY, to: 19000, windowed: true }],
  [{ from: 0, to: 0 }, { from: 0, to: 0, windowed: true }],
]) {
  test(`The window of ${JSON.stringify(change)} is closed where it has an end.`, () => {
    const { from, to, windowed } = filterOf(change);
    assert.deepEqual({ from, to, windowed }, expected);
  });
}

test("A layer that is hidden is off, its sublayers are not.", () => {
  assert.deepEqual(filterOf({ hidden: ["Ukraine"] }).layers, Uint8Array.from([1, 0, 1]));
});

test("A word that is switched off is off in its own facet alone, by its code.", () => {
  const { statuses, verifications, types } = filterOf({
    without: ["status:planned", "verification:unknown", "type:battles"],
  });
  assert.deepEqual(
    [statuses, verifications, types],
    [Uint8Array.from([1, 1, 0]), Uint8Array.from([0, 1]), Uint8Array.from([1, 0, 1, 1])],
  );
});

test("Undated events and the matches of a search are passed on as they are.", () => {
  const hits = Uint8Array.from([0, 1]);
  assert.equal(filterOf({ undated: false }).undated, false);
  assert.equal(filterOf({}, hits).hits, hits);
});

test("Code 0 of each facet is the unknown, then come the words of its dictionary.", () => {
  assert.deepEqual(facetWords(HEADER, "status"), ["unknown", "occurred", "planned"]);
  assert.deepEqual(facetWords(HEADER, "verification"), ["unknown", "unverified"]);
  assert.deepEqual(facetWords(HEADER, "type"), ["unknown", "battles", "protests", "planned"]);
});
