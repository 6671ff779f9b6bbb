// The small pure modules: histogram, words, scroll, search, symbols, text, columns.
import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";
import {
  decodeColumn,
  hashOf,
  latOf,
  lonOf,
  worldX,
  worldY,
} from "../../src/dateline/web/src/columns.js";
import { calendarEdges, makeBins } from "../../src/dateline/web/src/histogram.js";
import { rowsInSight } from "../../src/dateline/web/src/scroll.js";
import { unpack } from "../../src/dateline/web/src/search-engine.js";
import { wordsOf } from "../../src/dateline/web/src/search.js";
import { symbolOf } from "../../src/dateline/web/src/symbols.js";
import { makeText } from "../../src/dateline/web/src/text.js";
import { civil, dayNumber } from "../../src/dateline/web/src/timespan.js";
import {
  sayCoordinates,
  sayDistance,
  sayKind,
  sayPlace,
  sayPlacePrecision,
} from "../../src/dateline/web/src/words.js";
import { say, sayNumber } from "../../src/dateline/web/src/say.js";
import { LAYERS, makeColumns } from "./made_columns.mjs";
import { toBase91 } from "./base91.mjs";

// --- histogram ------------------------------------------------------------------------------------

for (const [first, last, unit] of [
  [dayNumber(2024, 3, 1), dayNumber(2024, 3, 1), "day"],
  [dayNumber(2024, 1, 1), dayNumber(2024, 12, 31), "week"],
  [dayNumber(2020, 1, 5), dayNumber(2026, 6, 1), "month"],
  [dayNumber(1914, 7, 28), dayNumber(2024, 1, 1), "year"],
  [dayNumber(-3000), dayNumber(2024), "50_years"],
]) {
  test(`Bins from ${JSON.stringify(civil(first))} to ${JSON.stringify(civil(last))} are of a ${unit}.`, () => {
    const { unit: found, edges } = calendarEdges(first, last);
    assert.equal(found, unit);
    assert.ok(edges.length - 1 <= 122);
    assert.ok(edges[0] <= first && edges.at(-1) > last);
    for (let i = 1; i < edges.length; i++) assert.ok(edges[i] > edges[i - 1]);
  });
}

test("Months and years start on their first day.", () => {
  const { edges } = calendarEdges(dayNumber(2020, 2, 10), dayNumber(2026, 6, 1));
  assert.ok([...edges].every((edge) => civil(edge).day === 1));
});

test("There are no bins if no event has a date.", () => {
  const columns = makeColumns(3, 1);
  columns.start.fill(2 ** 31 - 1);
  columns.end.fill(-(2 ** 31));
  assert.equal(makeBins(columns, LAYERS), null);
});

test("The bins end where the events do.", () => {
  const columns = makeColumns(2, 1);
  columns.start.set([19000, 19500]);
  columns.end.set([19010, 19777]);
  const bins = makeBins(columns, LAYERS);
  assert.deepEqual([bins.edges[0], bins.edges.at(-1)], [19000, 19778]);
});

// --- words ----------------------------------------------------------------------------------------

test("Counts agree with their noun.", () => {
  assert.deepEqual(
    [say("count.events", { n: 1 }), say("count.events", { n: 0 }), say("count.events", { n: 2000 })],
    ["1 event", "0 events", "2,000 events"],
  );
});
test("Distances use a suitable unit.", () => {
  assert.deepEqual(
    [sayDistance(400), sayDistance(1500), sayDistance(15400)],
    ["400 m", "1.5 km", "15 km"],
  );
});
test("Coordinates include their hemisphere.", () => {
  assert.equal(sayCoordinates(-35.27, 51.19), "51.19° N, 35.27° W");
  assert.equal(sayNumber(-1234.5), "-1,234.5");
});
test("The text for a region says that it is drawn as a region; for an unplaced event, that it is not on the map.", () => {
  assert.equal(
    sayPlacePrecision("admin1", "Kursk Oblast", { kind: "area" }),
    "Somewhere in Kursk Oblast, drawn as the region",
  );
  assert.match(sayPlacePrecision("unknown", "", { kind: "none" }), /^Not on the map/);
});

test("The text for a route names both ends; for a place that is only near, it says near.", () => {
  assert.equal(sayPlace({ place_name: "North Korea; Russia" }, "linear", true), "North Korea → Russia");
  assert.equal(sayPlace({ place_name: "Sumy" }, "near", false), "near Sumy");
  const spoken = [
    ["50 nm west of Hodeidah", "Hodeidah", "near", "50 nm west of Hodeidah"],
    ["between Kyiv and Kharkiv", "Kyiv; Kharkiv", "near", "between Kyiv and Kharkiv"],
    ["southern Syria", "Syria", "area", "southern Syria"],
    ["в 20 км от Сум", "Sumy", "near", "в 20 км от Сум"],
    ["near Sumy, Ukraine", "Sumy", "near", "near Sumy"],
    ["West Bank", "West Bank", "area", "West Bank"],
    ["Northampton, England", "Northampton", "settlement", "Northampton"],
    ["Area 51, Nevada", "Area 51", "exact", "Area 51"],
    ["no such place", null, "unknown", "no such place"],
    [null, null, null, ""],
  ];
  for (const [where, place_name, precision, said] of spoken) {
    assert.equal(sayPlace({ where, place_name }, precision, false), said);
  }
  assert.match(
    sayPlacePrecision("linear", "A; B", { kind: "line", directed: true }),
    /^From A to B,/,
  );
});

test("Codes for kinds of place become words, and words stay the same.", () => {
  assert.deepEqual(["admin2", "strait", "constructor"].map(sayKind), ["district", "strait", "constructor"]);
});

