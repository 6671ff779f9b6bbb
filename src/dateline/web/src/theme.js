/** Light and dark: as the system has it, unless the reader chose. */
import { need } from "./dom.js";

/** The colours that the canvas draws with, from the style sheet. */
export function readTheme() {
  const style = getComputedStyle(document.documentElement);
  const colour = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
  return {
    paper: colour("--halo"),
    ink: colour("--mark"),
    text: colour("--ink"),
    bubble: colour("--panel"),
    land: colour("--land"),
    water: colour("--water"),
    border: colour("--border"),
    dark: isDark(),
  };
}

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

/**
 * The button that changes between light and dark.
 * @param {() => void} changed
 */
export function makeThemeButton(changed) {
  const button = need(document, "#theme");
  const show = () => {
    button.setAttribute("aria-pressed", String(isDark()));
    changed();
  };
  button.addEventListener("click", () => {
    document.documentElement.dataset.theme = isDark() ? "light" : "dark";
    show();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
  button.setAttribute("aria-pressed", String(isDark()));
}
