/**
 * The page's policy lets no text become HTML. Leaflet tries the browser out with two texts of its
 * own as it loads; those two pass, and nothing else does. Scripts may be the page's own worker and
 * the texts beside a page that was split. Has to be imported before Leaflet.
 */

const PROBES = new Set(["<svg/>", '<v:shape adj="1"/>']);

/** What the build names the texts of a page that it splits. */
const TEXT_FILE = /^text\/[0-9a-f]{16}\.js$/;

/** @type {any} */ (window).trustedTypes?.createPolicy("default", {
  createHTML: (/** @type {string} */ text) => (PROBES.has(text) ? text : null),
  createScriptURL: (/** @type {string} */ url) =>
    url.startsWith("blob:") || TEXT_FILE.test(url) ? url : null,
});
