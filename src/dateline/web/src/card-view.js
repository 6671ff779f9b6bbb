/** The card of one event: everything known about it, and how certain each part is. */
import { facts, placing, recordLog } from "./card-facts.js";
import { badge, copyButton, figures, more, sources } from "./card-parts.js";
import { columnFields } from "./column-fields.js";
import { el, hues, symbolEl, textEl } from "./dom.js";
import { makeHereView } from "./here-view.js";
import { say, sayParts, sayValueOf } from "./say.js";
import { huesOf, statementsOf, symbolOf } from "./symbols.js";
import { capital, sayEventType, sayStatus, sayVerification } from "./words.js";

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
    const { pager, list, around } = here.partsOf(row);
    const parts = trouble ? excuse(trouble) : contents(row, fields);
    root.replaceChildren(bar(pager, row), ...(list ? [list] : []), ...parts, ...(around ? [around] : []));
    root.hidden = false;
    root.scrollTop = 0;
    root.setAttribute("aria-label", say("card.label", { title: fields.title ?? say("list.no_title") }));
    // When the page opens with a card, the focus stays at the start of the page.
    if (isSettled) root.querySelector("h2")?.focus({ preventScroll: true });
    isSettled = true;
    root.dispatchEvent(new CustomEvent("shown", { detail: { row, fields } }));
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
            "aria-label": say("card.show"),
            on: { click: () => focus(row) },
          })
        : null,
      copyButton(),
      el("button", {
        type: "button",
        class: "tool is-close",
        "aria-label": say("panel.close"),
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
        textEl("span", layer.parent < 0 ? layer.title : layer.path.split("/").join(" › ")),
        fields.event_type
          ? textEl("span", sayEventType(fields.event_type), { class: "card-type" })
          : null,
      ),
      textEl("h2", fields.title ?? say("list.no_title"), {
        tabindex: "-1",
        class: fields.record_status === "retracted" ? "is-struck" : "",
      }),
      el(
        "p",
        { class: "badges" },
        badge(
          status,
          sayStatus(status),
          symbolEl(symbolOf({ ...statementsOf(header, columns, row), verification: "", record: "" }), huesOf(header, columns, row), 22),
        ),
        badge(
          verification,
          sayVerification(verification),
          null,
        ),
        fields.confidence
          ? badge("confidence", sayValueOf("card", `confidence_${fields.confidence}`) ?? capital(fields.confidence), null)
          : null,
        fields.record_status && fields.record_status !== "active"
          ? badge("record", sayValueOf("card", `record_${fields.record_status}`) ?? capital(fields.record_status), null)
          : null,
      ),
      sayValueOf("status_note", status)
        ? el("p", { class: "not-a-fact" }, sayValueOf("status_note", status))
        : null,
      verification === "debunked" ? el("p", { class: "not-a-fact" }, say("card.debunked")) : null,
      fields.graphic ? el("p", { class: "not-a-fact" }, say("card.graphic")) : null,
      facts(app, row, fields),
      recordLog(app, fields),
      fields.description ? textEl("p", fields.description, { class: "description" }) : null,
      ...figures(fields),
      ...sources(fields),
      placing(app, row, fields),
      ...more(fields),
      el(
        "p",
        { class: "origin" },
        ...(fields.origin_file
          ? sayParts("card.origin", {
              place: textEl("bdi", `${fields.origin_file}:${fields.origin_line ?? "?"}`),
              id: textEl("bdi", fields.event_id),
            })
          : sayParts("card.id", { id: textEl("bdi", fields.event_id) })),
      ),
    ].filter((part) => part !== null);
  }

  /** Shown instead of the card's contents when the event's text can't be loaded. @param {string} why */
  function excuse(why) {
    return [
      el("h2", { tabindex: "-1" }, say("card.not_loaded")),
      textEl("p", say("text.sentence", { words: capital(why) }), { role: "alert" }),
    ];
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
