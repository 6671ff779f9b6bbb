/** Links out of untrusted text: only what leads to a web page is one. */

/**
 * The address of a web page, or null when the text is anything else.
 * @param {unknown} text
 * @returns {string | null}
 */
export function safeUrl(text) {
  if (typeof text !== "string" || !/^[a-z]+:\/\//i.test(text.trim())) return null;
  try {
    const url = new URL(text.trim());
    if (!["http:", "https:"].includes(url.protocol) || url.username || url.password) return null;
    return url.href;
  } catch {
    return null;
  }
}

/**
 * The host of an address, without "www.".
 * @param {string} url
 */
export function hostOf(url) {
  return new URL(url).hostname.replace(/^www\./, "");
}
