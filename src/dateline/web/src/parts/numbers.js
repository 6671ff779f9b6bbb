/**
 * Numbers on the printed map: those of the rows of the printed table, which are those of the table
 * and the map without JavaScript. Only pages of up to 500 events have them, like that map.
 */
import "./numbers.css";
import { rowsOf } from "../clusters.js";

/** @typedef {import("../main.js").Page} Page */
/** @typedef {import("../mark-stops.js").Mark} Mark */
/** @typedef {{ x: number, y: number, across: number, down: number }} Box A middle and half of each side, in pixels. */

/** Longer lists of numbers stand below the map, and a letter on it. */
const LONGEST = 14;
/** Half the height of a number, and the steps of its distance from a mark, in pixels. */
const [HALF_PX, STEP_PX] = [6.5, 3];
/** Space between the number of an area and its frame, in pixels. */
const FRAME_PX = 2;
/** A number that is farther from its mark than this has a line to it. */
const NEAR_PX = 22;
/** How many directions and how many distances are tried. */
const [WAYS, DISTANCES] = [16, 40];
const TILE_PX = 256;
const [PAPER, INK] = ["#fff", "#1d1d1b"];
const [NUMBER_FONT, COUNT_FONT] = ["700 11px system-ui, sans-serif", "600 13px system-ui, sans-serif"];

/** @param {Page} page */
function start({ app, map, mapView, say, sayNumber, el }) {
  const { columns, seen } = app;

  /** The shown events with a place, in order. */
  const placed = () => Array.from(seen.rows.subarray(0, seen.count)).filter((row) => columns.kind[row]);

  /** Whether the place of an event is drawn as an area, without a mark. @param {number} row */
  const isInArea = (row) => Boolean(columns.shape[row] && seen.areas[columns.shape[row] - 1]);

  /** The events of a mark, in order. @param {Mark} mark */
  function eventsOf({ cluster, row }) {
    if (cluster) return rowsOf(columns, seen, cluster);
    const alike = isInArea(row)
      ? (/** @type {number} */ one) => columns.shape[one] === columns.shape[row]
      : (/** @type {number} */ one) => columns.x[one] === columns.x[row] && columns.y[one] === columns.y[row] && !isInArea(one);
    return placed().filter(alike);
  }

  /** What numbers and names of places must not cover, besides numbers, in world units. */
  const marked = mapView.obstacles;
  /** @type {ReturnType<typeof marked>} */
  let written = [];
  mapView.obstacles = () => [...marked(), ...written];
  /** The numbers of the picture that is being made. @type {Element | null} */
  let sheet = null;

  function clear() {
    sheet?.remove();
    sheet = null;
    written = [];
  }

  /**
   * Writes the numbers on a canvas of its own, which is there only while the map is drawn for paper.
   * @param {Mark[]} marks @param {number} ratio
   * @returns {string[]} what has to be said below the map
   */
  function number(marks, ratio) {
    const { x: width, y: height } = map.getSize();
    const { x: left = 0, y: top = 0 } = map.getPixelBounds().min ?? {};
    const scale = TILE_PX * 2 ** map.getZoom();
    const corner = map.containerPointToLayerPoint([0, 0]);
    const style = { position: "absolute", left: `${corner.x}px`, top: `${corner.y}px`, width: `${width}px`, height: `${height}px` };
    const canvas = /** @type {HTMLCanvasElement} */ (el("canvas", { style }));
    [canvas.width, canvas.height] = [width * ratio, height * ratio];
    map.getPane("tooltipPane")?.append(canvas);
    sheet = canvas;
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    context.scale(ratio, ratio);
    const taken = marked().map(({ x, y, radius }) => ({ x: x * scale - left, y: y * scale - top, across: radius, down: radius }));
    const pen = makePen(context, { taken, width, height });
    const rest = new Set(placed());
    /** @type {string[]} */
    const lists = [];
    for (const mark of marks) if (mark.count > 1) pen.hide(mark, sayNumber(mark.count));
    for (const mark of marks) {
      const rows = eventsOf(mark);
      for (const row of rows) rest.delete(row);
      const numbers = formatNumbers(rows.map((row) => row + 1));
      const letter = numbers.length > LONGEST ? letters(lists.length) : "";
      if (letter) lists.push(`${letter}: ${numbers}`);
      pen.write(mark, letter || numbers, { isArea: isInArea(mark.row), isInside: letter !== "" && mark.count > 1 });
    }
    written = pen.boxes().flatMap(discsOf).map(({ x, y, radius }) => ({ x: (x + left) / scale, y: (y + top) / scale, radius }));
    // The picture is made when this task ends; a story makes several in one.
    queueMicrotask(() => {
      clear();
      map.fire("marks", { isNow: true });
    });
    const outside = formatNumbers([...rest].map((row) => row + 1));
    return [say("picture.numbered"), lists.join(" · "), outside && say("picture.outside", { count: outside })].filter(Boolean);
  }

  map.on("paper", (event) => {
    const { whole, ratio } = /** @type {{ whole: HTMLElement, ratio: number }} */ (/** @type {unknown} */ (event));
    clear();
    const marks = mapView.marks();
    const notes = marks.some(({ cluster }) => cluster?.isHexagon) ? [say("picture.counted")] : number(marks, ratio);
    whole.append(el("p", { class: "paper-numbers" }, notes.map((note) => el("span", {}, note))));
  });
}

