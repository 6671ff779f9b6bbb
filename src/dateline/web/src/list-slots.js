/** The elements of a virtual list: those of its rows and headings in sight, and no others. */
import { lastUpTo } from "./scroll.js";

/** @typedef {ReturnType<typeof import("./scroll.js").rowsInSight>} Sight */

/**
 * @param {HTMLElement} list
 * @param {{ makeRow: (at: number) => HTMLElement, makeHead: (head: number) => HTMLElement }} make
 */
export function makeSlots(list, { makeRow, makeHead }) {
  /** By position in the list. @type {Map<number, HTMLElement>} */
  let shown = new Map();
  /** @type {HTMLElement[]} */
  let headsShown = [];

  /** @param {Sight} sight */
  function showRows({ first, last, place }) {
    /** @type {Map<number, HTMLElement>} */
    const next = new Map();
    for (let at = first; at <= last; at++) {
      const item = shown.get(at) ?? makeRow(at);
      item.style.transform = `translateY(${place(at).top}px)`;
      next.set(at, item);
    }
    for (const [at, item] of shown) if (!next.has(at)) item.remove();
    for (const item of headsShown.splice(0)) item.remove();
    let before = list.firstChild;
    for (const item of next.values()) {
      if (item !== before) list.insertBefore(item, before);
      else before = item.nextSibling;
    }
    shown = next;
  }

  /** @param {Sight} sight @param {number[]} heads positions of the rows that have a heading above them */
  function showHeads({ first, last, placeHead }, heads) {
    for (let n = 1 + lastUpTo(heads.length, (n) => heads[n] < first); heads[n] <= last; n++) {
      const item = makeHead(n);
      item.style.transform = `translateY(${placeHead(n)}px)`;
      // Before its first row, for those who read the page by its structure.
      list.insertBefore(item, shown.get(heads[n]) ?? null);
      headsShown.push(item);
    }
  }

  return {
    /** @param {Sight} sight @param {number[]} heads */
    show(sight, heads) {
      if (list.style.height !== `${sight.height}px`) list.style.height = `${sight.height}px`;
      showRows(sight);
      showHeads(sight, heads);
    },
    clear() {
      for (const item of shown.values()) item.remove();
      shown = new Map();
    },
    /** The elements of the rows by their position. */
    rows: () => shown,
  };
}
