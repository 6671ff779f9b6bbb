/** Creates the page's elements. Text is always inserted as text: nothing here parses HTML. */

/** @typedef {Node | string | null | undefined | false} Child */

/**
 * Creates an element with attributes, listeners and children.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, any>} [props] `class`, `on` (listeners by event), `style` (properties),
 *   `dataset`; other names are attributes: true sets an empty one, false and null omit it
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    } else if (name === "style") {
      for (const [key, style] of Object.entries(value)) node.style.setProperty(key, String(style));
    } else if (name === "dataset") Object.assign(node.dataset, value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) {
      node.setAttribute(name, String(value));
    }
  }
  node.append(.../** @type {any[]} */ (children.flat().filter((c) => c || c === "")));
  return node;
}

/** BCP 47 tag of the texts of the events, if it is not that of the page's own words. */
let language = "";

/** @param {string} tag */
export function setTextLanguage(tag) {
  if (tag !== document.documentElement.lang) language = tag;
}

/**
 * Puts untrusted text in its own element, whose writing direction is independent of its surroundings.
 * @param {"span" | "p" | "h2" | "bdi" | "q" | "td" | "dd" | "dt"} tag
 * @param {unknown} text
 * @param {Record<string, any>} [props]
 */
export function textEl(tag, text, props = {}) {
  return el(tag, { dir: "auto", lang: language || null, ...props }, String(text));
}

const SVG = "http://www.w3.org/2000/svg";

/**
 * A layer's colours as style properties; the style sheet uses the one for the current theme.
 * @param {{ colour: string, colour_on_dark: string }} layer
 */
export function hues(layer) {
  return { "--on-light": layer.colour, "--on-dark": layer.colour_on_dark };
}

/**
 * A symbol as an SVG image that is hidden from screen readers.
 * @param {import("./symbols.js").Stroke[]} strokes
 * @param {{ colour: string, colour_on_dark: string } | null} layer layer whose colour it has, or null
 * @param {number} [size] in pixels
 */
export function symbolEl(strokes, layer, size = 28) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "-14 -14 28 28");
  svg.setAttribute("width", String(size));
  svg.setAttribute("height", String(size));
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("symbol", "hued");
  if (layer)
    for (const [name, value] of Object.entries(hues(layer))) svg.style.setProperty(name, value);
  const paint = {
    colour: layer ? "var(--hue)" : "var(--mark)",
    background: "var(--halo)",
    foreground: "var(--mark)",
    none: "none",
  };
  for (const { d, fill, stroke, width, dash } of strokes) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    path.style.fill = paint[fill];
    path.style.stroke = paint[stroke];
    path.style.strokeWidth = String(width);
    if (dash.length) path.style.strokeDasharray = dash.join(" ");
    svg.append(path);
  }
  return svg;
}

/**
 * Returns an element that must exist.
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {HTMLElement}
 */
export function need(root, selector) {
  const found = root.querySelector(selector);
  if (!found) throw new Error(`the page has no "${selector}"`);
  return /** @type {HTMLElement} */ (found);
}
