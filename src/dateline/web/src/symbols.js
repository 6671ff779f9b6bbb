/**
 * The symbols. What has happened is filled; what has not is hollow and dashed; small marks next to the
 * symbol show the verification. Shape and line carry this information, so that colour is free for the
 * layer. Paths are SVG path data around (0, 0) in pixels, used by both canvas and legend.
 */

/** @typedef {import("./types.js").Columns} Columns */
/** @typedef {Pick<import("./types.js").Form, "outer" | "inner">} Form */

/**
 * @typedef {object} Stroke One path of a symbol, drawn in order.
 * @property {string} d SVG path data.
 * @property {"colour" | "background" | "none"} fill
 * @property {"colour" | "background" | "foreground" | "none"} stroke
 * @property {number} width
 * @property {number[]} dash
 * @property {boolean} [isBelow] Whether it stands below a symbol of any size, and has one size itself.
 */

const HOLLOW_DASH = [2.5, 2];

/** @param {string} d @param {Partial<Stroke>} [more] @returns {Stroke} */
function part(d, more) {
  return { d, fill: "none", stroke: "none", width: 1.8, dash: [], ...more };
}

/** @param {string} d @param {Partial<Stroke>} more @returns {Stroke} */
function below(d, more) {
  return part(d, { ...more, isBelow: true });
}

/** @param {number} r @param {number} [cx] @param {number} [cy] */
function circle(r, cx = 0, cy = 0) {
  return `M${cx + r} ${cy}A${r} ${r} 0 1 1 ${cx - r} ${cy}A${r} ${r} 0 1 1 ${cx + r} ${cy}Z`;
}

const DIAMOND = "M0-8L8 0L0 8L-8 0Z";
const CROSS = "M-4.8-4.8L4.8 4.8M4.8-4.8L-4.8 4.8";

/** Paths by the word of `status`; "unknown" is a status that was not
 * stated: a plain square. @type {Record<string, Stroke[]>} */
const BY_STATUS = {
  occurred: [
    part(circle(7.6), { fill: "background" }),
    part(circle(6), { fill: "colour" }),
    part(circle(6.2), { stroke: "foreground", width: 0.7 }),
  ],
  ongoing: [
    part(circle(8), { fill: "background" }),
    part(circle(7.2), { stroke: "colour", width: 1.7 }),
    part(circle(4.2), { fill: "colour" }),
  ],
  planned: [
    part(circle(7.5), { fill: "background" }),
    part(circle(6), { stroke: "colour", width: 2, dash: HOLLOW_DASH }),
  ],
  forecast: [
    part("M0-9.5L9.5 0L0 9.5L-9.5 0Z", { fill: "background" }),
    part(DIAMOND, { stroke: "colour", width: 2, dash: HOLLOW_DASH }),
  ],
  cancelled: [
    part(CROSS, { stroke: "background", width: 5.5 }),
    part(CROSS, { stroke: "colour", width: 2.6 }),
  ],
  unknown: [
    part("M-6.4-6.4H6.4V6.4H-6.4Z", { fill: "background" }),
    part("M-4.9-4.9H4.9V4.9H-4.9Z", { fill: "colour" }),
  ],
};

const CASED = { stroke: /** @type {const} */ ("background"), width: 2 };
const ZIGZAG = "M-6 11.5L-3 9.5L0 11.5L3 9.5L6 11.5";
const TICKS = "M0-8V-12M8 0H12M0 8V12M-8 0H-12";
const STRIKE = "M-9.5 7L9.5-7";

/** Paths by the word of `verification`. @type {Record<string, Stroke[]>} */
const BY_VERIFICATION = {
  unverified: [
    below(circle(2.1, 0, 11), { ...CASED, fill: "background" }),
    below(circle(1.7, 0, 11), { stroke: "foreground", width: 1 }),
  ],
  "single-source": [
    below(circle(1.9, 0, 11), { ...CASED }),
    below(circle(1.9, 0, 11), { fill: "colour" }),
  ],
  corroborated: [
    below(circle(1.9, -3, 11) + circle(1.9, 3, 11), { ...CASED }),
    below(circle(1.9, -3, 11) + circle(1.9, 3, 11), { fill: "colour" }),
  ],
  geolocated: [
    part(TICKS, { stroke: "background", width: 4 }),
    part(TICKS, { stroke: "colour", width: 1.9 }),
  ],
  disputed: [
    below(ZIGZAG, { stroke: "background", width: 4 }),
    below(ZIGZAG, { stroke: "foreground", width: 1.6 }),
  ],
  debunked: [
    part(STRIKE, { stroke: "background", width: 5 }),
    part(STRIKE, { stroke: "foreground", width: 2 }),
  ],
  unknown: [],
};

/** @param {string} status */
const isExpected = (status) => status === "planned" || status === "forecast";

