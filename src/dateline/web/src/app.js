/**
 * The page's main loop: a state change triggers one pass that finds what is visible, then every view
 * is drawn. Views are drawn once per frame, however often the state changed in between.
 */
import { makeFilter } from "./filter.js";
import { makeBins } from "./histogram.js";
import { makeFinder } from "./finder.js";
import { wordsOf } from "./search.js";
import { searchedFacets } from "./search-facets.js";
import { makeSteps } from "./steps.js";
import { formatFragment, openingState, parseFragment } from "./state.js";
import { makeSeen, visible } from "./visible.js";
import { classOf } from "./window.js";
import { hashOf } from "./columns.js";

/** @typedef {import("./types.js").State} State */
/** @typedef {import("./types.js").Header} Header */
/** @typedef {import("./types.js").Columns} Columns */
/** @typedef {import("./types.js").GridView} GridView */
/** @typedef {import("./text.js").Text} Text */

/** Milliseconds without a change before the state is written to the address. */
const ADDRESS_MS = 120;

/**
 * @param {object} payload
 * @param {Header} payload.header
 * @param {Columns} payload.columns
 * @param {Text} payload.head
 * @param {Text} payload.body
 * @param {() => Promise<import("./types.js").Numbers>} payload.readIds CRC-32 of the ids
 * @param {import("./worker-client.js").WorkerClient} payload.worker
 */
