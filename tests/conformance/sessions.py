"""What a reader does with a page, the same in every engine, and what the page then shows."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from conformance.webdriver import Driver

Shown = dict[str, Any]

#: The page has stopped changing when so many looks at it see the same as the one before.
_SAME = 3

#: Words that can be seen, the rows in sight without what depends on a height, and colours drawn.
_SHOWN = """
const words = (root) => {
  const found = [];
  if (!root?.checkVisibility()) return null;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement.checkVisibility()) found.push(node.data.trim());
  }
  return found.filter(Boolean).join(" ");
};
const one = (selector) => document.querySelector(selector);
const rows = [...document.querySelectorAll("#events [aria-posinset]")]
  .sort((a, b) => a.ariaPosInSet - b.ariaPosInSet).slice(0, arguments[0]);
const active = document.activeElement;
const options = new URLSearchParams(location.hash.slice(1));
options.delete("at"); // depends on the size of the map
return {
  language: document.documentElement.lang,
  count: words(one(".count")),
  why: words(one(".why")),
  summary: words(one(".summary")),
  said: one("#live-region").textContent,
  rows: rows.map((row) => `${row.ariaPosInSet} of ${row.ariaSetSize}: ${words(row)}`),
  card: words(one("#card")),
  dates: [words(one(".when-words")), one("#typed-from").value, one("#typed-to").value, words(one(".wrong"))],
  tallies: words(one("#key-groups")),
  focus: active === document.body ? "body" : active.closest("[aria-posinset]")?.ariaPosInSet
    ?? (active.getAttribute("aria-label") || active.id || active.tagName),
  link: options.toString(),
};
"""  # noqa: E501

_COLOURS = """
const colours = new Set();
for (const canvas of document.querySelectorAll(".map canvas")) {
  if (!canvas.width || !canvas.height) continue;
  const copy = new OffscreenCanvas(canvas.width, canvas.height)
    .getContext("2d", { willReadFrequently: true });
  copy.drawImage(canvas, 0, 0);
  const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
  for (let at = 0; at < data.length; at += 4 * 97) if (data[at + 3]) colours.add(data.slice(at, at + 3).join());
}
return colours.size;
"""  # noqa: E501

#: Every address that the page has asked for, other than itself and what it holds.
_REQUESTS = """
return performance.getEntriesByType("resource").map((one) => one.name)
  .filter((name) => !/^(data|blob):/.test(name));
"""

_ON_PAPER = """
dispatchEvent(new Event("beforeprint"));
const paper = document.querySelector(".paper");
const said = [paper.querySelector(".paper-filters"), ...paper.querySelectorAll(".paper-table tr")]
  .map((part) => part.textContent);
