/** The legend of what is drawn on the map besides the symbols of the facets. */
import { isCountryWide } from "./areas.js";
import { MANY } from "./cells.js";
import { UNKNOWN_RADIUS } from "./columns.js";
import { el, hues, symbolEl } from "./dom.js";
import { wordsOfColumn } from "./facet-words.js";
import { say, sayNumber } from "./say.js";
import { isExpected } from "./status.js";
import { symbolOf } from "./symbols.js";
import { isUndated } from "./window.js";

/** @typedef {import("./types.js").Header} Header */
/** @typedef {import("./types.js").Columns} Columns */

const [POINT, LINE, AREA] = [1, 3, 4];

/** Classes of what the map shows, in the order of the legend. */
const SIGNS = [
  ...["is-area", "is-area is-expected", "is-outline", "is-line", "is-line is-loose", "is-halo"],
  ...["is-cluster", "is-hexagon", "is-unsure", "is-spanning", "is-faint"],
];

/**
 * The signs that a map of these events can show, at some place and for some dates.
 * @param {Header} header @param {Columns} columns
 * @returns {Set<string>}
 */
export function signsOf(header, columns) {
  const { kind, status, uncertainty, flags, start, begun, end, lasting } = columns;
  const signs = new Set();
  let placed = 0;
  for (let row = 0; row < columns.count; row++) {
    if (start[row] < end[row] && begun[row] <= lasting[row]) signs.add("is-spanning");
    if (begun[row] > lasting[row] || begun[row] !== start[row] || lasting[row] !== end[row]) {
      if (!isUndated(start[row], end[row])) signs.add("is-faint");
    }
    if (!kind[row]) continue;
    placed++;
    if (flags[row] & header.flags.unsure) signs.add("is-unsure");
    if (kind[row] === LINE) {
      signs.add(flags[row] & header.flags.loose_ends ? "is-line is-loose" : "is-line");
    } else if (kind[row] === AREA) {
      const isWhole = isCountryWide(header, columns, row);
      signs.add(isExpected(status[row]) ? "is-area is-expected" : isWhole ? "is-outline" : "is-area");
    } else if (kind[row] === POINT && uncertainty[row] && uncertainty[row] !== UNKNOWN_RADIUS) {
      signs.add("is-halo");
    }
  }
  if (placed > 1) signs.add("is-cluster");
  if (placed > MANY) signs.add("is-hexagon");
  return signs;
}

/** What shapes and additions to symbols mean. @param {Header} header @param {Columns} columns */
export function shapesLegend(header, columns) {
  const found = signsOf(header, columns);
  const signs = SIGNS.filter((kind) => found.has(kind));
  return el(
    "section",
    { class: "group", "aria-labelledby": "shapes-title", hidden: signs.length === 0 },
    el("div", { class: "group-head" }, el("h2", { id: "shapes-title" }, say("legend.on_map"))),
    el(
      "ul",
      { class: "choices is-legend" },
      signs.map((kind) =>
        el(
          "li",
          { class: "choice" },
          el("span", { class: `sample ${kind}`, "aria-hidden": "true" }),
          el("span", { class: "choice-name" }, say(`legend.${kind.replace(" is-", "-")}`)),
        ),
      ),
    ),
  );
}

/** What colours, sizes and symbols mean, if columns give them. @param {Header} header */
export function styleLegend({ style, size, symbol }) {
  return [
    style &&
      group("colour", style.column, style.classes.map((one) => item(el("span", { class: "swatch hued", style: hues(one) }), classWords(style.column, one)))),
    size && group("size", size.column, sizeItems(size)),
    symbol &&
      group("symbol", symbol.column, symbol.classes.map((form) => item(symbolEl(symbolOf({ status: "occurred", form }), null, 24), classWords(symbol.column, form)))),
  ].filter((part) => part !== null && part !== undefined);
}

/** @param {string} column @param {import("./types.js").ClassWords} one */
export function classWords(column, { label = "", kind, low, high }) {
  if (kind) return say(`legend.${kind}`, { low: low ?? "", high: high ?? "" });
  return wordsOfColumn(column).say(label);
}

/** Sizes of round numbers, and of what has the smallest size or none. @param {import("./types.js").SizeEntry} size */
function sizeItems({ sizes, smallest, missing }) {
  const circle = (/** @type {number} */ radius, name = "is-size") =>
    el("span", { class: `sample ${name}`, style: { "--radius": `${radius}px` } });
  return [
    ...sizes.map(([number, radius]) => item(circle(radius), sayNumber(number))),
    smallest === null ? null : item(circle(SMALLEST_PX), smallest ? say("legend.up_to", { number: smallest }) : "0"),
    missing ? item(circle(UNSIZED_PX, "is-size is-unsized"), say("legend.missing")) : null,
  ];
}

/** Radius of the smallest mark of a number, as in styles.py, and of a mark without one. */
const [SMALLEST_PX, UNSIZED_PX] = [3.5, 2.6];

/** @param {Element} sample @param {string} words */
function item(sample, words) {
  sample.setAttribute("aria-hidden", "true");
  return el("li", { class: "choice" }, sample, el("span", { class: "choice-name", dir: "auto" }, words));
}

/** @param {"colour" | "size" | "symbol"} what @param {string} column @param {(Element | null)[]} items */
function group(what, column, items) {
  const id = `style-${what}`;
  return el(
    "section",
    { class: "group", "aria-labelledby": id },
    el("div", { class: "group-head" }, el("h2", { id }, say(`legend.${what}`, { column: wordsOfColumn(column).title }))),
    el("ul", { class: "choices is-legend" }, items),
  );
}
