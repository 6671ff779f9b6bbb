/** What the card says of one event. */
import { facts, placing, recordLog } from "./card-facts.js";
import { badge, figures, media, more, sources } from "./card-parts.js";
import { el, hues, symbolEl, textEl } from "./dom.js";
import { say, sayParts, sayValueOf } from "./say.js";
import { huesOf, statementsOf, symbolOf } from "./symbols.js";
import { capital, sayEventType, sayStatus, sayVerification } from "./words.js";

/** @typedef {import("./app.js").App} App */
/** @typedef {Record<string, any>} Fields */

/**
 * What the card says of an event.
 * @param {App} app @param {number} row @param {Fields} fields
 */
export function contents(app, row, fields) {
  const { columns, header } = app;
  const layer = header.layers[columns.layer[row]];
  return [
    el(
      "p",
      { class: "card-layer" },
      el("span", { class: "swatch hued", "aria-hidden": "true", style: hues(layer) }),
      textEl("span", layer.parent < 0 ? layer.title : layer.path.split("/").join(" › ")),
      fields.event_type
        ? textEl("span", sayEventType(fields.event_type), { class: "card-type" })
        : null,
    ),
    textEl("h2", fields.title ?? say("list.no_title"), {
      tabindex: "-1",
      class: fields.record_status === "retracted" ? "is-struck" : "",
    }),
    badges(app, row, fields),
    ...warnings(fields),
    facts(app, row, fields),
    recordLog(app, fields),
    fields.description ? textEl("p", fields.description, { class: "description" }) : null,
    ...figures(fields),
    ...sources(fields),
    ...media(fields),
    placing(app, row, fields),
    ...more(fields),
    origin(fields),
  ].filter((part) => part !== null);
}

/** Status, verification, confidence and record. @param {App} app @param {number} row @param {Fields} fields */
function badges({ header, columns }, row, fields) {
  const { confidence, record_status: record } = fields;
  const [status, verification] = [fields.status ?? "unknown", fields.verification ?? "unknown"];
  const statements = { ...statementsOf(header, columns, row), verification: "", record: "" };
  return el(
    "p",
    { class: "badges" },
    badge(status, sayStatus(status), symbolEl(symbolOf(statements), huesOf(header, columns, row), 22)),
    badge(verification, sayVerification(verification), null),
    confidence ? badge("confidence", sayValueOf("card", `confidence_${confidence}`) ?? capital(confidence), null) : null,
    record && record !== "active" ? badge("record", sayValueOf("card", `record_${record}`) ?? capital(record), null) : null,
  );
}

/** What is not a fact about the event, or not for everyone. @param {Fields} fields */
function warnings({ status, verification, graphic }) {
  return [
    sayValueOf("status_note", status ?? "unknown"),
    verification === "debunked" && say("card.debunked"),
    graphic && say("card.graphic"),
  ].map((words) => (words ? el("p", { class: "not-a-fact" }, words) : null));
}

/** The file and the id of the event. @param {Fields} fields */
function origin({ origin_file: file, origin_line: line, event_id }) {
  const id = textEl("bdi", event_id);
  return el(
    "p",
    { class: "origin" },
    file ? sayParts("card.origin", { place: textEl("bdi", `${file}:${line ?? "?"}`), id }) : sayParts("card.id", { id }),
  );
}

/** Shown instead of the card's contents when the event's text can't be loaded. @param {string} why */
export function excuse(why) {
  return [
    el("h2", { tabindex: "-1" }, say("card.not_loaded")),
    textEl("p", say("text.sentence", { words: capital(why) }), { role: "alert" }),
  ];
}
