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
  facets: [
    { name: "status", column: "status" },
    { name: "verification", column: "verification" },
    { name: "type", column: "event_type" },
  ],
};

const STATE = {
  ...{ from: null, to: null, certain: false, undated: true },
  ...{ hidden: [], without: [], only: [] },
};

const filterOf = (change, hits = null) => makeFilter({ ...STATE, ...change }, HEADER, hits);

test("A state without choices lets everything through, in an open window that is none.", () => {
  assert.deepEqual(filterOf({}), {
    from: OPEN_START_DAY,
    to: OPEN_END_DAY,
    windowed: false,
    certain: false,
    undated: true,
    layers: Uint8Array.from([1, 1, 1]),
    facets: [Uint8Array.from([1, 1, 1]), Uint8Array.from([1, 1]), Uint8Array.from([1, 1, 1, 1])],
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
  const { facets } = filterOf({ without: ["status:planned", "verification:", "type:battles"] });
  assert.deepEqual(facets, [
    Uint8Array.from([1, 1, 0]),
    Uint8Array.from([0, 1]),
    Uint8Array.from([1, 0, 1, 1]),
  ]);
});

test("Words that alone are on switch off all others of their facet, whatever else is off.", () => {
  const { facets } = filterOf({ without: ["status:planned", "type:planned"], only: ["type:planned"] });
  assert.deepEqual(facets, [
    Uint8Array.from([1, 1, 0]),
    Uint8Array.from([1, 1]),
    Uint8Array.from([0, 0, 0, 1]),
  ]);
});

test("Undated events and the matches of a search are passed on as they are.", () => {
  const hits = Uint8Array.from([0, 1]);
  assert.equal(filterOf({ undated: false }).undated, false);
  assert.equal(filterOf({}, hits).hits, hits);
});

test("Code 0 of each facet is a value that was not stated, then come the words of its dictionary.", () => {
  const [status, verification, type] = HEADER.facets.map((facet) => facetWords(HEADER, facet));
  assert.deepEqual(status, ["", "occurred", "planned"]);
  assert.deepEqual(verification, ["", "unverified"]);
  assert.deepEqual(type, ["", "battles", "protests", "planned"]);
});
