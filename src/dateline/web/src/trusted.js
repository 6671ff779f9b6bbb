/**
 * Trusted Types policy: no text may become HTML. Leaflet tests the browser with two fixed strings as
 * it loads; only those two pass. Scripts may only be the page's own worker and the text files of a
 * split page. Must be imported before Leaflet.
 */

const PROBES = new Set(["<svg/>", '<v:shape adj="1"/>']);

/** File names that the build gives to the texts of a split page. */
const TEXT_FILE = /^text\/[0-9a-f]{16}\.js$/;

/** @type {any} */ (window).trustedTypes?.createPolicy("default", {
  createHTML: (/** @type {string} */ text) => (PROBES.has(text) ? text : null),
  createScriptURL: (/** @type {string} */ url) =>
    url.startsWith("blob:") || TEXT_FILE.test(url) ? url : null,
});
