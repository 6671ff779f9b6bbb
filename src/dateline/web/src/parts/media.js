/**
 * Pictures on the card. They are parts of the page, and each is read only when the reader asks for it;
 * one of a graphic event stands behind a sentence that says so.
 */
import { hostOf } from "../links.js";
import "./media.css";

/** @typedef {import("../main.js").Page} Page */
/** @typedef {Record<string, any>} Fields */
/**
 * The number of the entry of `media`, the number of the picture, its width and height in pixels.
 * @typedef {[number, number, number, number]} Shown
 */

/** @param {Page} page */
function start(page) {
  const { app, need, readNode } = page;
  const card = need(document, "#card");
  const first = app.header.pictures ?? 0;
  card.addEventListener("shown", (event) => {
    /** @type {{ fields: Fields }} */
    const { fields } = /** @type {CustomEvent} */ (event).detail;
    if (!fields["#pictures"]) return;
    const items = card.querySelectorAll(".media > li");
    for (const shown of /** @type {Shown[]} */ (JSON.parse(fields["#pictures"]))) {
      const entry = fields.media[shown[0]];
      const read = () => readNode(first + shown[1]);
      const item = /** @type {HTMLElement} */ (items[shown[0]]);
      item.hidden = false;
      item.replaceChildren(picture(page, { entry, shown, read, isGraphic: Boolean(fields.graphic) }));
    }
  });
}

/**
 * A picture that is shown and hidden with a button.
 * @param {Page} page
 * @param {{ entry: Fields, shown: Shown, read: () => Promise<string>, isGraphic: boolean }} of
 */
function picture(page, { entry, shown, read, isGraphic }) {
  const { el, say } = page;
  const [number, , width, height] = shown;
  const alt = entry.alt || entry.caption || say("media.undescribed");
  const named = `picture-${number}`;
  const frame = el("div", { class: "picture-frame", id: `${named}-frame`, hidden: true });
  const gate = isGraphic ? el("p", { class: "picture-gate", id: `${named}-gate` }, say("media.graphic")) : null;
  const caption = el("figcaption", { id: named }, ...describe(page, entry));
  const toggle = el("button", {
    type: "button",
    class: "picture-button",
    "aria-expanded": "false",
    "aria-controls": frame.id,
    "aria-describedby": gate ? `${named}-gate ${named}` : named,
    on: { click: () => void (frame.hidden ? show() : hide()) },
  }, say("media.show"));
  const enlarge = el("button", {
    type: "button",
    class: "picture-button",
    "aria-describedby": named,
    hidden: true,
    on: { click: open },
  }, say("media.enlarge"));
  let src = "";

  /** @param {boolean} isShown */
  function turn(isShown) {
    frame.hidden = !isShown;
    toggle.textContent = say(isShown ? "media.hide" : "media.show");
    toggle.setAttribute("aria-expanded", String(isShown));
    enlarge.hidden = !isShown || !src;
  }

  /** @param {unknown} [why] */
  function fail(why) {
    if (why) console.error(why);
    src = "";
    frame.replaceChildren(el("p", { role: "alert" }, say("media.failed")));
    turn(true);
  }

  async function show() {
    turn(true);
    try {
      src ||= `data:${await read()}`;
    } catch (why) {
      return fail(why);
    }
    const image = el("img", { alt, width, height, dir: "auto", on: { error: () => fail(), click: open } });
    image.src = src;
    frame.replaceChildren(image);
    turn(!frame.hidden);
  }

  function hide() {
    turn(false);
    frame.replaceChildren();
  }

  function open() {
    openLarge(page, { src, alt, width, height });
  }

  return el("figure", { class: "picture" }, gate, el("p", { class: "picture-buttons" }, toggle, enlarge), frame, caption);
}

/**
 * Caption, credit and link of a picture.
 * @param {Page} page @param {Fields} entry
 */
function describe({ el, textEl, say, sayParts, safeUrl }, entry) {
  const url = safeUrl(entry.url);
  const link = url
    ? el("a", { href: url, target: "_blank", rel: "noopener noreferrer nofollow" }, say("media.from", { host: hostOf(url) }))
    : null;
  const credit = entry.credit
    ? el("span", {}, ...sayParts("media.credit", { name: textEl("bdi", entry.credit) }))
    : null;
  return [
    entry.caption ? textEl("p", entry.caption) : null,
    credit || link
      ? el("p", { class: "aside" }, credit, credit && link ? " · " : null, link)
      : null,
  ];
}

/**
 * Shows a picture as large as the window allows.
 * @param {Page} page @param {{ src: string, alt: string, width: number, height: number }} of
 */
function openLarge({ el, say }, { src, alt, width, height }) {
  const image = el("img", { alt, width, height });
  image.src = src;
  const dialog = el(
    "dialog",
    { class: "picture-large", "aria-label": alt, on: { close: () => dialog.remove(), click: () => dialog.close() } },
    el("button", { type: "button", class: "tool is-close", "aria-label": say("panel.close") }),
    image,
  );
  // Back closes the card, and the picture with it.
  const close = () => dialog.close();
  addEventListener("popstate", close);
  dialog.addEventListener("close", () => removeEventListener("popstate", close));
  document.body.append(dialog);
  dialog.showModal();
}

(window.datelineParts ??= []).push(start);
