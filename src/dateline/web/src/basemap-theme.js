/** The colours of the base map, from the style sheet or, without one, light or dark defaults. */

/**
 * @typedef {object} Palette
 * @property {string} sea `--map-sea`
 * @property {string} land `--map-land`
 * @property {string} lake `--map-lake`
 * @property {string} river `--map-river`
 * @property {string} coast `--map-coast`
 * @property {string} border `--map-border`, of countries
 * @property {string} region `--map-region`, borders of first-level regions
 * @property {string} hatch `--map-disputed`, the hatch of disputed areas
 * @property {string} label `--map-label`, names of countries
 * @property {string} labelSoft `--map-label-soft`, names of regions and disputed areas
 * @property {string} labelCity `--map-label-city`
 * @property {string} labelWater `--map-label-water`
 * @property {string} halo `--map-halo`, around names on land
 * @property {string} haloWater `--map-halo-water`, around names on water
 */

/** @type {Record<keyof Palette, string>} */
const PROPERTIES = {
  sea: "--map-sea",
  land: "--map-land",
  lake: "--map-lake",
  river: "--map-river",
  coast: "--map-coast",
  border: "--map-border",
  region: "--map-region",
  hatch: "--map-disputed",
  label: "--map-label",
  labelSoft: "--map-label-soft",
  labelCity: "--map-label-city",
  labelWater: "--map-label-water",
  halo: "--map-halo",
  haloWater: "--map-halo-water",
};

/** @type {Palette} */
const LIGHT = {
  sea: "#dbe4e8",
  land: "#f7f5f0",
  lake: "#dbe4e8",
  river: "#c6d5dc",
  coast: "#b3c0c6",
  border: "#a39c90",
  region: "#d8d2c6",
  hatch: "rgb(120 105 80 / 0.28)",
  label: "#7a746a",
  labelSoft: "#9a9386",
  labelCity: "#6b675f",
  labelWater: "#7f9aa7",
  halo: "rgb(247 245 240 / 0.85)",
  haloWater: "rgb(219 228 232 / 0.7)",
};

/** @type {Palette} */
const DARK = {
  sea: "#14191d",
  land: "#24292d",
  lake: "#14191d",
  river: "#1a2126",
  coast: "#39434a",
  border: "#5a6268",
  region: "#363d42",
  hatch: "rgb(200 190 165 / 0.16)",
  label: "#8d9396",
  labelSoft: "#71797e",
  labelCity: "#8e9599",
  labelWater: "#56707f",
  halo: "rgb(36 41 45 / 0.85)",
  haloWater: "rgb(20 25 29 / 0.7)",
};

/**
 * Returns the current colours.
 * @param {Element} element Element whose custom properties are read.
 * @returns {Palette}
 */
export function readPalette(element) {
  const style = getComputedStyle(element);
  const own = isDark() ? DARK : LIGHT;
  const names = /** @type {(keyof Palette)[]} */ (Object.keys(PROPERTIES));
  const colours = names.map((name) => [name, style.getPropertyValue(PROPERTIES[name]).trim() || own[name]]);
  return Object.fromEntries(colours);
}

/** Whether the dark theme is on: the reader's choice, else the system setting. */
function isDark() {
  const { theme } = document.documentElement.dataset;
  if (theme === "dark" || theme === "light") return theme === "dark";
  return matchMedia("(prefers-color-scheme: dark)").matches;
}

/**
 * Calls `changed` whenever the theme changes; returns a function that stops this.
 * @param {() => void} changed
 */
export function watchTheme(changed) {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  system.addEventListener("change", changed);
  return () => {
    observer.disconnect();
    system.removeEventListener("change", changed);
  };
}
