/**
 * Text of the events, unpacked block by block when it is asked for, and kept.
 */

/** @typedef {import("./types.js").TextPart} TextPart */
/** @typedef {Record<string, any>} Fields */

/** Blocks of one part that are kept unpacked; the oldest goes first. */
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
    if (text.length !== length) throw new Error(`text block ${block} is incomplete`);
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
     * The fields of one event, with nothing kept of those around it.
     * @param {number} row
     */
    async readAlone(row) {
      return pick(await unpack(await packed(Math.floor(row / rows)), row % rows), 0);
    },
    /**
     * The fields of one event if they are at hand, else null.
     * @param {number} row
     */
    peek(row) {
      const columns = ready.get(Math.floor(row / rows));
      return columns ? pick(columns, row % rows) : null;
    },
    /** All blocks as they are packed, in order, those of a node together. */
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

/** Stands in the body for what is said once for each place: the number of the place. */
const PLACE = "#place";

/**
 * The text of events together with that of their places.
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
