/** The parts of a card that depend only on the fields of its event. */
import { el, textEl } from "./dom.js";
import { hostOf, safeUrl } from "./links.js";
import { say, sayNumber, sayTogether } from "./say.js";
import { sayDay } from "./time-words.js";
import { sayCountry } from "./facet-words.js";
import { capital, sayKind } from "./words.js";

/** @typedef {Record<string, any>} Fields */

/**
 * The table of reported figures. A figure without a value says "not reported", or quotes the text
 * that was given instead of a number.
 * @param {Fields} fields
 */
export function figures(fields) {
  const rows = (fields.figures ?? []).map((/** @type {Fields} */ figure) =>
    el(
      "tr",
      {},
      el("th", { scope: "row", dir: "auto" }, figure.label ?? ""),
      el("td", {}, ...sayFigure(figure, writtenFigure(fields, figure.label))),
    ),
  );
  for (const [label, name] of [[say("card.deaths"), "fatalities"]]) {
    const [value, low, high] = ["best", "low", "high"].map(
      (end) => fields[`${name}_${end}`] ?? null,
    );
    if (value !== null || low !== null || high !== null)
      rows.push(
        el(
          "tr",
          {},
          el("th", { scope: "row" }, label),
          el("td", {}, ...sayFigure({ value, low, high, unit: "" })),
        ),
      );
  }
  return rows.length
    ? [
        el("h3", {}, say("card.figures")),
        el("table", { class: "figures" }, el("tbody", {}, rows)),
      ]
    : [];
}

/**
 * The list of sources with their quotes.
 * @param {Fields} fields
 */
export function sources(fields) {
  const list = fields.sources ?? [];
  if (!list.length)
    return [el("h3", {}, say("card.sources")), el("p", { class: "aside" }, say("card.no_source"))];
  return [
    el("h3", {}, list.length === 1 ? say("card.one_source") : say("card.many_sources", { n: list.length })),
    el("ol", { class: "sources" }, list.map(sourceItem)),
  ];
}

/**
 * A labelled badge, such as the status of the event.
 * @param {string} kind
 * @param {string} text
 * @param {Element | null} image
 */
export function badge(kind, text, image) {
  return el("span", { class: `badge is-${kind.replace(/[^a-z-]/g, "")}` }, image, text);
}

/** A button that copies a link to this view. */
export function copyButton() {
  const button = el("button", { type: "button", class: "tool is-copy", "aria-label": say("card.copy_link") });
  const status = el("span", { class: "said", role: "status" });
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(location.href);
      status.textContent = say("card.link_copied");
    } catch {
      status.textContent = say("card.not_copied");
    }
  });
  return el("span", { class: "copy" }, button, status);
}

/**
 * The text given for a figure if it is not a number, else "".
 * @param {Fields} fields @param {string} label
 */
function writtenFigure(fields, label) {
  if (!fields.given_figures) return "";
  try {
    const given = [JSON.parse(fields.given_figures)].flat();
    const found = given.find((/** @type {Fields} */ figure) => figure?.label === label);
    return typeof found?.value === "string" ? found.value : "";
  } catch {
    return "";
  }
}

/** @param {Fields} figure @param {string} [written] @returns {(Node | string)[]} */
function sayFigure({ value, low, high, unit }, written = "") {
  const range = sayRange(low ?? null, high ?? null);
  const isMissing = value === null || value === undefined;
  return [
    isMissing
      ? el("span", { class: "is-missing" }, range ? "" : written ? say("text.quoted", { words: written }) : say("card.not_reported"))
      : el("strong", {}, typeof value === "number" ? sayNumber(value) : String(value)),
    range ? el("span", { class: isMissing ? "" : "aside" }, isMissing ? range : ` (${range})`) : "",
    unit && !(isMissing && !range) ? textEl("span", ` ${unit}`) : "",
  ];
}

/** A range of figures, "" without ends. @param {unknown} low @param {unknown} high */
function sayRange(low, high) {
  const [from, to] = [low, high].map((end) => (typeof end === "number" ? sayNumber(end) : String(end)));
  if (low === null) return high === null ? "" : say("number.at_most", { value: to });
  return high === null ? say("number.at_least", { value: from }) : say("number.range", { low: from, high: to });
}

