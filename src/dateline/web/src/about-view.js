/** "About this map": what it holds, what it lacks, where it comes from. */
import { isUndated } from "./window.js";
import { el, need, textEl } from "./dom.js";
import { sayCount } from "./words.js";

/** @typedef {import("./app.js").App} App */

const LISTED = 200;

/** Stands for the title of an event whose text is not to be had. */
const NO_TEXT = "(its text could not be loaded)";

/**
 * @param {App} app
 * @param {{ dialog: HTMLDialogElement, choose: (row: number) => void }} into
 */
export function makeAboutView(app, { dialog, choose }) {
  const { columns, header } = app;
  let isMade = false;

  async function make() {
    isMade = true;
    const unplaced = rowsWhere((row) => columns.kind[row] === 0);
    const undated = rowsWhere((row) => isUndated(columns.start[row], columns.end[row]));
    const close = el("button", {
      type: "button",
      class: "tool is-close",
      "aria-label": "Close",
      on: { click: () => dialog.close() },
    });
    dialog.replaceChildren(
      el("div", { class: "about-head" }, el("h2", { id: "about-title" }, "About this map"), close),
      header.page.description ? textEl("p", header.page.description) : "",
      header.page.note
        ? el(
            "p",
            { class: "note" },
            el("span", { class: "note-mark", "aria-hidden": "true" }, "!"),
            textEl("span", header.page.note),
          )
        : "",
      el(
        "p",
        {},
        `${sayCount(columns.count, "event")}; ${sayCount(unplaced.length, "of them without a place", "of them without a place")}, ${sayCount(undated.length, "without a date", "without a date")}. None is left out: those without a place are in the list.`,
      ),
      ...(await eventsList("Without a place", unplaced)),
      ...(await eventsList("Without a date", undated)),
      ...findings(),
      el("h3", {}, "How sure it is"),
      el(
        "p",
        {},
        "A region is drawn as a region, and “near” as a ring: the mark inside is only where the count hangs. What is planned or forecast is hollow and dashed; it is not a fact. An event that is faint may fall outside the chosen dates.",
      ),
      el("h3", {}, "Keys"),
      el(
        "p",
        {},
        "Tab goes from part to part. In the list, arrow keys go from event to event and Enter opens one; Escape closes it. On a date handle, arrow keys move it by one bar, with Shift by one day. On the map, arrow keys move it and + and − zoom.",
      ),
      el("h3", {}, "Where it comes from"),
      textEl("p", need(document, ".credit").textContent ?? ""),
      el(
        "p",
        { class: "aside" },
        header.text.files
          ? "This page and the folder of texts beside it are whole in themselves: they ask nothing of the network, and nobody learns that you read them. Made with dateline."
          : "This page is whole in itself: it asks nothing of the network, and nobody learns that you read it. Made with dateline.",
      ),
    );
  }

  /** @param {(row: number) => boolean} test */
  function rowsWhere(test) {
    const rows = [];
    for (let row = 0; row < columns.count; row++) if (test(row)) rows.push(row);
    return rows;
  }

  /** @param {string} title @param {number[]} rows */
  async function eventsList(title, rows) {
    if (!rows.length) return [];
    const items = [];
    for (const row of rows.slice(0, LISTED)) {
      const { title } = await app.head.read(row).catch(() => ({ title: NO_TEXT }));
      const go = () => {
        dialog.close();
        choose(row);
      };
      items.push(
        el(
          "li",
          {},
          el(
            "button",
            { type: "button", class: "link", dir: "auto", on: { click: go } },
            title ?? "(no title)",
          ),
        ),
      );
    }
    const rest = rows.length - items.length;
    return [
      el("h3", {}, `${title} (${rows.length})`),
      el("ul", {}, items),
      rest > 0 ? el("p", {}, `And ${rest} more, in the list.`) : "",
    ];
  }

  function findings() {
    const { findings, finding_counts: counts } = header.page;
    const reported = findings.filter(({ severity }) => severity !== "info");
    const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
    if (!total) return [];
    const said = Object.entries(counts)
      .map(([severity, count]) => sayCount(count, severity === "info" ? "note" : severity))
      .join(", ");
    return [
      el("h3", {}, "What the build found"),
      el("p", {}, `${said}.`),
      reported.length
        ? el(
            "ul",
            { class: "findings" },
            reported.map((finding) =>
              el(
                "li",
                {},
                el(
                  "code",
                  { dir: "auto" },
                  `${finding.file}${finding.line ? `:${finding.line}` : ""}`,
                ),
                textEl("span", ` ${finding.message}`),
              ),
            ),
          )
        : "",
    ];
  }

  need(document, "#open-about").addEventListener("click", async () => {
    if (!isMade) await make();
    dialog.showModal();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
}
