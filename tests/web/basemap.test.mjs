// The base map: decoding it, drawing only what is visible, placing labels.
import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeBasemap, mercatorX, mercatorY } from "../../src/dateline/web/src/basemap-decode.js";
import { linesOf, placeLabels } from "../../src/dateline/web/src/basemap-labels.js";
import { traceLine, traceRing, worlds } from "../../src/dateline/web/src/basemap-paint.js";

// --- decoding -------------------------------------------------------------------------------------

/** @param {number[]} values */
function varints(values) {
  return values.flatMap((value) => {
    const bytes = [];
    for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) | 128);
    return [...bytes, value];
  });
}

/** @param {number} step */
function coded(step) {
  const isCoarse = step % 10 === 0;
  const value = isCoarse ? step / 10 : step;
  return (value < 0 ? -2 * value - 1 : 2 * value) * 2 + (isCoarse ? 0 : 1);
}

/** A payload of land (rings) and labels. @param {number[][][]} rings @param {object} [change] */
function payload(rings, change = {}) {
  const head = {
    format: 1,
    worldview: "un",
    unit: 0.001,
    layers: [["land", rings.length]],
    labels: {
      kinds: ["city", "country"],
      text: ["Sumy", "Ukraine"],
      kind: [0, 1],
      x: [34800, 31000],
      y: [50900, 49000],
      zoom: [30, 30],
    },
    ...change,
  };
  const text = new TextEncoder().encode(JSON.stringify(head));
  const body = rings.flatMap((ring) => varints([5, ring.length]));
  let last = [0, 0];
  for (const [x, y] of rings.flat()) {
    body.push(...varints([coded(x - last[0]), coded(y - last[1])]));
    last = [x, y];
  }
  const bytes = new Uint8Array(4 + text.length + body.length);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 4);
  bytes.set(body, 4 + text.length);
  return bytes;
}

test("Decoded vertices equal the packed ones, fine or coarse, west or east.", () => {
  const rings = [
    [
      [-179990, -84000],
      [179999, 0],
      [5, 84001],
    ],
    [
      [10, 20],
      [0, 0],
      [-7, 3],
    ],
  ];
  const { land } = decodeBasemap(payload(rings)).layers;
  assert.deepEqual([...land.start], [0, 3, 6]);
  assert.deepEqual([...land.zoom], [5, 5]);
  rings.flat().forEach(([x, y], index) => {
    assert.ok(Math.abs(land.x[index] - mercatorX(x / 1000)) < 1e-7);
    assert.ok(Math.abs(land.y[index] - mercatorY(y / 1000)) < 1e-7);
  });
});

test("A line's bounding box contains all its vertices.", () => {
  const { box, x, y } = decodeBasemap(
    payload([
      [
        [-1000, 2000],
        [3000, 0],
        [0, -5000],
      ],
    ]),
  ).layers.land;
  assert.deepEqual([...box], [Math.min(...x), Math.min(...y), Math.max(...x), Math.max(...y)]);
});

test("A payload inside a larger buffer is read at its offset.", () => {
  const inner = payload([
    [
      [0, 0],
      [10, 0],
      [0, 10],
    ],
  ]);
  const outer = new Uint8Array(inner.length + 8);
  outer.set(inner, 8);
  assert.equal(decodeBasemap(outer.subarray(8)).layers.land.x.length, 3);
});

test("A country's label is placed before a city's at the same zoom level.", () => {
  assert.deepEqual(
    decodeBasemap(payload([])).labels.map(({ text }) => text),
    ["Ukraine", "Sumy"],
  );
});

test("Another format is refused, with the format seen and the one expected.", () => {
  assert.throws(() => decodeBasemap(payload([], { format: 2 })), /format “2”, but “1” was expected/u);
});

test("In Mercator the equator is in the middle, and the world is a square.", () => {
  assert.equal(mercatorY(0), 0.5);
  assert.ok(Math.abs(mercatorY(90)) < 1e-9);
  assert.ok(Math.abs(mercatorY(-90) - 1) < 1e-9);
  assert.deepEqual([mercatorX(-180), mercatorX(0), mercatorX(180)], [0, 0.5, 1]);
});

// --- drawing --------------------------------------------------------------------------------------

