/** Places and draws the labels of the base map. Uses neither the DOM nor Leaflet. */
import { worlds } from "./basemap-paint.js";

/** @typedef {import("./basemap-decode.js").Label} Label */
/** @typedef {import("./basemap-decode.js").LabelKind} LabelKind */
/** @typedef {import("./basemap-paint.js").Frame} Frame */
/** @typedef {import("./basemap-theme.js").Palette} Palette */

/**
 * How labels of a kind are drawn at a zoom level.
 * @typedef {object} Style
 * @property {number} size In pixels.
 * @property {string} font CSS font, including the size.
 * @property {number} spacing Pixels between letters.
 * @property {boolean} isUpper
 * @property {boolean} isWrapped Whether a long name may take two lines.
 */

/**
 * A label that has been placed.
 * @typedef {object} Placed
 * @property {Label} label
 * @property {Style} style
 * @property {string[]} lines
 * @property {number} x Of the middle of the text, pixels from the left of the world.
 * @property {number} y Of the middle of the text, pixels from the top of the world.
 * @property {number} width Of the text, in pixels.
 * @property {number} height
 */

/** @typedef {(text: string, style: Style) => number} Measure Width in pixels. */

const LINE_HEIGHT = 1.18;
const DOT_PX = 2.2;
/** Space kept free around a label, in pixels. */
const GAP_PX = 4;
const CELL_PX = 96;
/** Pixels of the world at zoom 9, from which every town near an event is named if its name fits (`render/towns.py`). */
const TOWNS_SCALE = 256 * 2 ** 9;
/** Number of zoom levels for which a label is shown; closer in it adds nothing. */
const LASTS = { country: 5, sea: 6, admin1: 5, disputed: 6, lake: 6, city: 99 };
const COUNTRY_LASTS_TO = 7.5;
/** Labels longer than this may be broken into two lines. */
const WRAP_AT = 11;

/**
 * Places the labels for a zoom level for the whole world, so that panning never changes them.
 * @param {Label[]} labels In order of priority.
 * @param {number} zoom
 * @param {Measure} measure
 * @param {string} [family]
 * @returns {Placed[]}
 */
export function placeLabels(labels, zoom, measure, family = "sans-serif") {
  const scale = 256 * 2 ** zoom;
  const room = makeRoom(scale);
  const timely = labels.filter((label) => isTimely(label, zoom));
  // Country labels avoid the dots of cities that are always shown.
  for (const label of timely) if (label.kind === "city" && label.zoom < zoom) takeDot(room, label, scale);
  /** @type {Placed[]} */
  const placed = [];
  const written = timely.map((label) => {
    const style = styleOf(label, zoom, family);
    return { label, style, lines: linesOf(label, style, zoom) };
  });
  // Grouped by font, so that each font is set once; measurements are cached.
  for (const { style, lines } of written.slice().sort(byFont)) for (const line of lines) measure(line, style);
  for (const { label, style, lines } of written) {
    const width = Math.max(...lines.map((line) => measure(line, style)));
    const height = lines.length * style.size * LINE_HEIGHT;
    if (label.kind === "city" && !room.isFree(label, dotOf(label, scale))) continue;
    const spot = spots(label, scale, width, height).find((at) => room.isFree(label, { ...at, width, height }));
    if (!spot) continue;
    room.take(label, { ...spot, width, height });
    if (label.kind === "city") takeDot(room, label, scale);
    placed.push({ label, style, lines, x: spot.x, y: spot.y, width, height });
  }
  return placed;
}

/** @param {{ style: Style }} a @param {{ style: Style }} b */
function byFont({ style: a }, { style: b }) {
  return a.font < b.font ? -1 : a.font > b.font ? 1 : 0;
}

/** @param {Label} label @param {number} scale @returns {Box} */
function dotOf({ x, y }, scale) {
  return { x: x * scale, y: y * scale, width: 2 * DOT_PX - 2 * GAP_PX, height: 2 * DOT_PX };
}

/** @param {ReturnType<typeof makeRoom>} room @param {Label} label @param {number} scale */
function takeDot(room, label, scale) {
  room.take(label, dotOf(label, scale));
}

