/** The words of the interface, from the catalogue of a language (src/dateline/interface). */

/** Plural forms by category, a list of words, or a text; {name} in it stands for a value. */
/** @typedef {string | string[] | Record<string, string>} Message */
/** @typedef {{ tag: string, words: Record<string, Message> }} Language */

/** @type {Language} */
let language = { tag: "en", words: {} };
let plural = new Intl.PluralRules("en");
let numbers = formatOf("en");

/** Digits are Western in every language: they stand next to dates and axes that have them. @param {string} tag */
function formatOf(tag) {
  return new Intl.NumberFormat(tag === "en" ? "en-GB" : tag, { numberingSystem: "latn", maximumFractionDigits: 6 });
}

/** Sets the language of all that is said from now on. @param {Language} chosen */
export function speak(chosen) {
  language = chosen;
  plural = new Intl.PluralRules(chosen.tag);
  numbers = formatOf(chosen.tag);
}

/** BCP 47 tag of the language of the interface. */
export function spokenTag() {
  return language.tag;
}

/** Whether there is such a message. @param {string} key */
export function isSaid(key) {
  return Object.hasOwn(language.words, key);
}

/** A number with separators: "11,000". @param {number} value */
export function sayNumber(value) {
  return numbers.format(value);
}

/**
 * A message with its values; numbers get separators, and the number `n` chooses the plural form. Without
 * such a message, its key.
 * @param {string} key such as "list.shown"
 * @param {Record<string, string | number>} [values]
 * @returns {string}
 */
export function say(key, values = {}) {
  return filled(form(key, values.n), values);
}

/** The message of a value, such as "status.planned", or undefined. @param {string} prefix @param {unknown} value */
export function sayValueOf(prefix, value) {
  const key = `${prefix}.${value}`;
  return typeof value === "string" && isSaid(key) ? say(key) : undefined;
}

/** The words of a list, such as the months. @param {string} key @returns {string[]} */
export function sayList(key) {
  const list = isSaid(key) ? language.words[key] : [];
  return Array.isArray(list) ? list : [];
}

/**
 * A message as parts, some of which are nodes.
 * @template N
 * @param {string} key
 * @param {Record<string, N | string | number>} values
 * @returns {(string | N)[]}
 */
export function sayParts(key, values) {
  const { n } = values;
  return form(key, typeof n === "number" ? n : undefined)
    .split(/(\{\w+\})/)
    .map((part) => {
      const value = values[part.slice(1, -1)];
      return part[0] !== "{" || value === undefined ? part : typeof value === "number" ? sayNumber(value) : value;
    })
    .filter((part) => part !== "");
}

/** Words next to each other: "Kyiv, Ukraine"; empty ones are left out. @param {unknown[]} words */
export function sayTogether(words) {
  return words.filter(Boolean).join(say("text.between"));
}

/** Sentences after each other; empty ones are left out. @param {string[]} sentences */
export function saySentences(sentences) {
  return sentences.filter(Boolean).join(say("text.between_sentences"));
}

/** @param {string} key @param {string | number | undefined} n */
function form(key, n) {
  const message = isSaid(key) ? language.words[key] : key;
  if (typeof message === "string") return message;
  if (Array.isArray(message)) return message.join(", ");
  return message[plural.select(Number(n))] ?? message.other;
}

/** Puts values into a text. @param {string} text @param {Record<string, string | number>} values */
export function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => {
    const value = Object.hasOwn(values, name) ? values[name] : whole;
    return typeof value === "number" ? sayNumber(value) : value;
  });
}
