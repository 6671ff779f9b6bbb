/** The time strip: a canvas of bars or lines with an axis, and what is under the pointer in words. */
import { el } from "./dom.js";
import { combinationsOf } from "./combinations.js";
import { resolution } from "./resolution.js";
import { classWords } from "./legend-view.js";
import { say } from "./say.js";
import { huesOf } from "./symbols.js";
import { LEAST_PX, lanesOf, linesOf } from "./time-lanes.js";
import { paintBars, paintLines, paintRows, rowsOf } from "./time-paint.js";
import { makeTicks } from "./time-ticks.js";
import { daysWords, describe } from "./date-words.js";
import { OPEN_END_DAY, OPEN_START_DAY } from "./window.js";

/** @typedef {import("./app.js").App} App */
/** @typedef {import("./time-paint.js").Line} Line */

/** Height of a lane if there is room, and room above and below the lanes, in pixels. */
const LANE_PX = 10;
const EDGE_PX = 5;
/** Height of a row of bars, if there is room. */
const ROW_PX = 36;

/** Width of a tick label; with less space to its right, the label goes to the left of its line. */
const TICK_PX = 34;
/** Room for a tick. */
const TICK_ROOM_PX = 84;

/**
 * @param {App} app
 * @param {{ scale: import("./time-scale.js").TimeScale, bins: import("./histogram.js").Bins, choose: (row: number) => void }} of
 */
