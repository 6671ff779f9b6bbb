/** Draws the time strip on a canvas: bars by top layer, or each event as a line. */
import { say, sayNumber } from "./say.js";
import { isExpected } from "./status.js";
import { LEAST_PX } from "./time-lanes.js";
import { OPEN_END_DAY, OPEN_START_DAY } from "./window.js";

/** @typedef {import("./time-scale.js").TimeScale} TimeScale */
/** @typedef {{ width: number, height: number }} Size */
/** @typedef {{ ink: string, faint: string, panel: string, dark: boolean }} Colours */

const SCALE_FONT = "11px system-ui, sans-serif";
/** Room above the highest bar. */
const TOP_PX = 5;
/** Room for the words of a row of bars. */
const LABEL_PX = 15;
/** Opacity of what is outside the window, and of vague time. */
const OUTSIDE = 0.3;
const VAGUE = 0.38;
const ARROW_PX = 7;

/**
 * Draws bars: certain events stacked by top layer, and events that are only possibly there above.
 * @param {CanvasRenderingContext2D} context
 * @param {object} scene
 * @param {Size} scene.size @param {TimeScale} scene.scale @param {Colours} scene.colours
 * @param {import("./histogram.js").Bins} scene.bins
 * @param {{ bins: Int32Array, certainBins: Int32Array }} scene.seen
 * @param {string[]} scene.hues colour of each top layer
 * @param {{ from: number, to: number }} scene.window
 */
export function paintBars(context, { size, scale, colours, bins, seen, hues, window }) {
  const { edges, count } = bins;
  const { width, height } = size;
  const top = Math.max(1, ...seen.bins.subarray(0, count));
  const high = height - TOP_PX;
  const least = Math.min(2, high / top);
  for (let bin = 0; bin < count; bin++) {
    if (!seen.bins[bin]) continue;
    const x = Math.round(scale.share(edges[bin]) * width);
    const w = Math.max(1, Math.round(scale.share(edges[bin + 1]) * width) - x - 1);
    if (x + w < 0 || x > width) continue;
    const isInside = edges[bin] <= window.to && edges[bin + 1] - 1 >= window.from;
    const alpha = isInside ? 1 : OUTSIDE;
    let y = height;
    hues.forEach((hue, layer) => {
      const certain = seen.certainBins[layer * (count + 1) + bin];
      if (!certain) return;
      const h = Math.max(least, (certain / top) * high);
      context.globalAlpha = alpha;
      context.fillStyle = hue;
      context.fillRect(x, y - h, w, h);
      y -= h;
    });
    const whole = height - Math.max(2, (seen.bins[bin] / top) * high);
    if (y - whole < 0.5) continue;
    context.globalAlpha = alpha * VAGUE;
    context.fillStyle = colours.ink;
    context.fillRect(x, whole, w, y - whole);
  }
  context.globalAlpha = 1;
  paintScale(context, { top, colours });
  return top;
}

/**
 * Draws a row of bars for each layer, or class of colour, all on one scale, and one for events whose
 * dates are vague.
 * @param {CanvasRenderingContext2D} context
 * @param {Parameters<typeof paintBars>[1] & { rows: Row[] }} scene
 */
export function paintRows(context, { size, scale, colours, bins, rows, window }) {
  const { edges, count } = bins;
  const top = Math.max(1, ...rows.map(({ most }) => most));
  const each = size.height / rows.length;
  rows.forEach(({ counts, hue, title, most }, at) => {
    const floor = Math.round((at + 1) * each) - 1;
    context.fillStyle = hue ?? colours.ink;
    for (let bin = 0; bin < count; bin++) {
      if (!counts[bin]) continue;
      const x = Math.round(scale.share(edges[bin]) * size.width);
      const w = Math.max(1, Math.round(scale.share(edges[bin + 1]) * size.width) - x - 1);
      const h = Math.max(1.5, (counts[bin] / top) * (each - LABEL_PX));
      const isInside = edges[bin] <= window.to && edges[bin + 1] - 1 >= window.from;
      context.globalAlpha = (isInside ? 1 : OUTSIDE) * (hue ? 1 : VAGUE);
      context.fillRect(x, floor - h, w, h);
    }
    context.globalAlpha = 0.3;
    context.fillStyle = colours.faint;
    context.fillRect(0, floor, size.width, 1);
    context.globalAlpha = 1;
    paintLabel(context, say("time.row", { title, n: most }), { y: floor - each + 2, colours });
  });
}

/** @typedef {{ title: string, hue: string | null, counts: Int32Array, most: number }} Row Events of each bin; without a colour, of vague dates. */

/**
 * The rows of what bars are stacked by, without those that are empty.
 * @param {import("./histogram.js").Bins} bins
 * @param {{ bins: Int32Array, certainBins: Int32Array }} seen
 * @param {{ title: string, hue: string }[]} stacks
 * @returns {Row[]}
 */
export function rowsOf({ count }, { bins, certainBins }, stacks) {
  const vague = bins.slice(0, count);
  const rows = stacks.map(({ title, hue }, at) => {
    const counts = certainBins.subarray(at * (count + 1), at * (count + 1) + count);
    counts.forEach((n, bin) => (vague[bin] -= n));
    return { title, hue: /** @type {string | null} */ (hue), counts, most: Math.max(0, ...counts) };
  });
  rows.push({ title: say("time.vague"), hue: null, counts: vague, most: Math.max(0, ...vague) });
  return rows.filter(({ most }) => most > 0);
}