// --- scroll ---------------------------------------------------------------------------------------

test("A list renders the visible rows and a few more.", () => {
  const { first, last, height } = rowsInSight({
    count: 1000,
    rowHeight: 50,
    top: 5000,
    height: 500,
  });
  assert.deepEqual([first, last, height], [92, 118, 50_000]);
});
test("An empty list renders no rows.", () => {
  const { first, last } = rowsInSight({ count: 0, rowHeight: 50, top: 0, height: 500 });
  assert.ok(last < first);
});
test("The last row of a list that is too tall for a browser can be reached.", () => {
  const pane = { count: 1_000_000, rowHeight: 68, height: 600 };
  const { height } = rowsInSight({ ...pane, top: 0 });
  assert.ok(height <= 8_000_000);
  const end = rowsInSight({ ...pane, top: height - 600 });
  assert.equal(end.last, 999_999);
  assert.equal(end.place(999_999).top + 68, height);
});

// --- search and text ------------------------------------------------------------------------------

function textOf(blocks, fields, rows) {
  const node = [];
  const places = blocks.map((block) => {
    const text = toBase91(deflateRawSync(JSON.stringify(block)));
    const start = node.join("").length;
    node.push(text);
    return [0, start, text.length];
  });
  const readNode = async () => node.join("");
  return makeText({ fields, blocks: places }, { rows, readNode, unpack: unpackRow });
}
async function unpackRow(text, row = -1) {
  const columns = await unpack(text);
  const one = Object.entries(columns).map(([name, values]) => [name, [values[row] ?? null]]);
  return row < 0 ? columns : Object.fromEntries(one);
}
const BLOCKS = [
  { title: ["Сражение", "Déjà vu"], place_name: ["Sumy", null] },
  { title: ["A third"], place_name: ["Kursk Oblast"] },
];

test("The words of a query are folded.", () =>
  assert.deepEqual(wordsOf("  Ünder  A "), ["under", "a"]));

test("The text of an event is read from its block and then cached.", async () => {
  const head = textOf(BLOCKS, ["title", "place_name"], 2);
  assert.equal(head.peek(2), null);
  assert.deepEqual(await head.read(2), { title: "A third", place_name: "Kursk Oblast" });
  assert.deepEqual(head.peek(2), { title: "A third", place_name: "Kursk Oblast" });
  assert.deepEqual(await head.readAlone(1), { title: "Déjà vu", place_name: null });
});
test("An incomplete block is reported.", async () => {
  const how = { rows: 2, readNode: async () => "AAAA", unpack: unpackRow };
  const head = makeText({ fields: ["title"], blocks: [[0, 0, 99]] }, how);
  await assert.rejects(head.read(0), /incomplete/);
});

// --- symbols --------------------------------------------------------------------------------------

const STATUSES = ["occurred", "ongoing", "planned", "forecast", "cancelled", "unknown"];
const VERIFICATIONS = [
  "unverified",
  "single-source",
  "corroborated",
  "geolocated",
  "disputed",
  "debunked",
  "unknown",
];

test("Every combination of status and verification differs in shape or line, not only in colour.", () => {
  const shapes = STATUSES.flatMap((status) =>
    VERIFICATIONS.map((verification) =>
      symbolOf({ status, verification })
        .map(({ d, fill, dash }) => `${d}|${fill}|${dash}`)
        .join(";"),
    ),
  );
  assert.equal(new Set(shapes).size, STATUSES.length * VERIFICATIONS.length);
});
test("What has not happened is hollow and dashed; what has, and what is not stated, is filled and solid.", () => {
  const filled = (status) => symbolOf({ status }).some(({ fill }) => fill === "colour");
  const dashed = (status) => symbolOf({ status }).some(({ dash }) => dash.length > 0);
  assert.deepEqual(STATUSES.filter(filled), ["occurred", "ongoing", "unknown"]);
  assert.deepEqual(STATUSES.filter(dashed), ["planned", "forecast"]);
});
test("A word outside the vocabulary gets the symbol for unknown.", () => {
  assert.deepEqual(symbolOf({ status: "__proto__", verification: "constructor" }), symbolOf({}));
});
test("A retracted record is struck through, whatever its status.", () => {
  for (const status of STATUSES) {
    const [plain, struck] = [symbolOf({ status }), symbolOf({ status, record: "retracted" })];
    assert.deepEqual(struck.slice(0, plain.length), plain);
    assert.ok(struck.length > plain.length);
  }
});

// --- columns --------------------------------------------------------------------------------------

test("A hash is a sum of bytes times powers.", () => {
  assert.equal(hashOf(""), 0);
  assert.equal(hashOf("a"), (97 * 16777619) >>> 16);
});
test("Steps add up modulo 2^32.", () => {
  const shuffled = Uint8Array.from([0xff, 0x02, 0xff, 0x00, 0xff, 0x00, 0x7f, 0x00]);
  const column = decodeColumn(shuffled, { name: "a", type: "i32", length: 2, step: true });
  assert.deepEqual([...column], [2 ** 31 - 1, -(2 ** 31) + 1]);
});
test("Converting degrees to world units and back returns the same degrees.", () => {
  for (const [lon, lat] of [
    [0, 0],
    [-179.9, 84],
    [127.5, -38.25],
  ]) {
    assert.ok(Math.abs(lonOf(worldX(lon)) - lon) < 1e-9);
    assert.ok(Math.abs(latOf(worldY(lat)) - lat) < 1e-9);
  }
});
test("A place at the pole is drawn at the edge of the map.", () =>
  assert.ok(Math.abs(worldY(90)) < 1e-9));
