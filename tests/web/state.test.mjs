// The state in the URL fragment: every view has a link, and hostile links are harmless.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  formatFragment,
  openingState,
  parseFragment,
  withWord,
} from "../../src/dateline/web/src/state.js";

const LAYERS = [
  { path: "Korea", visible: true, count: 2 },
  { path: "Ukraine", visible: true, count: 0 },
  { path: "Ukraine/Kursk & Sumy", visible: true, count: 3 },
  { path: "Drafts", visible: false, count: 1 },
  { path: "", visible: true, count: 1 },
];

test("The initial state has no fragment.", () => {
  assert.equal(formatFragment(openingState(LAYERS), LAYERS), "");
});

test("A layer that is off in the settings is off when the page opens.", () => {
  assert.deepEqual(openingState(LAYERS).hidden, ["Drafts"]);
});

for (const change of [
  { from: 19723, to: 19782 },
  { from: -719528 },
  { undated: false },
  { hidden: ["", "Drafts", "Ukraine/Kursk & Sumy"] },
  { hidden: [] },
  { without: ["status:planned", "type:explosions/remote violence"] },
  { query: "Сумы & 50% #1" },
  { event: "a/b c#d&e=f%" },
  { view: { lon: 127.5, lat: -38.25, zoom: 6 } },
]) {
  test(`A link restores ${JSON.stringify(change)}.`, () => {
    const state = { ...openingState(LAYERS), ...change };
    assert.deepEqual(parseFragment(`#${formatFragment(state, LAYERS)}`, LAYERS), state);
  });
}

for (const hostile of [
  "#from=2024-02-30&to=x",
  "#at=1,2",
  "#at=NaN,0,3",
  "#at=1e9,0,3",
  "#at=0,91,3",
  "#hide=__proto__&hide=constructor",
  "#without=__proto__:x&without=colour:red",
  "#%",
  "#=&&&=",
  `#q=&${"x".repeat(20_000)}`,
  "#from[]=2024&undated=2",
]) {
  test(`Invalid values are ignored: ${hostile.slice(0, 40)}`, () => {
    const state = parseFragment(hostile, LAYERS);
    assert.deepEqual({ ...state, hidden: [] }, { ...openingState(LAYERS), hidden: [] });
  });
}

test("Dates in the wrong order are swapped.", () => {
  const { from, to } = parseFragment("#from=2024-03-01&to=2024-01-01", LAYERS);
  assert.ok(from !== null && to !== null && from < to);
});

test("A query is limited in length.", () => {
  assert.equal(parseFragment(`#q=${"a".repeat(999)}`, LAYERS).query.length, 200);
});

test("Words are added to and removed from a sorted list.", () => {
  assert.deepEqual(withWord(["b"], "a", true), ["a", "b"]);
  assert.deepEqual(withWord(["a", "b"], "b", false), ["a"]);
  assert.deepEqual(withWord(["a"], "a", true), ["a"]);
});
