/** How many events are listed, what hides the others, and how far a search has got. */
import { el } from "./dom.js";
import { wordsOfFacet } from "./facet-words.js";
import { FIRST_FACET, reasonsOf } from "./reasons.js";
import { say, saySentences } from "./say.js";
import { capital, sayPercent } from "./words.js";

/** @typedef {import("./app.js").App} App */

/**
 * Whether the results cover only part of the events. Until a new search has results, the previous
 * results are shown.
 * @param {{ share: number, titles: number }} searching
 */
export function isPartial({ share, titles }) {
  return titles > 0 && share < 1;
}

/** @param {App} app @param {HTMLElement} liveRegion */
export function makeListStatus(app, liveRegion) {
  const { columns, seen, header } = app;
  const reasons = reasonsOf(header.facets).map((name, at) => {
    const facet = header.facets[at - FIRST_FACET];
    return facet ? wordsOfFacet(facet).reason : say(`hidden.${name}`);
  });
  const count = el("p", { class: "count" });
  const why = el("p", { class: "why" });
  const progress = el("p", { class: "progress", role: "status", hidden: true });
  const reset = el("button", { type: "button", class: "link", hidden: true }, say("list.reset"));
  const empty = el("p", { class: "empty", hidden: true }, say("list.empty"));
  reset.addEventListener("click", () => app.reset());
  return {
    count,
    why,
    progress,
    reset,
    empty,
    /** Shows the progress of a search, or its error. */
    showProgress() {
      const { trouble } = app.searching();
      const message = sayProgress(app.searching());
      if (progress.textContent !== message) progress.textContent = message;
      progress.hidden = message === "";
      progress.classList.toggle("is-trouble", trouble !== "");
    },
    /** Says the counts of what is shown now. */
    showCounts() {
      const counts = { n: columns.count, shown: seen.count };
      const message = say("list.shown", counts);
      // During a search the counts cover only what has been searched.
      const isPart = isPartial(app.searching());
      count.textContent = isPart ? say("list.shown_so_far", counts) : message;
      why.textContent = isPart ? "" : sayHidden(app, reasons);
      const isWhole = app.searching().share === 1;
      if (isWhole && liveRegion.textContent !== message) liveRegion.textContent = message;
      reset.hidden = seen.count === columns.count;
      empty.hidden = seen.count > 0;
    },
  };
}

/** @param {{ share: number, titles: number, trouble: string }} searching */
function sayProgress({ share, titles, trouble }) {
  if (trouble) return say("list.no_search", { reason: trouble });
  if (share === 1) return "";
  if (titles === 0) return say("list.searching_soon");
  return titles < 1
    ? say("list.searching_titles", { part: sayPercent(titles) })
    : say("list.searching", { part: sayPercent(share) });
}

/** How certainly the shown events are in the window, and how many are hidden or off the map. @param {App} app @param {string[]} reasons */
function sayHidden(app, reasons) {
  const { seen } = app;
  const parts = reasons.flatMap((reason, i) =>
    seen.hidden[i] ? [say("hidden.part", { count: seen.hidden[i], reason })] : [],
  );
  return saySentences([
    app.filter().windowed ? sayClasses(app) : "",
    parts.length ? say("hidden.all", { reasons: parts.join(say("hidden.between")) }) : "",
    seen.unplaced ? say("list.not_on_map", { n: seen.unplaced }) : "",
  ]);
}

/** @param {App} app */
function sayClasses({ seen, state }) {
  const undated = state().undated && !state().certain ? seen.undated : 0;
  const inside = seen.count - seen.spanning - seen.possible - undated;
  const classes = Object.entries({ inside, spanning: seen.spanning, possible: seen.possible, undated });
  const parts = classes.flatMap(([name, n]) => (n ? [say(`shown.${name}`, { n })] : []));
  return parts.length ? say("shown.all", { classes: capital(parts.join(say("shown.between"))) }) : "";
}