dispatchEvent(new Event("afterprint"));
return said;
"""

_BUTTON = """[...document.querySelectorAll("button, summary")].find((one) => one.checkVisibility()
  && (one.getAttribute("aria-label") ?? one.textContent).trim() === arguments[0])"""
_ROW = "document.querySelector(`#events [aria-posinset='${arguments[0]}'] button`)"
_COUNT = "document.querySelector('.count').textContent"
_LAYER = """[...document.querySelectorAll("[aria-labelledby='layers-title'] label")]
  .find((one) => one.querySelector(".choice-name").textContent === arguments[0])"""


@dataclass(frozen=True)
class Plan:
    """What a reader looks for in one page."""

    address: str
    search: str
    since: str
    layer: str
    only: str
    #: Rows that are compared; fewer than any engine has in sight.
    rows: int = 4


class Reader:
    """Reads one page in one engine; ``shown`` has what was seen after each step."""

    def __init__(self, driver: Driver, plan: Plan) -> None:
        self._driver = driver
        self._plan = plan
        self.shown: dict[str, Shown] = {}
        #: Fewest colours on the map after any step, all addresses asked for, and what was printed.
        self.colours = 1 << 24
        self.requests: set[str] = set()
        self.printed: bytes | None = None

    def read(self) -> None:
        """Go through the whole session.

        Raises:
            TimeoutError: The page never showed what a step waits for.
        """
        self._driver.resize(1280, 900)
        self._open("")
        self._look("opened")
        self._search()
        self._choose_dates()
        self._filter()
        link = self._read_events()
        self._follow(link)
        self._print()
        self._speak()

    def _open(self, fragment: str) -> None:
        self._driver.open("about:blank")
        self._driver.open(self._plan.address + fragment)
        self._driver.wait(
            "!document.querySelector('#plain') && !!document.querySelector('#events .row-title')"
        )

    def _look(self, step: str) -> None:
        """Keep what the page shows, as soon as it has stopped changing."""
        driver, same, shown = self._driver, 0, None
        while same < _SAME:
            before, shown = shown, driver.run(_SHOWN, self._plan.rows)
            same = same + 1 if shown == before else 0
            time.sleep(0.2)
        self.shown[step] = shown
        self.colours = min(self.colours, driver.run(_COLOURS))
        self.requests |= set(driver.run(_REQUESTS))

    def _press_button(self, name: str) -> None:
        self._driver.click(_BUTTON, name)

    def _counts_anew(self, before: str) -> None:
        self._driver.wait(f"{_COUNT} !== arguments[0]", before)

    def _count(self) -> str:
        return str(self._driver.run(f"return {_COUNT}"))

    def _search(self) -> None:
        driver, before = self._driver, self._count()
        driver.click("document.querySelector('input[type=search]')")
        driver.press(*self._plan.search)
        self._counts_anew(before)
        self._look("searched")
        driver.press(*["Backspace"] * len(self._plan.search))
        driver.wait(f"{_COUNT} === arguments[0]", before)
        self._look("search emptied")

    def _choose_dates(self) -> None:
        driver, before = self._driver, self._count()
        driver.click("document.querySelector('#typed-from')")
        driver.press(*self._plan.since, "Enter")
        self._counts_anew(before)
        self._look("first day typed")
        driver.click("document.querySelector('#typed-to')")
        driver.press(*"never", "Enter")
        driver.wait("!!document.querySelector('.wrong').textContent")
        self._look("last day typed wrongly")
        driver.run("document.querySelector('.handle.is-to').focus()")
        driver.press("ArrowLeft", "ArrowLeft", "ArrowLeft")
        driver.wait("location.hash.includes('to=')")
        self._look("last day moved with keys")
        self._press_button("All dates")
        driver.wait(f"{_COUNT} === arguments[0]", before)
        self._look("all dates")

    def _filter(self) -> None:
        driver, before = self._driver, self._count()
        driver.click(_LAYER, self._plan.layer)
        self._counts_anew(before)
        self._look("layer off")
        without = self._count()
        self._press_button(f"Only {self._plan.only}")
        self._counts_anew(without)
        self._look("only one")
        self._press_button("Reset filters")
        driver.wait(f"{_COUNT} === arguments[0]", before)
        self._look("reset")

    def _read_events(self) -> str:
        """Open two events, and return the fragment of the second."""
        driver = self._driver
        driver.click(_ROW, "2")
        self._card(is_open=True)
        self._look("event opened with the mouse")
        driver.press("Escape")
        self._card(is_open=False)
        self._look("event closed with Escape")
        driver.press("ArrowDown", "Enter")
        self._card(is_open=True)
        self._look("event opened with keys")
        link = str(driver.run("return location.hash"))
        driver.back()
        self._card(is_open=False)
        self._look("went back")
        driver.press("End")
        driver.wait("""(([last]) => last && last.ariaPosInSet === last.ariaSetSize)(
            [...document.querySelectorAll("#events [aria-posinset]")].slice(-1))""")
        self._look("end of the list")
        return link

    def _card(self, *, is_open: bool) -> None:
        self._driver.wait(f"document.querySelector('#card').hidden !== {str(is_open).lower()}")

    def _follow(self, link: str) -> None:
        self._open(link)
        self._card(is_open=True)
        self._look("link followed")

    def _print(self) -> None:
        """Print where an engine can be told to; all are told that it is about to happen."""
        self.shown["on paper"] = {"said": self._driver.run(_ON_PAPER)}
        if self._driver.can_print:
            self.printed = self._driver.printed()
        self._look("after printing")

    def _speak(self) -> None:
        driver = self._driver
        driver.run("""
            const choice = document.querySelector(".language select");
            choice.value = "ja";
            choice.dispatchEvent(new Event("change"));
        """)
        driver.wait("document.documentElement.lang === 'ja' && !document.querySelector('#plain')")
        self._card(is_open=True)
        self._look("in Japanese")
