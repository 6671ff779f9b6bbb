/** Presets, and steps through time: back, forth, or playing. It moves only when the reader says so. */
import { el } from "./dom.js";
import { presetsOf, stepped } from "./time-steps.js";

/** @typedef {import("./app.js").App} App */

const STEP_MS = 1200;

/** @type {Record<string, string>} */
const PRESET_WORDS = {
  "last-day": "Last day",
  "last-7": "Last 7 days",
  "last-30": "Last 30 days",
  "last-90": "Last 90 days",
  "last-12-months": "Last 12 months",
};

/** @type {[mode: import("./time-steps.js").Mode, name: string][]} */
const MODES = [
  ["window", "Window moves"],
  ["until", "Adds up"],
  ["single", "One bar"],
];

/**
 * @param {App} app
 * @param {{ first: number, last: number, edges: Int32Array, unit: string }} time
 */
export function makeTimePlay(app, { first, last, edges, unit }) {
  const presets = presetsOf(first, last);
  const preset = el(
    "select",
    { class: "small-select", "aria-label": "Dates relative to the last event" },
    el("option", { value: "" }, "All dates"),
    presets.map(({ name }) => el("option", { value: name }, PRESET_WORDS[name])),
    el("option", { value: "own", hidden: true, disabled: true }, "Own dates"),
  );
  const mode = el(
    "select",
    { class: "small-select", "aria-label": "What a step does" },
    MODES.map(([value, name]) => el("option", { value }, value === "single" ? `One ${unit}` : name)),
  );
  const speed = el(
    "select",
    { class: "small-select", "aria-label": "Speed" },
    [0.5, 1, 2, 4].map((value) => el("option", { value, selected: value === 1 }, `${value}×`)),
  );
  const back = button("is-prev", "Step back", () => step(-1));
  const play = button("is-play", "Play", () => (timer ? stop() : start()));
  const forth = button("is-next", "Step forward", () => step(1));
  let timer = 0;

  preset.addEventListener("change", () => {
    stop();
    const found = presets.find(({ name }) => name === preset.value);
    app.set(found?.span ?? { from: null, to: null }, { push: true });
  });

  /** Goes to the next window; false at the end. @param {1 | -1} direction @param {boolean} [isPlaying] */
  function step(direction, isPlaying = false) {
    if (!isPlaying) stop();
    const { from, to } = app.state();
    const of = /** @type {import("./time-steps.js").Mode} */ (mode.value);
    const next = stepped({ from, to }, { mode: of, direction, edges });
    if (next) app.set(next, { push: !isPlaying });
    return next !== null;
  }

  function start() {
    // At the end it begins again.
    if (!step(1, true)) {
      app.set({ from: null, to: null });
      step(1, true);
    }
    play.setAttribute("aria-label", "Pause");
    play.classList.add("is-playing");
    tick();
  }

  function tick() {
    timer = setTimeout(() => (step(1, true) ? tick() : stop()), STEP_MS / Number(speed.value));
  }

  function stop() {
    clearTimeout(timer);
    timer = 0;
    play.setAttribute("aria-label", "Play");
    play.classList.remove("is-playing");
  }

  document.addEventListener("visibilitychange", () => document.hidden && stop());
  app.onReturn(stop);

  return {
    tools: el(
      "div",
      { class: "time-tools" },
      preset,
      el("div", { class: "play", role: "group", "aria-label": "Steps through time" }, back, play, forth),
      mode,
      speed,
    ),
    stop,
    update() {
      const { from, to } = app.state();
      const found = presets.find(({ span }) => span.from === from && span.to === to);
      preset.value = found?.name ?? (from === null && to === null ? "" : "own");
    },
  };
}

/** @param {string} kind @param {string} label @param {() => void} click */
function button(kind, label, click) {
  return el("button", { type: "button", class: `tool small ${kind}`, "aria-label": label, on: { click } });
}
