/**
 * The marks of the map for the keyboard: one button that stands on a mark. Arrow keys move it to the
 * next mark in their direction, Enter does what a click on the mark does.
 */
import { el } from "./dom.js";
import { say } from "./say.js";

/** @typedef {{ x: number, y: number, count: number, row: number, cluster?: import("./clusters.js").Cluster }} Mark Position in pixels of the map. */

/** @type {Record<string, [dx: number, dy: number]>} */
const DIRECTIONS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/**
 * @param {object} into
 * @param {HTMLElement} into.stage
 * @param {() => Mark[]} into.marksOf the marks in view
 * @param {(mark: Mark) => Promise<string>} into.nameOf
 * @param {(mark: Mark) => void} into.choose
 * @param {(row: number) => void} into.hover
 */
export function makeMarkStops({ stage, marksOf, nameOf, choose, hover }) {
  // What the button stands on is its description, which is read out when it changes.
  const words = el("span", { class: "live-region", id: "mark-words", role: "status", dir: "auto" });
  const stop = el("button", {
    type: "button",
    class: "mark-stop",
    hidden: true,
    "aria-label": say("map.marks"),
    "aria-describedby": words.id,
  });
  stage.append(stop, words);
  /** @type {Mark | null} */
  let current = null;

  stop.addEventListener("keydown", (event) => {
    const direction = DIRECTIONS[event.key];
    if (!direction) return;
    event.preventDefault();
    event.stopPropagation();
    const next = current && nextMark(marksOf(), current, direction);
    if (next) void show(next);
  });
  stop.addEventListener("click", () => current && choose(current));
  stop.addEventListener("focus", place);
  stop.addEventListener("blur", () => {
    words.textContent = "";
    hover(-1);
  });

  /** @param {Mark} mark */
  async function show(mark) {
    current = mark;
    stop.style.transform = `translate(${Math.round(mark.x)}px, ${Math.round(mark.y)}px)`;
    if (document.activeElement !== stop) return;
    hover(mark.count === 1 ? mark.row : -1);
    const name = mark.count === 1 ? await nameOf(mark) : say("count.events", { n: mark.count });
    if (current === mark) words.textContent = name;
  }

  /** Puts the button on the same mark as before, or else on the one nearest to it. */
  function place() {
    const { x, y } = current ?? { x: stage.clientWidth / 2, y: stage.clientHeight / 2 };
    const marks = marksOf();
    const same = marks.find(({ row, count }) => row === current?.row && count === current.count);
    const near = same ?? nearest(marks, x, y);
    if (near) void show(near);
    else words.textContent = say("map.no_marks");
  }

  /** Follows a drawing; where the button stands matters only while it has the focus. @param {boolean} hasEvents */
  return (hasEvents) => {
    stop.hidden = !hasEvents;
    if (hasEvents && document.activeElement === stop) place();
  };
}

/** The mark nearest to a point, or null. @param {Mark[]} marks @param {number} x @param {number} y */
function nearest(marks, x, y) {
  let [best, least] = [/** @type {Mark | null} */ (null), Infinity];
  for (const mark of marks) {
    const apart = Math.hypot(mark.x - x, mark.y - y);
    if (apart < least) [best, least] = [mark, apart];
  }
  return best;
}

/**
 * The nearest mark in a direction; distance across it counts twice.
 * @param {Mark[]} marks @param {Mark} from @param {[dx: number, dy: number]} direction
 */
export function nextMark(marks, from, [dx, dy]) {
  let [best, least] = [/** @type {Mark | null} */ (null), Infinity];
  for (const mark of marks) {
    const [x, y] = [mark.x - from.x, mark.y - from.y];
    const along = x * dx + y * dy;
    const across = Math.abs(x * dy) + Math.abs(y * dx);
    const cost = along + 2 * across;
    if (along > 1 && across <= 2 * along && cost < least) [best, least] = [mark, cost];
  }
  return best;
}
