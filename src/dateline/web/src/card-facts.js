/** The facts of an event on its card: when, where and who, how it was placed, and its corrections. */
import { copyText } from "./copy.js";
import { alternative } from "./card-parts.js";
import { UNKNOWN_RADIUS } from "./columns.js";
import { el, textEl } from "./dom.js";
import { sayCover, sayDay, sayTimeClass } from "./time-words.js";
import { describe, parseDays } from "./timespan.js";
import {
  capital,
  NOT_ON_MAP,
  sayCoordinates,
  sayDatePrecision,
  sayDistance,
  sayKind,
  sayMethod,
  sayPlace,
  sayPlacePrecision,
  UNSURE_PLACE,
} from "./words.js";

/** @typedef {import("./app.js").App} App */
/** @typedef {Record<string, any>} Fields */

/** Related events that are looked up; the others are only named. */
const MOST_RELATED = 50;

/** Whether an event leads from one place to another. @param {App} app @param {number} row */
function isDirected({ columns, header }, row) {
  return Boolean(columns.flags[row] & header.flags.directed);
}

/**
 * When, where and who.
 * @param {App} app @param {number} row @param {Fields} fields
 */
export function facts(app, row, fields) {
  const { columns } = app;
  const when = describe(fields.when, columns.start[row], columns.end[row]);
  const precision = sayDatePrecision(fields.date_precision);
  const notes = [precision, sayTimeClass(app.timeClass(row))]
    .filter(Boolean)
    .join(", ");
  const place = capital(sayPlace(fields, fields.place_precision, isDirected(app, row)));
  const cover = sayCover(columns.start[row], columns.end[row]);
  return el(
    "dl",
    { class: "facts" },
    el("dt", {}, "When"),
    el(
      "dd",
      {},
      fields.when ? capital(when) : sayUndated(fields),
      notes && fields.when ? el("span", { class: "aside" }, ` (${notes})`) : null,
    ),
    el("dt", {}, "Where"),
    el(
      "dd",
      {},
      place
        ? textEl("span", place)
        : columns.kind[row]
          ? sayCoordinates(fields.lon, fields.lat)
          : NOT_ON_MAP,
      place && !columns.kind[row]
        ? el("span", { class: "aside" }, ` (${NOT_ON_MAP.toLowerCase()})`)
        : null,
      fields.place_certainty === "uncertain"
        ? el("span", { class: "aside", title: UNSURE_PLACE }, " (place uncertain)")
        : null,
    ),
    fields.actor1 || fields.actor2
      ? [
          el("dt", {}, "Who"),
          textEl("dd", [fields.actor1, fields.actor2].filter(Boolean).join(" · ")),
        ]
      : null,
    ...dates(fields, cover),
  );
}

/**
 * Where as written and as interpreted, with the reasons.
 * @param {App} app @param {number} row @param {Fields} fields
 */
