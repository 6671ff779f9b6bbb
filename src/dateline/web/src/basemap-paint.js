/** Draws land, water and borders on a canvas. Knows neither DOM nor Leaflet, only a 2D context. */

/** @typedef {import("./basemap-decode.js").Basemap} Basemap */
/** @typedef {import("./basemap-decode.js").Lines} Lines */
/** @typedef {import("./basemap-theme.js").Palette} Palette */

/**
 * The part of the world that a canvas shows.
 * @typedef {object} Frame
 * @property {number} west In worlds; the world repeats, so it may be below 0 or above 1.
 * @property {number} north In worlds.
 * @property {number} scale CSS pixels of one world.
 * @property {number} width CSS pixels.
 * @property {number} height CSS pixels.
 * @property {number} zoom
 */

/** What has to be drawn beyond the edge, so that a stroke there is whole. */
const MARGIN_PX = 4;
/** Vertices nearer than this to the one before are not worth drawing. */
const STEP_PX = 0.6;

/**
 * @param {CanvasRenderingContext2D} context Its pixels are CSS pixels of the frame.
 * @param {Basemap} basemap
 * @param {Frame} frame
 * @param {Palette} palette
 */
export function paintBasemap(context, { layers }, frame, palette) {
  const { zoom } = frame;
  context.fillStyle = palette.sea;
  context.fillRect(0, 0, frame.width, frame.height);
  context.lineJoin = "round";
  context.lineCap = "round";
  fill(context, layers.land, frame, palette.land);
  fill(context, layers.disputed, frame, hatch(context, palette));
  fill(context, layers.lakes, frame, palette.lake);
  stroke(context, layers.rivers, frame, { colour: palette.river, width: by(zoom, 0.5, 1.1), least: 3 });
  stroke(context, layers.lakes, frame, { colour: palette.coast, width: 0.5, isRing: true, least: 4 });
  stroke(context, layers.land, frame, { colour: palette.coast, width: by(zoom, 0.5, 0.9), isRing: true });
  stroke(context, layers.regions, frame, { colour: palette.region, width: by(zoom, 0.5, 0.9), least: 5.5 });
  stroke(context, layers.countries, frame, { colour: palette.border, width: by(zoom, 0.6, 1.4) });
  stroke(context, layers.contested, frame, { colour: palette.border, width: by(zoom, 0.7, 1.4), dash: [4, 3] });
}

/** A width that grows from zoom 2 to zoom 8. @param {number} zoom @param {number} from @param {number} to */
function by(zoom, from, to) {
  return from + (to - from) * Math.max(0, Math.min(1, (zoom - 2) / 6));
}

/**
 * Thin diagonal lines; the pattern fits into tiles, so that it runs on from one to the next.
 * @param {CanvasRenderingContext2D} context
 * @param {Palette} palette
 * @returns {CanvasPattern | string}
 */
function hatch(context, { hatch: colour }) {
  const size = 8;
  const ratio = Math.max(1, Math.round(context.getTransform().a));
  const canvas = new OffscreenCanvas(size * ratio, size * ratio);
  const pencil = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pencil.scale(ratio, ratio);
  pencil.strokeStyle = colour;
  pencil.lineWidth = 0.8;
  for (const shift of [-size, 0, size]) {
    pencil.moveTo(shift, size);
    pencil.lineTo(shift + size, 0);
  }
  pencil.stroke();
  const pattern = context.createPattern(canvas, "repeat");
  pattern?.setTransform(new DOMMatrix([1 / ratio, 0, 0, 1 / ratio, 0, 0]));
  return pattern ?? "transparent";
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Lines} lines
 * @param {Frame} frame
 * @param {string | CanvasPattern} style
 */
function fill(context, lines, frame, style) {
  context.beginPath();
  for (const world of worlds(frame)) {
    const view = viewOf(frame, world);
    for (const line of inView(lines, view)) traceRing(context, lines, line, view);
  }
  context.fillStyle = style;
  context.fill("evenodd");
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Lines} lines
 * @param {Frame} frame
 * @param {{ colour: string, width: number, dash?: number[], isRing?: boolean, least?: number }} style
 */
function stroke(context, lines, frame, { colour, width, dash = [], isRing = false, least = 0 }) {
  if (frame.zoom < least) return;
  context.beginPath();
  for (const world of worlds(frame)) {
    const view = viewOf(frame, world);
    for (const line of inView(lines, view)) {
      if (lines.zoom[line] > frame.zoom) continue;
      // A dash goes on from tile to tile only if it is counted from the start of the line.
      if (dash.length) traceWhole(context, lines, line, view);
      else traceLine(context, lines, line, view, isRing);
    }
  }
  context.setLineDash(dash);
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.lineCap = dash.length ? "butt" : "round";
  context.stroke();
  context.setLineDash([]);
}

/** The copies of the world that a frame shows. @param {Frame} frame */
export function worlds({ west, width, scale }) {
  const first = Math.floor(west);
  const last = Math.ceil(west + width / scale) - 1;
  return Array.from({ length: Math.max(1, last - first + 1) }, (_, index) => first + index);
}

