/** The card of one event: everything known about it, and how certain each part is. */
import { contents, excuse } from "./card-contents.js";
import { copyButton } from "./card-parts.js";
import { columnFields } from "./column-fields.js";
import { el } from "./dom.js";
import { makeHereView } from "./here-view.js";
import { say } from "./say.js";

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
    const parts = trouble ? excuse(trouble) : contents(app, row, fields);
    const onMap = columns.kind[row] ? () => focus(row) : null;
    root.replaceChildren(bar(pager, { focus: onMap, close: app.close }), ...(list ? [list] : []), ...parts, ...(around ? [around] : []));
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
 * The buttons above the card.
 * @param {Node} pager @param {{ focus: (() => void) | null, close: () => void }} does
 */
function bar(pager, { focus, close }) {
  const button = (/** @type {string} */ name, /** @type {string} */ label, /** @type {() => void} */ click) =>
    el("button", { type: "button", class: `tool ${name}`, "aria-label": label, on: { click } });
  return el(
    "div",
    { class: "card-bar" },
    pager,
    focus && button("is-focus", say("card.show"), focus),
    copyButton(),
    button("is-close", say("panel.close"), () => close()),
  );
}
