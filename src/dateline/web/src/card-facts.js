/** The facts of an event on its card: when, where and who, how it was placed, and its corrections. */
import { copyText } from "./copy.js";
import { alternative } from "./card-parts.js";
import { UNKNOWN_RADIUS } from "./columns.js";
import { el, textEl } from "./dom.js";
import { sayCountry } from "./facet-words.js";
import { sayReason } from "./place-reason.js";
import { say, sayTogether, sayValueOf } from "./say.js";
import { sayCover, sayDay, sayTimeClass } from "./time-words.js";
import { describe } from "./date-words.js";
import { parseDays } from "./timespan.js";
import { capital, sayCoordinates, sayDatePrecision, sayDistance, sayKind, sayMethod, sayPlace, sayPlaceName, sayPlacePrecision } from "./words.js";

/** @typedef {import("./app.js").App} App */
/** @typedef {Record<string, any>} Fields */

/** Related events that are looked up; the others are only named. */
const MOST_RELATED = 50;

/** Whether an event leads from one place to another. @param {App} app @param {number} row */
function isDirected({ columns, header }, row) {
  return Boolean(columns.flags[row] & header.flags.directed);
}

/** Words in brackets after a statement. @param {string} words @param {Record<string, string>} [attributes] */
function aside(words, attributes = {}) {
  return el("span", { class: "aside", ...attributes }, say("card.aside", { words }));
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
    .join(say("card.between_notes"));
  const place = capital(sayPlace(fields, fields.place_precision, isDirected(app, row)));
  const cover = sayCover(columns.start[row], columns.end[row]);
  return el(
    "dl",
    { class: "facts" },
    el("dt", {}, say("card.when")),
    el(
      "dd",
      {},
      fields.when ? capital(when) : sayUndated(fields),
      notes && fields.when ? aside(notes) : null,
    ),
    el("dt", {}, say("card.where")),
    el(
      "dd",
      {},
      place
        ? textEl("span", place)
        : columns.kind[row]
          ? sayCoordinates(fields.lon, fields.lat)
          : say("place.not_on_map"),
      place && !columns.kind[row]
        ? aside(say("card.not_on_map"))
        : null,
      fields.place_certainty === "uncertain"
        ? aside(say("place.uncertain"), { title: say("place.unsure") })
        : null,
    ),
    fields.actor1 || fields.actor2
      ? [
          el("dt", {}, say("card.who")),
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
    fields.where ? [say("placing.written"), textEl("dd", fields.where)] : null,
    fields.place_name
      ? [
          say("placing.interpreted"),
          el(
            "dd",
            {},
            textEl("span", sayPlaceName(fields.place_name)),
            fields.place_kind
              ? aside(sayTogether([sayKind(fields.place_kind), sayCountry(fields.country ?? "")]))
              : null,
          ),
        ]
      : null,
    columns.kind[row]
      ? [
          say("placing.coordinates"),
          el(
            "dd",
            {},
            sayCoordinates(fields.lon, fields.lat, kind === "point" ? 4 : 2),
            kind === "point" ? null : aside(say("placing.representative")),
            copyText(say("placing.copy"), `${fields.lat}, ${fields.lon}`),
          ),
        ]
      : null,
    columns.kind[row] && columns.uncertainty[row] !== UNKNOWN_RADIUS
      ? [
          say("placing.uncertainty"),
          el(
            "dd",
            {},
            columns.uncertainty[row]
              ? say("placing.within", { distance: sayDistance(columns.uncertainty[row]) })
              : say("placing.exactly"),
          ),
        ]
      : null,
    fields.geocode_method && fields.geocode_method !== "none"
      ? [
          say("placing.method"),
          el(
            "dd",
            {},
            sayMethod(fields.geocode_method),
            typeof fields.geocode_score === "number"
              ? aside(say("placing.score", { score: fields.geocode_score.toFixed(2) }))
              : null,
          ),
        ]
      : null,
    fields.geocode_reason ? [say("placing.reason"), reason(fields)] : null,
    fields.generalised ? [say("placing.note"), el("dd", {}, say("placing.generalised"))] : null,
    fields.geocode_alternatives?.length
      ? [
          say("placing.candidates"),
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
    el("h3", {}, say("placing.title")),
    el(
      "p",
      { dir: "auto" },
      say("text.sentence", {
        words: sayPlacePrecision(fields.place_precision, name, { kind, directed: isDirected(app, row) }),
      }),
    ),
    el("dl", { class: "facts" }, lines),
  );
}

/** Why this place was chosen; a sentence of an older export is English. @param {Fields} fields */
function reason({ geocode_reason: codes, geocode_reason_values: values }) {
  const { text, isQuoted } = sayReason(String(codes), values);
  return textEl("dd", text, { lang: isQuoted ? "en" : null });
}

/**
 * The date as written, the days that it covers, and when it was reported.
 * @param {Fields} fields @param {string} cover
 */
function dates(fields, cover) {
  // A plain year, month or day says the same in words.
  const isPlain = !fields.when || (!fields.when_text && parseDays(fields.when) !== null);
  return [
    isPlain ? null : [el("dt", {}, say("card.date_as_written")), textEl("dd", fields.when_text ?? fields.when)],
    !isPlain && cover ? [el("dt", {}, say("card.date_understood")), textEl("dd", cover)] : null,
    fields.reported_at ? [el("dt", {}, say("card.reported")), textEl("dd", sayDay(fields.reported_at))] : null,
  ].flatMap((line) => line ?? []);
}

/** States of a record that are worth a line. */
const CHANGED = new Set(["corrected", "retracted"]);

/**
 * What became of the record: corrections with their date, and related events, as links if the page
 * has them. Null if nothing did.
 * @param {App} app @param {Fields} fields
 */
export function recordLog(app, fields) {
  const { record_status: status, updated_at: updated, related_ids: related } = fields;
  const what = CHANGED.has(status) ? sayValueOf("record", status) : "";
  const ids = Array.isArray(related) ? related.map(String) : [];
  if (!what && !updated && !ids.length) return null;
  const date = updated ? sayDay(updated) : say("card.no_record_date");
  return el(
    "section",
    { class: "record-log" },
    what || updated
      ? textEl("p", what ? say("card.record_at", { record: what, date }) : say("card.record_changed", { date }))
      : null,
    ids.length ? el("h3", {}, say("card.related", { n: ids.length })) : null,
    ids.length
      ? el("ul", { class: "others" }, ids.map((id, n) => relatedItem(app, id, n < MOST_RELATED)))
      : null,
  );
}

/** @param {App} app @param {string} id @param {boolean} isSought */
function relatedItem(app, id, isSought) {
  const item = el("li", {}, textEl("bdi", id), aside(say("card.not_on_page")));
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
  return given ? say("card.not_a_date", { text: given }) : say("card.undated");
}
