/** Texts on the map, which stay at their places while it moves. */

/** @typedef {import("../main.js").Page} Page */
/** @typedef {{ text: string, lon: number, lat: number }} Label */

const PANE = "story-labels";
/** Above the events (400). */
const Z_INDEX = "450";
/** How far the map is between its view and the events: a turn of the world. */
const TURN = 360;

/** @param {Page} page */
export function makeLabels({ map, textEl }) {
  const pane = map.createPane(PANE);
  pane.style.zIndex = Z_INDEX;
  pane.style.pointerEvents = "none";
  /** @type {{ label: Label, element: HTMLElement }[]} */
  let shown = [];

  function place() {
    const { lng } = map.getCenter();
    for (const { label, element } of shown) {
      const lon = label.lon + TURN * Math.round((lng - label.lon) / TURN);
      const { x, y } = map.latLngToLayerPoint([label.lat, lon]);
      element.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
    }
  }
  map.on("zoom viewreset move", place);
  // While tiles are scaled the pane is not: its texts would be elsewhere.
  map.on("zoomanim", () => pane.classList.add("is-zooming"));
  map.on("zoomend", () => pane.classList.remove("is-zooming"));

  return {
    /** @param {Label[]} labels */
    show(labels) {
      shown = labels.map((label) => {
        const text = textEl("span", label.text, { class: "story-label-text" });
        const element = document.createElement("div");
        // The class of Leaflet's own texts: what has it is printed, too.
        element.className = "leaflet-tooltip story-label";
        element.append(text);
        return { label, element };
      });
      pane.replaceChildren(...shown.map(({ element }) => element));
      place();
    },
    place,
  };
}
