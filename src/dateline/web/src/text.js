/**
 * The texts of the events, unpacked block by block on demand and cached.
 */
import { say } from "./say.js";

/** @typedef {import("./types.js").TextPart} TextPart */
/** @typedef {Record<string, any>} Fields */

/** Number of unpacked blocks that are cached; the oldest is dropped first. */
const KEPT_BLOCKS = 64;

/**
 * @param {TextPart} part
 * @param {object} how
 * @param {number} how.rows events in one block
 * @param {(node: number) => Promise<string>} how.readNode text of a script node
 * @param {(text: string, row?: number) => Promise<Record<string, any[]>>} how.unpack the columns of
 *   a block, or of one of its rows
 */
export function makeText(part, { rows, readNode, unpack }) {
  /** @type {Map<number, Record<string, any[]>>} */
  const ready = new Map();
  /** @type {Map<number, Promise<Record<string, any[]>>>} */
  const coming = new Map();

  /** @param {number} block */
  async function packed(block) {
    const [node, start, length] = part.blocks[block];
    const text = (await readNode(node)).slice(start, start + length);
    if (text.length !== length) throw new Error(say("trouble.text_block", { block }));
    return text;
  }

  /** @param {number} block */
  async function load(block) {
    try {
      const columns = await unpack(await packed(block));
      if (ready.size >= KEPT_BLOCKS) {
        ready.delete(/** @type {number} */ (ready.keys().next().value));
      }
      ready.set(block, columns);
      return columns;
    } finally {
      coming.delete(block);
    }
  }

  /** @param {number} block @returns {Promise<Record<string, any[]>>} */
  function columnsOf(block) {
    const known = ready.get(block);
    if (known) return Promise.resolve(known);
    let promise = coming.get(block);
    if (!promise) coming.set(block, (promise = load(block)));
    return promise;
  }

  /** @param {Record<string, any[]>} columns @param {number} at @returns {Fields} */
  function pick(columns, at) {
    const fields = part.fields.map((name) => [name, columns[name]?.[at] ?? null]);
    return { ...part.constants, ...Object.fromEntries(fields) };
  }

  return {
    blocks: part.blocks.length,
    rows,
    /**
     * The fields of one event.
     * @param {number} row
     */
    async read(row) {
      return pick(await columnsOf(Math.floor(row / rows)), row % rows);
    },
    /**
     * The fields of one event, without caching its block.
     * @param {number} row
     */
    async readAlone(row) {
      return pick(await unpack(await packed(Math.floor(row / rows)), row % rows), 0);
    },
    /**
     * The fields of one event if its block is cached, else null.
     * @param {number} row
     */
    peek(row) {
      const columns = ready.get(Math.floor(row / rows));
      return columns ? pick(columns, row % rows) : null;
    },
    /** All packed blocks in order, grouped by node. */
    async *texts() {
      for (let block = 0; block < part.blocks.length; ) {
        const [node] = part.blocks[block];
        const texts = [];
        for (; block < part.blocks.length && part.blocks[block][0] === node; block++) {
          texts.push(await packed(block));
        }
        yield texts;
      }
    },
  };
}

/** @typedef {ReturnType<typeof makeText>} Text */

/** Field of the body with the number of the event's place; place texts are stored once. */
const PLACE = "#place";

/**
 * Adds the texts of the places to the texts of the events.
 * @param {Text} body
 * @param {Text | null} places
 * @returns {Text}
 */
export function withPlaces(body, places) {
  if (!places) return body;
  /** @param {Fields} fields */
  const whole = async ({ [PLACE]: place, ...fields }) => ({
    ...fields,
    ...(await places.read(place)),
  });
  return {
    ...body,
    read: async (row) => whole(await body.read(row)),
    readAlone: async (row) => whole(await body.readAlone(row)),
  };
}