export function makeTimeStrip(app, { scale, bins, choose }) {
  const { columns, header, seen } = app;
  const canvas = el("canvas", { class: "bars", role: "img", "aria-label": say("time.chart") });
  const tip = el("div", { class: "strip-tip", hidden: true, dir: "auto" });
  const axis = el("div", { class: "axis", "aria-hidden": "true" });
  const track = el("div", { class: "track" }, canvas, tip);
  const tops = header.style?.classes ?? header.layers.filter(({ parent }) => parent < 0);
  /** Size of the canvas; cached, because reading it forces a layout. */
  const size = { width: 0, height: 0 };
  /** The events as lines, or null when bars are drawn. @type {Line[] | null} */
  let lines = null;
  let hovered = -1;
  /** The height that the lanes have asked for so far. */
  let highest = 0;
  const colours = { theme: "none", ink: "", faint: "", panel: "", dark: false };

  function readColours() {
    const theme = document.documentElement.dataset.theme ?? "";
    if (colours.theme === theme) return colours;
    const style = getComputedStyle(document.documentElement);
    const read = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
    return Object.assign(colours, {
      theme,
      ink: read("--ink"),
      faint: read("--ink-2"),
      panel: read("--panel"),
      dark: theme === "dark",
    });
  }

  /** @param {{ colour: string, colour_on_dark: string }} layer */
  const hue = (layer) => (colours.dark ? layer.colour_on_dark : layer.colour);

  /** Whether there is a row of bars for each layer. */
  let isApart = false;

  /** @param {{ title: string } | import("./types.js").ClassWords} one */
  const titleOf = (one) => ("title" in one ? one.title : classWords(header.style?.column ?? "", one));

  /** The events that are lines, for the choices for which they were found. */
  const found = { choices: -1, rows: /** @type {number[] | null} */ (null) };

  /** Lines for the dated events that the other filters show, or null if there are too many. */
  function makeLines() {
    if (found.choices !== seen.choices) {
      found.rows = linesOf(columns, seen, app.filter(), combinationsOf(columns).of);
      found.choices = seen.choices;
    }
    const { rows } = found;
    if (!rows) return null;
    const { from, to } = scale.bounds();
    const placed = rows.map((row) => {
      const a = columns.start[row] === OPEN_START_DAY ? from : columns.start[row];
      const b = columns.end[row] === OPEN_END_DAY ? to : columns.end[row] + 1;
      const x = scale.share(a) * size.width;
      const width = scale.share(b) * size.width - x;
      // The last day of all would stand beyond the edge.
      return { row, layer: columns.layer[row], x: Math.min(x, size.width - LEAST_PX), width };
    });
    const { lanes, count } = lanesOf(placed);
    grow(count);
    const lane = Math.min(LANE_PX, (size.height - 2 * EDGE_PX) / Math.max(1, count));
    const top = size.height - EDGE_PX - lane * count;
    return placed.map(({ row, x, width }) => ({
      row,
      x,
      width,
      y: top + (/** @type {number} */ (lanes.get(row)) + 0.5) * lane,
      height: Math.max(2, lane - 3),
    }));
  }

  /** Makes the strip higher for more lanes, never lower: it should not jump. @param {number} lanes */
  function grow(lanes) {
    const wanted = lanes * LANE_PX + 2 * EDGE_PX;
    if (wanted <= highest) return;
    highest = wanted;
    track.style.setProperty("--lines-height", `${wanted}px`);
    size.height = canvas.clientHeight;
  }

  /** @param {{ from: number, to: number }} window */
  function draw(window) {
    if (!size.width) return;
    readColours();
    lines = makeLines();
    const ratio = resolution(Infinity, 1);
    const [width, height] = [Math.round(size.width * ratio), Math.round(size.height * ratio)];
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, size.width, size.height);
    let label = "";
    if (lines) {
      const { windowed } = app.filter();
      paintLines(context, lines, {
        size,
        scale,
        colours,
        columns,
        hueOf: (row) => hue(huesOf(header, columns, row)),
        isIn: (row) => !windowed || isWith(app.timeClass(row), app.state().certain),
        strong: [app.selected(), app.hovered(), ...app.marked()],
      });
      label = say("time.chart_lines", { n: lines.length });
    } else {
      const rows = isApart ? rowsOf(bins, seen, tops.map((one) => ({ title: titleOf(one), hue: hue(one) }))) : [];
      if (rows.length > 1) {
        grow(rows.length * (ROW_PX / LANE_PX));
        paintRows(context, { size, scale, colours, bins, seen, hues: [], window, rows });
        const said = rows.map(({ title, most }) => say("time.row", { title, n: most })).join("; ");
        label = say("time.chart_rows", { unit: say(`per.${bins.unit}`), rows: said });
        return setLabel(label);
      }
      const top = paintBars(context, { size, scale, colours, bins, seen, hues: tops.map(hue), window });
      label = say("time.chart_bars", { unit: say(`per.${bins.unit}`), n: top });
    }
    setLabel(label);
  }

  /** @param {string} label */
  function setLabel(label) {
    if (canvas.getAttribute("aria-label") !== label) canvas.setAttribute("aria-label", label);
  }

  function drawAxis() {
    const { from, to } = scale.bounds();
    const room = Math.max(2, Math.floor(size.width / TICK_ROOM_PX));
    const ticks = makeTicks(Math.ceil(from), Math.ceil(to) - 1, room);
    axis.replaceChildren(
      ...ticks.map(({ day, text }) => {
        const left = scale.share(day);
        const isBefore = (1 - left) * size.width < TICK_PX;
        return el("span", { style: { left: `${100 * left}%` }, class: isBefore ? "is-before" : "" }, text);
      }),
    );
  }

  /** The event of the line at a point, or -1. @param {number} x @param {number} y */
  function lineAt(x, y) {
    const found = lines?.find((line) => {
      const width = Math.max(LEAST_PX, line.width);
      const reach = line.height / 2 + 2;
      return x >= line.x - 3 && x <= line.x + width + 3 && Math.abs(y - line.y) <= reach;
    });
    return found?.row ?? -1;
  }

  /** The bar at a position, or -1. @param {number} x */
  function barAt(x) {
    const time = scale.timeAt(x / size.width);
    for (let bin = bins.count - 1; bin >= 0; bin--) if (bins.edges[bin] <= time) return bin;
    return -1;
  }

  /** @param {number} bin */
  function sayBar(bin) {
    const [first, last] = [bins.edges[bin], bins.edges[bin + 1] - 1];
    const days = daysWords(first, last);
    let certain = 0;
    for (let at = bin; at < seen.certainBins.length; at += bins.count + 1) certain += seen.certainBins[at];
    const possible = seen.bins[bin] - certain;
    const n = seen.bins[bin];
    return possible ? say("time.bar_possibly", { days, n, possible }) : say("time.bar", { days, n });
  }

  track.addEventListener("pointermove", (event) => {
    if (event.buttons) return void (tip.hidden = true);
    const box = canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    const row = lineAt(x, y);
    if (row !== hovered) app.hover((hovered = row));
    track.classList.toggle("is-over", row >= 0);
    void showTip(x, row);
  });
  track.addEventListener("pointerleave", () => {
    tip.hidden = true;
    if (hovered >= 0) app.hover((hovered = -1));
  });

  /** @param {number} x @param {number} row */
  async function showTip(x, row) {
    tip.hidden = row < 0 && lines !== null;
    if (row >= 0) {
      const fields = await app.head.read(row).catch(() => ({ title: null, when: null }));
      if (hovered !== row) return;
      tip.textContent = `${fields.title ?? say("list.no_title")} · ${describe(fields.when, columns.start[row], columns.end[row])}`;
    } else if (!lines) tip.textContent = sayBar(barAt(x));
    tip.style.left = `${x}px`;
    tip.classList.toggle("is-left", x > size.width / 2);
  }

  return {
    track,
    axis,
    draw,
    drawAxis,
    /** Whether bars are drawn that can be in rows. */
    mayBeApart: () => lines === null && tops.length > 1,
    /** @param {boolean} isOn */
    setApart(isOn) {
      isApart = isOn;
      highest = 0;
      track.style.removeProperty("--lines-height");
      track.classList.toggle("is-apart", isOn);
    },
    /** Takes the size that the style sheet gives. */
    measure() {
      [size.width, size.height] = [canvas.clientWidth, canvas.clientHeight];
    },
    /** Opens the event whose line is clicked; false if there is none. @param {PointerEvent} event */
    clicked(event) {
      const box = canvas.getBoundingClientRect();
      const row = lineAt(event.clientX - box.left, event.clientY - box.top);
      if (row >= 0) choose(row);
      return row >= 0;
    },
  };
}

/** @param {import("./window.js").TimeClass} found @param {boolean} isStrict */
function isWith(found, isStrict) {
  return found === "inside" || found === "spanning" || (found === "possible" && !isStrict);
}
