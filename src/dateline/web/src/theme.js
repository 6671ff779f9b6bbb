/** Light and dark theme: the system setting, unless the reader has chosen. */
import { need } from "./dom.js";

/** Returns the canvas colours from the style sheet. */
export function readTheme() {
  const style = getComputedStyle(document.documentElement);
  const colour = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
  return {
    background: colour("--halo"),
    foreground: colour("--mark"),
    text: colour("--ink"),
    bubble: colour("--panel"),
    land: colour("--land"),
    water: colour("--water"),
    border: colour("--border"),
    dark: isDark(),
  };
}

function isDark() {
  return document.documentElement.dataset.theme === "dark";
}

/**
 * Sets up the button that switches between light and dark.
 * @param {() => void} changed
 */
export function makeThemeButton(changed) {
  const button = need(document, "#theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  let isChosen = false;
  /** @param {boolean} dark */
  const show = (dark) => {
    document.documentElement.dataset.theme = dark ? "dark" : "light";
    button.setAttribute("aria-pressed", String(dark));
    changed();
  };
  button.addEventListener("click", () => {
    isChosen = true;
    show(!isDark());
  });
  system.addEventListener("change", () => isChosen || show(system.matches));
  show(system.matches);
}
