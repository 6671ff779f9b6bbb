/** The legend of what is drawn on the map besides the symbols of the facets. */
import { el, hues } from "./dom.js";
import { capital } from "./words.js";

const SHAPES = [
  ["is-area", "Area: the event is somewhere inside"],
  ["is-area is-expected", "Area of a planned or forecast event"],
  ["is-outline", "Outline of a country: all that is known"],
  ["is-line", "Line: the actual route is not known"],
  ["is-line is-loose", "Line that fades out: where it ends is not known"],
  ["is-halo", "Ring: how far away the event may be"],
  ["is-cluster", "Several events: the outline shows up to four layers"],
  ["is-hexagon", "Hexagon: the events inside, darker for more"],
  ["is-unsure", "Question mark: the place is likely, not certain"],
  ["is-spanning", "Arrows: goes on beyond the selected dates"],
  ["is-faint", "Faint: its dates are vague and may lie outside the selected ones"],
];

/** What shapes and additions to symbols mean. */
export function shapesLegend() {
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

/** The colours of the events, if a column gives them. @param {import("./types.js").Header} header */
export function styleLegend({ style }) {
  if (!style) return [];
  const title = capital(style.column.replace(/_/g, " "));
  return [
    el(
      "section",
      { class: "group", "aria-labelledby": "style-title" },
      el("div", { class: "group-head" }, el("h2", { id: "style-title" }, `Colour: ${title}`)),
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
