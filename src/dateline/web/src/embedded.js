/**
 * In another page's frame the map leaves the wheel and the swipe of one finger to that page, so that
 * its readers don't get stuck. Zooming takes Ctrl or ⌘ with the wheel, or two fingers.
 */
import { el } from "./dom.js";
import { say } from "./say.js";

const HINT_MS = 1600;

/** @param {import("leaflet").Map} map */
export function sharePointer(map) {
  if (window.self === window.top) return;
  document.documentElement.classList.add("is-embedded");
  const box = map.getContainer();
  const hint = el("p", { class: "gesture-hint", "aria-hidden": "true" });
  box.after(hint);
  let timer = 0;
  /** @param {string} words */
  const hold = (words) => {
    hint.textContent = words;
    hint.classList.add("is-said");
    clearTimeout(timer);
    timer = setTimeout(() => hint.classList.remove("is-said"), HINT_MS);
  };
  const key = /Mac|iP/.test(navigator.platform) ? "⌘" : "Ctrl";
  box.addEventListener(
    "wheel",
    (event) => {
      if (event.ctrlKey || event.metaKey) return;
      event.stopPropagation(); // Leaflet would zoom, and stop the page from scrolling.
      hold(say("map.ctrl_to_zoom", { key }));
    },
    { capture: true, passive: true },
  );
  box.addEventListener(
    "touchmove",
    (event) => event.touches.length === 1 && hold(say("map.two_fingers")),
    { capture: true, passive: true },
  );
  // One finger never drags the map; a mouse or a pen does.
  map.dragging.disable();
  for (const kind of /** @type {const} */ (["pointerover", "pointerdown"]))
    box.addEventListener(
      kind,
      ({ pointerType }) => map.dragging[pointerType === "touch" ? "disable" : "enable"](),
      true,
    );
}
