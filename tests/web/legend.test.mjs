// The legend explains what a map of these events can show, and nothing else.
import assert from "node:assert/strict";
import { test } from "node:test";
import { signsOf } from "../../src/dateline/web/src/legend-view.js";
import { OPEN_END_DAY, OPEN_START_DAY } from "../../src/dateline/web/src/window.js";

const HEADER = {
  flags: { unsure: 64, loose_ends: 128 },
  dictionaries: { place_precision: ["exact", "country"] },
};

/** Columns of events that are points of a single day unless they say otherwise. */
function columnsOf(...events) {
  const of = (name, other) =>
    events.map((event) => event[name] ?? (typeof other === "function" ? other(event) : other));
  const start = (event) => event.start ?? 100;
  const end = (event) => event.end ?? start(event);
  return {
    count: events.length,
    kind: of("kind", 1),
    status: of("status", 1),
    uncertainty: of("uncertainty", 0),
    flags: of("flags", 0),
    start: of("start", 100),
    end: of("end", end),
    begun: of("begun", start),
    lasting: of("lasting", end),
    codes: { place_precision: of("precision", 1) },
  };
}

for (const [name, events, expected] of [
  ["one point", [{}], []],
  ["two points", [{}, {}], ["is-cluster"]],
  ["many points", Array(301).fill({}), ["is-cluster", "is-hexagon"]],
  ["a town", [{ uncertainty: 9000 }], ["is-halo"]],
  ["a region", [{ kind: 4 }], ["is-area"]],
  ["a country", [{ kind: 4, precision: 2 }], ["is-outline"]],
  ["a planned exercise at sea", [{ kind: 4, status: 3 }], ["is-area is-expected"]],
  ["a road", [{ kind: 3 }], ["is-line"]],
  ["a route between countries", [{ kind: 3, flags: 128 }], ["is-line is-loose"]],
  ["a likely place", [{ flags: 64 }], ["is-unsure"]],
  ["five days", [{ end: 105 }], ["is-spanning"]],
  ["some day of five", [{ end: 105, begun: 105, lasting: 100 }], ["is-faint"]],
  ["no place", [{ kind: 0, uncertainty: 5 }], []],
  ["no date", [{ start: OPEN_END_DAY, end: OPEN_START_DAY }], []],
]) {
  test(`The legend of ${name} has ${expected.join(", ") || "nothing"}.`, () => {
    assert.deepEqual([...signsOf(HEADER, columnsOf(...events))].sort(), [...expected].sort());
  });
}
