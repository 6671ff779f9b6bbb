// Decodes a payload from stdin like the page, and writes its contents as JSON.
import { text } from "node:stream/consumers";
import { columnFields } from "../../src/dateline/web/src/column-fields.js";
import { decodeColumns, decodeIds, hashOf } from "../../src/dateline/web/src/columns.js";
import { unpack } from "../../src/dateline/web/src/search-engine.js";
import { makeText, withPlaces } from "../../src/dateline/web/src/text.js";

const { header: raw, core, ids, nodes } = JSON.parse(await text(process.stdin));
const header = JSON.parse(raw);
const columns = await decodeColumns(header, core);
const readNode = async (number) => nodes[number];
const how = { rows: header.text.rows, readNode, unpack };
const head = makeText(header.text.head, how);
const { places } = header.text;
const body = withPlaces(makeText(header.text.body, how), places ? makeText(places, how) : null);
const rows = [];
for (let row = 0; row < columns.count; row++) {
  const texts = { ...(await head.read(row)), ...(await body.read(row)) };
  rows.push({ ...columnFields(header, columns, row), ...texts });
}
// A linked event is found by the hash of its id.
const hashes = await decodeIds(columns.count, ids);
if (rows.some(({ event_id: id }, row) => hashes[row] !== hashOf(id))) throw new Error("ids differ");
const plain = (value) => (ArrayBuffer.isView(value) ? [...value] : value);
const { shapes, codes, facets, ...flat } = columns;
const named = (object) => Object.fromEntries(Object.entries(object).map(([k, v]) => [k, plain(v)]));
process.stdout.write(JSON.stringify({ columns: { ...named(flat), codes: named(codes), facets: facets.map(named) }, shapes: named(shapes), rows }));
