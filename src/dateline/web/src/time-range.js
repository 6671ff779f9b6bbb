/** The window on the time strip: two handles, dragging, and zooming of the axis. */
import { el } from "./dom.js";
import { dayWords } from "./date-words.js";
import { say } from "./say.js";

/** @typedef {import("./app.js").App} App */
/** @typedef {import("./time-scale.js").TimeScale} TimeScale */
/** @typedef {"from" | "to"} End */

/** Pixels that a pointer may move and still click. */
const CLICK_PX = 3;
const WHEEL_ZOOM = 1.0015;

/**
 * @param {App} app
 * @param {object} into
 * @param {HTMLElement} into.track
 * @param {TimeScale} into.scale
 * @param {Int32Array} into.edges edges of the bars
 * @param {() => void} into.scaled called when the axis shows another part of time
 * @param {(event: PointerEvent) => boolean} into.clicked whether a click is about something else
 */
export function makeTimeRange(app, { track, scale, edges, scaled, clicked }) {
  const { first: firstDay, last: lastDay } = scale;
  const range = el("div", { class: "range" });
  const handles = { from: makeHandle("from", say("time.first_handle")), to: makeHandle("to", say("time.last_handle")) };
  track.append(range, handles.from, handles.to);

  /** @param {End} end @param {string} label */
  function makeHandle(end, label) {
    return el("div", {
      class: `handle is-${end}`,
      role: "slider",
      tabindex: "0",
      "aria-label": label,
      "aria-valuemin": firstDay,
      "aria-valuemax": lastDay,
      "aria-orientation": "horizontal",
      on: { keydown: (/** @type {KeyboardEvent} */ event) => onKey(event, end) },
    });
  }

  /** The window as days; an open end is at the end of the events. */
  function current() {
    const { from, to } = app.state();
    return { from: from ?? firstDay, to: to ?? lastDay };
  }

  /** Sets the window; an end at the events' own end is open. @param {number} from @param {number} to @param {boolean} push */
  function setWindow(from, to, push) {
    app.set({ from: from <= firstDay ? null : from, to: to >= lastDay ? null : to }, { push });
  }

  /** @param {End} end @param {number} day @param {boolean} push */
  function setEnd(end, day, push) {
    const { from, to } = current();
    const held = Math.max(firstDay, Math.min(lastDay, day));
    if (end === "from") setWindow(Math.min(held, to), to, push);
    else setWindow(from, Math.max(held, from), push);
  }

  /** @param {KeyboardEvent} event @param {End} end */
  function onKey(event, end) {
    const day = current()[end];
    const by = (/** @type {1 | -1} */ step) => (event.shiftKey ? day + step : nextEdge(end, day, step));
    /** @type {Record<string, () => number>} */
    const moves = {
      ArrowLeft: () => by(-1),
      ArrowDown: () => by(-1),
      ArrowRight: () => by(1),
      ArrowUp: () => by(1),
      PageDown: () => nextEdge(end, day, -5),
      PageUp: () => nextEdge(end, day, 5),
      Home: () => firstDay,
      End: () => lastDay,
    };
    const zooms = /** @type {Record<string, number>} */ ({ "+": 1.5, "=": 1.5, "-": 1 / 1.5 });
    if (moves[event.key]) {
      setEnd(end, moves[event.key](), false);
      scale.reveal(current()[end]);
    } else if (zooms[event.key]) scale.zoom(zooms[event.key], within(scale.share(day)));
    else return;
    event.preventDefault();
    scaled();
  }

  /** The day of a handle moved by a number of bars. @param {End} end @param {number} day @param {number} steps */
  function nextEdge(end, day, steps) {
    // The last day of a window is the day before an edge; the first day is on an edge.
    const shift = end === "to" ? 1 : 0;
    let at = edges.findIndex((edge) => edge >= day + shift);
    if (at < 0) at = edges.length - 1;
    const isOn = edges[at] === day + shift;
    const next = steps > 0 ? at + steps - (isOn ? 0 : 1) : at + steps;
    return edges[Math.max(0, Math.min(edges.length - 1, next))] - shift;
  }

  /** Position of a pointer, 0 to 1. @param {number} clientX */
  function shareAt(clientX) {
    const box = track.getBoundingClientRect();
    return within((clientX - box.left) / box.width);
  }

  /** First and last day of the bar at a pointer, or of its day when the axis is zoomed. @param {number} clientX */
  function daysAt(clientX) {
    const time = scale.timeAt(shareAt(clientX));
    if (!scale.isWhole()) {
      const day = Math.max(firstDay, Math.min(lastDay, Math.floor(time)));
      return { first: day, last: day };
    }
    let bin = edges.length - 2;
    while (bin > 0 && edges[bin] > time) bin--;
    return { first: edges[bin], last: edges[bin + 1] - 1 };
  }

  /** The pointers that are down, by id. @type {Map<number, number>} */
  const pointers = new Map();
  /** @type {((event: PointerEvent, push: boolean) => void) | null} */
  let drag = null;
  let startX = 0;
  let isMoved = false;

  track.addEventListener("pointerdown", (down) => {
    if (down.button !== 0) return;
    down.preventDefault();
    pointers.set(down.pointerId, down.clientX);
    track.setPointerCapture(down.pointerId);
    drag = pointers.size > 1 ? null : dragFrom(down);
    [startX, isMoved] = [down.clientX, false];
  });
  track.addEventListener("pointermove", (event) => {
    const before = pointers.get(event.pointerId);
    if (before === undefined) return;
    if (pointers.size > 1) pinch(event);
    pointers.set(event.pointerId, event.clientX);
    isMoved = isMoved || Math.abs(event.clientX - startX) > CLICK_PX;
    if (isMoved) drag?.(event, false);
  });
  for (const kind of /** @type {const} */ (["pointerup", "pointercancel"])) {
    track.addEventListener(kind, (event) => {
      if (!pointers.delete(event.pointerId) || !drag || kind === "pointercancel") return;
      if (isMoved || !clicked(event)) drag(event, true);
      drag = null;
    });
  }

  /** What dragging from here does: move a handle, move the window, or choose a new one. @param {PointerEvent} down */
  function dragFrom(down) {
    const handle = /** @type {HTMLElement} */ (down.target).closest(".handle");
    const start = daysAt(down.clientX);
    const before = current();
    const { from, to } = app.state();
    const isInside = (from !== null || to !== null) && start.first >= before.from && start.last <= before.to;
    if (handle) {
      /** @type {HTMLElement} */ (handle).focus();
      const end = handle === handles.from ? "from" : "to";
      return (/** @type {PointerEvent} */ event, /** @type {boolean} */ push) => {
        if (!isMoved) return;
        const days = daysAt(event.clientX);
        setEnd(end, end === "from" ? days.first : days.last, push);
      };
    }
    return (/** @type {PointerEvent} */ event, /** @type {boolean} */ push) => {
      const days = daysAt(event.clientX);
      if (isInside && days.first !== start.first) {
        const by = Math.max(firstDay - before.from, Math.min(lastDay - before.to, days.first - start.first));
        setWindow(before.from + by, before.to + by, push);
      } else setWindow(Math.min(start.first, days.first), Math.max(start.last, days.last), push);
    };
  }

  /** Two fingers zoom the axis and move it. @param {PointerEvent} event */
  function pinch(event) {
    const xs = [...pointers].map(([id, x]) => [shareAt(x), shareAt(id === event.pointerId ? event.clientX : x)]);
    const [[a, a2], [b, b2]] = xs;
    const factor = Math.max(0.2, Math.min(5, Math.abs(a2 - b2) / Math.max(0.02, Math.abs(a - b))));
    scale.zoom(factor, (a + b) / 2);
    scale.pan((a + b - a2 - b2) / 2);
    scaled();
  }

  track.addEventListener(
    "wheel",
    (event) => {
      // In another page's frame the wheel is that page's.
      if (document.documentElement.classList.contains("is-embedded") && !event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const across = event.shiftKey ? event.deltaY : event.deltaX;
      if (Math.abs(across) > Math.abs(event.shiftKey ? 0 : event.deltaY)) scale.pan(across / track.clientWidth);
      else scale.zoom(WHEEL_ZOOM ** -event.deltaY, shareAt(event.clientX));
      scaled();
    },
    { passive: false },
  );

  function update() {
    const now = current();
    const { from, to } = app.state();
    for (const end of /** @type {const} */ (["from", "to"])) {
      const day = now[end];
      const at = scale.share(end === "to" ? day + 1 : day);
      const handle = handles[end];
      handle.style.left = `${100 * within(at)}%`;
      handle.classList.toggle("is-beyond", at < 0 || at > 1);
      handle.setAttribute("aria-valuenow", String(day));
      handle.setAttribute("aria-valuetext", dayWords(day));
    }
    range.style.left = `${100 * within(scale.share(now.from))}%`;
    range.style.right = `${100 * (1 - within(scale.share(now.to + 1)))}%`;
    range.classList.toggle("is-all", from === null && to === null);
  }

  return { update, current, shareAt };
}

/** @param {number} share */
function within(share) {
  return Math.max(0, Math.min(1, share));
}
