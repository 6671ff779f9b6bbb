/**
 * Draws the point marks: symbols for single events and bubbles with a count for several. Uses
 * columns, clusters and singles, neither Leaflet nor the page.
 */
import { layersOf } from "./clusters.js";
import { centreOf, pixelsOf, pointOf, shapesBySize } from "./outline.js";
import { sayNumber } from "./say.js";
import { paintSprite, spriteOf } from "./sprites.js";
import { BASE_PX, drawSymbol, huesOf, scaleOf, statementsOf, symbolOf } from "./symbols.js";
import { combinationsOf } from "./combinations.js";
import { isExpected } from "./status.js";
import { SHAPE_PLAIN } from "./visible.js";

/** @typedef {import("./painter.js").Scene} Scene */
/** @typedef {import("./painter.js").Theme} Theme */
/** @typedef {CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D} Context2D */

/** Opacity of events that may lie outside the window. */
export const FAINT = 0.45;
/** Side of the largest symbol, including its outline. */
const MARK_PX = 30;
/** Radius of a single event's mark of the usual size, with its outline. */
const MARK_RADIUS_PX = 9;
/** Space for the shadow around a bubble. */
const BUBBLE_ROOM_PX = 20;
/** Height of an area's count label, and its width without the digits. */
const TAG_PX = 17;
const MIN_RADIUS_PX = 11;
const MAX_RADIUS_PX = 32;
/** A cluster of this share of all events, but of no fewer than this many, is the largest. */
const FULL_SHARE = 0.1;
const FULL_AT_LEAST = 40;
/** Above this many layers, colours in a thin ring tell nothing. */
const MOST_SEGMENTS = 4;
/** Opacity of hexagons, from few to many events; the steps are a quarter of the largest count's root. */
const DENSITIES = [0.22, 0.4, 0.58, 0.78];
/** How far beyond the edge a mark may be and still be partly visible. */
const EDGE_PX = 40;
const FONT = "600 12.5px system-ui, sans-serif";
const SIGN_FONT = "700 12px system-ui, sans-serif";
const SMALL_FONT = "600 10px system-ui, sans-serif";

/** @param {Scene} scene @param {number} row */
export function colourOf({ columns, header, theme }, row) {
  return hue(huesOf(header, columns, row), theme);
}

/** @param {{ colour: string, colour_on_dark: string }} layer @param {Theme} theme */
function hue(layer, theme) {
  return theme.dark ? layer.colour_on_dark : layer.colour;
}

/**
 * Radius of a cluster in pixels: its area is proportional to its count, from the smallest that holds
 * the number to the largest that leaves room for others.
 * @param {number} count @param {number} total number of events on the page
 */
export function clusterRadius(count, total) {
  const full = Math.max(FULL_AT_LEAST, total * FULL_SHARE);
  const least = Math.max(MIN_RADIUS_PX, stackRadius(count) - 2);
  return Math.max(least, Math.min(MAX_RADIUS_PX, MAX_RADIUS_PX * Math.sqrt(count / full)));
}

/**
 * Radius in pixels of the mark for several events at one point: only as large as its count needs,
 * because other marks are close.
 * @param {number} count
 */
export function stackRadius(count) {
  return 8 + 3 * sayNumber(count).length;
}

/** @param {CanvasRenderingContext2D} context @param {Scene} scene */
export function paintMarks(context, scene) {
  beginBubbles(context, scene);
  paintTags(context, scene);
  paintSingles(context, scene);
  beginBubbles(context, scene);
  paintClusters(context, scene);
  context.setLineDash([]);
}

/** @param {Context2D} context @param {Scene} scene */
function beginBubbles(context, { theme }) {
  context.lineWidth = 3.5;
  context.lineCap = "butt";
  context.fillStyle = theme.text;
  context.textAlign = "center";
  context.textBaseline = "middle";
}

/**
 * The count label of an area: its text and box, or null if the area has fewer than two events.
 * @param {Scene} scene @param {number} shape
 */