export function makeApp({ header, columns, head, body, readIds, worker }) {
  const bins = makeBins(columns, header.layers, header.style?.classes.length);
  let state = parseFragment(location.hash, header);
  /** @type {Uint8Array | null} */
  let hits = null;
  let filter = makeFilter(state, header, hits);
  const seen = makeSeen(columns, filter, bins);
  /** @type {(() => void)[]} */
  const parts = [];
  /** @type {() => GridView | null} */
  let viewOf = () => null;
  /** The facets with many values whose counts are on view. @type {number[]} */
  let wanted = [];
  let isDue = false;
  /** The query, the search's progress, and a counter that increases when the results change. */
  let query = "";
  let searching = { share: 1, titles: 1, trouble: "" };
  let findings = 0;
  /** Row of the event whose card is open, or -1. */
  let selected = -1;
  /** The event that was last looked up, and its row; ids are unique. */
  const known = { id: /** @type {string | null} */ (null), row: -1 };
  let hovered = -1;
  /** Rows that a story emphasises. @type {number[]} */
  let marked = [];
  let passes = 0;
  let cost = 0;
  /** The timer after which the address is written, or 0. */
  let writing = 0;

  function draw() {
    isDue = false;
    const start = performance.now();
    filter = makeFilter(state, header, hits);
    visible(columns, filter, { bins, view: viewOf(), seen, wanted });
    passes++;
    for (const part of parts) part();
    if (passes === 1) performance.mark("dateline-drawn");
    cost = performance.now() - start;
  }

  function schedule() {
    if (isDue) return;
    isDue = true;
    requestAnimationFrame(draw);
  }

  const finder = makeFinder({
    count: columns.count,
    head,
    worker,
    facets: () => searchedFacets(header, columns),
    found(next, { share, titles }) {
      hits = next;
      findings++;
      searching = { share, titles, trouble: "" };
      schedule();
    },
    failed(error) {
      // Partial results would look like complete ones.
      hits = null;
      findings++;
      searching = { share: 1, titles: 1, trouble: error.message };
      schedule();
    },
  });

  function search() {
    query = state.query;
    if (wordsOf(query).length) {
      searching = { share: 0, titles: 0, trouble: "" };
      finder.search(query);
    } else {
      finder.forget();
      searching = { share: 1, titles: 1, trouble: "" };
      hits = null;
      findings++;
    }
    schedule();
  }

  async function select() {
    const wanted = state.event;
    const row = wanted === null ? -1 : wanted === known.id ? known.row : await rowOrNone(wanted);
    if (wanted !== state.event) return;
    [known.id, known.row] = [wanted, row];
    selected = row;
    schedule();
  }

  /** Row of an event's id, or -1 when its text cannot be loaded. @param {string} id */
  async function rowOrNone(id) {
    try {
      return await rowOf(id);
    } catch (error) {
      console.error(error);
      return -1;
    }
  }

  /** Row of an event's id, or -1. @param {string} id */
  async function rowOf(id) {
    const hash = hashOf(id);
    const hashes = await readIds();
    for (let row = 0; row < columns.count; row++) {
      if (hashes[row] === hash && (await head.readAlone(row)).event_id === id) return row;
    }
    return -1;
  }

  /** What the window shows of an event; "inside" without a window. @param {number} row */
  function timeClass(row) {
    const { start, begun, lasting, end } = columns;
    const days = { first: start[row], begun: begun[row], lasting: lasting[row], last: end[row] };
    const found = classOf(days, filter.from, filter.to);
    return filter.windowed || found === "undated" ? found : "inside";
  }

  /** @param {State} next */
  function take(next) {
    state = next;
    if (state.query !== query) search();
    void select();
    schedule();
  }

  /**
   * Changes the state. `push` adds a history entry, for steps that a reader may want to undo with Back.
   * @param {Partial<State>} change
   * @param {{ push?: boolean }} [how]
   */
  function set(change, { push = false } = {}) {
    take({ ...state, ...change });
    clearTimeout(writing);
    if (push) writeAddress(true);
    // Browsers limit how often the address may change, and changing it is slow during a drag.
    else writing = setTimeout(writeAddress, ADDRESS_MS);
  }

  /** The panel that is open on a small screen. */
  let panel = "map";

  /** @param {boolean} [push] */
  function writeAddress(push = false) {
    writing = 0;
    steps.write(`#${formatFragment(state, header)}`, { panel, card: state.event !== null }, push);
  }

  const steps = makeSteps({
    returned(open) {
      clearTimeout(writing);
      panel = open;
      const next = parseFragment(location.hash, header);
      if (next.lang !== state.lang) return location.reload();
      take({ ...next, view: next.view ?? state.view });
      for (const listener of returned) listener();
    },
    // What was changed meanwhile stays.
    settled(open) {
      panel = open;
      writeAddress();
      schedule();
    },
  });
  /** @type {(() => void)[]} */
  const returned = [];

  return {
    header,
    columns,
    bins,
    seen,
    head,
    body,
    set,
    schedule,
    /** Draws at once, without waiting for the next frame. */
    draw,
    rowOf: rowOrNone,
    state: () => state,
    filter: () => filter,
    selected: () => selected,
    hovered: () => hovered,
    /** The events that are emphasised besides the open one and the one pointed at. */
    marked: () => marked,
    /** Emphasises events. @param {number[]} rows */
    mark(rows) {
      marked = rows;
      schedule();
    },
    /** The share of events whose texts were searched, the share whose titles were, and any error. */
    searching: () => searching,
    /** A counter that increases when the search results change. */
    findings: () => findings,
    /** Loads the texts in advance, because the reader is about to search. */
    prepareSearch: () => finder.prepare(),
    /** Memory used by the search index, in bytes. */
    searchBytes: () => worker.bytes(),
    /** Number of passes over the columns since the page opened. */
    passes: () => passes,
    /** Duration of the last pass and the drawing that followed, in milliseconds. */
    lastCost: () => cost,
    /** @param {number} row */
    hover(row) {
      if (row === hovered) return;
      hovered = row;
      schedule();
    },
    /** Opens the card of an event. If its id can't be loaded, its row number is used instead. @param {number} row */
    async open(row) {
      const { event_id: id } = await head.read(row).catch(() => ({ event_id: `#${row}` }));
      [known.id, known.row] = [id, row];
      set({ event: id }, { push: state.event === null });
    },
    close() {
      set({ event: null });
      clearTimeout(writing);
      if (!steps.undo("card")) writeAddress();
    },
    panel: () => panel,
    /** Opens a panel, "map" being none, in place of a card. @param {string} next */
    showPanel(next) {
      const isStep = panel === "map" && state.event === null;
      if (next === panel && state.event === null) return;
      if (state.event !== null) set({ event: null });
      clearTimeout(writing);
      panel = next;
      schedule();
      if (next !== "map" || !steps.undo("panel")) writeAddress(isStep);
    },
    /** Opens the page again in another language, in the same state. @param {string} lang */
    speak(lang) {
      clearTimeout(writing);
      state = { ...state, lang };
      writeAddress();
      location.reload();
    },
    reset: () =>
      set({ ...openingState(header), lang: state.lang, stop: state.stop, table: state.table, event: state.event, view: state.view }, { push: true }),
    timeClass,
    /** Whether an event is not only possibly in the window. @param {number} row */
    isCertain: (row) => timeClass(row) !== "possible",
    /** Sets the facets with many values whose counts are needed. @param {number[]} facets */
    want(facets) {
      wanted = facets;
      schedule();
    },
    /** @param {() => void} part called after each pass */
    addPart: (part) => void parts.push(part),
    /** @param {() => void} listener called when the reader goes back or forward */
    onReturn: (listener) => void returned.push(listener),
    /** @param {() => GridView | null} view */
    setView(view) {
      viewOf = view;
    },
    /** Finds what is shown, so that the map can be fitted to it before the first drawing. */
    start() {
      take(state);
      visible(columns, filter, { bins, view: null, seen, wanted });
    },
  };
}

/** @typedef {ReturnType<typeof makeApp>} App */
