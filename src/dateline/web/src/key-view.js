/** Layers, facets and legend in one panel that can be folded. */
import { el } from "./dom.js";
import { facetView } from "./facet-view.js";
import { layerTree } from "./layer-view.js";
import { shapesLegend, styleLegend } from "./legend-view.js";
import { say } from "./say.js";

/** @typedef {import("./app.js").App} App */

/** On a narrower map the legend starts collapsed. */
const WIDE_PX = 700;

/** On a wider map the card and the legend fit side by side. */
const ROOMY_PX = 1250;

/**
 * @param {App} app
 * @param {HTMLElement} root
 */
export function makeKeyView(app, root) {
  const groups = el("div", { class: "key-groups", id: "key-groups" });
  const toggle = el(
    "button",
    { type: "button", class: "key-toggle", "aria-controls": "key-groups" },
    say("panel.layers_and_legend"),
  );
  /** @param {boolean} isOpen */
  const unfold = (isOpen) => {
    root.classList.toggle("is-folded", !isOpen);
    toggle.setAttribute("aria-expanded", String(isOpen));
  };
  toggle.addEventListener("click", () => unfold(root.classList.contains("is-folded")));
  unfold((root.parentElement?.querySelector(".stage")?.clientWidth ?? 0) >= WIDE_PX);
  root.append(toggle, groups);
  const facets = app.header.facets.flatMap((_, at) => facetView(app, at, want) ?? []);
  /** Only facets on view are counted, for those that take long to count. */
  function want() {
    app.want(facets.filter(({ isOpen }) => isOpen()).map(({ at }) => at));
  }
  want();
  groups.append(...styleLegend(app.header), layerTree(app), ...facets.map(({ section }) => section), shapesLegend(app.header, app.columns));
  let wasOpen = false;
  return {
    /** Collapses the legend while a card is open on a narrow map. @param {boolean} hasCard */
    makeRoom(hasCard) {
      if ((root.parentElement?.querySelector(".stage")?.clientWidth ?? 0) > ROOMY_PX) return;
      if (hasCard) wasOpen = wasOpen || !root.classList.contains("is-folded");
      else if (wasOpen) unfold(true);
      if (hasCard) unfold(false);
      else wasOpen = false;
    },
  };
}
