// The search: the index finds the same events as a search through every text, while it grows and after.
import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { makeMessageHandler } from "../../src/dateline/web/src/message-handler.js";
import { makeNodeReader } from "../../src/dateline/web/src/nodes.js";
import { makeWorkerClient } from "../../src/dateline/web/src/worker-client.js";
import { makeEngine } from "../../src/dateline/web/src/search-engine.js";
import { makeIndex } from "../../src/dateline/web/src/search-index.js";
import { fold, wordsOf } from "../../src/dateline/web/src/search.js";
import { makeRandom } from "./made_columns.mjs";
import { toBase91 } from "./base91.mjs";

const FIELDS = ["title", "place_name", "where", "actor1", "actor2"];
const BLOCKS = [
  { title: ["Сражение", "Déjà vu"], place_name: ["Sumy", null] },
  { title: ["A third"], place_name: ["Kursk Oblast"] },
];

/** The rule: every word of the query is in one of the folded fields. */
function oracle(blocks, query) {
  const words = wordsOf(query);
  return blocks.flatMap((columns) =>
    Array.from({ length: Object.values(columns)[0].length }, (_, i) => {
      const text = fold(FIELDS.map((name) => columns[name]?.[i] ?? "").join("\n"));
      return words.every((word) => text.includes(word)) ? 1 : 0;
    }),
  );
}

const bytesOf = (block) => new TextEncoder().encode(JSON.stringify(block));

function indexOf(blocks, rows) {
  const index = makeIndex(blocks.reduce((sum, { title }) => sum + title.length, 0));
  const others = blocks.map((block, n) => index.addTitles(n * rows, bytesOf(block)));
  for (const lists of others) index.addOthers(lists);
  return index;
}

test("An event matches if it contains every word, ignoring case and accents.", () => {
  const index = indexOf(BLOCKS, 2);
  const found = (query) => [...index.find(query)];
  assert.deepEqual(found("deja"), [0, 1, 0]);
  assert.deepEqual(found("сраж SUMY"), [1, 0, 0]);
  assert.deepEqual(found("third sumy"), [0, 0, 0]);
  assert.equal(index.find("   "), null);
});

test("Titles can be searched before places and actors are indexed; later words may match either.", () => {
  const index = makeIndex(3);
  const others = BLOCKS.map((block, n) => index.addTitles(2 * n, bytesOf(block)));
  const found = (query) => [...index.find(query)];
  assert.deepEqual(found("third"), [0, 0, 1]);
  assert.deepEqual(found("сраж sumy"), [0, 0, 0]);
  index.addOthers(others[0]);
  assert.deepEqual(found("сраж sumy"), [1, 0, 0]);
  assert.deepEqual(found("kursk"), [0, 0, 0]);
  index.addOthers(others[1]);
  assert.deepEqual(found("kursk"), [0, 0, 1]);
});

test("Blocks without titles, without other fields or without events can be searched.", () => {
  assert.deepEqual([...indexOf([{ title: ["ab", null, ""] }], 3).find("b")], [1, 0, 0]);
  assert.deepEqual([...indexOf([{ title: [], where: [] }], 0).find("b")], []);
  const index = makeIndex(2);
  index.addOthers(index.addTitles(0, bytesOf({ event_id: ["b", "b"], where: [null, "ab"] })));
  assert.deepEqual([...index.find("b")], [0, 1]);
  assert.equal(index.addTitles(2, bytesOf({})).length, 0);
});

test("A truncated or invalid block is refused.", () => {
  const whole = bytesOf(BLOCKS[0]);
  for (let length = 0; length < whole.length; length++) {
    const block = whole.subarray(0, length);
    assert.throws(() => makeIndex(2).addTitles(0, block), /damaged/u, `${length}`);
  }
});

const SYLLABLES = ["ka", "Sú", "MY", "о́бл", "ΟΔΟΣ", "ﬁn", "-", "12", " ", " ", " ", "\u00a0", "\n"];
const ODD = ['"', "\\", '\\"', "],", '","title":[', "\u0001", "\ufeff", "\ud800", "null", "´x", "İstanbul", "Straße", "한국", "e\u0301", "ª1", "\u2003", "a\tb"];

/** A random text with all kinds of spaces, marks and letters that folding may change. */
function makeText(random) {
  const pick = (words) => words[Math.floor(random() * words.length)];
  const parts = Array.from({ length: 1 + Math.floor(random() * 9) }, () =>
    random() < 0.15 ? pick(ODD) : pick(SYLLABLES),
  );
  return parts.join("");
}

test("For 300 random queries the index finds the same events as a search through every text.", () => {
  const random = makeRandom(11);
  for (let round = 0; round < 10; round++) {
    const blocks = Array.from({ length: 4 }, () =>
      Object.fromEntries(
        FIELDS.map((name) => [
          name,
          Array.from({ length: 16 }, () => (random() < 0.2 ? null : makeText(random))),
        ]),
      ),
    );
    const index = indexOf(blocks, 16);
    for (let n = 0; n < 30; n++) {
      const query = makeText(random).slice(0, 1 + Math.floor(random() * 6));
      const found = index.find(query);
      if (!wordsOf(query).length) assert.equal(found, null);
      else assert.deepEqual([...found], oracle(blocks, query), JSON.stringify(query));
    }
  }
});

test("A query may have more words than one pass can search for.", () => {
  const words = Array.from({ length: 20 }, (_, n) => `word${n}x`);
  const blocks = [{ title: [words.join(" "), words.slice(1).join(" "), words.join("")] }];
  assert.deepEqual([...indexOf(blocks, 3).find(words.join(" "))], [1, 0, 1]);
});