export function placing(app, row, fields) {
  const { columns, header } = app;
  const kind = header.dictionaries.kind[columns.kind[row]];
  const name = fields.place_name ?? fields.where ?? "";
  const lines = [
    fields.where ? ["Written as", textEl("dd", fields.where)] : null,
    fields.place_name
      ? [
          "Interpreted as",
          el(
            "dd",
            {},
            textEl("span", fields.place_name),
            fields.place_kind
              ? el(
                  "span",
                  { class: "aside" },
                  ` (${sayKind(fields.place_kind)}${fields.country ? `, ${fields.country}` : ""})`,
                )
              : null,
          ),
        ]
      : null,
    columns.kind[row]
      ? [
          "Coordinates",
          el(
            "dd",
            {},
            sayCoordinates(fields.lon, fields.lat, kind === "point" ? 4 : 2),
            kind === "point" ? null : el("span", { class: "aside" }, " (a representative point)"),
            copyText("Copy coordinates", `${fields.lat}, ${fields.lon}`),
          ),
        ]
      : null,
    columns.kind[row] && columns.uncertainty[row] !== UNKNOWN_RADIUS
      ? [
          "Uncertainty",
          el(
            "dd",
            {},
            columns.uncertainty[row]
              ? `Within ${sayDistance(columns.uncertainty[row])} of that point`
              : "Exactly at that point",
          ),
        ]
      : null,
    fields.geocode_method && fields.geocode_method !== "none"
      ? [
          "Method",
          el(
            "dd",
            {},
            capital(sayMethod(fields.geocode_method)),
            typeof fields.geocode_score === "number"
              ? el("span", { class: "aside" }, ` (score ${fields.geocode_score.toFixed(2)} out of 1)`)
              : null,
          ),
        ]
      : null,
    fields.geocode_reason ? ["Reason", textEl("dd", fields.geocode_reason)] : null,
    fields.generalised ? ["Note", el("dd", {}, "Deliberately shown less precisely")] : null,
    fields.geocode_alternatives?.length
      ? [
          "Other candidates",
          el(
            "dd",
            {},
            el("ul", { class: "others" }, fields.geocode_alternatives.map(alternative)),
          ),
        ]
      : null,
  ].flatMap((line) =>
    line ? [el("dt", {}, /** @type {string} */ (line[0])), /** @type {Node} */ (line[1])] : [],
  );
  return el(
    "section",
    { class: "placing" },
    el("h3", {}, "How this event was placed"),
    el(
      "p",
      { dir: "auto" },
      `${sayPlacePrecision(fields.place_precision, name, { kind, directed: isDirected(app, row) })}.`,
    ),
    el("dl", { class: "facts" }, lines),
  );
}

/**
 * The date as written, the days that it covers, and when it was reported.
 * @param {Fields} fields @param {string} cover
 */
function dates(fields, cover) {
  // A plain year, month or day says the same in words.
  const isPlain = !fields.when || (!fields.when_text && parseDays(fields.when) !== null);
  return [
    isPlain ? null : [el("dt", {}, "Date as written"), textEl("dd", fields.when_text ?? fields.when)],
    !isPlain && cover ? [el("dt", {}, "Understood as"), textEl("dd", cover)] : null,
    fields.reported_at ? [el("dt", {}, "Reported"), textEl("dd", sayDay(fields.reported_at))] : null,
  ].flatMap((line) => line ?? []);
}

/** @type {Record<string, string>} */
const RECORD_WORDS = { corrected: "Corrected", retracted: "Retracted" };

/**
 * What became of the record: corrections with their date, and related events, as links if the page
 * has them. Null if nothing did.
 * @param {App} app @param {Fields} fields
 */
export function recordLog(app, fields) {
  const { record_status: status, updated_at: updated, related_ids: related } = fields;
  const what = Object.hasOwn(RECORD_WORDS, status ?? "") ? RECORD_WORDS[status] : "";
  const ids = Array.isArray(related) ? related.map(String) : [];
  if (!what && !updated && !ids.length) return null;
  const date = updated ? sayDay(updated) : "date not stated";
  return el(
    "section",
    { class: "record-log" },
    what || updated
      ? textEl("p", `${what || "Record last changed"}${what ? " (" : ": "}${date}${what ? ")" : ""}.`)
      : null,
    ids.length ? el("h3", {}, ids.length === 1 ? "Related event" : "Related events") : null,
    ids.length
      ? el("ul", { class: "others" }, ids.map((id, n) => relatedItem(app, id, n < MOST_RELATED)))
      : null,
  );
}

/** @param {App} app @param {string} id @param {boolean} isSought */
function relatedItem(app, id, isSought) {
  const item = el("li", {}, textEl("bdi", id), el("span", { class: "aside" }, " (not on this page)"));
  const link = async () => {
    const row = await app.rowOf(id);
    if (row < 0) return;
    const { title } = await app.head.read(row);
    const button = el("button", { type: "button", class: "link", on: { click: () => void app.open(row) } });
    button.append(textEl("bdi", title ?? id));
    item.replaceChildren(button);
  };
  // If its text cannot be loaded, its id stays.
  if (isSought) link().catch(() => {});
  return item;
}

/**
 * Why an event has no date: none was given, or the given text is not a date.
 * @param {Fields} fields
 */
function sayUndated(fields) {
  const given = fields.given_when;
  return given
    ? `Undated: “${given}” could not be read as a date`
    : "Undated: no date given";
}
