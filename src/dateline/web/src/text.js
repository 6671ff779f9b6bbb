/**
 * Text of the events, inflated block by block when it is asked for, and kept.
 */
import { fromBase64, inflate } from "./columns.js";

/** @typedef {import("./types.js").TextPart} TextPart */
/** @typedef {Record<string, any>} Fields */

/** Blocks of one part that are kept inflated; the oldest goes first. */
const KEPT_BLOCKS = 64;

/**
 * @param {TextPart} part
 * @param {number} rows events in one block
 * @param {(node: number) => Promise<string>} readNode text of a script node
 */
export function makeText(part, rows, readNode) {
  /** @type {Map<number, Record<string, any[]>>} */
  const ready = new Map();
  /** @type {Map<number, Promise<Record<string, any[]>>>} */
  const coming = new Map();

  /** @param {number} block */
  async function load(block) {
    const [node, start, length] = part.blocks[block];
    const text = (await readNode(node)).slice(start, start + length);
    if (text.length !== length) throw new Error(`text block ${block} is cut short`);
    const columns = JSON.parse(new TextDecoder().decode(await inflate(fromBase64(text))));
    if (ready.size >= KEPT_BLOCKS) ready.delete(/** @type {number} */ (ready.keys().next().value));
    ready.set(block, columns);
    coming.delete(block);
    return columns;
  }

  /** @param {number} block @returns {Promise<Record<string, any[]>>} */
  function columnsOf(block) {
    const known = ready.get(block);
    if (known) return Promise.resolve(known);
    let promise = coming.get(block);
    if (!promise) coming.set(block, (promise = load(block)));
    return promise;
  }

  /** @param {Record<string, any[]>} columns @param {number} row @returns {Fields} */
  function pick(columns, row) {
    return Object.fromEntries(part.fields.map((name) => [name, columns[name][row % rows] ?? null]));
  }

  return {
    blocks: part.blocks.length,
    rows,
    columnsOf,
    /**
     * The fields of one event.
     * @param {number} row
     */
    async read(row) {
      return pick(await columnsOf(Math.floor(row / rows)), row);
    },
    /**
     * The fields of one event if they are at hand, else null.
     * @param {number} row
     */
    peek(row) {
      const columns = ready.get(Math.floor(row / rows));
      return columns ? pick(columns, row) : null;
    },
  };
}

/** @typedef {ReturnType<typeof makeText>} Text */