/** @param {Label} label @param {number} zoom */
function isTimely({ kind, zoom: least }, zoom) {
  if (zoom < least) return false;
  return zoom <= Math.max(least + LASTS[kind], kind === "country" ? COUNTRY_LASTS_TO : 0);
}

/**
 * Candidate positions for a label's centre, best first.
 * @param {Label} label
 * @param {number} scale
 * @param {number} width
 * @param {number} height
 */
function spots({ kind, x, y }, scale, width, height) {
  const [atX, atY] = [x * scale, y * scale];
  if (kind === "city") {
    const aside = DOT_PX + 3 + width / 2;
    const above = DOT_PX + 1 + height / 2;
    const [east, up] = [DOT_PX + width / 2, above - DOT_PX];
    const corners = scale < TOWNS_SCALE ? [] : [[east, -up], [east, up], [-east, -up], [-east, up]];
    return [[aside, 0], [-aside, 0], [0, -above], [0, above], ...corners].map(([dx, dy]) => ({ x: atX + dx, y: atY + dy }));
  }
  const shifts = kind === "country" ? [0, -0.7, 0.7, -1.4, 1.4] : [0];
  return shifts.map((shift) => ({ x: atX, y: atY + shift * height }));
}

/** A box around its middle, in pixels. @typedef {{ x: number, y: number, width: number, height: number }} Box */

/** Which room on the map is taken, and by whom. @param {number} scale */
function makeRoom(scale) {
  /** @type {Map<number, { owner: Label, box: Box }[]>} */
  const cells = new Map();
  const columns = Math.ceil(scale / CELL_PX);
  const cell = scale / columns;
  /** @param {Box} box */
  function* around({ x, y, width, height }) {
    const [halfWidth, halfHeight] = [Math.abs(width) / 2 + GAP_PX, height / 2];
    for (let column = Math.floor((x - halfWidth) / cell); column <= (x + halfWidth) / cell; column++) {
      for (let row = Math.floor((y - halfHeight) / cell); row <= (y + halfHeight) / cell; row++) {
        yield row * columns + ((column + columns) % columns);
      }
    }
  }
  /** @param {Box} one @param {Box} other */
  function overlap(one, other) {
    const across = Math.abs(one.x - other.x);
    // The world repeats, so the distance across 180° may be shorter.
    const isBeside = Math.min(across, scale - across) * 2 >= one.width + other.width + 2 * GAP_PX;
    return !isBeside && Math.abs(one.y - other.y) * 2 < one.height + other.height;
  }
  return {
    /** @param {Label} owner @param {Box} box */
    isFree(owner, box) {
      for (const key of around(box)) {
        if (cells.get(key)?.some((taken) => taken.owner !== owner && overlap(box, taken.box))) return false;
      }
      return true;
    },
    /** @param {Label} owner @param {Box} box */
    take(owner, box) {
      for (const key of around(box)) {
        const taken = cells.get(key);
        if (taken) taken.push({ owner, box });
        else cells.set(key, [{ owner, box }]);
      }
    },
  };
}

/** @param {Label} label @param {number} zoom @param {string} family @returns {Style} */
function styleOf({ kind, zoom: least }, zoom, family) {
  const ahead = Math.max(0, Math.min(4, zoom - least));
  switch (kind) {
    case "country":
      return style(Math.max(10, Math.min(15, 12.6 - 0.8 * least + 1.1 * ahead)), { weight: 500, family, spacing: 0.09, isUpper: true });
    case "sea":
      return style(Math.max(11, Math.min(15, 14 - least / 2 + ahead)), { family: SERIF, isItalic: true, spacing: 0.05 });
    case "lake":
      return style(11, { family: SERIF, isItalic: true, spacing: 0.02 });
    case "admin1":
      return style(10, { weight: 500, family, spacing: 0.1, isUpper: true });
    case "disputed":
      return style(11, { family, isItalic: true, spacing: 0.02 });
    default:
      return { ...style(11 + ahead * 0.65, { family, weight: ahead > 2 ? 600 : 400 }), isWrapped: false };
  }
}

const SERIF = '"Iowan Old Style", "Palatino Linotype", Palatino, Charter, Georgia, "Liberation Serif", serif';