export function tagOf(scene, shape) {
  const { areas, shapeCounts, shapeRows } = scene.seen;
  if (!areas[shape] || shapeCounts[shape] < 2) return null;
  const text = sayNumber(shapeCounts[shape]);
  const [x, y] = pointOf(scene, shapeRows[shape] - 1);
  return { text, x, y, width: TAG_PX + 7 * text.length, height: TAG_PX };
}

/**
 * Draws the number of events of each area. The labels are for the whole area, so they are not round
 * like point marks.
 * @param {CanvasRenderingContext2D} context @param {Scene} scene
 */
function paintTags(context, scene) {
  const { theme, seen } = scene;
  context.font = FONT;
  for (const shape of shapesBySize(scene)) {
    const tag = tagOf(scene, shape);
    if (!tag || !isInSight(scene, tag.x, tag.y)) continue;
    context.beginPath();
    context.roundRect(tag.x - tag.width / 2, tag.y - tag.height / 2, tag.width, tag.height, 3);
    context.fillStyle = theme.bubble;
    context.fill();
    context.strokeStyle = colourOf(scene, seen.shapeRows[shape] - 1);
    context.lineWidth = 1.5;
    context.setLineDash(seen.shapes[shape] & SHAPE_PLAIN ? [] : [4, 3]);
    context.stroke();
    context.fillStyle = theme.text;
    context.fillText(tag.text, tag.x, tag.y + 0.5);
  }
}

/** @param {CanvasRenderingContext2D} context @param {Scene} scene */
function paintClusters(context, scene) {
  const most = scene.clusters.reduce((top, { count }) => Math.max(top, count), 1);
  for (const cluster of scene.clusters) {
    const [x, y] = centreOf(scene, cluster);
    if (!isInSight(scene, x, y)) continue;
    if (cluster.isHexagon) paintHexagon(context, scene, { x, y, count: cluster.count, most });
    else if (cluster.count === 1) paintMark(context, scene, cluster.row, [x, y]);
    else {
      const { count, expected } = cluster;
      const byLayer = layersOf(scene.seen.cells, cluster);
      paintBubble(context, scene, { x, y, radius: clusterRadius(count, scene.columns.count), count, expected, byLayer });
    }
  }
}

/** Width of a hexagon in pixels. @param {Scene} scene */
export function hexagonWidth({ seen, frame }) {
  return ((2 ** (seen.cells.view?.shift ?? 0)) / 2 ** 32) * frame.scale;
}

/**
 * @param {CanvasRenderingContext2D} context @param {Scene} scene
 * @param {{ x: number, y: number, count: number, most: number }} hexagon
 */
function paintHexagon(context, scene, { x, y, count, most }) {
  const { theme } = scene;
  const radius = hexagonWidth(scene) / Math.sqrt(3) - 1;
  context.beginPath();
  for (let corner = 0; corner < 6; corner++) {
    const angle = ((2 * corner + 1) * Math.PI) / 6;
    context.lineTo(x + radius * Math.cos(angle), y + radius * Math.sin(angle));
  }
  context.closePath();
  const step = Math.ceil(DENSITIES.length * Math.sqrt(count / most)) - 1;
  context.globalAlpha = DENSITIES[Math.max(0, step)];
  context.fillStyle = theme.dark ? "#5fb3c1" : "#0c5460";
  context.fill();
  context.globalAlpha = 1;
  context.font = count > 9999 ? SMALL_FONT : FONT;
  context.lineJoin = "round";
  context.lineWidth = 3.5;
  context.strokeStyle = theme.bubble;
  context.strokeText(sayNumber(count), x, y + 0.5);
  context.fillStyle = theme.text;
  context.fillText(sayNumber(count), x, y + 0.5);
}

/** @param {CanvasRenderingContext2D} context @param {Scene} scene */
function paintSingles(context, scene) {
  const { frame, seen, ratio, buffer, theme } = scene;
  if (!seen.singles.count) return;
  const looks = [seen.filter, theme];
  /** @type {import("./draw-buffer.js").Draw} */
  const draw = (ctx, box) => drawSingles(ctx, scene, box);
  context.drawImage(buffer.at(frame, { ratio, looks, draw }), 0, 0, frame.width, frame.height);
}

