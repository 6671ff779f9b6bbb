/** The list of events, with the search above it. */
import { el } from "./dom.js";
import { makeRows } from "./list-rows.js";
import { isPartial, makeListStatus } from "./list-status.js";
import { makeListTools } from "./list-tools.js";
import { say } from "./say.js";
import { summaryView } from "./summary-view.js";

/** @typedef {import("./app.js").App} App */

/**
 * @param {App} app
 * @param {{ root: HTMLElement, liveRegion: HTMLElement, choose: (row: number) => void }} into
 */
export function makeListView(app, { root, liveRegion, choose }) {
  const search = makeSearch(app);
  const status = makeListStatus(app, liveRegion);
  const tools = makeListTools(app);
  const rows = makeRows(app, { choose });
  const counts = el("div", { class: "count-line" }, status.count, status.reset);
  const head = [search, status.progress, counts, status.why, summaryView(app), tools.root];
  root.append(el("div", { class: "events-head" }, head), status.empty, rows.pane);
  let stamp = "";

  app.addPart(() => {
    const state = app.state();
    const { from, to, certain, undated, hidden, without, only } = state;
    const choices = [from, to, certain, undated, hidden, without, only];
    const key = JSON.stringify([choices, app.findings(), tools.stamp(), isPartial(app.searching())]);
    status.showProgress();
    if (document.activeElement !== search && search.value !== state.query) search.value = state.query;
    if (key !== stamp) {
      stamp = key;
      status.showCounts();
      rows.list(tools.order());
    }
    rows.mark();
  });

  return {
    search,
    /** Scrolls an event into view. @param {number} row @param {boolean} [focus] */
    show: (row, focus = false) => rows.show(row, focus),
  };
}

/** @typedef {ReturnType<typeof makeListView>} ListView */

/** @param {App} app */
function makeSearch(app) {
  const search = el("input", {
    type: "search",
    class: "search",
    placeholder: say("list.search"),
    "aria-label": say("list.search_label"),
    autocomplete: "off",
    spellcheck: "false",
  });
  // A reader who points at the search box is about to type.
  for (const event of ["focus", "pointerenter"]) search.addEventListener(event, () => app.prepareSearch());
  search.addEventListener("input", () => app.set({ query: search.value.trim() }));
  return search;
}
