// Reproducible test columns.
import { OPEN_END_DAY, OPEN_START_DAY } from "../../src/dateline/web/src/window.js";

/** A pseudo-random sequence of numbers from 0 to 1 (mulberry32). */
export function makeRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Test events: clustered places, spans, open ends, undated and unplaced ones, a few shapes. */
export function makeColumns(count, seed = 1) {
  const random = makeRandom(seed);
  const below = (n) => Math.floor(random() * n);
  const columns = {
    count,
    start: new Int32Array(count),
    end: new Int32Array(count),
    lon: new Int32Array(count),
    lat: new Int32Array(count),
    x: new Uint32Array(count),
    y: new Uint32Array(count),
    uncertainty: new Uint32Array(count),
    begun: new Int32Array(count),
    lasting: new Int32Array(count),
    layer: new Uint16Array(count),
    status: new Uint8Array(count),
    facets: [],
    flags: new Uint8Array(count),
    kind: new Uint8Array(count),
    shape: new Uint32Array(count),
    shapes: makeShapes(),
  };
  const codesOf = (size) => Uint16Array.from({ length: count }, () => below(size));
  columns.facets = [
    { codes: columns.status, first: null, size: STATUSES },
    { codes: codesOf(7), first: null, size: 7 },
    { codes: codesOf(4), first: null, size: 4 },
    // Too many values to be part of the combinations, and several values for an event.
    { codes: codesOf(MANY), first: null, size: MANY },
    makeLists(count, below),
  ];
  const centres = Array.from({ length: 9 }, () => [below(2 ** 32), below(2 ** 32)]);
  for (let i = 0; i < count; i++) {
    const first = 18000 + below(2000);
    const luck = random();
    columns.start[i] = luck < 0.05 ? OPEN_START_DAY : first;
    columns.end[i] = luck > 0.95 ? OPEN_END_DAY : first + (random() < 0.6 ? 0 : below(300));
    if (luck > 0.45 && luck < 0.5)
      [columns.start[i], columns.end[i]] = [OPEN_END_DAY, OPEN_START_DAY];
    const isDated = columns.start[i] <= columns.end[i];
    const days = [columns.start[i], columns.end[i]];
    // Spans, vague dates, and anything between.
    if (i % 3 === 1) days.reverse();
    else if (i % 3 === 2 && days.every((day) => Math.abs(day) < 1e6)) {
      for (const n of [0, 1]) days[n] = columns.start[i] + below(columns.end[i] - columns.start[i] + 1);
    }
    if (columns.start[i] === OPEN_START_DAY) days.splice(0, 2, columns.end[i], OPEN_START_DAY);
    if (!isDated) days.splice(0, 2, columns.start[i], columns.end[i]);
    [columns.begun[i], columns.lasting[i]] = days;
    columns.layer[i] = below(5);
    columns.status[i] = below(STATUSES);
    columns.kind[i] = random() < 0.08 ? 0 : 1;
    if (columns.kind[i] && random() < 0.1) {
      columns.shape[i] = 1 + below(4);
      columns.kind[i] = columns.shape[i] === LINE ? 3 : 4;
    }
    const [x, y] = centres[below(centres.length)];
    columns.x[i] = (x + (random() + random() - 1) * 2 ** 29) >>> 0;
    columns.y[i] = Math.max(0, Math.min(2 ** 32 - 1, y + (random() + random() - 1) * 2 ** 29));
  }
  return columns;
}

/** Layers 1 and 3 are in 0 and 2: three top layers. */
export const LAYERS = [-1, 0, -1, 2, -1].map((parent) => ({ parent }));
export const TOP_OF = [0, 0, 1, 1, 2];

const STATUSES = 6;
const MANY = 5000;

/** A facet with no, one or several values for an event. */
function makeLists(count, below) {
  const first = new Uint32Array(count + 1);
  const codes = [];
  for (let i = 0; i < count; i++) {
    const values = new Set(Array.from({ length: below(4) }, () => 1 + below(5)));
    codes.push(...values);
    first[i + 1] = codes.length;
  }
  return { codes: Uint8Array.from(codes), first, size: 6 };
}

/** The codes of an event in a facet; 0 if it has no value. */
export function codesAt({ codes, first }, i) {
  if (!first) return [codes[i]];
  return first[i] === first[i + 1] ? [0] : [...codes.subarray(first[i], first[i + 1])];
}

/** Longer sides of the shapes (three areas and a line), in world units. */
const SIDES = [0.3, 0.02, 0.001, 0.3];
const LINE = 4;

/** Whether an event is drawn as an area of 28 pixels or more, without a mark. */
export function isArea({ shape }, row, zoom) {
  return shape[row] > 0 && shape[row] !== LINE && SIDES[shape[row] - 1] * 256 * 2 ** zoom >= 28;
}

function makeShapes() {
  return {
    count: SIDES.length,
    firstRing: Uint32Array.from([0, 1, 2, 3, 4]),
    ringKind: Uint8Array.from([2, 2, 2, 1]),
    ringLoose: new Uint8Array(4),
    bounds: Float64Array.from(SIDES.flatMap((side) => [0.5, 0.5, 0.5 + side, 0.5 + side / 2])),
  };
}

/** Number of codes of each facet. */
const SIZES = [STATUSES, 7, 4, MANY, 6];

/** A filter that every event passes. */
export function openFilter() {
  return {
    from: OPEN_START_DAY,
    to: OPEN_END_DAY,
    windowed: false,
    certain: false,
    undated: true,
    layers: new Uint8Array(5).fill(1),
    facets: SIZES.map((size) => new Uint8Array(size).fill(1)),
    hits: null,
  };
}

/** A random filter. */
export function makeRandomFilter(random, count) {
  const some = (n) => Uint8Array.from({ length: n }, () => (random() < 0.75 ? 1 : 0));
  const from = 17950 + Math.floor(random() * 2000);
  const windowed = random() < 0.7;
  return {
    from: windowed ? from : OPEN_START_DAY,
    to: windowed ? from + Math.floor(random() * 700) : OPEN_END_DAY,
    windowed,
    certain: random() < 0.3,
    undated: random() < 0.5,
    layers: some(5),
    facets: SIZES.map((size) => (random() < 0.5 ? some(size) : new Uint8Array(size).fill(1))),
    hits: random() < 0.3 ? some(count) : null,
  };
}
