// The first view: the bulk of the precise events, wherever they are.
import assert from "node:assert/strict";
import { test } from "node:test";
import { worldX, worldY } from "../../src/dateline/web/src/columns.js";
import { boxOf, bulkBox } from "../../src/dateline/web/src/first-view.js";
import { makeRandom } from "./made_columns.mjs";

const HEADER = {
  dictionaries: { place_precision: ["settlement", "country", "linear"] },
  flags: { loose_ends: 128 },
};
const [SETTLEMENT, COUNTRY] = [1, 2];

function columnsOf(places) {
  const column = (take, Kind) => Kind.from(places, take);
  return {
    count: places.length,
    x: column(([lon]) => worldX(lon) * 2 ** 32, Uint32Array),
    y: column(([, lat]) => worldY(lat) * 2 ** 32, Uint32Array),
    kind: column(() => 1, Uint8Array),
    shape: column(() => 0, Uint32Array),
    flags: column(() => 0, Uint8Array),
    uncertainty: column(() => 2 ** 32 - 1, Uint32Array),
    codes: { place_precision: column(([, , code = SETTLEMENT]) => code, Uint8Array) },
    shapes: { count: 0, firstRing: [0], bounds: new Float64Array(0) },
  };
}

const rowsOf = ({ count }) => Uint32Array.from({ length: count }, (_, row) => row);
const bulk = (columns) => bulkBox(columns, rowsOf(columns), HEADER);
const near = (box, west, east) => {
  assert.ok(Math.abs(box.west - worldX(west)) < 1e-6, `west ${box.west}, expected ${worldX(west)}`);
  assert.ok(Math.abs(box.east - worldX(east)) < 1e-6, `east ${box.east}, expected ${worldX(east)}`);
};

test("A far outlier is left out, a second cluster is not.", () => {
  const around = [30, 31, 32, 33, 34, 35, 36, 37].map((lon) => [lon, 50]);
  near(bulk(columnsOf([...around, [-157, 21]])), 30, 37);
  const twoClusters = [...around, ...around.map(([lon]) => [lon + 90, 40])];
  near(bulk(columnsOf(twoClusters)), 30, 127);
});

test("Of few events none is left out.", () => {
  near(bulk(columnsOf([[30, 50], [31, 50], [100, 50]])), 30, 100);
});

test("Claims about whole countries count only if there is nothing else.", () => {
  near(bulk(columnsOf([[30, 50], [31, 50], [100, 60, COUNTRY]])), 30, 31);
  near(bulk(columnsOf([[100, 60, COUNTRY], [120, 60, COUNTRY]])), 100, 120);
});

test("Events across 180° are shown together.", () => {
  near(boxOf(columnsOf([[178, -17], [-178, -17]]), [0, 1]), 178, 182);
});

test("The widest empty part of the world is outside the box, for random places.", () => {
  const random = makeRandom(5);
  for (let round = 0; round < 200; round++) {
    const lons = Array.from({ length: 1 + Math.floor(random() * 9) }, () => random() * 360 - 180);
    const columns = columnsOf(lons.map((lon) => [lon, 0]));
    const box = boxOf(columns, rowsOf(columns));
    const sorted = lons.toSorted((a, b) => a - b);
    const gaps = sorted.map((lon, at) => (at ? lon - sorted[at - 1] : lon + 360 - sorted.at(-1)));
    assert.ok(Math.abs((box.east - box.west) * 360 - (360 - Math.max(...gaps))) < 1e-3);
  }
});

test("Without places there is no box.", () => {
  assert.equal(boxOf(columnsOf([]), []), null);
});