test("A title may have more words than the initial buffer can hold.", () => {
  const title = Array.from({ length: 3 }, (_, n) => `${"a ".repeat(20_000)}last${n}`);
  assert.deepEqual([...indexOf([{ title }], 3).find("last1")], [0, 1, 0]);
});

test("More distinct words than two bytes can number are distinguished.", () => {
  const title = Array.from({ length: 70_000 }, (_, n) => `t${n}.`);
  const index = indexOf([{ title }], title.length);
  assert.equal(index.find("t69999.").indexOf(1), 69_999);
  assert.equal(index.find("t7.").lastIndexOf(1), 7);
  index.close();
  assert.deepEqual(index.find("t6999").reduce((a, b) => a + b), 11);
});

const pack = (block) => toBase91(deflateRawSync(JSON.stringify(block)));
const pause = () => new Promise((resolve) => setTimeout(resolve));

test("A search that starts before everything is indexed ends with complete results.", async () => {
  const reported = [];
  const report = ({ hits, share, titles }) => reported.push([titles, share, [...hits]]);
  const engine = makeEngine({ count: 3, blocks: 2, rows: 2, report, pause });
  await engine.feed([pack(BLOCKS[0])]);
  await engine.search(1, "u");
  assert.deepEqual(reported, [[0.5, 0.5, [1, 1, 0]]]);
  await engine.feed([pack(BLOCKS[1])]);
  assert.deepEqual(reported.at(-1), [1, 1, [1, 1, 1]]);
});

test("Blocks with long, compressible places are unpacked a second time after the titles.", async () => {
  const blocks = ["a", "b"].map((letter) => ({
    title: ["one", "two"],
    where: [`${letter} ${"place ".repeat(500)}`, "elsewhere"],
  }));
  const reported = [];
  const engine = makeEngine({ count: 4, blocks: 2, rows: 2, report: (f) => reported.push(f), pause });
  await engine.feed(blocks.map(pack));
  await engine.search(1, "b place");
  assert.deepEqual(reported.map(({ hits }) => [...hits]), [[0, 0, 1, 0]]);
});

test("Nothing is reported before the first block is indexed; an empty page is searched immediately.", async () => {
  for (const [count, blocks, times] of [
    [3, 2, 0],
    [0, 0, 1],
  ]) {
    const reported = [];
    const report = (found) => reported.push(found.share);
    await makeEngine({ count, blocks, rows: 2, report, pause }).search(1, "u");
    assert.deepEqual(reported, Array(times).fill(1));
  }
});

test("Partial results are a subset of the complete results, titles first.", async () => {
  const random = makeRandom(5);
  const blocks = Array.from({ length: 300 }, () =>
    Object.fromEntries(
      FIELDS.map((name) => [name, Array.from({ length: 8 }, () => makeText(random))]),
    ),
  );
  const reported = [];
  const report = (found) => reported.push(found);
  const engine = makeEngine({ count: 2400, blocks: 300, rows: 8, report, pause });
  const fed = engine.feed(blocks.map(pack));
  let n = 0;
  const isDone = fed.then(() => true);
  while (!(await Promise.race([isDone, pause()]))) await engine.search(++n, "ka");
  await engine.search(++n, "ka");
  const whole = oracle(blocks, "ka");
  assert.deepEqual([...reported.at(-1).hits], whole);
  assert.ok(reported.some(({ titles, share }) => titles > share), "titles come first");
  let [before, last] = [0, { share: 0, titles: 0 }];
  for (const found of reported) {
    assert.ok(found.titles >= found.share && found.titles >= last.titles && found.share >= last.share);
    const sum = found.hits.reduce((a, hit, i) => (assert.ok(hit <= whole[i]), a + hit), 0);
    assert.ok(sum >= before);
    [before, last] = [sum, found];
  }
});

test("Of several waiting queries only the last is searched for.", async () => {
  const reported = [];
  const engine = makeEngine({ count: 3, blocks: 2, rows: 2, report: (f) => reported.push(f), pause });
  await engine.feed(BLOCKS.map(pack));
  await Promise.all(["s", "su", "sum"].map((query, n) => engine.search(n, query)));
  assert.deepEqual(
    reported.map(({ ticket }) => ticket),
    [2],
  );
});

test("Failed work is answered with its error.", async () => {
  const answers = [];
  const work = makeMessageHandler({ answer: (answer) => answers.push(answer), pause });
  await work({ id: 7, kind: "unpack", text: "AAAA", row: -1 });
  await work({ id: 8, kind: "unpack", text: pack(BLOCKS[0]), row: 1 });
  assert.equal(answers[0].id, 7);
  assert.equal(typeof answers[0].error, "string");
  assert.deepEqual(answers[1], { id: 8, columns: { title: ["Déjà vu"], place_name: [null] } });
});

test("Without a worker a message may be answered immediately.", async () => {
  const client = makeWorkerClient({ isLarge: false, readSource: () => "" });
  client.send({ kind: "search", ticket: 0, query: "" });
  assert.equal(await client.bytes(), 0);
});

test("A file is loaded once even if requested twice, and none is dropped while loading.", async () => {
  const asked = [];
  const arrive = new Map();
  const load = (file) =>
    new Promise((resolve) => {
      asked.push(file);
      arrive.set(file, () => resolve(`text of ${file}`));
    });
  const files = [...Array.from({ length: 12 }, (_, n) => `f${n}`), "f0"];
  const read = makeNodeReader(files, load);
  const texts = [...files.keys(), 0].map(read);
  for (const bring of arrive.values()) bring();
  assert.deepEqual(await Promise.all(texts), [...files, "f0"].map((file) => `text of ${file}`));
  assert.equal(asked.length, 12);
});