/**
 * Draws each event separately; events at exactly the same point become a bubble above the other marks.
 * @param {Context2D} context @param {Scene} scene @param {import("./draw-buffer.js").Box} box
 */
function drawSingles(context, scene, { left, top, right, bottom }) {
  const { columns, seen, ratio } = scene;
  const { size, head, rows } = seen.singles;
  const toPixels = pixelsOf(scene.frame);
  const { of, count: combinations } = combinationsOf(columns);
  /** Sprites by combination and certainty of the place, so that each name is built once. @type {ImageBitmap[]} */
  const sprites = [];
  /** @type {[mark: number, x: number, y: number][]} */
  const stacks = [];
  for (const mark of largestFirst(scene)) {
    const row = rows[head[mark]];
    const reach = size[mark] > 1 ? EDGE_PX : (MARK_PX / 2) * Math.max(1, scaleOf(columns, row)) + 1;
    const x = toPixels.x(columns.x[row]);
    if (x < left - reach || x > right + reach) continue;
    const y = toPixels.y(columns.y[row]);
    if (y < top - reach || y > bottom + reach) continue;
    if (size[mark] > 1) {
      stacks.push([mark, x, y]);
      continue;
    }
    context.globalAlpha = scene.isCertain(row) ? 1 : FAINT;
    const looks = [columns.style, columns.size, columns.symbol].reduce((n, codes) => n * 64 + (codes?.[row] ?? 0), 0);
    const key = looks * 4 * combinations + 4 * of[row] + 2 * Number(scene.timeClass(row) === "spanning") + Number(isUnsure(scene, row));
    paintSprite(context, (sprites[key] ??= markOf(scene, row)), { x, y, ratio });
  }
  context.globalAlpha = 1;
  beginBubbles(context, scene);
  for (const [mark, x, y] of stacks) paintStack(context, scene, mark, [x, y]);
}

/** The single marks, large ones first, so that they hide no small ones. @param {Scene} scene */
function largestFirst({ columns: { size }, seen: { singles } }) {
  const marks = Uint32Array.from({ length: singles.count }, (_, mark) => mark);
  if (!size) return marks;
  const sizes = marks.map((mark) => size[singles.rows[singles.head[mark]]]);
  return marks.sort((a, b) => sizes[b] - sizes[a] || a - b);
}

/** Radius of a single event's mark, with its outline. @param {Scene["columns"]} columns @param {number} row */
export function markRadius(columns, row) {
  return Math.max(MARK_RADIUS_PX, BASE_PX * scaleOf(columns, row) + 2);
}

/** @param {Scene} scene @param {number} x @param {number} y */
function isInSight({ frame }, x, y) {
  return x > -EDGE_PX && y > -EDGE_PX && x < frame.width + EDGE_PX && y < frame.height + EDGE_PX;
}

/**
 * @param {CanvasRenderingContext2D} context @param {Scene} scene
 * @param {number} row @param {[number, number]} at
 */
export function paintMark(context, scene, row, [x, y]) {
  const alpha = context.globalAlpha;
  if (!scene.isCertain(row)) context.globalAlpha = FAINT;
  paintSprite(context, markOf(scene, row), { x, y, ratio: scene.ratio });
  context.globalAlpha = alpha;
}

/** Whether the place is likely and not sure. @param {Scene} scene @param {number} row */
function isUnsure({ columns, header }, row) {
  return Boolean(columns.flags[row] & header.flags.unsure);
}

/**
 * A sign at an upper corner of a symbol: a question mark for an uncertain place, arrows for an event
 * that goes on beyond the window.
 * @param {Context2D} context @param {string} sign @param {[x: number, y: number]} at @param {Theme} theme
 */
function drawSign(context, sign, [x, y], { background, foreground }) {
  context.font = SIGN_FONT;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = 3;
  context.strokeStyle = background;
  context.strokeText(sign, x, y);
  context.fillStyle = foreground;
  context.fillText(sign, x, y);
}

