/** The story on paper: each stop with its own picture of the map, before the map and the table. */
import { stopElement } from "./story-stops.js";

/** @typedef {import("../main.js").Page} Page */
/** @typedef {import("./story.js").Stop} Stop */

/**
 * Prints all stops when the page is printed while the story is open.
 * @param {Page} page
 * @param {object} story
 * @param {Stop[]} story.stops
 * @param {() => number} story.current
 * @param {ReturnType<typeof import("./story-labels.js").makeLabels>} story.labels
 * @param {(stop: Stop) => Partial<import("../types.js").State>} story.stateOf
 */
export function printStops(page, { stops, current, labels, stateOf }) {
  const { app, map, mapView, el, need } = page;
  /** Read in advance, because texts can't be waited for while printing. @type {number[][]} */
  let rows = [];
  const read = async () => {
    rows = await Promise.all(
      stops.map(async ({ events = [] }) => (await Promise.all(events.map(app.rowOf))).filter((row) => row >= 0)),
    );
  };
  void read();

  const paper = need(document, ".paper");
  paper.addEventListener("prepared", () => {
    if (current() < 0) return;
    const { lat, lng: lon } = map.getCenter();
    const before = { state: app.state(), view: { lon, lat, zoom: map.getZoom() }, marked: app.marked() };
    const parts = stops.map((stop, at) => {
      app.set(stateOf(stop));
      app.mark(rows[at] ?? []);
      labels.show(stop.labels ?? []);
      mapView.go(stop.view, rows[at] ?? [], false);
      app.draw();
      const text = stopElement(page, stop, () => {}, 3);
      return el("section", { class: "story-paper" }, text, mapView.picture());
    });
    app.set(before.state);
    app.mark(before.marked);
    labels.show(stops[current()].labels ?? []);
    mapView.go(before.view, [], false);
    app.draw();
    paper.prepend(...parts);
  });
}
