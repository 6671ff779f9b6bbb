/** The dates of the events: a strip with the window, fields, steps, and the rule for undated events. */
import { makeDateFields } from "./date-fields.js";
import { daysWords } from "./date-words.js";
import { el } from "./dom.js";
import { say, sayNumber } from "./say.js";
import { makeTimePlay } from "./time-play.js";
import { makeTimeRange } from "./time-range.js";
import { makeTimeScale } from "./time-scale.js";
import { makeTimeStrip } from "./time-strip.js";

/** @typedef {import("./app.js").App} App */

/**
 * @param {App} app
 * @param {HTMLElement} root
 * @param {{ choose: (row: number) => void }} on
 */
export function makeWhenView(app, root, { choose }) {
  const undated = makeUndated(app);
  const { bins } = app;
  if (!bins) {
    root.append(el("p", { class: "when-none" }, say("time.none")), undated.label);
    app.addPart(undated.update);
    return;
  }
  const [firstDay, lastDay] = [bins.edges[0], bins.edges[bins.count] - 1];
  const scale = makeTimeScale(firstDay, lastDay);
  const strip = makeTimeStrip(app, { scale, bins, choose });
  const fields = makeDateFields(app, { firstDay, lastDay });
  const play = makeTimePlay(app, { first: firstDay, last: lastDay, edges: bins.edges, unit: bins.unit });
  const certain = makeCertain(app);
  const apart = makeApart(strip, () => strip.draw(range.current()));
  const whole = el("button", { type: "button", class: "link whole", hidden: true }, say("time.whole_axis"));
  whole.addEventListener("click", () => {
    scale.reset();
    scaled();
  });
  const range = makeTimeRange(app, {
    track: strip.track,
    scale,
    edges: bins.edges,
    scaled,
    clicked: strip.clicked,
  });
  strip.track.addEventListener("pointerdown", play.stop);
  const words = el("p", { class: "when-words" });
  const all = el("button", { type: "button", class: "link", hidden: true }, say("time.all"));
  all.addEventListener("click", () => app.set({ from: null, to: null }, { push: true }));
  const more = el("div", { class: "when-more", id: "when-more" }, play.tools, fields.typed, certain.label, apart.label);
  root.append(
    el("div", { class: "when-line" }, words, all, unfolding(root, more), more, undated.label),
    fields.wrong,
    el("div", { class: "chart" }, strip.track, strip.axis, whole),
  );

  /** Draws the axis after it shows another part of time. */
  function scaled() {
    whole.hidden = scale.isWhole();
    strip.drawAxis();
    range.update();
    strip.draw(range.current());
  }

  function sayWindow() {
    const { from, to } = app.state();
    const isAll = from === null && to === null;
    all.hidden = isAll;
    const said = daysWords(from ?? firstDay, to ?? lastDay);
    words.textContent = isAll ? say("time.all_of", { dates: said }) : said;
  }

  new ResizeObserver(() => {
    strip.measure();
    scaled();
  }).observe(strip.track);
  app.addPart(() => {
    undated.update();
    certain.update();
    fields.update();
    play.update();
    sayWindow();
    range.update();
    strip.draw(range.current());
    apart.update();
  });
}

/**
 * The switch for a row of bars for each layer.
 * @param {ReturnType<typeof makeTimeStrip>} strip @param {() => void} draw
 */
function makeApart(strip, draw) {
  const box = el("input", { type: "checkbox", id: "apart" });
  const label = el("label", { class: "switch", for: "apart", hidden: true }, box, say("time.apart"));
  box.addEventListener("change", () => {
    strip.setApart(box.checked);
    draw();
  });
  return {
    label,
    update: () => void (label.hidden = !strip.mayBeApart()),
  };
}

/** The switch for undated events, with their number and their rule. @param {App} app */
function makeUndated(app) {
  const box = el("input", { type: "checkbox", id: "undated", checked: true });
  const tally = el("span", { class: "tally" });
  const rule = el("span", { class: "rule" });
  const label = el("label", { class: "switch", for: "undated" }, box, `${say("time.undated")} `, tally, rule);
  box.addEventListener("change", () => app.set({ undated: box.checked }, { push: true }));
  return {
    label,
    update() {
      const { undated, certain } = app.state();
      const isStrict = app.filter().windowed && certain;
      box.checked = undated;
      box.disabled = isStrict;
      tally.textContent = sayNumber(app.seen.undated);
      rule.textContent = say(isStrict ? "time.undated_hidden" : "time.undated_shown");
      label.hidden = app.seen.undated === 0 && undated;
    },
  };
}

/** The switch that leaves only events that are certainly in the window. @param {App} app */
function makeCertain(app) {
  const box = el("input", { type: "checkbox", id: "certain" });
  const label = el("label", { class: "switch", for: "certain", hidden: true }, box, say("time.certain"));
  box.addEventListener("change", () => app.set({ certain: box.checked }, { push: true }));
  return {
    label,
    update() {
      box.checked = app.state().certain;
      label.hidden = !app.filter().windowed && !app.state().certain;
    },
  };
}

/** On small screens, the button that shows the fields and steps. @param {HTMLElement} root @param {HTMLElement} more */
function unfolding(root, more) {
  const button = el(
    "button",
    { type: "button", class: "link typed-toggle", "aria-controls": more.id, "aria-expanded": "false" },
    say("time.enter"),
  );
  button.addEventListener("click", () => {
    const isOpen = root.classList.toggle("is-typing");
    button.setAttribute("aria-expanded", String(isOpen));
  });
  return button;
}
