/** say("about.title"): its contents, events without a place or date, data warnings and credits. */
import { say, sayTogether, sayValueOf } from "./say.js";
import { isUndated } from "./window.js";
import { el, need, textEl } from "./dom.js";

/** @typedef {import("./app.js").App} App */

const LISTED = 200;

/** Severities of findings, most serious first. */
const SEVERITIES = ["error", "warning", "info"];

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
      "aria-label": say("panel.close"),
      on: { click: () => dialog.close() },
    });
    dialog.replaceChildren(
      el("div", { class: "about-head" }, el("h2", { id: "about-title" }, say("about.title")), close),
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
        say("about.events", { n: columns.count, unplaced: unplaced.length, undated: undated.length }),
      ),
      ...(await eventsList("about.without_place", unplaced)),
      ...(await eventsList("about.without_date", undated)),
      ...findings(),
      el("h3", {}, say("about.limits_title")),
      el(
        "p",
        {},
        say("about.limits"),
      ),
      el("h3", {}, say("about.keys_title")),
      el(
        "p",
        {},
        say("about.keys"),
      ),
      ...(header.page.licence
        ? [el("h3", {}, say("about.licence")), textEl("p", header.page.licence)]
        : []),
      ...(header.page.byline ? [textEl("p", header.page.byline, { class: "aside" })] : []),
      el("h3", {}, say("about.credits_title")),
      textEl("p", need(document, ".credit").textContent ?? "", { lang: null }),
      el(
        "p",
        { class: "aside" },
        `${sayNetworkUse(header)} ${say("about.made_with")}`,
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
      const { title } = await app.head.read(row).catch(() => ({ title: say("list.no_loaded_title") }));
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
            title ?? say("list.no_title"),
          ),
        ),
      );
    }
    const rest = rows.length - items.length;
    return [
      el("h3", {}, say(title, { n: rows.length })),
      el("ul", {}, items),
      rest > 0 ? el("p", {}, say("about.more", { n: rest })) : "",
    ];
  }

  function findings() {
    const { findings, finding_counts: counts } = header.page;
    const reported = findings.filter(({ severity }) => severity !== "info");
    const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
    if (!total) return [];
    const isClean = !counts.error && !counts.warning;
    const summary = SEVERITIES.filter((severity) => counts[severity])
      .map((severity) => say(`count.${severity}s`, { n: counts[severity] }))
      .join(say("about.between"));
    return [
      el("h3", {}, say("about.findings")),
      el("p", {}, say(isClean ? "about.clean" : "about.not_clean", { counts: summary })),
      ...[...new Set(reported.map(({ code }) => code))].flatMap((code) => [
        el("h4", {}, sayValueOf("finding", code) ?? code),
        el("ul", { class: "findings" }, reported.filter((finding) => finding.code === code).map(findingItem)),
      ]),
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

/** Where a finding is, and what it quotes. @param {import("./types.js").Finding} finding */
function findingItem({ file, line, values }) {
  return el(
    "li",
    {},
    el("code", { dir: "auto" }, `${file}${line ? `:${line}` : ""}`),
    " ",
    textEl("span", sayTogether(values.map((words) => say("text.quoted", { words })))),
  );
}

/**
 * Whether reading the page makes network requests, and to whom.
 * @param {import("./types.js").Header} header
 */
function sayNetworkUse({ page, text }) {
  if (page.tiles) {
    const { host } = new URL(page.tiles.replace("{s}.", ""));
    return say("about.tiles", { host });
  }
  return say(text.files ? "about.split" : "about.whole");
}
