/** Layers and legend: the meaning of each symbol, its number of events and a checkbox. */
import { el, hues, symbolEl, textEl } from "./dom.js";
import { FACET_DICTIONARIES, facetWords } from "./filter.js";
import { withWord } from "./state.js";
import { symbolOf } from "./symbols.js";
import { combinationsOf } from "./combinations.js";
import { capital, sayNumber, STATUS_WORDS, VERIFICATION_WORDS, wordFor } from "./words.js";

/** @typedef {import("./app.js").App} App */
/** @typedef {keyof typeof FACET_DICTIONARIES} Facet */

/** On a narrower map the legend starts collapsed. */
const WIDE_PX = 700;

/** On a wider map the card and the legend fit side by side. */
const ROOMY_PX = 1250;

/**
 * @param {App} app
 * @param {HTMLElement} root
 */
export function makeKeyView(app, root) {
  const groups = el("div", { class: "key-groups", id: "key-groups" });
  const toggle = el(
    "button",
    { type: "button", class: "key-toggle", "aria-controls": "key-groups" },
    "Layers and legend",
  );
  /** @param {boolean} isOpen */
  const unfold = (isOpen) => {
    root.classList.toggle("is-folded", !isOpen);
    toggle.setAttribute("aria-expanded", String(isOpen));
  };
  toggle.addEventListener("click", () => unfold(root.classList.contains("is-folded")));
  unfold((root.parentElement?.querySelector(".stage")?.clientWidth ?? 0) >= WIDE_PX);
  root.append(toggle, groups);
  groups.append(
    layerTree(app),
    facetGroup(app, "status", {
      title: "Status",
      name: (word) => wordFor(STATUS_WORDS, word) ?? capital(word),
      image: (word) => symbolEl(symbolOf(word, ""), null, 28),
    }),
    facetGroup(app, "verification", {
      title: "Verification",
      name: (word) => wordFor(VERIFICATION_WORDS, word) ?? capital(word),
      image: (word) => symbolEl(symbolOf("occurred", word), null, 28),
    }),
    facetGroup(app, "type", {
      title: "Event type",
      name: (word) => (word === "unknown" ? "Type not stated" : capital(word)),
      image: () => null,
    }),
    shapesLegend(),
  );
  let wasOpen = false;
  return {
    /** Collapses the legend while a card is open on a narrow map. @param {boolean} hasCard */
    makeRoom(hasCard) {
      if ((root.parentElement?.querySelector(".stage")?.clientWidth ?? 0) > ROOMY_PX) return;
      if (hasCard) wasOpen = wasOpen || !root.classList.contains("is-folded");
      else if (wasOpen) unfold(true);
      if (hasCard) unfold(false);
      else wasOpen = false;
    },
  };
}

/** @param {App} app */
function layerTree(app) {
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

/**
 * One facet: a checkbox for each value that occurs.
 * @param {App} app @param {Facet} facet
 * @param {{ title: string, name: (word: string) => string, image: (word: string) => Element | null }} how
 */
function facetGroup(app, facet, { title, name, image }) {
  const column = { status: "status", verification: "verification", type: "type" }[facet];
  const used = new Set(
    combinationsOf(app.columns)[/** @type {"status" | "verification" | "type"} */ (column)],
  );
  const words = facetWords(app.header, facet);
  const order = [...words.keys()]
    .slice(1)
    .concat(0)
    .filter((code) => used.has(code));
  const rows = order.map((code) => {
    const word = words[code];
    const box = el("input", { type: "checkbox", id: `${facet}-${code}` });
    const tally = el("span", { class: "tally" });
    box.addEventListener("change", () =>
      app.set(
        { without: withWord(app.state().without, `${facet}:${word}`, !box.checked) },
        { push: true },
      ),
    );
    const item = el(
      "li",
      { class: "choice" },
      el(
        "label",
        { for: `${facet}-${code}` },
        box,
        image(word),
        textEl("span", name(word), { class: "choice-name" }),
        tally,
      ),
    );
    return { code, word, box, tally, item };
  });
  const counts = { status: "statuses", verification: "verifications", type: "types" }[facet];
  app.addPart(() => {
    const off = new Set(app.state().without);
    const seen = app.seen[/** @type {"statuses" | "verifications" | "types"} */ (counts)];
    for (const { code, word, box, tally } of rows) {
      box.checked = !off.has(`${facet}:${word}`);
      tally.textContent = sayNumber(seen[code]);
      tally.classList.toggle("is-none", seen[code] === 0);
    }
  });
  const id = `${facet}-title`;
  return el(
    "section",
    { class: "group", "aria-labelledby": id, hidden: rows.length === 0 },
    el("div", { class: "group-head" }, el("h2", { id }, title)),
    el(
      "ul",
      { class: "choices" },
      rows.map(({ item }) => item),
    ),
  );
}

const SHAPES = [
  ["is-area", "Area: the event is somewhere inside"],
  ["is-area is-expected", "Area of a planned or forecast event"],
  ["is-line", "Line: the actual route is not known"],
  ["is-halo", "Ring: how far away the event may be"],
  ["is-cluster", "Several events: the outline shows their layers"],
  ["is-unsure", "Question mark: the place is likely, not certain"],
  ["is-faint", "Faint: may fall outside the selected dates"],
];

function shapesLegend() {
  return el(
    "section",
    { class: "group", "aria-labelledby": "shapes-title" },
    el("div", { class: "group-head" }, el("h2", { id: "shapes-title" }, "On the map")),
    el(
      "ul",
      { class: "choices is-legend" },
      SHAPES.map(([kind, text]) =>
        el(
          "li",
          { class: "choice" },
          el("span", { class: `sample ${kind}`, "aria-hidden": "true" }),
          el("span", { class: "choice-name" }, text),
        ),
      ),
    ),
  );
}