/** Records the path that is drawn. */
function makePath() {
  /** @type {number[][][]} */
  const parts = [];
  let closed = 0;
  return {
    parts,
    isClosed: () => closed > 0,
    moveTo: (/** @type {number} */ x, /** @type {number} */ y) => void parts.push([[x, y]]),
    lineTo: (/** @type {number} */ x, /** @type {number} */ y) => void parts.at(-1)?.push([x, y]),
    closePath: () => void closed++,
  };
}

/** @param {number[][]} points In world units. */
function lines(points) {
  return {
    x: Float32Array.from(points, ([x]) => x),
    y: Float32Array.from(points, ([, y]) => y),
    start: Uint32Array.of(0, points.length),
    zoom: Uint8Array.of(0),
    box: Float32Array.of(0, 0, 1, 1),
  };
}

/** A view of the square from 0.4 to 0.6 at 1000 pixels per world width. */
const VIEW = { left: -400, top: -400, scale: 1000, west: 0.4, north: 0.4, east: 0.6, south: 0.6 };

/** Whether a point is in a ring. @param {number[][]} ring @param {number[]} place */
function isInside(ring, [px, py]) {
  let inside = false;
  ring.forEach(([ax, ay], index) => {
    const [bx, by] = ring[(index + 1) % ring.length];
    if (ay > py !== by > py && px < ((bx - ax) * (py - ay)) / (by - ay) + ax) inside = !inside;
  });
  return inside;
}

/** A reproducible sequence of pseudo-random numbers. @param {number} seed */
function randoms(seed) {
  return () => ((seed = (seed * 48271) % 2147483647), seed / 2147483647);
}

for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
  test(`Moving outside vertices to the edge of the view changes nothing inside (ring ${seed}).`, () => {
    const random = randoms(seed * 7919);
    const points = Array.from({ length: 40 }, (_, index) => {
      const angle = (index / 40) * 2 * Math.PI;
      const radius = 0.02 + 0.45 * random();
      return [0.5 + radius * Math.cos(angle), 0.5 + radius * Math.sin(angle)];
    });
    const path = makePath();
    traceRing(path, lines(points), 0, VIEW);
    const whole = points.map(([x, y]) => [(x - 0.4) * 1000, (y - 0.4) * 1000]);
    assert.ok(path.isClosed());
    for (let x = 5.5; x < 200; x += 13) {
      for (let y = 5.5; y < 200; y += 13) {
        assert.equal(isInside(path.parts[0], [x, y]), isInside(whole, [x, y]), `${x}, ${y}`);
      }
    }
  });
}

test("A ring around the whole view fills it with at most one vertex per edge pixel.", () => {
  const points = Array.from({ length: 5000 }, (_, index) => {
    const angle = (index / 5000) * 2 * Math.PI;
    return [0.5 + 0.4 * Math.cos(angle), 0.5 + 0.4 * Math.sin(angle)];
  });
  const path = makePath();
  traceRing(path, lines(points), 0, VIEW);
  assert.ok(path.parts[0].length <= 4 * 208, `${path.parts[0].length}`);
  assert.ok(isInside(path.parts[0], [100, 100]));
});

test("A line is drawn only where it is in view, in one part for each time it enters.", () => {
  const path = makePath();
  traceLine(
    path,
    lines([
      [0.1, 0.5],
      [0.5, 0.5],
      [0.9, 0.5],
      [0.9, 0.1],
      [0.1, 0.1],
      [0.5, 0.45],
    ]),
    0,
    VIEW,
    false,
  );
  assert.equal(path.parts.length, 2);
  assert.deepEqual(
    path.parts[0].map(([x]) => Math.round(x)),
    [-300, 100, 500],
  );
});

test("The seam at 180° and the southern edge of Antarctica are not drawn as coasts.", () => {
  const path = makePath();
  const view = { left: 0, top: 0, scale: 100, west: -1, north: -1, east: 2, south: 2 };
  traceLine(
    path,
    lines([
      [0, 0.5],
      [0.5, 0.4],
      [1, 0.5],
      [1, 1],
      [0, 1],
    ]),
    0,
    view,
    true,
  );
  assert.deepEqual(
    path.parts.map((part) => part.map(([x, y]) => [x, Math.round(y)])),
    [
      [
        [0, 50],
        [50, 40],
        [100, 50],
      ],
    ],
  );
});

