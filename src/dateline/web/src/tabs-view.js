/** The tab bar of small screens, which switches between the panels of the bottom sheet. */
import { el } from "./dom.js";
import { countChoices } from "./filter-words.js";
import { say } from "./say.js";

/** @typedef {import("./app.js").App} App */
/** @typedef {"map" | "events" | "key"} Tab */

const TABS = /** @type {const} */ (["map", "events", "key"]);

/**
 * @param {App} app
 * @param {HTMLElement} root
 * @param {HTMLElement} shell the element whose `data-tab` names the open panel
 */
export function makeTabs(app, root, shell) {
  const tabs = TABS.map((tab) => {
    const count = el("span", { class: "tab-count", hidden: true });
    const button = el("button", { type: "button", class: `tab is-${tab}` }, say(`panel.${tab}`), count);
    button.addEventListener("click", () => {
      app.showPanel(app.panel() === tab && app.state().event === null ? "map" : tab);
    });
    return { tab, button, count };
  });
  root.append(...tabs.map(({ button }) => button));
  document.addEventListener("keydown", (event) => {
    const isFree = app.state().event === null && !document.querySelector("dialog[open]");
    if (event.key === "Escape" && isFree && root.offsetHeight) app.showPanel("map");
  });

  app.addPart(() => {
    const state = app.state();
    // A card covers the panel from which it was opened.
    const open = state.event === null ? app.panel() : "map";
    if (shell.dataset.tab !== open) shell.dataset.tab = open;
    /** @type {Record<Tab, number>} */
    const counts = { map: 0, events: state.query ? 1 : 0, key: countChoices(state, app.header) };
    for (const { tab, button, count } of tabs) {
      button.setAttribute("aria-pressed", String(tab === open));
      const words = counts[tab] ? ` · ${counts[tab]}` : "";
      if (count.textContent === words) continue;
      count.textContent = words;
      count.hidden = !words;
      button.title = words && say("panel.filters_on", { n: counts[tab] });
    }
  });
}
