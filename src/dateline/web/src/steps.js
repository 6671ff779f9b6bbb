/**
 * The page's own steps in the history of the browser: opening a card or a panel is a step, which Back
 * undoes, and closing it by hand goes back over the same step, so that no step is left behind.
 */

/** @typedef {{ panel: string, card: boolean, own: boolean }} Step What an entry shows, and whether the page added it. */

/** @returns {Step} */
function present() {
  const { panel = "map", card = false, own = false } = history.state?.dateline ?? {};
  return { panel, card, own };
}

/** @param {{ returned: (panel: string) => void, settled: (panel: string) => void }} on */
export function makeSteps({ returned, settled }) {
  /** Whether the page itself went back. */
  let isOwn = false;
  window.addEventListener("popstate", () => {
    const { panel } = present();
    if (isOwn) settled(panel);
    else returned(panel);
    isOwn = false;
  });

  return {
    /**
     * Writes the address of the present entry, or of a new one.
     * @param {string} url @param {{ panel: string, card: boolean }} shown @param {boolean} push
     */
    write(url, { panel, card }, push) {
      try {
        if (push) history.pushState({ dateline: { panel, card, own: true } }, "", url);
        else history.replaceState({ dateline: { panel, card, own: present().own } }, "", url);
      } catch {
        // An embedded frame may be barred from changing its history; the map still works.
      }
    },
    /** Goes back over the step that opened what the present entry shows; false if there is none. @param {"card" | "panel"} what */
    undo(what) {
      const { panel, card, own } = present();
      if (!own || isOwn || (what === "card" ? !card : card || panel === "map")) return false;
      isOwn = true;
      history.back();
      return true;
    },
  };
}
