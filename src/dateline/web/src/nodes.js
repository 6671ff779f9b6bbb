/**
 * The parts of the page that hold its events: script nodes in it, or files beside a page that was
 * split. One that is missing, empty or cut short is reported, never passed over.
 */

/**
 * The text of a script node.
 * @param {string} id
 * @returns {string}
 */
export function readNode(id) {
  const node = document.getElementById(id);
  if (!node) throw new Error(`this page is incomplete: its part “${id}” is missing`);
  // A browser leaves a part empty that is too large for it, and says nothing.
  if (!node.textContent) throw new Error(`this page is incomplete: its part “${id}” is empty`);
  return node.textContent;
}

/**
 * The text of a script node that may not have arrived yet.
 * @param {string} id
 */
export async function readWhole(id) {
  // A node is whole once something follows it, or nothing more is to come.
  const isWhole = () =>
    document.readyState !== "loading" || document.getElementById(id)?.nextElementSibling;
  if (!isWhole()) {
    await new Promise((resolve) => {
      const observer = new MutationObserver(look);
      function look() {
        if (!isWhole()) return;
        observer.disconnect();
        document.removeEventListener("readystatechange", look);
        resolve(undefined);
      }
      observer.observe(document.body, { childList: true });
      document.addEventListener("readystatechange", look);
    });
  }
  return readNode(id);
}

/** Texts of files that are kept; the oldest goes first. */
const KEPT_FILES = 8;

/**
 * A function to the text of a node by its number.
 * @param {string[]} [files] where each is, when they lie beside the page
 * @param {(file: string) => Promise<string>} [load] brings one
 * @returns {(number: number) => Promise<string>}
 */
export function makeNodeReader(files, load = loadFile) {
  if (!files) return (number) => readWhole(`dateline-text-${number}`);
  /** @type {Map<string, Promise<string>>} */
  const texts = new Map();
  /** Those that are there, in the order in which they came. @type {string[]} */
  const there = [];
  return (number) => {
    const file = files[number];
    let text = texts.get(file);
    if (text) return text;
    texts.set(file, (text = load(file)));
    text.then(
      () => {
        // One that is still on its way is never let go of: it would be asked for twice.
        if (there.push(file) > KEPT_FILES) texts.delete(/** @type {string} */ (there.shift()));
      },
      // One that could not be loaded is tried again the next time.
      () => texts.delete(file),
    );
    return text;
  };
}

/** Called by each file with its name and its text. @type {Map<string, (text: string) => void>} */
const EXPECTED = new Map();

/** @param {string} file name and path from the page @returns {Promise<string>} */
function loadFile(file) {
  /** @type {any} */ (window).datelineText ??= (
    /** @type {string} */ name,
    /** @type {string} */ text,
  ) => EXPECTED.get(name)?.(text);
  const name = file.slice(file.lastIndexOf("/") + 1).replace(/\.js$/, "");
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    const missing = () =>
      reject(new Error(`the file “${file}” could not be read; keep its folder next to this page`));
    EXPECTED.set(name, resolve);
    // Another file in its place would run and call nobody.
    for (const event of ["load", "error"]) {
      script.addEventListener(event, () => {
        missing();
        EXPECTED.delete(name);
        script.remove();
      });
    }
    script.src = file;
    document.head.append(script);
  });
}
