/** The list of events. It is virtual: only visible rows have elements. */
import { el, textEl } from "./dom.js";
import { describeRow } from "./list-row.js";
import { makeListTools } from "./list-tools.js";
import { say } from "./say.js";
import { lastUpTo, MAX_HEIGHT, rowsInSight } from "./scroll.js";
import { capital, sayPercent } from "./words.js";
import { wordsOfFacet } from "./facet-words.js";
import { FIRST_FACET, reasonsOf } from "./reasons.js";
import { summaryView } from "./summary-view.js";

/** @typedef {import("./app.js").App} App */

const ROW_PX = 80;
const HEAD_PX = 30;

/**
 * Whether the results cover only part of the events. Until a new search has results, the previous
 * results are shown.
 * @param {{ share: number, titles: number }} searching
 */
function isPartial({ share, titles }) {
  return titles > 0 && share < 1;
}

/**
 * @param {App} app
 * @param {{ root: HTMLElement, liveRegion: HTMLElement, choose: (row: number) => void }} into
 */
export function makeListView(app, { root, liveRegion, choose }) {
  const { columns, seen, head, header } = app;
  const reasons = reasonsOf(header.facets).map((name, at) => {
    const facet = header.facets[at - FIRST_FACET];
    return facet ? wordsOfFacet(facet).reason : say(`hidden.${name}`);
  });
  const search = el("input", {
    type: "search",
    class: "search",
    placeholder: say("list.search"),
    "aria-label": say("list.search_label"),
    autocomplete: "off",
    spellcheck: "false",
  });
  const count = el("p", { class: "count" });
  const why = el("p", { class: "why" });
  const progress = el("p", { class: "progress", role: "status", hidden: true });
  const reset = el("button", { type: "button", class: "link", hidden: true }, say("list.reset"));
  const list = el("ol", { class: "rows", role: "list" });
  /** The heading that the top row is under. */
  const under = el("p", { class: "month is-under", "aria-hidden": "true", hidden: true });
  const pane = el("div", { class: "scroll" }, under, list);
  const tools = makeListTools(app);
  /** What is listed, in its order. */
  let order = tools.order();
  const empty = el("p", { class: "empty", hidden: true }, say("list.empty"));
  root.append(
    el(
      "div",
      { class: "events-head" },
      search,
      progress,
      el("div", { class: "count-line" }, count, reset),
      why,
      summaryView(app),
      tools.root,
    ),
    empty,
    pane,
  );

  // A reader who points at the search box is about to type.
  for (const event of ["focus", "pointerenter"]) {
    search.addEventListener(event, () => app.prepareSearch());
  }
  search.addEventListener("input", () => app.set({ query: search.value.trim() }));
  reset.addEventListener("click", () => app.reset());
  pane.addEventListener("scroll", () => {
    top = pane.scrollTop;
    fill();
  });
  list.addEventListener("keydown", onKey);
  list.addEventListener("focusin", (event) => {
    const item = rowItem(event.target);
    if (!item) return;
    stop = Number(item.dataset.at);
    setStop();
    app.hover(order.rows[stop]);
  });
  list.addEventListener("focusout", () => app.hover(-1));
  list.addEventListener("pointerover", (event) => app.hover(rowOfTarget(event.target)));
  list.addEventListener("pointerleave", () => app.hover(-1));
  list.addEventListener("click", (event) => {
    const row = rowOfTarget(event.target);
    if (row >= 0) choose(row);
  });
  new ResizeObserver(() => {
    height = pane.clientHeight;
    top = pane.scrollTop;
    fill();
  }).observe(pane);
  // Cached, because reading them forces a layout.
  let [top, height] = [0, 0];
  /** List position to focus as soon as it has an element, or -1. */
  let wanted = -1;
  /** List position that Tab reaches. */
  let stop = 0;

  /** @param {EventTarget | null} target @returns {HTMLElement | null} */
  function rowItem(target) {
    return /** @type {HTMLElement | null} */ (target)?.closest?.("li[data-at]") ?? null;
  }

  /** @param {EventTarget | null} target */
  function rowOfTarget(target) {
    const item = rowItem(target);
    return item ? order.rows[Number(item.dataset.at)] : -1;
  }

  /** @param {KeyboardEvent} event */
  function onKey(event) {
    const item = rowItem(event.target);
    if (!item) return;
    const at = Number(item.dataset.at);
    const page = Math.max(1, Math.floor(pane.clientHeight / ROW_PX) - 1);
    /** @type {Record<string, number>} */
    const to = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + page,
      PageUp: at - page,
      Home: 0,
      End: seen.count - 1,
    };
    if (!(event.key in to)) return;
    event.preventDefault();
    reveal(Math.max(0, Math.min(seen.count - 1, to[event.key])), true);
  }

  /** Scrolls a list position into view. @param {number} at @param {boolean} focus */
  function reveal(at, focus) {
    const row = rowsInSight(geometry()).place(at);
    const lid = heads.length ? HEAD_PX : 0;
    if (row.top - lid < top) pane.scrollTop = row.top - lid;
    else if (row.top + row.height > top + height) pane.scrollTop = row.top + row.height - height;
    top = pane.scrollTop;
    if (focus) wanted = at;
    fill();
  }

  function geometry() {
    return { count: seen.count, rowHeight: ROW_PX, top, height, heads, headHeight: HEAD_PX };
  }

  /** @param {number} head */
  function makeHead(head) {
    return el("li", { class: "month" }, textEl("h2", order.headings[head].title));
  }

  /** Draws the headings in sight, and keeps the present one at the top. @param {ReturnType<typeof rowsInSight>} sight */
  function fillHeads({ first, last, head, placeHead }) {
    for (let n = 1 + lastUpTo(heads.length, (n) => heads[n] < first); heads[n] <= last; n++) {
      const item = makeHead(n);
      item.style.transform = `translateY(${placeHead(n)}px)`;
      // Before its first row, for those who read the page by its structure.
      list.insertBefore(item, shown.get(heads[n]) ?? null);
      headsShown.push(item);
    }
    under.hidden = head < 0;
    if (head >= 0) under.textContent = order.headings[head].title;
  }

  /** @type {Map<number, HTMLElement>} by position in the list */
  let shown = new Map();
  /** Positions of the rows that have a heading above them. @type {number[]} */
  let heads = [];
  /** @type {HTMLElement[]} */
  let headsShown = [];
  let stamp = "";

  function fill() {
    const sight = rowsInSight(geometry());
    const { first, last, height: whole, place } = sight;
    if (list.style.height !== `${whole}px`) list.style.height = `${whole}px`;
    /** @type {Map<number, HTMLElement>} */
    const next = new Map();
    for (let at = first; at <= last; at++) {
      const item = shown.get(at) ?? makeItem(at);
      item.style.transform = `translateY(${place(at).top}px)`;
      next.set(at, item);
    }
    for (const [at, item] of shown) if (!next.has(at)) item.remove();
    for (const item of headsShown.splice(0)) item.remove();
    let before = list.firstChild;
    for (const item of next.values()) {
      if (item !== before) list.insertBefore(item, before);
      else before = item.nextSibling;
    }
    shown = next;
    fillHeads(sight);
    rove(first, last);
    if (wanted >= 0) {
      shown.get(wanted)?.querySelector("button")?.focus({ preventScroll: true });
      wanted = -1;
    }
  }

  /** Leaves one row in the order of Tab: the one that was left last, or else the first in sight. @param {number} first @param {number} last */
  function rove(first, last) {
    if (stop < first || stop > last) stop = Math.min(last, Math.max(first, Math.ceil(top / ROW_PX)));
    setStop();
  }

  function setStop() {
    for (const [at, item] of shown) {
      /** @type {HTMLElement} */ (item.firstElementChild).tabIndex = at === stop ? 0 : -1;
    }
  }

  /** @param {number} at */
  function makeItem(at) {
    const row = order.rows[at];
    const button = el("button", { type: "button", class: "row" });
    const item = el(
      "li",
      { "aria-posinset": at + 1, "aria-setsize": seen.count, dataset: { at: String(at) } },
      button,
    );
    const known = head.peek(row);
    if (known) button.append(...describeRow(app, row, known));
    else {
      head.read(row).then(
        (fields) => button.append(...describeRow(app, row, fields)),
        (error) => {
          button.append(...describeRow(app, row, { title: say("list.no_event") }));
          button.title = error.message;
        },
      );
    }
    return item;
  }

  /** Shows the progress of a search, or its error. */
  function showProgress() {
    const { share, trouble } = app.searching();
    const message = trouble
      ? say("list.no_search", { reason: trouble })
      : share < 1
        ? sayShares(app.searching())
        : "";
    if (progress.textContent !== message) progress.textContent = message;
    progress.hidden = message === "";
    progress.classList.toggle("is-trouble", trouble !== "");
  }

  /** How much has been searched so far. @param {{ share: number, titles: number }} shares */
  function sayShares({ share, titles }) {
    if (titles === 0) return say("list.searching_soon");
    return titles < 1
      ? say("list.searching_titles", { part: sayPercent(titles) })
      : say("list.searching", { part: sayPercent(share) });
  }

  function breakdown() {
    const parts = reasons.flatMap((reason, i) =>
      seen.hidden[i] ? [say("hidden.part", { count: seen.hidden[i], reason })] : [],
    );
    const notes = app.filter().windowed ? [sayClasses()] : [];
    if (parts.length) notes.push(say("hidden.all", { reasons: parts.join(say("hidden.between")) }));
    if (seen.unplaced)
      notes.push(say("list.not_on_map", { n: seen.unplaced }));
    return notes.filter(Boolean).join(" ");
  }

  /** How certainly the shown events are in the window. */
  function sayClasses() {
    const undated = app.state().undated && !app.state().certain ? seen.undated : 0;
    const inside = seen.count - seen.spanning - seen.possible - undated;
    const classes = Object.entries({ inside, spanning: seen.spanning, possible: seen.possible, undated });
    const parts = classes.flatMap(([name, n]) => (n ? [say(`shown.${name}`, { n })] : []));
    return parts.length ? say("shown.all", { classes: capital(parts.join(say("shown.between"))) }) : "";
  }

  app.addPart(() => {
    const state = app.state();
    const key = JSON.stringify([
      state.from,
      state.to,
      state.certain,
      state.undated,
      state.hidden,
      state.without,
      state.only,
      app.findings(),
      tools.stamp(),
      isPartial(app.searching()),
    ]);
    showProgress();
    if (document.activeElement !== search && search.value !== state.query)
      search.value = state.query;
    if (key !== stamp) {
      stamp = key;
      order = tools.order();
      heads = order.headings.map(({ at }) => at);
      // If the list became shorter than the scroll position, the browser scrolls back.
      top = Math.max(0, Math.min(top, Math.min(seen.count * ROW_PX + heads.length * HEAD_PX, MAX_HEIGHT) - height));
      for (const item of shown.values()) item.remove();
      shown = new Map();
      stop = 0;
      const counts = { n: columns.count, shown: seen.count };
      const message = say("list.shown", counts);
      // During a search the counts cover only what has been searched.
      const isPart = isPartial(app.searching());
      count.textContent = isPart ? say("list.shown_so_far", counts) : message;
      why.textContent = isPart ? "" : breakdown();
      const isWhole = app.searching().share === 1;
      if (isWhole && liveRegion.textContent !== message) liveRegion.textContent = message;
      reset.hidden = seen.count === columns.count;
      empty.hidden = seen.count > 0;
      fill();
    }
    const selected = app.selected();
    for (const [at, item] of shown) {
      const isOpen = order.rows[at] === selected;
      item.classList.toggle("is-open", isOpen);
      item.classList.toggle("is-hovered", order.rows[at] === app.hovered());
      item.firstElementChild?.toggleAttribute("aria-current", isOpen);
    }
  });

  return {
    search,
    /** Scrolls an event into view. @param {number} row @param {boolean} [focus] */
    show(row, focus = false) {
      const at = order.rows.indexOf(row);
      if (at >= 0) reveal(at, focus);
    },
  };
}

/** @typedef {ReturnType<typeof makeListView>} ListView */