/** The number of events of the highest bar, at its height. @param {CanvasRenderingContext2D} context @param {{ top: number, colours: Colours }} scale */
function paintScale(context, { top, colours }) {
  paintLabel(context, sayNumber(top), { y: TOP_PX - 3, colours });
}

/** @param {CanvasRenderingContext2D} context @param {string} text @param {{ y: number, colours: Colours }} at */
function paintLabel(context, text, { y, colours }) {
  context.font = SCALE_FONT;
  context.textAlign = "left";
  context.textBaseline = "top";
  context.lineWidth = 3;
  context.lineJoin = "round";
  context.strokeStyle = colours.panel;
  context.strokeText(text, 2, y);
  context.fillStyle = colours.faint;
  context.fillText(text, 2, y);
}

/**
 * @typedef {object} Line An event in the strip, in pixels.
 * @property {number} row
 * @property {number} x
 * @property {number} width
 * @property {number} y Middle.
 * @property {number} height
 */

/**
 * Draws each event as a line: solid where it certainly lasted, fading where its dates are vague, hollow
 * if it is planned, with an arrow where it is open.
 * @param {CanvasRenderingContext2D} context
 * @param {Line[]} lines
 * @param {object} scene
 * @param {Size} scene.size @param {TimeScale} scene.scale @param {Colours} scene.colours
 * @param {import("./types.js").Columns} scene.columns
 * @param {(row: number) => string} scene.hueOf
 * @param {(row: number) => boolean} scene.isIn whether the window shows an event
 * @param {number[]} scene.strong rows that are emphasised
 */
export function paintLines(context, lines, { size, scale, colours, columns, hueOf, isIn, strong }) {
  for (const line of lines) {
    if (line.x > size.width || line.x + line.width < 0) continue;
    const { row, x, y, height } = line;
    const width = Math.max(LEAST_PX, line.width);
    const hue = hueOf(row);
    context.globalAlpha = isIn(row) ? 1 : OUTSIDE;
    if (strong.includes(row)) {
      context.fillStyle = colours.ink;
      context.beginPath();
      context.roundRect(x - 2.5, y - height / 2 - 2.5, width + 5, height + 5, 4);
      context.fill();
      context.fillStyle = colours.panel;
      context.beginPath();
      context.roundRect(x - 1, y - height / 2 - 1, width + 2, height + 2, 3);
      context.fill();
    }
    const isOpen = { start: columns.start[row] === OPEN_START_DAY, end: columns.end[row] === OPEN_END_DAY };
    const inner = { x: x + (isOpen.start ? ARROW_PX : 0), width: width - (isOpen.start ? ARROW_PX : 0) - (isOpen.end ? ARROW_PX : 0) };
    context.beginPath();
    context.roundRect(inner.x, y - height / 2, Math.max(1, inner.width), height, height / 2);
    if (isExpected(columns.status[row])) {
      context.strokeStyle = hue;
      context.lineWidth = 1.4;
      context.setLineDash([3, 2]);
      context.stroke();
      context.setLineDash([]);
    } else {
      context.fillStyle = fillOf(context, row, { line: { x, width }, scale, size, columns, hue });
      context.fill();
    }
    context.fillStyle = hue;
    if (isOpen.end) arrow(context, x + width, y, height, 1);
    if (isOpen.start) arrow(context, x, y, height, -1);
  }
  context.globalAlpha = 1;
}

/**
 * The colour of a line, as a gradient if its dates are vague.
 * @param {CanvasRenderingContext2D} context @param {number} row
 * @param {{ line: { x: number, width: number }, scale: TimeScale, size: Size, columns: import("./types.js").Columns, hue: string }} of
 */
function fillOf(context, row, { line, scale, size, columns, hue }) {
  const { start, end, begun, lasting } = columns;
  if (begun[row] === start[row] && lasting[row] === end[row]) return hue;
  const at = (/** @type {number} */ day) => Math.max(0, Math.min(1, (scale.share(day) * size.width - line.x) / line.width));
  const [faint, vague] = [`${hue}30`, `${hue}80`]; // colours of layers are "#rrggbb"
  const gradient = context.createLinearGradient(line.x, 0, line.x + line.width, 0);
  if (begun[row] > lasting[row]) {
    for (const [share, colour] of /** @type {const} */ ([[0, faint], [0.5, vague], [1, faint]])) gradient.addColorStop(share, colour);
    return gradient;
  }
  const [a, b] = [at(begun[row]), at(lasting[row] + 1)];
  if (a > 0) gradient.addColorStop(0, faint);
  gradient.addColorStop(a, hue);
  gradient.addColorStop(Math.max(a, b), hue);
  if (b < 1) gradient.addColorStop(1, faint);
  return gradient;
}

/** @param {CanvasRenderingContext2D} context @param {number} x @param {number} y @param {number} height @param {1 | -1} direction */
function arrow(context, x, y, height, direction) {
  const half = height / 2 + 2;
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x - direction * ARROW_PX, y - half);
  context.lineTo(x - direction * ARROW_PX, y + half);
  context.closePath();
  context.fill();
}