test("A view across 180° shows two copies of the world, and a small world many.", () => {
  assert.deepEqual(worlds({ west: 0.9, width: 100, scale: 500 }), [0, 1]);
  assert.deepEqual(worlds({ west: -0.6, width: 512, scale: 256 }), [-1, 0, 1]);
  assert.deepEqual(worlds({ west: 0.1, width: 100, scale: 1000 }), [0]);
});

// --- labels ---------------------------------------------------------------------------------------

const measure = (/** @type {string} */ text, /** @type {{ size: number }} */ { size }) =>
  text.length * size * 0.6;

/** @param {Partial<import("../../src/dateline/web/src/basemap-decode.js").Label>} label */
function label({ kind = "city", text = "Sumy", country = "", x = 0.5, y = 0.5, zoom = 2 }) {
  return { kind, text, country, x, y, zoom };
}

test("No two labels overlap, however many there are.", () => {
  const random = randoms(4711);
  const kinds = ["country", "sea", "city", "admin1"];
  const labels = Array.from({ length: 400 }, (_, index) =>
    label({
      kind: kinds[index % 4],
      text: `Some place ${index}`,
      x: random(),
      y: 0.3 + 0.4 * random(),
    }),
  );
  const boxes = placeLabels(labels, 4, measure).map(({ lines: rows, style, x, y }) => {
    const width = Math.max(...rows.map((row) => measure(row, style)));
    return [
      x - width / 2,
      y - (rows.length * style.size) / 2,
      x + width / 2,
      y + (rows.length * style.size) / 2,
    ];
  });
  assert.ok(boxes.length > 40 && boxes.length < 400);
  boxes.forEach((one, index) => {
    for (const other of boxes.slice(0, index)) {
      assert.ok(
        one[2] <= other[0] || other[2] <= one[0] || one[3] <= other[1] || other[3] <= one[1],
      );
    }
  });
});

test("The first label is placed; a city without space is omitted together with its dot.", () => {
  const first = label({ kind: "sea", text: "Black Sea" });
  const crowd = Array.from({ length: 9 }, () => label({ zoom: 4 }));
  assert.deepEqual(
    placeLabels([first, ...crowd], 4, measure).map((placed) => placed.label),
    [first],
  );
});

test("Labels on both sides of 180° do not overlap.", () => {
  const [west, east] = [
    label({ text: "Unalaska", x: 0.01 }),
    label({ text: "Petropavlovsk", x: 0.985 }),
  ];
  const [one, other] = placeLabels([west, east], 2, measure);
  const across = 256 * 4 - Math.abs(one.x - other.x);
  const widths = [one, other].map(({ lines: [text], style }) => measure(text, style));
  assert.ok(across * 2 >= widths[0] + widths[1] || Math.abs(one.y - other.y) >= one.style.size);
});

test("A country's label avoids the dot of its capital.", () => {
  const [country, city] = [label({ kind: "country", text: "Belarus" }), label({ text: "Minsk" })];
  const placed = placeLabels([country, city], 5, measure);
  assert.deepEqual(
    placed.map(({ label: { text } }) => text),
    ["Belarus", "Minsk"],
  );
  assert.ok(Math.abs(placed[0].y - 0.5 * 256 * 32) > 4);
});

test("A label is shown from its own zoom level; a country's is hidden once regions are shown.", () => {
  const labels = [label({ kind: "country", text: "Ukraine", zoom: 3 })];
  const shown = [2, 3, 7, 9].map((zoom) => placeLabels(labels, zoom, measure).length);
  assert.deepEqual(shown, [0, 1, 1, 0]);
});

test("A long label is broken near its middle, except a city's.", () => {
  const wide = { isUpper: true, isWrapped: true };
  assert.deepEqual(linesOf(label({ text: "North Atlantic Ocean" }), wide, 3), [
    "NORTH ATLANTIC",
    "OCEAN",
  ]);
  assert.deepEqual(linesOf(label({ text: "Poland" }), wide, 3), ["POLAND"]);
  assert.deepEqual(
    linesOf(label({ text: "New York City" }), { isUpper: false, isWrapped: false }, 3),
    ["New York City"],
  );
});

test("A region's label includes its country once the country's own label is hidden.", () => {
  const region = label({ kind: "admin1", text: "Sumy", country: "Ukraine" });
  const upper = { isUpper: true, isWrapped: true };
  assert.deepEqual(linesOf(region, upper, 6), ["SUMY"]);
  assert.deepEqual(linesOf(region, upper, 9), ["SUMY", "Ukraine"]);
});
