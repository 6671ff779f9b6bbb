/** The order of the list, the download of what is listed, and the citation of the page. */
import { copyText } from "./copy.js";
import { download, MOST } from "./download.js";
import { el } from "./dom.js";
import { sayFilters } from "./filter-words.js";
import { orderOf } from "./list-order.js";
import { makeSortFields } from "./sort-fields.js";
import { dayWords, parseDays } from "./timespan.js";
import { sayCount, sayNumber } from "./words.js";

/** @typedef {import("./app.js").App} App */

/** @type {[sort: string, name: string][]} */
const ORDERS = [
  ["", "Oldest first"],
  ["newest", "Newest first"],
  ["title", "By title"],
  ["place", "By place"],
  ["layer", "By layer"],
  ["deaths", "Most deaths first"],
];

/** @param {App} app */
export function makeListTools(app) {
  const { columns, header, seen } = app;
  const fields = makeSortFields(app);
  const layers = header.layers.map(({ title }) => title);
  const offered = ORDERS.filter(
    ([sort]) => sort === "" || sort === "newest" || (sort === "layer" ? layers.length > 1 : fields.has(sort)),
  );
  const select = el(
    "select",
    { class: "order", "aria-label": "Order of the list" },
    offered.map(([sort, name]) => el("option", { value: sort }, name)),
  );
  select.addEventListener("change", () => app.set({ sort: select.value }));
  const said = el("p", { class: "said", role: "status" });
  const buttons = [makeButton("csv", "Table (CSV)"), makeButton("geojson", "Map data (GeoJSON)")];
  const rule = el("p", { class: "aside" });
  const share = el(
    "details",
    { class: "share" },
    el("summary", {}, "Download, cite"),
    el("div", { class: "share-body" }, buttons, copyText("Copy citation", cite), rule, said),
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
  const root = el("div", { class: "list-tools" }, select, share);

  /** @param {"csv" | "geojson"} format @param {string} name */
  function makeButton(format, name) {
    const button = el("button", { type: "button", class: "link" }, name);
    button.addEventListener("click", async () => {
      for (const one of buttons) one.disabled = true;
      try {
        await download(app, format, order().rows, (part) => {
          said.textContent = `Writing… ${Math.floor(part * 100)}%`;
        });
        said.textContent = `${sayCount(seen.count, "event")} written`;
      } catch (error) {
        said.textContent = `Could not write the file: ${error instanceof Error ? error.message : error}.`;
      }
      for (const one of buttons) one.disabled = false;
    });
    return button;
  }

  /** What identifies the page and this view of it. */
  function cite() {
    const { title, as_of: day } = header.page;
    const known = parseDays(day);
    const shown = `${sayNumber(seen.count)} of ${sayCount(columns.count, "event")}`;
    return [
      `${title.replace(/\.$/, "")}.`,
      known ? `As of ${dayWords(known.first)}.` : "",
      `${shown} shown. ${sayFilters(app.state(), header)}`,
      location.href,
      `Data: sha256 ${header.hash}`,
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
    const isLong = seen.count > MOST;
    for (const button of buttons) button.hidden = isLong || !seen.count;
    rule.textContent = isLong
      ? `A download has up to ${sayNumber(MOST)} events. Filter first.`
      : `${seen.count === 1 ? "The 1 event" : `The ${sayCount(seen.count, "event")}`} listed now.`;
    root.classList.toggle("is-busy", fields.share() < 1);
  });

  return {
    root,
    order,
    /** Changes when the same events have another order. */
    stamp: () => `${app.state().sort} ${fields.sorted(app.state().sort) !== null}`,
  };
}
