/** The date filter: a histogram, two handles, date fields, and a checkbox for undated events. */
import { el } from "./dom.js";
import { civil, dayNumber, dayWords, formatDay, parseDays } from "./timespan.js";
import { sayNumber } from "./words.js";

/** @typedef {import("./app.js").App} App */

/**
 * @param {App} app
 * @param {HTMLElement} root
 */
export function makeWhenView(app, root) {
  const undated = el("input", { type: "checkbox", id: "undated", checked: true });
  const undatedCount = el("span", { class: "tally" });
  const undatedLabel = el(
    "label",
    { class: "switch", for: "undated" },
    undated,
    "Undated events ",
    undatedCount,
  );
  const undatedRule = el("span", { class: "rule" });
  undatedLabel.append(undatedRule);
  undated.addEventListener("change", () => app.set({ undated: undated.checked }, { push: true }));
  const certain = el("input", { type: "checkbox", id: "certain" });
  const certainLabel = el("label", { class: "switch", for: "certain", hidden: true }, certain, "Certain only");
  certain.addEventListener("change", () => app.set({ certain: certain.checked }, { push: true }));
  const { bins } = app;
  if (!bins) {
    root.append(el("p", { class: "when-none" }, "No events have dates."), undatedLabel);
    app.addPart(() => showUndated());
    return;
  }
  const firstDay = bins.edges[0];
  const lastDay = bins.edges[bins.count] - 1;

  const words = el("p", { class: "when-words" });
  const all = el("button", { type: "button", class: "link", hidden: true }, "All dates");
  const canvas = el("canvas", { class: "bars", role: "img", "aria-label": "Events over time" });
  const handles = {
    from: makeHandle("from", "First day shown"),
    to: makeHandle("to", "Last day shown"),
  };
  const range = el("div", { class: "range" });
  const axis = el("div", { class: "axis", "aria-hidden": "true" });
  const track = el("div", { class: "track" }, canvas, range, handles.from, handles.to);
  const inputs = { from: makeInput("from", "From"), to: makeInput("to", "To") };
  const typed = el(
    "div",
    { class: "typed", id: "typed" },
    inputs.from.label,
    el("span", { "aria-hidden": "true" }, "–"),
    inputs.to.label,
  );
  // On small screens the date fields are hidden until the reader opens them.
  const unfold = el(
    "button",
    {
      type: "button",
      class: "link typed-toggle",
      "aria-controls": "typed",
      "aria-expanded": "false",
    },
    "Enter dates",
  );
  unfold.addEventListener("click", () => {
    const isOpen = root.classList.toggle("is-typing");
    unfold.setAttribute("aria-expanded", String(isOpen));
  });
  const wrong = el("p", { class: "wrong", id: "when-wrong", role: "alert" });
  root.append(
    el("div", { class: "when-line" }, words, all, unfold, typed, certainLabel, undatedLabel),
    wrong,
    el("div", { class: "chart" }, track, axis),
  );
  all.addEventListener("click", () => app.set({ from: null, to: null }, { push: true }));

  /** @param {"from" | "to"} end @param {string} label */
  function makeHandle(end, label) {
    const handle = el("div", {
      class: `handle is-${end}`,
      role: "slider",
      tabindex: "0",
      "aria-label": label,
      "aria-valuemin": firstDay,
      "aria-valuemax": lastDay,
      "aria-orientation": "horizontal",
    });
    handle.addEventListener("keydown", (event) => onKey(event, end));
    return handle;
  }

  /** @param {"from" | "to"} end @param {string} title */
  function makeInput(end, title) {
    const input = el("input", {
      type: "text",
      inputmode: "numeric",
      placeholder: "YYYY-MM-DD",
      size: "10",
      maxlength: "12",
      autocomplete: "off",
      spellcheck: "false",
      "aria-describedby": "when-wrong",
      id: `typed-${end}`,
    });
    input.addEventListener("change", () => onTyped(input, end));
    return {
      input,
      label: el(
        "label",
        { for: `typed-${end}` },
        el("span", { class: "typed-name" }, title),
        input,
      ),
    };
  }

  /** The window as days; an open end is at the end of the histogram. */
  function current() {
    const { from, to } = app.state();
    return { from: from ?? firstDay, to: to ?? lastDay };
  }

  /** Sets the window; an end at the histogram's own end is open. @param {number} from @param {number} to @param {boolean} push */
  function setWindow(from, to, push) {
    app.set({ from: from <= firstDay ? null : from, to: to >= lastDay ? null : to }, { push });
  }

  /** @param {"from" | "to"} end @param {number} day @param {boolean} push */
  function setEnd(end, day, push) {
    const { from, to } = current();
    const held = Math.max(firstDay, Math.min(lastDay, day));
    if (end === "from") setWindow(Math.min(held, to), to, push);
    else setWindow(from, Math.max(held, from), push);
  }

  /** @param {HTMLInputElement} input @param {"from" | "to"} end */
  function onTyped(input, end) {
    const text = input.value.trim();
    const days = parseDays(text);
    const isWrong = text !== "" && !days;
    input.setAttribute("aria-invalid", String(isWrong));
    wrong.textContent = isWrong
      ? `“${text}” is not a valid date. Enter a date as YYYY-MM-DD, for example ${formatDay(firstDay)}.`
      : "";
    if (isWrong) return;
    const { from, to } = app.state();
    const day = days ? (end === "from" ? days.first : days.last) : null;
    const next = { from, to, [end]: day };
    if (next.from !== null && next.to !== null && next.from > next.to) {
      input.setAttribute("aria-invalid", "true");
      wrong.textContent = `The start date (${formatDay(next.from)}) is after the end date (${formatDay(next.to)}).`;
      return;
    }
    for (const { input } of Object.values(inputs)) input.removeAttribute("aria-invalid");
    app.set(next, { push: true });
    input.value = sayEnd(end);
  }

  /** One end of the window as text for its field; empty if it is open. @param {"from" | "to"} end */
  function sayEnd(end) {
    const day = app.state()[end];
    return day === null ? "" : formatDay(day);
  }

  /** @param {KeyboardEvent} event @param {"from" | "to"} end */
  function onKey(event, end) {
    const day = current()[end];
    const step = event.shiftKey ? 0 : 1;
    /** @type {Record<string, () => number>} */
    const moves = {
      ArrowLeft: () => (step ? nextEdge(end, day, -1) : day - 1),
      ArrowDown: () => (step ? nextEdge(end, day, -1) : day - 1),
      ArrowRight: () => (step ? nextEdge(end, day, 1) : day + 1),
      ArrowUp: () => (step ? nextEdge(end, day, 1) : day + 1),
      PageDown: () => nextEdge(end, day, -5),
      PageUp: () => nextEdge(end, day, 5),
      Home: () => firstDay,
      End: () => lastDay,
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    setEnd(end, move(), false);
  }

  /** The day of a handle moved by a number of bins. @param {"from" | "to"} end @param {number} day @param {number} steps */
  function nextEdge(end, day, steps) {
    const edges = /** @type {import("./histogram.js").Bins} */ (bins).edges;
    // The last day of a window is the day before an edge; the first day is on an edge.
    const shift = end === "to" ? 1 : 0;
    let at = edges.findIndex((edge) => edge >= day + shift);
    if (at < 0) at = edges.length - 1;
    const isOn = edges[at] === day + shift;
    const next = steps > 0 ? at + steps - (isOn ? 0 : 1) : at + steps;
    return edges[Math.max(0, Math.min(edges.length - 1, next))] - shift;
  }

  /** @param {number} day from 0 to 1 along the track */
  const share = (day) => (day - firstDay) / (lastDay + 1 - firstDay);

  /** The bin at a pointer position. @param {number} clientX */
  function binAt(clientX) {
    const { edges, count } = /** @type {import("./histogram.js").Bins} */ (bins);
    const box = track.getBoundingClientRect();
    const day = firstDay + ((clientX - box.left) / box.width) * (lastDay + 1 - firstDay);
    for (let bin = count - 1; bin > 0; bin--) if (edges[bin] <= day) return bin;
    return 0;
  }

  track.addEventListener("pointerdown", (down) => {
    if (down.button !== 0) return;
    down.preventDefault();
    const { edges } = /** @type {import("./histogram.js").Bins} */ (bins);
    const handle = /** @type {HTMLElement} */ (down.target).closest(".handle");
    const start = binAt(down.clientX);
    const before = current();
    const isOpen = app.state().from === null && app.state().to === null;
    const inside =
      !handle && !isOpen && edges[start] >= before.from && edges[start + 1] - 1 <= before.to;
    /** @param {PointerEvent} event @param {boolean} push */
    const move = (event, push) => {
      const bin = binAt(event.clientX);
      if (handle)
        setEnd(
          handle === handles.from ? "from" : "to",
          handle === handles.from ? edges[bin] : edges[bin + 1] - 1,
          push,
        );
      else if (inside && bin !== start) slide(before, edges[bin] - edges[start], push);
      else setWindow(edges[Math.min(start, bin)], edges[Math.max(start, bin) + 1] - 1, push);
    };
    if (handle) /** @type {HTMLElement} */ (handle).focus();
    track.setPointerCapture(down.pointerId);
    let isMoved = false;
    const onMove = (/** @type {PointerEvent} */ event) => {
      isMoved = isMoved || Math.abs(event.clientX - down.clientX) > 3;
      if (isMoved) move(event, false);
    };
    const onUp = (/** @type {PointerEvent} */ event) => {
      track.removeEventListener("pointermove", onMove);
      track.removeEventListener("pointerup", onUp);
      track.removeEventListener("pointercancel", onUp);
      if (event.type === "pointerup" && (isMoved || !handle)) move(event, true);
    };
    track.addEventListener("pointermove", onMove);
    track.addEventListener("pointerup", onUp);
    track.addEventListener("pointercancel", onUp);
  });

  /** Moves the whole window. @param {{ from: number, to: number }} before @param {number} days @param {boolean} push */
  function slide(before, days, push) {
    const by = Math.max(firstDay - before.from, Math.min(lastDay - before.to, days));
    setWindow(before.from + by, before.to + by, push);
  }

  function showUndated() {
    undated.checked = app.state().undated;
    undatedCount.textContent = sayNumber(app.seen.undated);
    undatedLabel.hidden = app.seen.undated === 0 && app.state().undated;
    const isStrict = app.filter().windowed && app.state().certain;
    undated.disabled = isStrict;
    undatedRule.textContent = isStrict ? "hidden: never certain" : "shown whatever the dates";
    certain.checked = app.state().certain;
    certainLabel.hidden = !app.filter().windowed && !app.state().certain;
  }

  function showWindow() {
    const { from, to } = app.state();
    const now = current();
    const isAll = from === null && to === null;
    all.hidden = isAll;
    words.textContent = isAll
      ? `All dates · ${sayRange(firstDay, lastDay)}`
      : sayRange(now.from, now.to);
    for (const end of /** @type {const} */ (["from", "to"])) {
      const day = now[end];
      const handle = handles[end];
      handle.style.left = `${100 * share(end === "to" ? day + 1 : day)}%`;
      handle.setAttribute("aria-valuenow", String(day));
      handle.setAttribute("aria-valuetext", dayWords(day));
      const { input } = inputs[end];
      // A field that is being edited is not changed.
      if (document.activeElement !== input) {
        input.value = sayEnd(end);
        input.removeAttribute("aria-invalid");
      }
      input.placeholder = formatDay(end === "from" ? firstDay : lastDay);
    }
    if (!Object.values(inputs).some(({ input }) => input.hasAttribute("aria-invalid"))) {
      wrong.textContent = "";
    }
    range.style.left = `${100 * share(now.from)}%`;
    range.style.right = `${100 * (1 - share(now.to + 1))}%`;
    range.classList.toggle("is-all", isAll);
  }

  /** Size of the histogram; cached, because reading it forces a layout. */
  const size = { width: 0, height: 0 };
  const colours = { theme: "none", on: "", off: "" };

  function barColours() {
    const theme = document.documentElement.dataset.theme ?? "";
    if (colours.theme !== theme) {
      const style = getComputedStyle(root);
      colours.theme = theme;
      colours.on = style.getPropertyValue("--bar");
      colours.off = style.getPropertyValue("--bar-off");
    }
    return colours;
  }

  function drawBars() {
    const { edges, count } = /** @type {import("./histogram.js").Bins} */ (bins);
    const { bins: heights, certainBins } = app.seen;
    const ratio = window.devicePixelRatio || 1;
    const { width, height } = size;
    if (!width) return;
    if (canvas.width !== Math.round(width * ratio)) canvas.width = Math.round(width * ratio);
    if (canvas.height !== Math.round(height * ratio)) canvas.height = Math.round(height * ratio);
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    const { on, off } = barColours();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    let top = 1;
    for (let bin = 0; bin < count; bin++) top = Math.max(top, heights[bin]);
    const now = current();
    for (let bin = 0; bin < count; bin++) {
      if (!heights[bin]) continue;
      const x = Math.round(share(edges[bin]) * width);
      const w = Math.max(1, Math.round(share(edges[bin + 1]) * width) - x - 1);
      const inWindow = edges[bin] <= now.to && edges[bin + 1] - 1 >= now.from;
      context.fillStyle = inWindow ? on : off;
      const h = Math.max(2, (heights[bin] / top) * (height - 4));
      const sure = (certainBins[bin] / top) * (height - 4);
      context.globalAlpha = 0.38;
      context.fillRect(x, height - h, w, h);
      context.globalAlpha = 1;
      if (sure) context.fillRect(x, height - sure, w, sure);
    }
    const unit = /** @type {import("./histogram.js").Bins} */ (bins).unit;
    const label = `Events per ${unit}, up to ${sayNumber(top)}`;
    if (canvas.getAttribute("aria-label") !== label) canvas.setAttribute("aria-label", label);
  }

  function drawAxis() {
    const ticks = makeTicks(firstDay, lastDay, Math.max(2, Math.floor(track.clientWidth / 84)));
    axis.replaceChildren(
      ...ticks.map(({ day, text }) =>
        el(
          "span",
          {
            style: { left: `${100 * share(day)}%` },
            class: (1 - share(day)) * size.width < TICK_PX ? "is-before" : "",
          },
          text,
        ),
      ),
    );
  }

  new ResizeObserver(() => {
    [size.width, size.height] = [canvas.clientWidth, canvas.clientHeight];
    drawAxis();
    drawBars();
  }).observe(track);
  app.addPart(() => {
    showUndated();
    showWindow();
    drawBars();
  });
}

/** @param {number} from @param {number} to */
function sayRange(from, to) {
  return from === to ? dayWords(from) : `${dayWords(from)} – ${dayWords(to)}`;
}

/** Width of a tick label; with less space to its right, the label goes to the left of its line. */
const TICK_PX = 34;

const SHORT = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/**
 * Ticks for an axis of days, at the starts of calendar units.
 * @param {number} firstDay @param {number} lastDay @param {number} room at most this many
 */
export function makeTicks(firstDay, lastDay, room) {
  const [a, b] = [civil(firstDay), civil(lastDay)];
  const months = (b.year - a.year) * 12 + b.month - a.month;
  if (months < 1) {
    const step = Math.max(1, Math.ceil((lastDay - firstDay + 1) / room));
    const days = [];
    for (let day = firstDay; day <= lastDay; day += step) days.push(day);
    return days.map((day) => ({ day, text: `${civil(day).day} ${SHORT[civil(day).month - 1]}` }));
  }
  const step =
    [1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 6000, 12000].find((s) => months / s < room) ?? 60000;
  const ticks = [];
  const start = a.year * 12 + a.month - 1;
  for (let at = start - (((start % step) + step) % step); ; at += step) {
    const [year, month] = [Math.floor(at / 12), ((at % 12) + 12) % 12];
    const day = dayNumber(year, month + 1);
    if (day > lastDay) return ticks;
    if (day < firstDay) continue;
    ticks.push({
      day,
      text: month === 0 ? String(year) : step < 12 && month !== 0 ? SHORT[month] : String(year),
    });
  }
}
