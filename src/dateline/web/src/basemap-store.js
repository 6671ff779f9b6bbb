/**
 * Finds the base map of the page: in the page itself, or, for a map in a notebook, in two parts that
 * other maps of the notebook may bring. Each map puts the parts that it brings into the page around
 * it, where they stay until that page is closed, whatever happens to the map.
 */
import { decodeBasemap } from "./basemap-decode.js";
import { joinBasemap } from "./basemap-join.js";
import { fromBase91, inflate } from "./columns.js";
import { readNode } from "./nodes.js";

/** @typedef {import("./basemap-decode.js").Basemap} Basemap */
/** @typedef {"whole" | "world" | "detail" | "nothing"} Extent How much of a base map was found. */

/** Name of the parts in the page around the map, and of the event that says that one was added. */
const STORE = "datelineBasemap";

/**
 * Calls `show` with the base map, or with as much of it as is there and again when more arrives.
 * @param {(basemap: Basemap | null, extent: Extent) => void} show
 */
export async function watchBasemap(show) {
  if (document.getElementById("dateline-basemap")) {
    return show(await decode(readNode("dateline-basemap")), "whole");
  }
  /** @type {{ world: string, detail: string }} */
  const names = JSON.parse(readNode("dateline-basemap-parts"));
  const store = openStore();
  for (const name of Object.values(names)) {
    const own = document.getElementById(`dateline-basemap-${name}`)?.textContent;
    if (own) store.put(name, own);
  }
  let seen = -1;
  const look = async () => {
    const texts = [store.take(names.world), store.take(names.detail)];
    const found = texts.filter((text) => text !== undefined).length;
    if (found === seen) return;
    seen = found;
    if (found === 2) stop();
    const [world, detail] = await Promise.all(texts.map((text) => (text ? decode(text) : null)));
    if (found < seen) return; // More has arrived meanwhile.
    if (world && detail) show(joinBasemap(world, detail), "whole");
    else show(world ?? detail, world ? "world" : detail ? "detail" : "nothing");
  };
  const stop = store.watch(() => void look());
  await look();
}

/** @param {string} text in base 91 */
async function decode(text) {
  return decodeBasemap(await inflate(fromBase91(text)));
}

/**
 * Opens the parts of the page around the map; where that page can't be used, only those of this map.
 */
function openStore() {
  const around = pageAround();
  /** @type {Record<string, string>} */
  const parts = (around[STORE] ??= {});
  return {
    /** @param {string} name @param {string} text */
    put(name, text) {
      parts[name] = text;
      around.dispatchEvent(new Event(STORE));
    },
    /** @param {string} name @returns {string | undefined} */
    take: (name) => parts[name],
    /** Calls `look` whenever a part is added; returns what ends that. @param {() => void} look */
    watch(look) {
      const stop = () => around.removeEventListener(STORE, look);
      around.addEventListener(STORE, look);
      window.addEventListener("pagehide", stop);
      return stop;
    },
  };
}

/** The window around the map, if this one may use it. @returns {any} */
function pageAround() {
  try {
    void window.parent.document;
    return window.parent;
  } catch {
    return window;
  }
}