/** A number that is not stated, where numbers give the sizes: a small open ring. @param {boolean} isHollow */
function smallRing(isHollow) {
  return [part(circle(6), { fill: "background", stroke: "background", width: 3.5 }), part(circle(6), { stroke: "colour", width: 1.4, dash: isHollow ? [1.5, 1.5] : [] })];
}

/**
 * The paths of a form that a column gives: the status is how it is filled.
 * @param {string} status @param {{ outer: string, inner: string }} form @returns {Stroke[]}
 */
function formed(status, { outer, inner }) {
  const base = part(outer, { fill: "background", stroke: "background", width: 3.2 });
  if (status === "ongoing") return [base, part(outer, { stroke: "colour", width: 1.7 }), part(inner, { fill: "colour" })];
  if (status === "cancelled") return [base, part(outer, { stroke: "colour", width: 1 }), part(CROSS, { stroke: "colour", width: 2 })];
  if (isExpected(status)) return [base, part(outer, { stroke: "colour", width: 1.8, dash: status === "planned" ? HOLLOW_DASH : [1.2, 1.6] })];
  const filled = [base, part(outer, { fill: "colour" })];
  return status === "occurred" ? [...filled, part(outer, { stroke: "foreground", width: 0.7 })] : filled;
}

/** The form of symbols that stand for no event, if a column gives the forms. @type {Form | undefined} */
let plainForm;

/** @param {import("./types.js").Header} header */
export function setForms({ symbol }) {
  plainForm = symbol?.classes[0];
}

/** Through a record that was withdrawn. */
const RETRACTED = [
  part("M-13 0H13", { stroke: "background", width: 5 }),
  part("M-13 0H13", { stroke: "foreground", width: 2 }),
];

/**
 * Returns the paths of an event's symbol.
 * @param {{ status?: string, verification?: string, record?: string, form?: Form | undefined, isUnsized?: boolean }} event words
 *   of the vocabularies; anything else counts as not stated
 * @returns {Stroke[]}
 */
export function symbolOf({ status = "", verification = "", record = "", form = plainForm, isUnsized = false }) {
  const one = Object.hasOwn(BY_STATUS, status) ? status : "unknown";
  const other = Object.hasOwn(BY_VERIFICATION, verification) ? verification : "unknown";
  const base = isUnsized ? smallRing(isExpected(status)) : form ? formed(one, form) : BY_STATUS[one];
  return [...base, ...BY_VERIFICATION[other], ...(record === "retracted" ? RETRACTED : [])];
}

/**
 * What gives an event its colours: the class of a column, or its layer.
 * @param {import("./types.js").Header} header @param {import("./types.js").Columns} columns @param {number} row
 */
export function huesOf({ style, layers }, columns, row) {
  return style && columns.style ? style.classes[columns.style[row]] : layers[columns.layer[row]];
}

/**
 * What is stated of an event, for `symbolOf`.
 * @param {import("./types.js").Header} header @param {import("./types.js").Columns} columns @param {number} row
 */
export function statementsOf({ dictionaries, symbol }, { codes, symbol: forms }, row) {
  const word = (/** @type {string} */ column) => dictionaries[column][codes[column][row] - 1] ?? "";
  return { status: word("status"), verification: word("verification"), record: word("record_status"), form: symbol?.classes[forms?.[row] ?? 0] };
}

/**
 * Draws the paths on a canvas whose origin is the symbol's centre.
 * @param {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} context
 * @param {Stroke[]} strokes
 * @param {{ colour: string, background: string, foreground: string }} colours
 * @param {number} [scale] how many times as large; its lines stay as wide
 */
export function drawSymbol(context, strokes, colours, scale = 1) {
  context.lineCap = "butt";
  for (const { d, fill, stroke, width, dash, isBelow } of strokes) {
    const path = pathOf(d);
    const by = isBelow ? 1 : scale;
    context.save();
    context.translate(0, isBelow ? BASE_PX * (scale - 1) : 0);
    context.scale(by, by);
    if (fill !== "none") {
      context.fillStyle = colours[fill];
      context.fill(path);
    }
    if (stroke !== "none") {
      context.strokeStyle = colours[stroke];
      context.lineWidth = width / by;
      context.setLineDash(dash.map((length) => length / by));
      context.stroke(path);
    }
    context.restore();
  }
}

/** Radius of a symbol of the usual size. */
export const BASE_PX = 6;

/** Radius of what is drawn without a number, where numbers give the sizes. */
const UNSIZED_PX = 2.6;

/** How many times as large as usual the mark of an event is. @param {Columns} columns @param {number} row */
export function scaleOf({ size }, row) {
  return size ? (size[row] / 2 || UNSIZED_PX) / BASE_PX : 1;
}

/** @type {Map<string, Path2D>} */
const PATHS = new Map();

/** @param {string} d */
function pathOf(d) {
  let path = PATHS.get(d);
  if (!path) PATHS.set(d, (path = new Path2D(d)));
  return path;
}