/**
 * Writes numbers where they cover nothing, or as little as possible.
 * @param {CanvasRenderingContext2D} context
 * @param {{ taken: Box[], width: number, height: number }} room
 */
function makePen(context, { taken, width, height }) {
  Object.assign(context, { textAlign: "center", textBaseline: "middle", lineJoin: "round", direction: "ltr" });
  const marks = taken.length;

  /** The least covered place for a text. @param {{ x: number, y: number }} mark @param {number} across @param {number} down @returns {Box} */
  function placeFor({ x, y }, across, down) {
    let [best, least] = [{ x, y, across, down }, Infinity];
    for (let at = 0; least && at < WAYS * DISTANCES; at++) {
      // First in the middle, then further out, and to the right first.
      const far = STEP_PX * Math.floor(at / WAYS);
      const turn = (at * 2 * Math.PI) / WAYS;
      const box = {
        ...best,
        x: within(x + Math.cos(turn) * (far && far + across), across, width),
        y: within(y + Math.sin(turn) * (far && far + down), down, height),
      };
      const covered = taken.reduce((sum, other) => sum + overlap(box, other), 0);
      if (covered < least) [best, least] = [box, covered];
    }
    return best;
  }

  return {
    /** Covers the count in a mark: it would read as a number. @param {Mark} mark @param {string} count */
    hide({ x, y }, count) {
      context.font = COUNT_FONT;
      const { width: wide } = context.measureText(count);
      context.fillStyle = PAPER;
      context.fillRect(x - wide / 2, y - HALF_PX, wide, 2 * HALF_PX);
    },
    /** Where numbers were written. */
    boxes: () => taken.slice(marks),
    /** @param {Mark} mark @param {string} text @param {{ isArea: boolean, isInside: boolean }} how */
    write(mark, text, { isArea, isInside }) {
      context.font = NUMBER_FONT;
      const frame = isArea ? FRAME_PX : 0;
      const [wide, high] = [context.measureText(text).width / 2 + 2 + frame, HALF_PX + frame];
      const box = isInside ? { x: mark.x, y: mark.y, across: wide, down: high } : placeFor(mark, wide, high);
      taken.push(box);
      const { x, y, across, down } = box;
      Object.assign(context, { strokeStyle: INK, fillStyle: PAPER, lineWidth: 0.8 });
      context.beginPath();
      // What belongs to all of an area stands in a frame.
      if (isArea) context.roundRect(x - across, y - down, 2 * across, 2 * down, 6);
      else if (Math.hypot(Math.max(0, Math.abs(mark.x - x) - across), mark.y - y) > NEAR_PX) {
        context.moveTo(mark.x, mark.y);
        context.lineTo(Math.max(x - across, Math.min(x + across, mark.x)), y);
      }
      if (isArea) context.fill();
      context.stroke();
      Object.assign(context, { strokeStyle: PAPER, fillStyle: INK, lineWidth: 3 });
      context.strokeText(text, x, y);
      context.fillText(text, x, y);
    },
  };
}

/** A box as a row of discs. @param {Box} box */
function discsOf({ x, y, across, down }) {
  const length = Math.ceil(across / down);
  return Array.from({ length }, (_, n) => ({ x: x - across + ((2 * n + 1) * across) / length, y, radius: down }));
}

/** Ascending numbers with their runs put together: *1, 3–5*. @param {number[]} numbers */
function formatNumbers(numbers) {
  const isInRun = (/** @type {number} */ n, /** @type {number} */ at) => numbers[at - 1] === n - 1 && numbers[at + 1] === n + 1;
  return numbers
    .map((n, at) => (isInRun(n, at) ? "–" : n))
    .join(", ")
    .replace(/(, –)+, /g, "–");
}

/** A to Z, then AA and so on. @param {number} n @returns {string} */
function letters(n) {
  return (n > 25 ? letters(Math.floor(n / 26) - 1) : "") + String.fromCharCode(65 + (n % 26));
}

/** A middle moved so that what is around it stays within a size. @param {number} at @param {number} around @param {number} size */
function within(at, around, size) {
  return Math.max(around, Math.min(size - around, at));
}

/** How much of two boxes is common, in square pixels. @param {Box} a @param {Box} b */
function overlap(a, b) {
  const common = (/** @type {"x" | "y"} */ axis, /** @type {"across" | "down"} */ half) =>
    Math.max(0, Math.min(a[axis] + a[half], b[axis] + b[half]) - Math.max(a[axis] - a[half], b[axis] - b[half]));
  return common("x", "across") * common("y", "down");
}

(window.datelineParts ??= []).push(start);
