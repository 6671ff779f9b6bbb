/** The language of the interface: the page's own, or another that the reader has chosen. */
import { fromBase91, inflate } from "./columns.js";
import { el, need } from "./dom.js";
import { readNode } from "./nodes.js";
import { say, speak } from "./say.js";

/**
 * @typedef {object} Entry
 * @property {string} tag BCP 47
 * @property {string} direction "ltr" or "rtl"
 * @property {Record<string, import("./say.js").Message>} words
 */

/**
 * Speaks the language that the fragment of the address names, or the page's own.
 * @param {string} fragment
 * @returns {Promise<[tag: string, name: string][]>} the languages of the page
 */
export async function chooseLanguage(fragment) {
  /** @type {Entry & { languages: [string, string][] }} */
  const own = JSON.parse(readNode("dateline-words"));
  // Enough to say why the others can't be read.
  speak(own);
  own.words = { ...own.words, ...(await readPacked("dateline-own-words")) };
  speak(own);
  const wanted = new URLSearchParams(fragment.replace(/^#/, "")).get("lang");
  const other = wanted && wanted !== own.tag ? await readOther(wanted, Object.keys(own.words)) : null;
  if (other) {
    speak(other);
    document.documentElement.lang = other.tag;
    document.documentElement.dir = other.direction;
    sayShell();
  }
  return own.languages;
}

/** The value in a compressed script node. @param {string} id @returns {Promise<any>} */
async function readPacked(id) {
  return JSON.parse(new TextDecoder().decode(await inflate(fromBase91(readNode(id)))));
}

/** @param {string} tag @param {string[]} keys of the own words @returns {Promise<Entry | null>} null if the page does not have it */
async function readOther(tag, keys) {
  if (!document.getElementById("dateline-languages")) return null;
  /** @type {{ more: string[], languages: { tag: string, direction: string, words: (import("./say.js").Message | null)[] }[] }} */
  const { more, languages } = await readPacked("dateline-languages");
  const found = languages.find((one) => one.tag === tag);
  if (!found) return null;
  const words = Object.fromEntries([...keys, ...more].flatMap((key, at) => (found.words[at] === null ? [] : [[key, found.words[at]]])));
  return { ...found, words };
}

/** Says the words of the shell again, which were written in the page's own language. */
function sayShell() {
  for (const element of document.querySelectorAll("[data-say]")) {
    element.textContent = say(element.getAttribute("data-say") ?? "");
  }
  for (const element of document.querySelectorAll("[data-say-label]")) {
    element.setAttribute("aria-label", say(element.getAttribute("data-say-label") ?? ""));
  }
}

/**
 * The choice of a language, for pages with several. Choosing one opens the page again, in the same state.
 * @param {import("./app.js").App} app
 * @param {[tag: string, name: string][]} languages
 */
export function makeLanguageChoice(app, languages) {
  if (languages.length < 2) return;
  const spoken = document.documentElement.lang;
  const options = languages.map(([tag, name]) => el("option", { value: tag, lang: tag, selected: tag === spoken }, name));
  const select = el("select", { "aria-label": say("panel.language") }, options);
  select.addEventListener("change", () => app.speak(select.value));
  need(document, ".masthead-tools").prepend(el("label", { class: "tool language", title: say("panel.language") }, select));
}