/**
 * Where a copy of the world is in pixels, and what of it is to be drawn, in worlds.
 * @typedef {{ left: number, top: number, scale: number, west: number, north: number, east: number, south: number }} View
 */

/** @param {Frame} frame @param {number} world @returns {View} */
function viewOf({ west, north, scale, width, height }, world) {
  const margin = MARGIN_PX / scale;
  return {
    left: (world - west) * scale,
    top: -north * scale,
    scale,
    west: west - world - margin,
    north: north - margin,
    east: west - world + width / scale + margin,
    south: north + height / scale + margin,
  };
}

/** @param {Lines} lines @param {View} view */
function* inView({ box }, { west, north, east, south }) {
  for (let line = 0; line * 4 < box.length; line++) {
    const at = line * 4;
    if (box[at] <= east && box[at + 2] >= west && box[at + 1] <= south && box[at + 3] >= north) yield line;
  }
}

/** On which sides of the view a place lies: bits, 0 inside. @param {number} x @param {number} y @param {View} view */
function sides(x, y, { west, north, east, south }) {
  return (x < west ? 1 : x > east ? 2 : 0) | (y < north ? 4 : y > south ? 8 : 0);
}

/**
 * Adds a ring to the path. What lies far outside is pulled to the edge of the view, which changes
 * nothing inside.
 * @param {CanvasRenderingContext2D} context
 * @param {Lines} lines
 * @param {number} line
 * @param {View} view
 */
export function traceRing(context, { x, y, start }, line, view) {
  const [first, end] = [start[line], start[line + 1]];
  const { left, top, scale, west, north, east, south } = view;
  let before = sides(x[end - 1], y[end - 1], view);
  let here = sides(x[first], y[first], view);
  let [lastX, lastY] = [Infinity, Infinity];
  let isBegun = false;
  for (let vertex = first; vertex < end; vertex++) {
    const next = vertex + 1 < end ? vertex + 1 : first;
    const after = sides(x[next], y[next], view);
    let [pointX, pointY] = [x[vertex], y[vertex]];
    if (before & here && here & after) {
      pointX = pointX < west ? west : pointX > east ? east : pointX;
      pointY = pointY < north ? north : pointY > south ? south : pointY;
    }
    const pixelX = left + pointX * scale;
    const pixelY = top + pointY * scale;
    if (Math.abs(pixelX - lastX) > STEP_PX || Math.abs(pixelY - lastY) > STEP_PX) {
      if (isBegun) context.lineTo(pixelX, pixelY);
      else context.moveTo(pixelX, pixelY);
      isBegun = true;
      [lastX, lastY] = [pixelX, pixelY];
    }
    before = here;
    here = after;
  }
  if (isBegun) context.closePath();
}

/**
 * Adds what is in view of a line, or of the outline of a ring, to the path. The seam at 180° and the
 * foot of the Antarctic are where the world is cut, not coasts.
 * @param {CanvasRenderingContext2D} context
 * @param {Lines} lines
 * @param {number} line
 * @param {View} view
 * @param {boolean} isRing
 */
export function traceLine(context, { x, y, start }, line, view, isRing) {
  const [first, end] = [start[line], start[line + 1]];
  const { left, top, scale } = view;
  let from = isRing ? end - 1 : first;
  let fromSides = sides(x[from], y[from], view);
  let isDown = false;
  let [lastX, lastY] = [0, 0];
  for (let to = isRing ? first : first + 1; to < end; to++) {
    const toSides = sides(x[to], y[to], view);
    const isSeam = (x[from] === x[to] && (x[to] === 0 || x[to] === 1)) || (y[from] === 1 && y[to] === 1);
    if (fromSides & toSides || (isRing && isSeam)) isDown = false;
    else {
      const pixelX = left + x[to] * scale;
      const pixelY = top + y[to] * scale;
      if (!isDown) context.moveTo(left + x[from] * scale, top + y[from] * scale);
      const isNear = isDown && Math.abs(pixelX - lastX) <= STEP_PX && Math.abs(pixelY - lastY) <= STEP_PX;
      if (!isNear || to + 1 === end) {
        context.lineTo(pixelX, pixelY);
        [lastX, lastY] = [pixelX, pixelY];
      }
      isDown = true;
    }
    from = to;
    fromSides = toSides;
  }
}

/**
 * Adds all of a line to the path.
 * @param {CanvasRenderingContext2D} context
 * @param {Lines} lines
 * @param {number} line
 * @param {View} view
 */
function traceWhole(context, { x, y, start }, line, { left, top, scale }) {
  const [first, end] = [start[line], start[line + 1]];
  let [lastX, lastY] = [left + x[first] * scale, top + y[first] * scale];
  context.moveTo(lastX, lastY);
  for (let vertex = first + 1; vertex < end; vertex++) {
    const pixelX = left + x[vertex] * scale;
    const pixelY = top + y[vertex] * scale;
    const isNear = Math.abs(pixelX - lastX) <= STEP_PX && Math.abs(pixelY - lastY) <= STEP_PX;
    if (isNear && vertex + 1 < end) continue;
    context.lineTo(pixelX, pixelY);
    [lastX, lastY] = [pixelX, pixelY];
  }
}