/** @param {Fields} source */
function sourceItem(source) {
  const url = safeUrl(source.url);
  const archive = safeUrl(source.archive_url);
  const title = source.title || source.publisher || (url ? hostOf(url) : say("card.untitled_source"));
  const about = [
    source.title && source.publisher,
    source.published_at && say("card.published", { date: sayDay(source.published_at) }),
    source.accessed_at && say("card.accessed", { date: sayDay(source.accessed_at) }),
    source.kind,
    source.lang,
    source.locator,
  ]
    .filter(Boolean)
    .join(" · ");
  return el(
    "li",
    {},
    url ? link(url, title) : textEl("span", title, { class: "source-title" }),
    source.url && !url ? textEl("span", ` ${source.url}`, { class: "aside is-text-link" }) : null,
    about ? textEl("p", about, { class: "aside" }) : null,
    source.quote ? el("blockquote", {}, textEl("q", source.quote)) : null,
    archive ? el("p", {}, link(archive, say("card.archived"))) : null,
  );
}

/** @param {string} url a safe address @param {string} text */
function link(url, text) {
  return el(
    "a",
    { href: url, target: "_blank", rel: "noopener noreferrer nofollow", dir: "auto" },
    String(text),
  );
}

/**
 * A candidate place that was not chosen.
 * @param {Fields} place
 */
export function alternative(place) {
  const about = sayTogether([place.kind && sayKind(place.kind), sayCountry(place.country ?? "")]);
  return el(
    "li",
    {},
    textEl("bdi", place.place_name ?? place.place_id ?? ""),
    about ? textEl("span", ` (${about})`, { class: "aside" }) : null,
    typeof place.score === "number"
      ? el("span", { class: "aside" }, ` ${place.score.toFixed(2)}`)
      : null,
  );
}

const REPORTED = new Set([
  "event_id",
  "title",
  "when",
  "when_text",
  "where",
  "place_name",
  "actor1",
  "actor2",
  "description",
  "event_type",
  "status",
  "verification",
  "confidence",
  "record_status",
  "graphic",
  "figures",
  "fatalities_best",
  "fatalities_low",
  "fatalities_high",
  "sources",
  "date_precision",
  "approximate",
  "uncertain",
  "place_kind",
  "place_id",
  "place_precision",
  "uncertainty_m",
  "country",
  "lon",
  "lat",
  "generalised",
  "place_certainty",
  "geocode_score",
  "geocode_method",
  "geocode_reason",
  "geocode_reason_values",
  "geocode_alternatives",
  "origin_file",
  "origin_line",
  "reported_at",
  "updated_at",
  "related_ids",
  "media",
]);

/**
 * The media as links, one item for each; `parts/media.js` replaces those that are pictures of the page.
 * @param {Fields} fields
 */
export function media(fields) {
  const items = (fields.media ?? []).map((/** @type {Fields} */ entry) => {
    const url = safeUrl(entry.url);
    const text = [entry.caption || entry.kind || entry.alt || (url && say("card.media")), entry.credit, url ? null : entry.url].filter(Boolean).join(" · ");
    return el("li", { hidden: !text }, url ? link(url, text) : textEl("span", text));
  });
  return fields["#pictures"] || items.some((/** @type {HTMLElement} */ item) => !item.hidden)
    ? [el("h3", {}, say("card.media")), el("ul", { class: "others media" }, items)]
    : [];
}

/**
 * All fields that have no part of their own.
 * @param {Fields} fields
 */
export function more(fields) {
  const rest = Object.entries(fields).filter(
    ([name, value]) =>
      !REPORTED.has(name) &&
      name[0] !== "#" &&
      value !== null &&
      value !== false &&
      value !== "" &&
      !(Array.isArray(value) && !value.length),
  );
  return [
    ...(rest.length
      ? [
          el(
            "details",
            { class: "rest" },
            el("summary", {}, say("card.more_fields")),
            el(
              "dl",
              { class: "facts" },
              rest.flatMap(([name, value]) => [
                textEl("dt", capital(name.replaceAll("_", " "))),
                textEl("dd", sayValue(value)),
              ]),
            ),
          ),
        ]
      : []),
  ];
}

/** @param {unknown} value @returns {string} */
function sayValue(value) {
  if (Array.isArray(value)) return sayTogether(value.map(sayValue));
  if (value === true) return say("card.yes");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
