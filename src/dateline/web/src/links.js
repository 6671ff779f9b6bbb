/** Links from untrusted text: only web addresses are accepted. */

/**
 * Returns the address of a web page, or null for any other text.
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
 * Returns the host of an address, without "www.".
 * @param {string} url
 */
export function hostOf(url) {
  return new URL(url).hostname.replace(/^www\./, "");
}
