/**
 * Keeps the keyboard's focus on the page: a control that disappears while it has the focus gives it to
 * one nearby, instead of leaving it to the browser, which starts again at the top.
 */

const FOCUSABLE = "a[href], button, input, select, [tabindex='0']";

/** @param {HTMLElement} fallback gets the focus if nothing nearby can have it */
export function keepFocus(fallback) {
  /** The element that had the focus last, and what it was in. @type {Element[]} */
  let chain = [];
  document.addEventListener("focusin", ({ target }) => {
    chain = [];
    for (let at = /** @type {Element | null} */ (target); at; at = at.parentElement) chain.push(at);
  });
  /** Returns whether an element can be seen. @param {Element} element */
  const isThere = (element) => element.isConnected && element.checkVisibility();

  return () => {
    const active = document.activeElement;
    if (!chain.length || (active && active !== document.body && isThere(active))) return;
    if (isThere(chain[0])) return; // The reader clicked beside it.
    const root = chain.find((element) => element !== document.body && isThere(element));
    const near = root && [...root.querySelectorAll(FOCUSABLE)].find(canHave);
    const next = /** @type {HTMLElement} */ (near ?? fallback);
    next.focus({ preventScroll: true });
  };

  /** @param {Element} element */
  function canHave(element) {
    return isThere(element) && !element.matches(":disabled, [tabindex='-1']");
  }
}
