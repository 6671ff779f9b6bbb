/** The legend of what is drawn on the map besides the symbols of the facets. */
import { isCountryWide } from "./areas.js";
import { MANY } from "./cells.js";
import { UNKNOWN_RADIUS } from "./columns.js";
import { el, hues } from "./dom.js";
import { say } from "./say.js";
import { isExpected } from "./status.js";
import { isUndated } from "./window.js";
import { capital } from "./words.js";

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

/** The colours of the events, if a column gives them. @param {Header} header */
export function styleLegend({ style }) {
  if (!style) return [];
  const title = capital(style.column.replace(/_/g, " "));
  return [
    el(
      "section",
      { class: "group", "aria-labelledby": "style-title" },
      el("div", { class: "group-head" }, el("h2", { id: "style-title" }, say("legend.colour", { column: title }))),
      el(
        "ul",
        { class: "choices is-legend" },
        style.classes.map((one) =>
          el(
            "li",
            { class: "choice" },
            el("span", { class: "swatch hued", style: hues(one), "aria-hidden": "true" }),
            el("span", { class: "choice-name", dir: "auto" }, one.label),
          ),
        ),
      ),
    ),
  ];
}
