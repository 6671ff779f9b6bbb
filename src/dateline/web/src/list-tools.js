/** The order of the list, the download of what is listed, and the citation of the page. */
import { copyText } from "./copy.js";
import { download, MOST } from "./download.js";
import { el } from "./dom.js";
import { sayFilters } from "./filter-words.js";
import { orderOf } from "./list-order.js";
import { makeSortFields } from "./sort-fields.js";
import { dayWords } from "./date-words.js";
import { parseDays } from "./timespan.js";
import { say } from "./say.js";
import { sayPercent } from "./words.js";

/** @typedef {import("./app.js").App} App */

const ORDERS = ["", "newest", "title", "place", "layer", "deaths", "status", "verification"];

/** @param {App} app */
export function makeListTools(app) {
  const { columns, header, seen } = app;
  const fields = makeSortFields(app);
  const layers = header.layers.map(({ title }) => title);
  const offered = ORDERS.filter(
    (sort) => sort === "" || sort === "newest" || (sort === "layer" ? layers.length > 1 : fields.has(sort)),
  );
  const select = el(
    "select",
    { class: "order", "aria-label": say("list.order") },
    offered.map((sort) => el("option", { value: sort }, say(`order.${sort || "oldest"}`))),
  );
  select.addEventListener("change", () => app.set({ sort: select.value }));
  const said = el("p", { class: "said", role: "status" });
  const buttons = [makeButton("csv", say("share.csv")), makeButton("geojson", say("share.geojson"))];
  const rule = el("p", { class: "aside" });
  const share = el(
    "details",
    { class: "share" },
    el("summary", {}, say("share.open")),
    el("div", { class: "share-body" }, buttons, copyText(say("share.copy_citation"), cite), rule, said),
  );
  share.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !share.open) return;
    event.stopPropagation();
    share.open = false;
    share.querySelector("summary")?.focus();
  });
  document.addEventListener("pointerdown", ({ target }) => {
    if (share.open && !share.contains(/** @type {Node} */ (target))) share.open = false;
  });
  const asTable = el("button", { type: "button", class: "link as-table", "aria-pressed": "false" }, say("list.table"));
  asTable.addEventListener("click", () => app.set({ table: !app.state().table }, { push: true }));
  const root = el("div", { class: "list-tools" }, select, asTable, share);

  /** @param {"csv" | "geojson"} format @param {string} name */
  function makeButton(format, name) {
    const button = el("button", { type: "button", class: "link" }, name);
    button.addEventListener("click", async () => {
      for (const one of buttons) one.disabled = true;
      try {
        await download(app, format, order().rows, (part) => {
          said.textContent = say("share.writing", { part: sayPercent(part) });
        });
        said.textContent = say("share.written", { n: seen.count });
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        said.textContent = say("share.not_written", { reason });
      }
      for (const one of buttons) one.disabled = false;
    });
    return button;
  }

  /** What identifies the page and this view of it. */
  function cite() {
    const { title, as_of: day } = header.page;
    const known = parseDays(day);
    const shown = say("share.shown", { n: columns.count, shown: seen.count });
    return [
      `${title.replace(/\.$/, "")}.`,
      known ? say("share.as_of", { date: dayWords(known.first) }) : "",
      `${shown} ${sayFilters(app.state(), header)}`,
      location.href,
      say("share.hash", { hash: header.hash }),
    ]
      .filter(Boolean)
      .join(" ");
  }

  function order() {
    const { sort } = app.state();
    return orderOf(columns, seen, { sort, layers, sorted: fields.sorted(sort) });
  }

  app.addPart(() => {
    const { sort } = app.state();
    if (select.value !== sort) select.value = sort;
    asTable.setAttribute("aria-pressed", String(app.state().table));
    const isLong = seen.count > MOST;
    for (const button of buttons) button.hidden = isLong || !seen.count;
    rule.textContent = isLong ? say("share.too_many", { n: MOST }) : say("share.listed", { n: seen.count });
    root.classList.toggle("is-busy", fields.share() < 1);
  });

  return {
    root,
    order,
    /** Whether the list can have an order. @param {string} sort */
    canSort: (sort) => sort === "" || sort === "newest" || sort === "layer" || fields.has(sort),
    /** Changes when the same events have another order. */
    stamp: () => `${app.state().sort} ${fields.sorted(app.state().sort) !== null}`,
  };
}
