/** The layers as a tree of checkboxes. */
import { el, hues, textEl } from "./dom.js";
import { say, sayNumber } from "./say.js";
import { withWord } from "./state.js";
import { describe } from "./date-words.js";
import { formatDay } from "./timespan.js";
import { isUndated, OPEN_END_DAY, OPEN_START_DAY } from "./window.js";

/** @typedef {import("./app.js").App} App */

/** What the settings say about a layer. */
const ABOUT = /** @type {const} */ (["source", "as_of", "limits"]);

/**
 * A button and what it opens below the layer: what the layer holds, its source, last day and limits.
 * @param {App} app @param {number} at @param {number[]} within the layer and those in it
 */
function aboutLayer(app, at, within) {
  const { title, about, total } = app.header.layers[at];
  if (!about) return [];
  const card = el("div", { class: "layer-about", id: `layer-about-${at}`, hidden: true });
  const button = el(
    "button",
    {
      type: "button",
      class: "layer-info",
      "aria-label": say("layer.about", { layer: title }),
      "aria-expanded": "false",
      "aria-controls": card.id,
    },
    "i",
  );
  const fill = () => {
    const facts = ABOUT.flatMap((name) =>
      about[name] ? [el("dt", {}, say(`layer.${name}`)), textEl("dd", name === "as_of" ? describe(about[name], 0, 0) : about[name])] : [],
    );
    const events = say("count.events", { n: total });
    const days = sayDays(app.columns, new Set(within));
    card.append(
      ...(about.description ? [textEl("p", about.description)] : []),
      el("dl", {}, el("dt", {}, say("layer.holds")), el("dd", {}, days ? say("layer.holds_days", { events, days }) : events), ...facts),
    );
  };
  const show = (/** @type {boolean} */ isShown) => {
    if (isShown && !card.childElementCount) fill();
    card.hidden = !isShown;
    button.setAttribute("aria-expanded", String(isShown));
  };
  button.addEventListener("click", () => show(card.hidden));
  /** @param {KeyboardEvent} event */
  const close = (event) => {
    if (event.key !== "Escape" || card.hidden) return;
    event.stopPropagation();
    show(false);
  };
  button.addEventListener("keydown", close);
  return [button, card];
}

/** From when to when the dated events of some layers are, or "". @param {import("./types.js").Columns} columns @param {Set<number>} layers */
function sayDays({ count, layer, start, end }, layers) {
  let [first, last] = [OPEN_END_DAY, OPEN_START_DAY];
  for (let i = 0; i < count; i++) {
    if (!layers.has(layer[i]) || isUndated(start[i], end[i])) continue;
    for (const day of [start[i], end[i]]) {
      if (day === OPEN_START_DAY || day === OPEN_END_DAY) continue;
      if (day < first) first = day;
      if (day > last) last = day;
    }
  }
  if (first > last) return "";
  const text = first === last ? formatDay(first) : `${formatDay(first)}/${formatDay(last)}`;
  return describe(text, first, last);
}

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
      ...aboutLayer(app, at, within(at)),
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
      say("layer.switch_all"),
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
      say("layer.switch_none"),
    ),
  );
  return el(
    "section",
    { class: "group", "aria-labelledby": "layers-title" },
    el("div", { class: "group-head" }, el("h2", { id: "layers-title" }, say("layer.all")), switches),
    el(
      "ul",
      { class: "choices" },
      rows.map(({ item }) => item),
    ),
  );
}
