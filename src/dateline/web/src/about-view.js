/** "About this map": its contents, events without a place or date, data warnings and credits. */
import { isUndated } from "./window.js";
import { el, need, textEl } from "./dom.js";
import { sayCount, sayNumber } from "./words.js";

/** @typedef {import("./app.js").App} App */

const LISTED = 200;

/** Severities of findings, most serious first, and what the page calls them. */
const SEVERITIES = [
  ["error", "error"],
  ["warning", "warning"],
  ["info", "note"],
];

/** Shown instead of the title when an event's text can't be loaded. */
const NO_TEXT = "(could not load the title)";

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
        `${sayCount(columns.count, "event")}, including ${sayNumber(unplaced.length)} without a place and ${sayNumber(undated.length)} without a date. Every event that could be read is here: those without a place are in the list.`,
      ),
      ...(await eventsList("Without a place", unplaced)),
      ...(await eventsList("Without a date", undated)),
      ...findings(),
      el("h3", {}, "What the map can and cannot show"),
      el(
        "p",
        {},
        "If only the region is known, the whole region is drawn. “Near” a place is drawn as a ring. The symbol inside a region or ring does not mark the exact spot. Planned and forecast events are not facts: their symbols are hollow and dashed. Faint events may fall outside the selected dates.",
      ),
      el("h3", {}, "Keyboard controls"),
      el(
        "p",
        {},
        "Press Tab to move between the parts of the page. In the list, use the arrow keys to move between events, Enter to open one and Escape to close it. On a date handle, the arrow keys move it by one bar, or by one day with Shift. On the map, the arrow keys pan, and + and − zoom.",
      ),
      el("h3", {}, "Map data and software"),
      textEl("p", need(document, ".credit").textContent ?? "", { lang: null }),
      el(
        "p",
        { class: "aside" },
        `${sayNetworkUse(header)} Made with dateline.`,
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
      el("h3", {}, `${title} (${sayNumber(rows.length)})`),
      el("ul", {}, items),
      rest > 0 ? el("p", {}, `And ${sayNumber(rest)} more in the list.`) : "",
    ];
  }

  function findings() {
    const { findings, finding_counts: counts } = header.page;
    const reported = findings.filter(({ severity }) => severity !== "info");
    const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
    if (!total) return [];
    const isClean = !counts.error && !counts.warning;
    const summary = SEVERITIES.filter(([severity]) => counts[severity])
      .map(([severity, word]) => sayCount(counts[severity], word))
      .join(", ");
    return [
      el("h3", {}, "Data warnings"),
      el("p", {}, `${isClean ? "No warnings, " : ""}${summary}.`),
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

/**
 * Whether reading the page makes network requests, and to whom.
 * @param {import("./types.js").Header} header
 */
function sayNetworkUse({ page, text }) {
  if (page.tiles) {
    const { host } = new URL(page.tiles.replace("{s}.", ""));
    return `The background map is loaded from ${host}, which can see what part of the map you look at. Nothing else is loaded from the network.`;
  }
  return text.files
    ? "This page and the text folder next to it are self-contained: they make no network requests."
    : "This page is self-contained: it makes no network requests.";
}
