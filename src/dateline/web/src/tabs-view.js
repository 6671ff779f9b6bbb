/** The tab bar of small screens, which switches between the panels of the bottom sheet. */
import { el } from "./dom.js";

/** @typedef {"map" | "events" | "key"} Tab */

/**
 * @param {HTMLElement} root
 * @param {HTMLElement} app the element whose `data-tab` names the open panel
 */
export function makeTabs(root, app) {
  /** @type {Record<Tab, HTMLButtonElement>} */
  const buttons = {
    map: makeButton("map", "Map"),
    events: makeButton("events", "Events"),
    key: makeButton("key", "Layers"),
  };
  root.append(...Object.values(buttons));

  /** @param {Tab} tab @param {string} name */
  function makeButton(tab, name) {
    return el(
      "button",
      {
        type: "button",
        class: `tab is-${tab}`,
        on: { click: () => show(app.dataset.tab === tab ? "map" : tab) },
      },
      name,
    );
  }

  /** @param {Tab} tab */
  function show(tab) {
    app.dataset.tab = tab;
    for (const [name, button] of Object.entries(buttons))
      button.setAttribute("aria-pressed", String(name === tab));
  }

  show("map");
  return { show, current: () => /** @type {Tab} */ (app.dataset.tab) };
}
