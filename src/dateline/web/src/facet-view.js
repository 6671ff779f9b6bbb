/** A facet: a checkbox for each value that occurs, with its number of events. */
import { el, symbolEl, textEl } from "./dom.js";
import { wordsOfFacet } from "./facet-words.js";
import { facetWords, makeIsOn } from "./filter.js";
import { say, sayNumber } from "./say.js";
import { fold } from "./search.js";
import { onlyWords, switched } from "./state.js";

/** @typedef {import("./app.js").App} App */

/** Values shown before the reader asks for more, and the most that are shown at a time. */
const FEW = 7;
const MOST = 200;

/** With more values than this, they can be searched. */
const SEARCHED = 12;

/** @typedef {{ code: number, word: string, name: string, total: number }} Value */

/** In pages with more events, facets with several values per event are folded, as they cost time. */
const MANY_EVENTS = 20_000;

/**
 * The section of a facet, or null if all events have the same value.
 * @param {App} app
 * @param {number} at position of the facet in the header
 * @param {() => void} folded called when the reader folds or unfolds it
 */
export function facetView(app, at, folded) {
  const entry = app.header.facets[at];
  const words = wordsOfFacet(entry);
  const values = valuesOf(app, at, words);
  if (values.length < 2) return null;
  const id = `facet-${at}`;
  const all = el("button", { type: "button", class: "link", hidden: true }, say("facet.all"));
  all.addEventListener("click", () => app.set(onlyWords(app.state(), entry.name, []), { push: true }));
  const choices = makeChoices(app, { at, words, values });
  const isLong = values.length > FEW + 1 || (entry.many === true && app.columns.count > MANY_EVENTS);
  const isChosen = [...app.state().without, ...app.state().only].some((word) =>
    word.startsWith(`${entry.name}:`),
  );
  const body = el("div", { id: `${id}-body`, hidden: isLong && !isChosen }, ...choices.parts);
  const toggle = el(
    "button",
    { type: "button", class: "fold", "aria-controls": body.id, "aria-expanded": String(!body.hidden) },
    textEl("span", words.title),
    el("span", { class: "fold-count" }, sayNumber(values.length)),
  );
  toggle.addEventListener("click", () => {
    body.hidden = !body.hidden;
    toggle.setAttribute("aria-expanded", String(!body.hidden));
    folded();
  });
  app.addPart(() => {
    const isOn = makeIsOn(app.state(), entry);
    all.hidden = values.every(({ word }) => isOn(word));
    if (!body.hidden) choices.update(isOn);
  });
  const heading = isLong ? el("h2", { id }, toggle) : textEl("h2", words.title, { id });
  const section = el(
    "section",
    // Values with symbols are part of the legend.
    { class: words.symbol ? "group" : "group is-plain", "aria-labelledby": id },
    el("div", { class: "group-head" }, heading, all),
    body,
  );
  return { at, section, isOpen: () => !body.hidden };
}

/**
 * The list of the values of a facet, which can be searched if it is long.
 * @param {App} app
 * @param {{ at: number, words: import("./facet-words.js").FacetWords, values: Value[] }} of
 */
function makeChoices(app, { at, words, values }) {
  const list = el("ul", { class: "choices" });
  const search = el("input", {
    type: "search",
    class: "choice-search",
    placeholder: say("facet.search_values", { n: values.length }),
    "aria-label": say("facet.search_in", { facet: words.title }),
    autocomplete: "off",
    spellcheck: "false",
    hidden: values.length <= SEARCHED,
  });
  const more = el("button", { type: "button", class: "link more" }, say("facet.all_values", { n: values.length }));
  let isWhole = values.length <= FEW + 1;
  more.addEventListener("click", () => {
    isWhole = true;
    fill();
    list.querySelectorAll("input")[FEW]?.focus();
  });
  search.addEventListener("input", fill);
  /** @type {ReturnType<typeof makeRow>[]} */
  let rows = [];

  function fill() {
    const wanted = fold(search.value);
    const found = wanted ? values.filter(({ name }) => fold(name).includes(wanted)) : values;
    const shown = found.slice(0, isWhole || wanted ? MOST : FEW);
    rows = shown.map((value) => makeRow(app, { at, words, value }));
    list.replaceChildren(...rows.map(({ item }) => item));
    more.hidden = isWhole || wanted !== "";
    update(makeIsOn(app.state(), app.header.facets[at]));
  }

  /** @param {(word: string) => boolean} isOn */
  function update(isOn) {
    for (const row of rows) row.update(isOn, app.seen.facets[at]);
  }

  fill();
  return { parts: [search, list, more], update };
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
    name: words.say(word),
    total: totals[code],
  }));
  const [missing, ...stated] = values;
  // Vocabularies have an order of their own; other values are sorted by their number of events.
  if (!words.isVocabulary && !header.facets[at].ordered) {
    stated.sort((a, b) => b.total - a.total || (a.name < b.name ? -1 : 1));
  }
  return [...stated, missing].filter(({ total }) => total > 0);
}

/**
 * @param {App} app
 * @param {{ at: number, words: import("./facet-words.js").FacetWords, value: Value }} of
 */
function makeRow(app, { at, words, value: { code, word, name } }) {
  const entry = app.header.facets[at];
  const id = `facet-${at}-${code}`;
  const key = `${entry.name}:${word}`;
  const box = el("input", { type: "checkbox", id });
  const tally = el("span", { class: "tally" });
  box.addEventListener("change", () => app.set(switched(app.state(), key, box.checked), { push: true }));
  const only = el(
    "button",
    {
      type: "button",
      class: "link only",
      "aria-label": say("facet.only_value", { value: name }),
      on: { click: () => app.set(onlyWords(app.state(), entry.name, [key]), { push: true }) },
    },
    say("facet.only"),
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
