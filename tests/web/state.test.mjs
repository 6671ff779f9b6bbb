// The state in the URL fragment: every view has a link, and hostile links are harmless.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  formatFragment,
  onlyWords,
  openingState,
  parseFragment,
  switched,
  withWord,
} from "../../src/dateline/web/src/state.js";

const CHOICES = {
  facets: [
    { name: "status", column: "status" },
    { name: "type", column: "event_type" },
    { name: "record", column: "record_status", off: ["retracted"] },
  ],
  dictionaries: {
    status: ["planned"],
    event_type: ["explosions/remote violence", "unknown"],
    record_status: ["active", "retracted"],
  },
  layers: [
  { path: "Korea", visible: true, count: 2 },
  { path: "Ukraine", visible: true, count: 0 },
  { path: "Ukraine/Kursk & Sumy", visible: true, count: 3 },
  { path: "Drafts", visible: false, count: 1 },
  { path: "", visible: true, count: 1 },
  ],
};

test("The initial state has no fragment.", () => {
  assert.equal(formatFragment(openingState(CHOICES), CHOICES), "");
});

test("A layer that is off in the settings is off when the page opens.", () => {
  assert.deepEqual(openingState(CHOICES).hidden, ["Drafts"]);
});

for (const change of [
  { from: 19723, to: 19782 },
  { from: -719528 },
  { undated: false },
  { hidden: ["", "Drafts", "Ukraine/Kursk & Sumy"] },
  { hidden: [] },
  { certain: true },
  { without: ["status:planned", "type:explosions/remote violence"] },
  { without: [] },
  { only: ["status:", "type:unknown"] },
  { query: "Сумы & 50% #1" },
  { event: "a/b c#d&e=f%" },
  { view: { lon: 127.5, lat: -38.25, zoom: 6 } },
]) {
  test(`A link restores ${JSON.stringify(change)}.`, () => {
    const state = { ...openingState(CHOICES), ...change };
    assert.deepEqual(parseFragment(`#${formatFragment(state, CHOICES)}`, CHOICES), state);
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
    const state = parseFragment(hostile, CHOICES);
    assert.deepEqual({ ...state, hidden: [] }, { ...openingState(CHOICES), hidden: [] });
  });
}

test("Dates in the wrong order are swapped.", () => {
  const { from, to } = parseFragment("#from=2024-03-01&to=2024-01-01", CHOICES);
  assert.ok(from !== null && to !== null && from < to);
});

test("A query is limited in length.", () => {
  assert.equal(parseFragment(`#q=${"a".repeat(999)}`, CHOICES).query.length, 200);
});

test("Earlier links say unknown for a value that was not stated, unless it is a value of its own.", () => {
  const { without } = parseFragment("#without=status:unknown&without=type:unknown", CHOICES);
  assert.deepEqual(without, ["status:", "type:unknown"]);
});

test("A value that is off when the page opens is not in the link until it is switched on.", () => {
  assert.deepEqual(openingState(CHOICES).without, ["record:retracted"]);
  assert.equal(formatFragment({ ...openingState(CHOICES), without: [] }, CHOICES), "with=all");
});

test("Only some values of a facet: others are switched among these, and none means all.", () => {
  const opened = { ...openingState(CHOICES), without: ["record:retracted", "type:unknown"] };
  const one = { ...opened, ...onlyWords(opened, "type", ["type:unknown"]) };
  assert.deepEqual([one.without, one.only], [["record:retracted"], ["type:unknown"]]);
  assert.deepEqual(switched(one, "type:", true), { only: ["type:", "type:unknown"] });
  assert.deepEqual(switched(one, "status:planned", false), {
    without: ["record:retracted", "status:planned"],
  });
  assert.deepEqual(onlyWords(one, "type", []).only, []);
});

test("Words are added to and removed from a sorted list.", () => {
  assert.deepEqual(withWord(["b"], "a", true), ["a", "b"]);
  assert.deepEqual(withWord(["a", "b"], "b", false), ["a"]);
  assert.deepEqual(withWord(["a"], "a", true), ["a"]);
});

test("A page can open with some dates; a link says when there are others or none.", () => {
  const choices = { ...CHOICES, page: { open: { from: "2024-03", to: "2024" } } };
  const opened = openingState(choices);
  assert.deepEqual([opened.from, opened.to], [19783, 20088]);
  assert.equal(formatFragment(opened, choices), "");
  for (const change of [{ from: null }, { from: null, to: null }, { to: 19790 }]) {
    const state = { ...opened, ...change };
    assert.deepEqual(parseFragment(formatFragment(state, choices), choices), state);
  }
});
