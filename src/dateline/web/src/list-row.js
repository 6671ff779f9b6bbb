/** What a row of the list says about its event. */
import { el, symbolEl, textEl } from "./dom.js";
import { keyFigures } from "./key-figures.js";
import { say } from "./say.js";
import { isExpected } from "./status.js";
import { huesOf, statementsOf, symbolOf } from "./symbols.js";
import { flagsOfTime } from "./time-words.js";
import { describe } from "./date-words.js";
import { isUndated } from "./window.js";
import { sayPlace, sayStatus } from "./words.js";

/** @typedef {import("./app.js").App} App */

/**
 * The parts of a row.
 * @param {App} app @param {number} row @param {Record<string, any>} fields
 */
export function describeRow(app, row, fields) {
  const { columns, header } = app;
  const stated = statementsOf(header, columns, row);
  const { status, verification } = stated;
  const isRetracted = stated.record === "retracted";
  const when = describe(fields.when, columns.start[row], columns.end[row]);
  const precision = header.dictionaries.place_precision[columns.codes.place_precision[row] - 1] ?? null;
  const directed = Boolean(columns.flags[row] & header.flags.directed);
  const place = sayPlace(fields, precision, directed);
  return [
    symbolEl(symbolOf(stated), huesOf(header, columns, row)),
    el(
      "span",
      { class: "row-text" },
      textEl("span", fields.title ?? say("list.no_title"), {
        class: isRetracted ? "row-title is-struck" : "row-title",
      }),
      el(
        "span",
        { class: "row-meta" },
        isRetracted ? el("span", { class: "flag" }, say("list.retracted")) : null,
        isExpected(columns.status[row]) || status === "cancelled"
          ? el("span", { class: "flag" }, sayStatus(status))
          : null,
        verification === "debunked" ? el("span", { class: "flag" }, say("list.debunked")) : null,
        ...flagsOfTime(app.timeClass(row)),
        el(
          "span",
          {
            class: isUndated(columns.start[row], columns.end[row])
              ? "row-when is-missing"
              : "row-when",
          },
          when,
        ),
        ...keyFigures(app, row, fields).map((words) => textEl("span", words, { class: "row-figure" })),
        columns.kind[row]
          ? place && textEl("span", place, { class: "row-place" })
          : el("span", { class: "row-place is-missing" }, say("place.not_mapped")),
        columns.kind[row] && columns.flags[row] & header.flags.unsure
          ? el("span", { class: "flag is-faint", title: say("place.unsure") }, say("place.uncertain"))
          : null,
      ),
    ),
  ];
}
