// Reads a payload from stdin as the page does, and writes what it holds as JSON.
import { text } from "node:stream/consumers";
import { decodeColumns } from "../../src/dateline/web/src/columns.js";
import { makeText } from "../../src/dateline/web/src/text.js";

const { header: raw, core, nodes } = JSON.parse(await text(process.stdin));
const header = JSON.parse(raw);
const columns = await decodeColumns(header, core);
const readNode = async (number) => nodes[number];
const head = makeText(header.text.head, header.text.rows, readNode);
const body = makeText(header.text.body, header.text.rows, readNode);
const rows = [];
for (let row = 0; row < columns.count; row++) {
  rows.push({ ...(await head.read(row)), ...(await body.read(row)) });
}
const plain = (value) => (ArrayBuffer.isView(value) ? [...value] : value);
const { shapes, ...flat } = columns;
const named = (object) => Object.fromEntries(Object.entries(object).map(([k, v]) => [k, plain(v)]));
process.stdout.write(JSON.stringify({ columns: named(flat), shapes: named(shapes), rows }));
