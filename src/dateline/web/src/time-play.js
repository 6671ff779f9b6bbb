/** Presets, and steps through time: back, forth, or playing. It moves only when the reader says so. */
import { el } from "./dom.js";
import { say } from "./say.js";
import { presetsOf, stepped } from "./time-steps.js";

/** @typedef {import("./app.js").App} App */

const STEP_MS = 1200;

/** @type {import("./time-steps.js").Mode[]} */
const MODES = ["window", "until", "single"];

/**
 * @param {App} app
 * @param {{ first: number, last: number, edges: Int32Array, unit: string }} time
 */
export function makeTimePlay(app, { first, last, edges, unit }) {
  const presets = presetsOf(first, last);
  const preset = el(
    "select",
    { class: "small-select", "aria-label": say("time.relative") },
    el("option", { value: "" }, say("time.all")),
    presets.map(({ name }) => el("option", { value: name }, say(`preset.${name}`))),
    el("option", { value: "own", hidden: true, disabled: true }, say("time.own")),
  );
  const mode = el(
    "select",
    { class: "small-select", "aria-label": say("time.mode") },
    MODES.map((value) => el("option", { value }, say(value === "single" ? `one.${unit}` : `mode.${value}`))),
  );
  const speed = el(
    "select",
    { class: "small-select", "aria-label": say("time.speed") },
    [0.5, 1, 2, 4].map((value) => el("option", { value, selected: value === 1 }, `${value}×`)),
  );
  const back = button("is-prev", say("time.back"), () => step(-1));
  const play = button("is-play", say("time.play"), () => (timer ? stop() : start()));
  const forth = button("is-next", say("time.forward"), () => step(1));
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
    play.setAttribute("aria-label", say("time.pause"));
    play.classList.add("is-playing");
    tick();
  }

  function tick() {
    timer = setTimeout(() => (step(1, true) ? tick() : stop()), STEP_MS / Number(speed.value));
  }

  function stop() {
    clearTimeout(timer);
    timer = 0;
    play.setAttribute("aria-label", say("time.play"));
    play.classList.remove("is-playing");
  }

  document.addEventListener("visibilitychange", () => document.hidden && stop());
  app.onReturn(stop);

  return {
    tools: el(
      "div",
      { class: "time-tools" },
      preset,
      el("div", { class: "play", role: "group", "aria-label": say("time.steps") }, back, play, forth),
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
