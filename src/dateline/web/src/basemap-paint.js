/** Draws land, water and borders on a canvas. Needs only a 2D context, neither the DOM nor Leaflet. */

/** @typedef {import("./basemap-decode.js").Basemap} Basemap */
/** @typedef {import("./basemap-decode.js").Lines} Lines */
/** @typedef {import("./basemap-theme.js").Palette} Palette */

/**
 * The part of the world shown on a canvas.
 * @typedef {object} Frame
 * @property {number} west World units; the world repeats, so it may be below 0 or above 1.
 * @property {number} north World units.
 * @property {number} scale CSS pixels per world width.
 * @property {number} width CSS pixels.
 * @property {number} height CSS pixels.
 * @property {number} zoom
 */

/** Pixels drawn beyond the edge, so that strokes there are complete. */
const MARGIN_PX = 4;
/** Vertices closer than this to the previous one are skipped, in pixels. */
const STEP_PX = 0.6;

/**
 * @param {CanvasRenderingContext2D} context Scaled so that its units are CSS pixels.
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
 * Thin diagonal lines; the pattern size divides the tile size, so that it continues across tiles.
 * @param {CanvasRenderingContext2D} context
 * @param {Palette} palette
 * @returns {CanvasPattern | string}
 */
function hatch(context, { hatch: colour }) {
  const size = 8;
  const ratio = Math.max(1, Math.round(context.getTransform().a));
  const canvas = new OffscreenCanvas(size * ratio, size * ratio);
  const ctx = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
  ctx.scale(ratio, ratio);
  ctx.strokeStyle = colour;
  ctx.lineWidth = 0.8;
  for (const shift of [-size, 0, size]) {
    ctx.moveTo(shift, size);
    ctx.lineTo(shift + size, 0);
  }
  ctx.stroke();
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
      // Dashes continue across tiles only if they are counted from the start of the line.
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
 * Position of one copy of the world in pixels, and the part of it to draw, in world units.
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
function sides(x, y, view) {
  return (
    (x < view.west ? 1 : x > view.east ? 2 : 0) | (y < view.north ? 4 : y > view.south ? 8 : 0)
  );
}

/**
 * Vertices are tested in runs of 2^5 = 32: most of a coastline is far outside a tile or too small to
 * see.
 */
const RUN_BITS = 5;

/** @type {WeakMap<Lines, Float32Array>} */
const RUNS = new WeakMap();

/** West, north, east and south of each run of vertices. @param {Lines} lines */
function runsOf(lines) {
  let boxes = RUNS.get(lines);
  if (boxes) return boxes;
  const { x, y } = lines;
  boxes = new Float32Array(4 * Math.ceil(x.length / 2 ** RUN_BITS));
  for (let at = 0; at < boxes.length; at += 4) {
    const first = (at / 4) << RUN_BITS;
    let west = x[first];
    let east = west;
    let north = y[first];
    let south = north;
    const end = Math.min(x.length, first + 2 ** RUN_BITS);
    for (let vertex = first + 1; vertex < end; vertex++) {
      if (x[vertex] < west) west = x[vertex];
      else if (x[vertex] > east) east = x[vertex];
      if (y[vertex] < north) north = y[vertex];
      else if (y[vertex] > south) south = y[vertex];
    }
    boxes[at] = west;
    boxes[at + 1] = north;
    boxes[at + 2] = east;
    boxes[at + 3] = south;
  }
  RUNS.set(lines, boxes);
  return boxes;
}

/** Whether all of a run lies on one side of the view. @param {Float32Array} runs @param {number} run @param {View} view */
function isOutside(runs, run, view) {
  const at = run * 4;
  return (
    runs[at + 2] < view.west ||
    runs[at] > view.east ||
    runs[at + 3] < view.north ||
    runs[at + 1] > view.south
  );
}

/** Whether all of a run is drawn as one spot. @param {Float32Array} runs @param {number} run @param {View} view */
function isSpot(runs, run, { scale }) {
  const at = run * 4;
  return (
    (runs[at + 2] - runs[at]) * scale <= STEP_PX && (runs[at + 3] - runs[at + 1]) * scale <= STEP_PX
  );
}

/**
 * Adds a ring to the path. Vertices far outside are moved to the edge of the view, which doesn't
 * change anything inside it.
 * @param {CanvasRenderingContext2D} context
 * @param {Lines} lines
 * @param {number} line
 * @param {View} view
 */
export function traceRing(context, lines, line, view) {
  const { x, y, start } = lines;
  const runs = runsOf(lines);
  const first = start[line];
  const end = start[line + 1];
  const { left, top, scale, west, north, east, south } = view;
  let before = sides(x[end - 1], y[end - 1], view);
  let here = sides(x[first], y[first], view);
  let lastX = Infinity;
  let lastY = Infinity;
  let isBegun = false;
  for (let vertex = first; vertex < end; vertex++) {
    const next = vertex + 1 < end ? vertex + 1 : first;
    const after = sides(x[next], y[next], view);
    let pointX = x[vertex];
    let pointY = y[vertex];
    if (before & here & after) {
      pointX = pointX < west ? west : pointX > east ? east : pointX;
      pointY = pointY < north ? north : pointY > south ? south : pointY;
    }
    const pixelX = left + pointX * scale;
    const pixelY = top + pointY * scale;
    if (Math.abs(pixelX - lastX) > STEP_PX || Math.abs(pixelY - lastY) > STEP_PX) {
      if (isBegun) context.lineTo(pixelX, pixelY);
      else context.moveTo(pixelX, pixelY);
      isBegun = true;
      lastX = pixelX;
      lastY = pixelY;
    }
    before = here;
    here = after;
    // Of a run outside the view only the two ends matter: everything between is beyond the same edge.
    const run = vertex >> RUN_BITS;
    const last = Math.min(end, (run + 1) << RUN_BITS) - 1;
    if (vertex + 2 < last && ((here && isOutside(runs, run, view)) || isSpot(runs, run, view))) {
      vertex = last - 1;
      before = sides(x[last - 1], y[last - 1], view);
      here = sides(x[last], y[last], view);
    }
  }
  if (isBegun) context.closePath();
}

/**
 * Adds the visible part of a line or ring outline to the path. The seam at 180° and the southern edge
 * of Antarctica are skipped: the map is cut there, they are not coasts.
 * @param {CanvasRenderingContext2D} context
 * @param {Lines} lines
 * @param {number} line
 * @param {View} view
 * @param {boolean} isRing
 */
export function traceLine(context, lines, line, view, isRing) {
  const { x, y, start } = lines;
  const runs = runsOf(lines);
  const first = start[line];
  const end = start[line + 1];
  const { left, top, scale } = view;
  let from = isRing ? end - 1 : first;
  let fromSides = sides(x[from], y[from], view);
  let isDown = false;
  let lastX = 0;
  let lastY = 0;
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
        lastX = pixelX;
        lastY = pixelY;
      }
      isDown = true;
    }
    const last = Math.min(end, ((to >> RUN_BITS) + 1) << RUN_BITS) - 1;
    if (toSides && to < last && isOutside(runs, to >> RUN_BITS, view)) {
      isDown = false;
      to = last;
    }
    from = to;
    fromSides = sides(x[to], y[to], view);
  }
}

/**
 * Adds a complete line to the path.
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
