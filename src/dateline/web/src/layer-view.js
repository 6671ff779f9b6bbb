/** The layers as a tree of checkboxes. */
import { el, hues, textEl } from "./dom.js";
import { withWord } from "./state.js";
import { sayNumber } from "./words.js";

/** @typedef {import("./app.js").App} App */

/**
 * The tree of layers: a checkbox for each, with its number of events.
 * @param {App} app
 */
export function layerTree(app) {
  const { layers } = app.header;
  /** Indices of a layer and all its descendants. @param {number} at @returns {number[]} */
  const within = (at) => [
    at,
    ...layers.flatMap((layer, i) => (layer.parent === at ? within(i) : [])),
  ];
  const rows = layers.map((layer, at) => {
    const box = el("input", { type: "checkbox", id: `layer-${at}` });
    const tally = el("span", { class: "tally" });
    const paths = within(at)
      .filter((i) => layers[i].count > 0)
      .map((i) => layers[i].path);
    box.addEventListener("change", () => {
      let { hidden } = app.state();
      for (const path of paths) hidden = withWord(hidden, path, !box.checked);
      app.set({ hidden }, { push: true });
    });
    const swatch = el("span", {
      class: "swatch hued",
      "aria-hidden": "true",
      hidden: layer.count === 0,
      style: hues(layer),
    });
    const item = el(
      "li",
      { class: "choice", style: { "--depth": layer.depth } },
      el(
        "label",
        { for: `layer-${at}` },
        box,
        swatch,
        textEl("span", layer.title, { class: "choice-name" }),
        tally,
      ),
    );
    return { at, box, tally, paths, item };
  });
  app.addPart(() => {
    const hidden = new Set(app.state().hidden);
    for (const { at, box, tally, paths } of rows) {
      const off = paths.filter((path) => hidden.has(path)).length;
      box.checked = off < paths.length;
      box.indeterminate = off > 0 && off < paths.length;
      let sum = 0;
      for (const i of within(at)) sum += app.seen.layers[i];
      tally.textContent = sayNumber(sum);
      tally.classList.toggle("is-none", sum === 0);
    }
  });
  const switches = el(
    "span",
    { class: "both" },
    el(
      "button",
      {
        type: "button",
        class: "link",
        on: { click: () => app.set({ hidden: [] }, { push: true }) },
      },
      "All",
    ),
    el(
      "button",
      {
        type: "button",
        class: "link",
        on: {
          click: () =>
            app.set(
              {
                hidden: layers
                  .filter((l) => l.count)
                  .map((l) => l.path)
                  .sort(),
              },
              { push: true },
            ),
        },
      },
      "None",
    ),
  );
  return el(
    "section",
    { class: "group", "aria-labelledby": "layers-title" },
    el("div", { class: "group-head" }, el("h2", { id: "layers-title" }, "Layers"), switches),
    el(
      "ul",
      { class: "choices" },
      rows.map(({ item }) => item),
    ),
  );
}