/**
 * @param {number} size
 * @param {{ family: string, weight?: number, spacing?: number, isItalic?: boolean, isUpper?: boolean }} how
 * @returns {Style}
 */
function style(size, { family, weight = 400, spacing = 0, isItalic = false, isUpper = false }) {
  const font = `${isItalic ? "italic " : ""}${weight} ${size}px ${family}`;
  return { size, font, spacing: size * spacing, isUpper, isWrapped: true };
}

/**
 * The lines of a label. A long label breaks at the space nearest its middle; a region includes its
 * country once the country's own label is no longer shown.
 * @param {Label} label @param {Style} style @param {number} zoom
 */
export function linesOf({ text, country }, { isUpper, isWrapped }, zoom) {
  const shown = isUpper ? text.toLocaleUpperCase("en") : text;
  if (country && zoom > COUNTRY_LASTS_TO) return [shown, country];
  if (!isWrapped || shown.length <= WRAP_AT || !shown.includes(" ")) return [shown];
  const middle = shown.length / 2;
  let best = -1;
  for (let at = shown.indexOf(" "); at >= 0; at = shown.indexOf(" ", at + 1)) {
    if (best < 0 || Math.abs(at - middle) < Math.abs(best - middle)) best = at;
  }
  return [shown.slice(0, best), shown.slice(best + 1)];
}

/**
 * Returns a function that measures text and caches the results. No other code may set the context's font.
 * @param {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} context
 * @returns {Measure}
 */
export function makeMeasure(context) {
  /** @type {Map<string, number>} */
  const known = new Map();
  let last = "";
  return (text, { font, spacing }) => {
    const key = font + text;
    let width = known.get(key);
    if (width === undefined) {
      // Setting a font takes longer than measuring with it.
      if (font !== last) context.font = last = font;
      width = context.measureText(text).width;
      known.set(key, width);
    }
    return width + spacing * text.length;
  };
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Placed[]} placed
 * @param {Frame} frame
 * @param {Palette} palette
 */
export function paintLabels(context, placed, frame, palette) {
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  for (const world of worlds(frame)) {
    const left = (world - frame.west) * frame.scale;
    const top = -frame.north * frame.scale;
    for (const one of placed) {
      const [x, y] = [left + one.x, top + one.y];
      if (x > -200 && x < frame.width + 200 && y > -40 && y < frame.height + 40) paintLabel(context, one, { x, y }, palette);
      if (one.label.kind === "city") paintDot(context, one, { x: left, y: top, scale: frame.scale }, palette);
    }
  }
}

/** @type {Record<LabelKind, keyof Palette>} */
const COLOURS = {
  country: "label",
  sea: "labelWater",
  lake: "labelWater",
  admin1: "labelSoft",
  disputed: "labelSoft",
  city: "labelCity",
};

/** @param {CanvasRenderingContext2D} context @param {Placed} placed @param {{ x: number, y: number }} at @param {Palette} palette */
function paintLabel(context, { label, style, lines }, { x, y }, palette) {
  const isWater = label.kind === "sea" || label.kind === "lake";
  const height = style.size * LINE_HEIGHT;
  context.font = style.font;
  // The names are in Latin letters, also on a page that runs from right to left.
  context.direction = "ltr";
  context.letterSpacing = `${style.spacing}px`;
  context.strokeStyle = isWater ? palette.haloWater : palette.halo;
  context.lineWidth = 3;
  context.fillStyle = palette[COLOURS[label.kind]];
  lines.forEach((line, index) => {
    // Letter spacing is added after every letter, including the last.
    const [atX, atY] = [x + style.spacing / 2, y + (index - (lines.length - 1) / 2) * height];
    context.strokeText(line, atX, atY);
    context.fillText(line, atX, atY);
  });
}

/** @param {CanvasRenderingContext2D} context @param {Placed} placed @param {{ x: number, y: number, scale: number }} origin @param {Palette} palette */
function paintDot(context, { label }, { x, y, scale }, palette) {
  context.beginPath();
  context.arc(x + label.x * scale, y + label.y * scale, DOT_PX, 0, 2 * Math.PI);
  context.strokeStyle = palette.halo;
  context.lineWidth = 1.6;
  context.stroke();
  context.fillStyle = palette.labelCity;
  context.fill();
}
