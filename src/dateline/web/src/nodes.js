/**
 * The parts of the page that contain its events: script nodes, or files next to a split page. A
 * missing, empty or truncated part is always reported.
 */
import { say } from "./say.js";

/**
 * Returns the text of a script node.
 * @param {string} id
 * @returns {string}
 */
export function readNode(id) {
  const node = document.getElementById(id);
  if (!node) throw new Error(say("trouble.part_missing", { part: id }));
  // Browsers silently leave a node empty if it is too large.
  if (!node.textContent) throw new Error(say("trouble.part_empty", { part: id }));
  return node.textContent;
}

/**
 * Returns the text of a script node, waiting until it has been parsed completely.
 * @param {string} id
 */
export async function readWhole(id) {
  // A node is complete once another follows it or the page has finished loading.
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

/** Number of files whose text is cached; the oldest is dropped first. */
const KEPT_FILES = 8;

/**
 * Returns a function that reads the text of a node by its number.
 * @param {string[]} [files] path of each node's file, if the page is split
 * @param {(file: string) => Promise<string>} [load] loads a file
 * @returns {(number: number) => Promise<string>}
 */
export function makeNodeReader(files, load = loadFile) {
  if (!files) return (number) => readWhole(`dateline-text-${number}`);
  /** @type {Map<string, Promise<string>>} */
  const texts = new Map();
  /** Loaded files, in order of arrival. @type {string[]} */
  const there = [];
  return (number) => {
    const file = files[number];
    let text = texts.get(file);
    if (text) return text;
    texts.set(file, (text = load(file)));
    text.then(
      () => {
        // A file that is still loading is never dropped: it would be loaded twice.
        if (there.push(file) > KEPT_FILES) texts.delete(/** @type {string} */ (there.shift()));
      },
      // A file that failed to load is tried again next time.
      () => texts.delete(file),
    );
    return text;
  };
}

/** Callbacks by file name; each file calls its own with its text. @type {Map<string, (text: string) => void>} */
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
      reject(new Error(say("trouble.file", { file })));
    EXPECTED.set(name, resolve);
    // A different file under this name would run without calling back.
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
