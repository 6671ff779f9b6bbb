/** Writes the listed events to a file, in pieces, so that the page can be used meanwhile. */
import { columnFields } from "./column-fields.js";
import { BYTE_ORDER_MARK, csvLine, feature, fieldNames, isoDays } from "./table-text.js";

/** @typedef {import("./app.js").App} App */

/** Largest number of events in a download. */
export const MOST = 100_000;

/** Milliseconds of work before the page gets its turn. */
const PIECE_MS = 12;

/**
 * The texts of the listed events, in their order.
 * @param {App} app
 * @param {Uint32Array} listed
 * @param {(fields: Record<string, any>, row: number) => string} write
 * @param {(share: number) => void} advance
 */
async function textsOf(app, listed, write, advance) {
  const { body, columns, head, header } = app;
  /** @type {string[]} */
  const texts = new Array(listed.length);
  // In the order of the blocks, each of which is unpacked once.
  const places = Uint32Array.from(listed, (_, at) => at).sort((a, b) => listed[a] - listed[b]);
  let began = performance.now();
  for (let n = 0; n < places.length; n++) {
    const row = listed[places[n]];
    const fields = {
      ...(await head.read(row)),
      ...(await body.read(row)),
      ...columnFields(header, columns, row),
      ...isoDays(columns, row),
      layer: header.layers[columns.layer[row]].path,
    };
    texts[places[n]] = write(fields, row);
    if (performance.now() - began < PIECE_MS) continue;
    advance(n / places.length);
    await new Promise((resolve) => setTimeout(resolve));
    began = performance.now();
  }
  return texts;
}

/**
 * @param {App} app
 * @param {"csv" | "geojson"} format
 * @param {Uint32Array} listed rows, in their order
 * @param {(share: number) => void} advance
 */
export async function download(app, format, listed, advance) {
  const { columns, header } = app;
  const names = fieldNames(header, Object.keys(columnFields(header, columns, 0)));
  const pick = (/** @type {Record<string, any>} */ fields) => names.map((name) => fields[name] ?? null);
  const rows = listed.slice();
  const isTable = format === "csv";
  const texts = isTable
    ? await textsOf(app, rows, (fields) => csvLine(pick(fields)), advance)
    : await textsOf(
        app,
        rows,
        (fields, row) => {
          const values = pick(fields);
          return feature(columns, row, Object.fromEntries(names.map((name, at) => [name, values[at]])));
        },
        advance,
      );
  const parts = isTable
    ? [BYTE_ORDER_MARK, csvLine(names), ...texts]
    : [`{"type":"FeatureCollection","features":[\n`, texts.join(",\n"), "\n]}\n"];
  const blob = new Blob(parts, { type: isTable ? "text/csv" : "application/geo+json" });
  save(blob, `${nameOf(header.page)}.${format}`);
}

/** @param {Blob} blob @param {string} name */
function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** A file name that all systems accept. @param {import("./types.js").PageEntry} page */
export function nameOf({ title, as_of: day }) {
  const words = title.replace(/[\p{C}\s\\/:*?"<>|.]+/gu, "-").replace(/^-|-$/g, "");
  const short = Array.from(words).slice(0, 60).join("") || "events";
  return day ? `${short}-as-of-${day}` : short;
}
