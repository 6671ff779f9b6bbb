/** Elements of the page. Text is only ever text: nothing here reads HTML. */

/** @typedef {Node | string | null | undefined | false} Child */

/**
 * An element with attributes, listeners and children.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, any>} [props] `class`, `on` (listeners by event), `style` (properties),
 *   `dataset`; other names are attributes: true sets one empty, false and null leave it out
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

/**
 * Untrusted text in an element of its own, set apart from the direction of what is around it.
 * @param {"span" | "p" | "h2" | "bdi" | "q" | "td" | "dd" | "dt"} tag
 * @param {unknown} text
 * @param {Record<string, any>} [props]
 */
export function textEl(tag, text, props = {}) {
  return el(tag, { dir: "auto", ...props }, String(text));
}

const SVG = "http://www.w3.org/2000/svg";

/**
 * A layer's colours as style properties; the style sheet takes the one that fits the ground.
 * @param {import("./types.js").LayerEntry} layer
 */
export function hues(layer) {
  return { "--on-light": layer.colour, "--on-dark": layer.colour_on_dark };
}

/**
 * A symbol as an SVG image that says nothing to a screen reader.
 * @param {import("./symbols.js").Stroke[]} strokes
 * @param {import("./types.js").LayerEntry | null} layer whose colour it has; null for none
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
    paper: "var(--halo)",
    ink: "var(--mark)",
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
 * The element that the page cannot do without.
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {HTMLElement}
 */
export function need(root, selector) {
  const found = root.querySelector(selector);
  if (!found) throw new Error(`the page has no "${selector}"`);
  return /** @type {HTMLElement} */ (found);
}