/** The sprite of an event's symbol. @param {Scene} scene @param {number} row */
function markOf(scene, row) {
  const { columns, header, theme, ratio } = scene;
  const colour = colourOf(scene, row);
  const { status, verification, record_status: record } = columns.codes;
  const codes = [status[row], verification[row], record[row]];
  const unsure = isUnsure(scene, row);
  const spans = scene.timeClass(row) === "spanning";
  const scale = scaleOf(columns, row);
  const side = MARK_PX * Math.max(1, scale);
  const [far, above] = [side / 2 - 4, 6 - side / 2];
  const { symbol, size } = columns;
  const look = `${symbol?.[row]} ${size?.[row]} ${theme.background} ${theme.foreground} ${unsure ? "?" : ""}${spans ? "↔" : ""}`;
  return spriteOf({
    name: `${codes} ${colour} ${look}`,
    size: side,
    ratio,
    draw(ctx) {
      const { background, foreground } = theme;
      const stated = { ...statementsOf(header, columns, row), isUnsized: size?.[row] === 0 };
      drawSymbol(ctx, symbolOf(stated), { colour, background, foreground }, scale);
      if (unsure) drawSign(ctx, "?", [far, above], theme);
      if (spans) drawSign(ctx, "↔", [-far, above], theme);
    },
  });
}

/**
 * @param {Context2D} context @param {Scene} scene
 * @param {number} mark @param {[number, number]} at
 */
function paintStack(context, scene, mark, [x, y]) {
  const { columns, header, seen } = scene;
  const { size, head, rows, next } = seen.singles;
  const byLayer = new Array(header.layers.length).fill(0);
  let expected = 0;
  for (let n = 0, at = head[mark]; n < size[mark]; n++, at = next[at]) {
    byLayer[columns.layer[rows[at]]]++;
    if (isExpected(columns.status[rows[at]])) expected++;
  }
  const count = size[mark];
  paintBubble(context, scene, { x, y, radius: stackRadius(count), count, expected, byLayer });
}

/**
 * Draws a count in a ring whose segments show the layers.
 * @param {Context2D} context @param {Scene} scene
 * @param {{ x: number, y: number, radius: number, count: number, expected: number, byLayer: number[] }} bubble
 */
function paintBubble(context, scene, { x, y, radius: wanted, count, expected, byLayer }) {
  const { theme, header, ratio } = scene;
  // Rounded to half pixels, to keep the number of sprites small.
  const radius = Math.round(wanted * 2) / 2;
  const sprite = spriteOf({
    name: `bubble ${radius} ${theme.bubble}`,
    size: 2 * radius + BUBBLE_ROOM_PX,
    ratio,
    draw(ctx) {
      ctx.beginPath();
      ctx.arc(0, 0, radius + 1.5, 0, 2 * Math.PI);
      ctx.fillStyle = theme.bubble;
      ctx.shadowColor = "rgb(0 0 0 / 0.28)";
      ctx.shadowBlur = 6;
      ctx.shadowOffsetY = 1;
      ctx.fill();
    },
  });
  paintSprite(context, sprite, { x, y, ratio });
  // If all in it are planned or forecast, the ring is dashed, like a single such event.
  context.setLineDash(expected < count ? [] : [4, 3]);
  let angle = -Math.PI / 2;
  const isPlain = header.style || byLayer.filter(Boolean).length > MOST_SEGMENTS;
  const segments = isPlain ? [[count, theme.foreground]] : byLayer.map((some, layer) => [some, hue(header.layers[layer], theme)]);
  for (const [some, colour] of /** @type {[number, string][]} */ (segments)) {
    if (!some) continue;
    const next = angle + (some / count) * 2 * Math.PI;
    context.beginPath();
    context.arc(x, y, radius - 1.5, angle, next);
    context.strokeStyle = colour;
    context.stroke();
    angle = next;
  }
  context.font = count > 9999 ? SMALL_FONT : FONT;
  context.fillText(sayNumber(count), x, y + 0.5);
}
