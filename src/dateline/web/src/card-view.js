/** The card of one event: everything known about it, and how certain each part is. */
import { alternative, badge, copyButton, figures, more, sources } from "./card-parts.js";
import { columnFields } from "./column-fields.js";
import { UNKNOWN_RADIUS } from "./columns.js";
import { el, hues, symbolEl, textEl } from "./dom.js";
import { makeHereView } from "./here-view.js";
import { symbolOf } from "./symbols.js";
import { sayTimeClass } from "./time-words.js";
import { describe } from "./timespan.js";
import {
  capital,
  NOT_ON_MAP,
  UNSURE_PLACE,
  sayCoordinates,
  sayDatePrecision,
  sayDistance,
  sayKind,
  sayMethod,
  sayPlace,
  sayPlacePrecision,
  STATUS_NOTES,
  STATUS_WORDS,
  VERIFICATION_WORDS,
  wordFor,
} from "./words.js";

/** @typedef {import("./app.js").App} App */
/** @typedef {Record<string, any>} Fields */

/**
 * @param {App} app
 * @param {{ root: HTMLElement, focus: (row: number) => void, closed: (row: number, hadFocus: boolean) => void }} into
 */
export function makeCardView(app, { root, focus, closed }) {
  const { columns, header } = app;
  const here = makeHereView(app);
  let open = -1;
  let isSettled = app.state().event === null;

  /** @param {number} row */
  async function show(row) {
    /** @type {Fields} */
    let fields = {};
    let trouble = "";
    try {
      const [head, body] = await Promise.all([app.head.read(row), app.body.readAlone(row)]);
      fields = { ...columnFields(header, columns, row), ...head, ...body };
    } catch (error) {
      trouble = error instanceof Error ? error.message : String(error);
    }
    if (app.selected() !== row) return;
    const { pager, list } = here.partsOf(row);
    const parts = trouble ? excuse(trouble) : contents(row, fields);
    root.replaceChildren(bar(pager, row), ...(list ? [list] : []), ...parts);
    root.hidden = false;
    root.scrollTop = 0;
    root.setAttribute("aria-label", `Event: ${fields.title ?? "(no title)"}`);
    // When the page opens with a card, the focus stays at the start of the page.
    if (isSettled) root.querySelector("h2")?.focus({ preventScroll: true });
    isSettled = true;
    root.dispatchEvent(new Event("shown"));
  }

  function hide() {
    const row = open;
    const hadFocus = root.contains(document.activeElement);
    open = -1;
    here.close();
    root.hidden = true;
    root.replaceChildren();
    closed(row, hadFocus);
  }

  /** @param {Node} pager @param {number} row */
  function bar(pager, row) {
    return el(
      "div",
      { class: "card-bar" },
      pager,
      columns.kind[row]
        ? el("button", {
            type: "button",
            class: "tool is-focus",
            "aria-label": "Show on the map",
            on: { click: () => focus(row) },
          })
        : null,
      copyButton(),
      el("button", {
        type: "button",
        class: "tool is-close",
        "aria-label": "Close",
        on: { click: () => app.close() },
      }),
    );
  }

  /** @param {number} row @param {Fields} fields */
  function contents(row, fields) {
    const status = fields.status ?? "unknown";
    const verification = fields.verification ?? "unknown";
    const layer = header.layers[columns.layer[row]];
    return [
      el(
        "p",
        { class: "card-layer" },
        el("span", { class: "swatch hued", "aria-hidden": "true", style: hues(layer) }),
        textEl("span", layer.path ? layer.path.split("/").join(" › ") : layer.title),
        fields.event_type
          ? textEl("span", capital(fields.event_type), { class: "card-type" })
          : null,
      ),
      textEl("h2", fields.title ?? "(no title)", {
        tabindex: "-1",
        class: fields.record_status === "retracted" ? "is-struck" : "",
      }),
      el(
        "p",
        { class: "badges" },
        badge(
          status,
          wordFor(STATUS_WORDS, status) ?? capital(status),
          symbolEl(symbolOf({ status }), layer, 22),
        ),
        badge(
          verification,
          wordFor(VERIFICATION_WORDS, verification) ?? capital(verification),
          null,
        ),
        fields.confidence
          ? badge("confidence", `${capital(fields.confidence)} confidence`, null)
          : null,
        fields.record_status && fields.record_status !== "active"
          ? badge("record", `Record ${fields.record_status}`, null)
          : null,
      ),
      wordFor(STATUS_NOTES, status)
        ? el("p", { class: "not-a-fact" }, wordFor(STATUS_NOTES, status))
        : null,
      verification === "debunked" ? el("p", { class: "not-a-fact" }, "Shown to be false.") : null,
      fields.graphic ? el("p", { class: "not-a-fact" }, "The evidence shows violence.") : null,
      facts(row, fields),
      fields.description ? textEl("p", fields.description, { class: "description" }) : null,
      ...figures(fields),
      ...sources(fields),
      placing(row, fields),
      ...more(fields),
      el(
        "p",
        { class: "origin" },
        ...(fields.origin_file
          ? ["From ", textEl("bdi", `${fields.origin_file}:${fields.origin_line ?? "?"}`), " · "]
          : []),
        "id ",
        textEl("bdi", fields.event_id),
      ),
    ].filter((part) => part !== null);
  }

  /** Shown instead of the card's contents when the event's text can't be loaded. @param {string} why */
  function excuse(why) {
    return [
      el("h2", { tabindex: "-1" }, "Could not load this event’s details"),
      textEl("p", `${capital(why)}.`, { role: "alert" }),
    ];
  }

  /** Whether an event leads from one place to another. @param {number} row */
  function isDirected(row) {
    return Boolean(columns.flags[row] & header.flags.directed);
  }

  /** @param {number} row @param {Fields} fields */
  function facts(row, fields) {
    const when = describe(fields.when, columns.start[row], columns.end[row]);
    const precision = sayDatePrecision(fields.date_precision);
    const notes = [precision, sayTimeClass(app.timeClass(row))]
      .filter(Boolean)
      .join(", ");
    const place = capital(
      sayPlace(fields.place_name ?? fields.where ?? "", fields.place_precision, isDirected(row)),
    );
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
      fields.when_text && fields.when
        ? [el("dt", {}, "Date as reported"), textEl("dd", fields.when_text)]
        : null,
      fields.reported_at ? [el("dt", {}, "Reported"), textEl("dd", fields.reported_at)] : null,
    );
  }

  /** @param {number} row @param {Fields} fields */
  function placing(row, fields) {
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
        `${sayPlacePrecision(fields.place_precision, name, { kind, directed: isDirected(row) })}.`,
      ),
      el("dl", { class: "facts" }, lines),
    );
  }

  app.addPart(() => {
    const row = app.selected();
    if (row === open) return;
    if (row < 0) hide();
    else {
      open = row;
      void show(row);
    }
  });

  return { isOpen: () => open >= 0 };
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
