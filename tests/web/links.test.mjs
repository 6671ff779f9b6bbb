// Links out of untrusted text: what is a link, where it leads, and what it is called.
import assert from "node:assert/strict";
import { test } from "node:test";
import { hostOf, safeUrl } from "../../src/dateline/web/src/links.js";

for (const [text, url] of [
  ["https://example.org/a?b=1", "https://example.org/a?b=1"],
  [" http://example.org ", "http://example.org/"],
  ["\u00a0https://example.org/\u3000", "https://example.org/"],
  ["HTTPS://EXAMPLE.ORG/", "https://example.org/"],
  ["https://user.example.org/@name:1", "https://user.example.org/@name:1"],
]) {
  test(`A link may lead to ${JSON.stringify(text)}.`, () => assert.equal(safeUrl(text), url));
}
for (const url of [
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  "javascript://example.org/%0aalert(1)",
  "JAVASCRIPT://example.org/",
  "httpx://example.org/",
  "xhttps://example.org/",
  "data://example.org/x",
  "data:text/html,x",
  "//example.org",
  "ftp://a.b",
  "https://user:pass@example.org",
  "https://user@example.org",
  "https://:pass@example.org",
  "https:example.org",
  "https:/example.org",
  " javascript://example.org/%0aalert(1) ",
  "see https://example.org",
  "1https://example.org",
  "https:example.org?next=https://example.org",
  "https://",
  "example.org",
  "\u0000javascript:alert(1)",
  null,
  7,
  "",
]) {
  test(`No link leads to ${JSON.stringify(url)}.`, () => assert.equal(safeUrl(url), null));
}

for (const [url, host] of [
  ["https://www.example.org/a", "example.org"],
  ["https://example.org:8080/www.", "example.org"],
  ["https://news.www.example.org/", "news.www.example.org"],
  ["https://wwwexample.org/", "wwwexample.org"],
]) {
  test(`The host of ${url} is ${host}.`, () => assert.equal(hostOf(url), host));
}
