/** The list of events, with the search above it. */
import { el } from "./dom.js";
import { makeRows } from "./list-rows.js";
import { isPartial, makeListStatus } from "./list-status.js";
import { makeListTools } from "./list-tools.js";
import { say } from "./say.js";
import { summaryView } from "./summary-view.js";
import { makeTable } from "./table-view.js";

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
  const table = makeTable(app, { choose, canSort: tools.canSort });
  /** What lists the events now. */
  let view = app.state().table ? table : rows;
  const counts = el("div", { class: "count-line" }, status.count, status.reset);
  const head = [search, status.progress, counts, status.why, summaryView(app), tools.root];
  root.append(el("div", { class: "events-head" }, head), status.empty, rows.pane, table.pane);
  let stamp = "";

  app.addPart(() => {
    const state = app.state();
    const { from, to, certain, undated, hidden, without, only } = state;
    const choices = [from, to, certain, undated, hidden, without, only];
    const key = JSON.stringify([choices, app.findings(), tools.stamp(), isPartial(app.searching())]);
    status.showProgress();
    if (document.activeElement !== search && search.value !== state.query) search.value = state.query;
    const isTable = state.table;
    if (key !== stamp || table.pane.hidden === isTable) {
      stamp = key;
      status.showCounts();
      view = isTable ? table : rows;
      rows.pane.hidden = isTable;
      table.pane.hidden = !isTable;
      document.documentElement.classList.toggle("has-table", isTable);
      view.list(tools.order());
    }
    view.mark();
  });

  return {
    search,
    /** Scrolls an event into view. @param {number} row @param {boolean} [focus] */
    show: (row, focus = false) => view.show(row, focus),
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
