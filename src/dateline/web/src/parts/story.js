/**
 * A guided story next to the map: each stop has a view, a window, events that are emphasised and
 * texts on the map. A reader scrolls, swipes or uses keys; each stop is a link.
 */
import "./story.css";
import { makeLabels } from "./story-labels.js";
import { stopElement } from "./story-stops.js";
import { printStops } from "./story-print.js";

/** @typedef {import("../main.js").Page} Page */
/** @typedef {string | { text: string, url?: string, event?: string }} Run */
/**
 * @typedef {object} Stop
 * @property {string} id
 * @property {string} title
 * @property {Run[][]} [text] Paragraphs.
 * @property {Record<string, number>} [view] `lon`, `lat` and `zoom`, or a box in degrees.
 * @property {string} [from] A day, month or year.
 * @property {string} [to]
 * @property {string[]} [events] Ids of the events that are emphasised.
 * @property {string[]} [layers] Paths of the layers that are shown.
 * @property {{ text: string, lon: number, lat: number }[]} [labels]
 */

/** Milliseconds for which a stop must stay in sight before the map follows. */
const SETTLE_MS = 140;
/** The point of the panel whose stop is shown: a third from its top, in its middle. */
const SIGHT = "-34% -49% -65% -49%";

/** @param {Page} page */
function start(page) {
  const { app, mapView, el, need, say } = page;
  /** @type {{ title: string, stops: Stop[] }} */
  const story = JSON.parse(need(document, "#dateline-story").textContent ?? "");
  const { stops } = story;
  const labels = makeLabels(page);
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const sections = stops.map((stop) => stopElement(page, stop, goTo));
  const pane = el("div", { class: "story-stops", tabindex: "0", role: "group", "aria-label": say("story.stops") }, sections);
  const bar = makeBar(page, { step, leave, count: stops.length });
  const title = story.title ? page.textEl("p", story.title, { class: "story-title" }) : null;
  const root = el("section", { class: "story", "aria-label": say("story.label") }, el("div", { class: "story-head" }, title, bar.root), pane);
  need(document, ".desk").prepend(root);
  const enterButton = el("button", { type: "button", class: "tool story-enter", "aria-label": say("story.read"), title: say("story.read") });
  enterButton.addEventListener("click", () => enter(0, true));
  need(document, ".masthead-tools").prepend(enterButton);

  /** The stop that the map shows, or -1. */
  let current = -1;
  /** The stop that the panel is scrolling to, or -1. */
  let aim = -1;
  let timer = 0;

  /** @param {number} at @param {boolean} [animate] */
  async function show(at, animate = !isStill) {
    current = at;
    bar.show(at);
    sections.forEach((one, n) => one.classList.toggle("is-current", n === at));
    app.set({ ...stateOf(page, stops[at]), event: null });
    labels.show(stops[at].labels ?? []);
    const { view } = stops[at];
    if (view) mapView.go(view, [], animate);
    const rows = await rowsOf(page, stops[at]);
    if (current !== at) return;
    app.mark(rows);
    if (!view) mapView.go(undefined, rows, animate);
  }

  /** @param {number} at @param {boolean} [smooth] */
  function scrollTo(at, smooth = !isStill) {
    aim = at;
    const { offsetTop, offsetLeft } = sections[at];
    pane.scrollTo({ top: offsetTop, left: offsetLeft, behavior: smooth ? "smooth" : "instant" });
  }

  /** @param {number} at */
  function goTo(at) {
    scrollTo(at);
    void show(at);
  }

  /** @param {number} by */
  function step(by) {
    const at = Math.max(0, Math.min(stops.length - 1, current + by));
    if (at !== current) goTo(at);
  }

  /** @param {boolean} isOn */
  function setOn(isOn) {
    document.documentElement.classList.toggle("has-story", isOn);
    root.hidden = !isOn;
    enterButton.hidden = isOn;
  }

  /** @param {number} at @param {boolean} push */
  function enter(at, push) {
    if (push) app.set({ stop: stops[at].id }, { push });
    setOn(true);
    scrollTo(at, false);
    void show(at, push && !isStill);
  }

  function clear() {
    current = -1;
    setOn(false);
    app.mark([]);
    labels.show([]);
  }

  function leave() {
    clear();
    app.set({ stop: "" }, { push: true });
    enterButton.focus();
  }

  const watcher = new IntersectionObserver(
    (entries) => {
      const seen = entries.find(({ isIntersecting }) => isIntersecting);
      if (!seen || current < 0) return;
      const at = sections.indexOf(/** @type {HTMLElement} */ (seen.target));
      clearTimeout(timer);
      // On the way to a stop that was chosen, the others only pass by.
      timer = setTimeout(() => {
        if (at !== current && (aim < 0 || aim === at)) void show(at);
        aim = -1;
      }, SETTLE_MS);
    },
    { root: pane, rootMargin: SIGHT },
  );
  for (const section of sections) watcher.observe(section);
  for (const event of ["wheel", "touchstart", "pointerdown"]) pane.addEventListener(event, () => (aim = -1), { passive: true });
  // Before anything has the focus, keys are the story's.
  const isOurs = (/** @type {EventTarget | null} */ target) => target === document.body || root.contains(/** @type {Node} */ (target));
  document.addEventListener("keydown", (event) => {
    if (current < 0 || !isOurs(event.target)) return;
    const forward = getComputedStyle(root).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const by = event.key === forward ? 1 : event.key === "ArrowRight" || event.key === "ArrowLeft" ? -1 : 0;
    if (!by || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    step(by);
  });
  // Another width moves the texts, not the reader to another stop.
  new ResizeObserver(() => {
    if (current < 0) return;
    scrollTo(current, false);
    aim = -1;
  }).observe(pane);
  printStops(page, { stops, current: () => current, labels, stateOf: (stop) => stateOf(page, stop) });

  /** Opens what the address says. */
  function follow() {
    const { stop, view } = app.state();
    const at = stops.findIndex(({ id }) => id === stop);
    const others = new URLSearchParams(location.hash.slice(1));
    for (const name of ["stop", "lang"]) others.delete(name);
    if (at < 0 && (stop !== null || others.size)) return clear();
    // A link to a stop whose map was moved shows the map as it was.
    if (at < 0 || !view) return enter(Math.max(0, at), false);
    setOn(true);
    scrollTo(at, false);
    current = at;
    bar.show(at);
    labels.show(stops[at].labels ?? []);
    void rowsOf(page, stops[at]).then(app.mark);
  }
  app.onReturn(follow);
  follow();
}

/** The part of the page's state that a stop sets. @param {Page} page @param {Stop} stop */
function stateOf({ app, openingState, parseDays }, { id, from = "", to = "", layers }) {
  const { lang } = app.state();
  const opening = openingState(app.header);
  const isShown = (/** @type {string} */ path) => layers?.some((one) => path === one || path.startsWith(`${one}/`));
  const paths = app.header.layers.map(({ path }) => path);
  return {
    ...opening,
    lang,
    stop: id,
    from: parseDays(from)?.first ?? null,
    to: parseDays(to)?.last ?? null,
    hidden: layers ? paths.filter((path) => !isShown(path)).sort() : opening.hidden,
  };
}

/** Rows of the events that a stop emphasises. @param {Page} page @param {Stop} stop */
async function rowsOf({ app }, { events = [] }) {
  const rows = await Promise.all(events.map(app.rowOf));
  return rows.filter((row) => row >= 0);
}

/** @param {Page} page @param {{ step: (by: number) => void, leave: () => void, count: number }} on */
function makeBar({ el, say }, { step, leave, count }) {
  const at = el("span", { class: "story-at", role: "status" });
  const button = (/** @type {string} */ kind, /** @type {number} */ by) =>
    el("button", { type: "button", class: `tool is-${kind}`, "aria-label": say(`story.${kind}`), on: { click: () => step(by) } });
  const [before, after] = [button("prev", -1), button("next", 1)];
  const explore = el("button", { type: "button", class: "link story-leave", on: { click: leave } }, say("story.explore"));
  return {
    root: el("div", { class: "story-bar" }, el("div", { class: "story-steps" }, before, at, after), explore),
    /** @param {number} stop */
    show(stop) {
      at.textContent = say("story.at", { at: stop + 1, count });
      // Not disabled: the focus would be lost at the last stop.
      before.setAttribute("aria-disabled", String(stop === 0));
      after.setAttribute("aria-disabled", String(stop === count - 1));
    },
  };
}

(window.datelineParts ??= []).push(start);
