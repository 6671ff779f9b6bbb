/** The text of a stop: a heading that is its link, paragraphs, and the window of dates that it shows. */

/** @typedef {import("../main.js").Page} Page */
/** @typedef {import("./story.js").Stop} Stop */

/** Days of an interval without a start or an end, as in the columns. */
const NO_START = -(2 ** 31);
const NO_END = 2 ** 31 - 1;

/**
 * @param {Page} page @param {Stop} stop
 * @param {(at: number) => void} goTo
 * @param {number} [level] of the heading
 */
export function stopElement(page, stop, goTo, level = 2) {
  const { el, textEl } = page;
  const href = `${address()}#stop=${encodeURIComponent(stop.id)}`;
  const link = el("a", { href, class: "story-link" }, textEl("bdi", stop.title));
  const section = el(
    "article",
    { class: "story-stop", dataset: { stop: stop.id } },
    el(level === 2 ? "h2" : "h3", {}, link),
    (stop.text ?? []).map((runs) => textOf(page, runs)),
    windowOf(page, stop),
  );
  link.addEventListener("click", (event) => {
    event.preventDefault();
    goTo([.../** @type {Element} */ (section.parentElement).children].indexOf(section));
  });
  return section;
}

/** The address of the page. A link to "#…" alone would be taken for one that skips a part of it. */
const address = () => location.href.split("#")[0];

/** @param {Page} page @param {import("./story.js").Run[]} runs */
function textOf(page, runs) {
  const { el, textEl } = page;
  const paragraph = textEl("p", "");
  paragraph.append(...runs.map((run) => runNode(page, run)));
  return paragraph.childNodes.length ? paragraph : el("p");
}

/** @param {Page} page @param {import("./story.js").Run} run */
function runNode({ app, el, safeUrl }, run) {
  if (typeof run === "string") return run;
  if (run.event) {
    const open = async (/** @type {Event} */ event) => {
      event.preventDefault();
      const row = await app.rowOf(/** @type {string} */ (run.event));
      if (row >= 0) void app.open(row);
    };
    return el("a", { href: `${address()}#event=${encodeURIComponent(run.event)}`, on: { click: open } }, run.text);
  }
  const url = safeUrl(run.url);
  return url ? el("a", { href: url, target: "_blank", rel: "noopener noreferrer nofollow" }, run.text) : run.text;
}

/** The dates that a stop shows, if it shows some only. @param {Page} page @param {Stop} stop */
function windowOf({ el, parseDays, describe }, { from = "", to = "" }) {
  const [first, last] = [parseDays(from)?.first, parseDays(to)?.last];
  if (first === undefined && last === undefined) return null;
  const written = from === to ? from : `${from || ".."}/${to || ".."}`;
  return el("p", { class: "story-window" }, describe(written, first ?? NO_START, last ?? NO_END));
}
