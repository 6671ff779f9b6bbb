/** A facet: a checkbox for each value that occurs, with its number of events. */
import { el, symbolEl, textEl } from "./dom.js";
import { sayFacetWord, wordsOfFacet } from "./facet-words.js";
import { facetWords, makeIsOn } from "./filter.js";
import { fold } from "./search.js";
import { onlyWords, switched } from "./state.js";
import { sayNumber } from "./words.js";

/** @typedef {import("./app.js").App} App */
/** @typedef {import("./types.js").FacetEntry} FacetEntry */

/** Values shown before the reader asks for more, and the most that are shown at a time. */
const FEW = 7;
const MOST = 200;

/** With more values than this, they can be searched. */
const SEARCHED = 12;

/** @typedef {{ code: number, word: string, name: string, total: number }} Value */

/**
 * The section of a facet, or null if all events have the same value.
 * @param {App} app
 * @param {number} at position of the facet in the header
 */
export function facetView(app, at) {
  const entry = app.header.facets[at];
  const words = wordsOfFacet(entry);
  const values = valuesOf(app, at, words);
  if (values.length < 2) return null;
  const list = el("ul", { class: "choices" });
  const search = el("input", {
    type: "search",
    class: "choice-search",
    placeholder: `Search ${sayNumber(values.length)} values`,
    "aria-label": `Search: ${words.title}`,
    autocomplete: "off",
    spellcheck: "false",
    hidden: true,
  });
  const more = el("button", { type: "button", class: "link more" }, `All ${sayNumber(values.length)}`);
  const all = el("button", { type: "button", class: "link", hidden: true }, "All");
  all.addEventListener("click", () => app.set(onlyWords(app.state(), entry.name, []), { push: true }));
  let isOpen = values.length <= FEW + 1;
  more.addEventListener("click", () => {
    isOpen = true;
    fill();
    if (!search.hidden) search.focus();
    else list.querySelectorAll("input")[FEW]?.focus();
  });
  search.addEventListener("input", fill);
  /** @type {ReturnType<typeof makeRow>[]} */
  let rows = [];

  function fill() {
    const wanted = fold(search.value);
    const found = wanted ? values.filter(({ name }) => fold(name).includes(wanted)) : values;
    rows = found.slice(0, isOpen ? MOST : FEW).map((value) => makeRow(app, { entry, words, value }));
    list.replaceChildren(...rows.map(({ item }) => item));
    more.hidden = isOpen;
    search.hidden = !isOpen || values.length <= SEARCHED;
    update();
  }

  function update() {
    const state = app.state();
    const isOn = makeIsOn(state, entry);
    all.hidden = values.every(({ word }) => isOn(word));
    for (const row of rows) row.update(isOn, app.seen.facets[at]);
  }

  fill();
  app.addPart(update);
  const id = `facet-${entry.name}`;
  return el(
    "section",
    { class: "group", "aria-labelledby": id },
    el("div", { class: "group-head" }, el("h2", { id, dir: "auto" }, words.title), all),
    search,
    list,
    more,
  );
}

/** The values that occur, in the order in which they are shown. @param {App} app @param {number} at @param {import("./facet-words.js").FacetWords} words @returns {Value[]} */
function valuesOf({ header, columns }, at, words) {
  const { codes, first, size } = columns.facets[at];
  const totals = new Int32Array(size);
  for (let i = 0; i < codes.length; i++) totals[codes[i]]++;
  if (first) for (let i = 0; i < columns.count; i++) if (first[i] === first[i + 1]) totals[0]++;
  const values = facetWords(header, header.facets[at]).map((word, code) => ({
    code,
    word,
    name: sayFacetWord(words, word),
    total: totals[code],
  }));
  const [missing, ...stated] = values;
  // Vocabularies have an order of their own; other values are sorted by their number of events.
  if (Object.keys(words.words).length < 3) {
    stated.sort((a, b) => b.total - a.total || (a.name < b.name ? -1 : 1));
  }
  return [...stated, missing].filter(({ total }) => total > 0);
}

/**
 * @param {App} app
 * @param {{ entry: FacetEntry, words: import("./facet-words.js").FacetWords, value: Value }} of
 */
function makeRow(app, { entry, words, value: { code, word, name } }) {
  const id = `facet-${entry.name}-${code}`;
  const key = `${entry.name}:${word}`;
  const box = el("input", { type: "checkbox", id });
  const tally = el("span", { class: "tally" });
  box.addEventListener("change", () => app.set(switched(app.state(), key, box.checked), { push: true }));
  const only = el(
    "button",
    {
      type: "button",
      class: "link only",
      "aria-label": `Only ${name}`,
      on: { click: () => app.set(onlyWords(app.state(), entry.name, [key]), { push: true }) },
    },
    "only",
  );
  const isOff = entry.off?.includes(word) ?? false;
  const item = el(
    "li",
    { class: "choice" },
    el(
      "label",
      { for: id },
      box,
      words.symbol ? symbolEl(words.symbol(word), null, 28) : null,
      textEl("span", name, { class: isOff ? "choice-name is-struck" : "choice-name" }),
      tally,
    ),
    only,
  );
  return {
    item,
    /** @param {(word: string) => boolean} isOn @param {Int32Array} counts */
    update(isOn, counts) {
      box.checked = isOn(word);
      tally.textContent = sayNumber(counts[code]);
      tally.classList.toggle("is-none", counts[code] === 0);
    },
  };
}
