"""Open built pages in headless Chromium and measure them: ``python bench/page.py map.html ...``.

It measures:

- the time from navigation until the events are drawn, and until the list has rows;
- the work per frame during 120 changes of the date filter and 120 steps of dragging the map, and
  the time between frames, which includes painting if the browser has no graphics card;
- the search, key press by key press;
- the memory of the page.

``--throttle 4`` slows the processor down to a phone's speed; ``--phone`` also sets the screen size.
"""

from __future__ import annotations

import argparse
import dataclasses
import statistics
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from chromium import ARGUMENTS, find_chromium, install_chromium

#: Longest time to wait for a page to open, seconds.
PATIENCE_S: Final = 120

#: Script that records when the page has drawn its events and when its list has rows.
WATCH = """(() => {
  const seen = (window.watched = {});
  const look = () => {
    if (!seen.drawn && performance.getEntriesByName("dateline-drawn").length) {
      // The next frame is requested once this one is on the screen.
      seen.drawn = performance.now();
    }
    if (!seen.rows && document.querySelector("#events .row-title")) seen.rows = performance.now();
    if (!seen.drawn || !seen.rows) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})();"""
OPENED = "watched.drawn && watched.rows ? [watched.drawn, watched.rows] : null"

#: Moves a window of 400 days along, then drags the handles from both ends.
FILTER = """async () => {
  const { app } = await dateline.ready;
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const [costs, gaps] = [[], []];
  let last = await frame();
  for (let step = 0; step < 120; step++) {
    const [from, to] = step < 60
      ? [16436 + 50 * step, 16836 + 50 * step]
      : step < 90 ? [16436 + 60 * (step - 60), null] : [null, 20088 - 60 * (step - 90)];
    app.set({ from, to });
    const now = await frame();
    costs.push(app.lastCost());
    gaps.push(now - last);
    last = now;
  }
  app.set({ from: null, to: null });
  await frame();
  return [costs, gaps];
}"""
PAN = """async () => {
  const { app } = await dateline.ready;
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const [costs, gaps] = [[], []];
  for (const zoom of [3, 5, 8]) {
    dateline.map.setView([45, 20], zoom, { animate: false });
    await frame();
    let last = await frame();
    for (let step = 0; step < 40; step++) {
      dateline.map.panBy([step < 20 ? 9 : -7, 4], { animate: false });
      const now = await frame();
      costs.push(app.lastCost());
      gaps.push(now - last);
      last = now;
    }
  }
  return [costs, gaps];
}"""
#: Milliseconds until the results for each key press are complete; the first includes the indexing.
SEARCH = """async () => {
  const { app } = await dateline.ready;
  const input = document.querySelector("input.search");
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const waits = [];
  for (const query of ["s", "sh", "she", "shel", "shell", "shelled b", "kilometre 9", "zz", ""]) {
    const start = performance.now();
    input.value = query;
    input.dispatchEvent(new Event("input"));
    while (app.searching().share < 1) await frame();
    if (query) waits.push(performance.now() - start);
  }
  return [waits, await app.searchBytes()];
}"""


@dataclass(frozen=True, slots=True)
class PageCost:
    """The cost of a page in the browser.

    Attributes:
        open_ms: Time from the start of the navigation until the events are drawn.
        rows_ms: The same until the list has rows.
        filter_ms: Median work of a frame after a change of the date filter.
        filter_max_ms: The longest such frame.
        filter_frame_ms: Median time between frames meanwhile, including painting.
        pan_ms: Median work of a frame while the map is dragged.
        pan_max_ms: The longest such frame.
        pan_frame_ms: Median time between frames meanwhile, including painting.
        search_first_ms: Time until the first key press has results, including the indexing.
        search_ms: Median time until a later key press has results.
        search_max_ms: The longest such time.
        heap_mb: JavaScript heap and array buffers in use before any search, millions of bytes.
        search_mb: Memory of the search index, millions of bytes.
    """

    open_ms: float
    rows_ms: float
    filter_ms: float
    filter_max_ms: float
    filter_frame_ms: float
    pan_ms: float
    pan_max_ms: float
    pan_frame_ms: float
    search_first_ms: float
    search_ms: float
    search_max_ms: float
    heap_mb: float
    search_mb: float


@dataclass(frozen=True, slots=True)
class Reader:
    """The device that opens the page.

    Attributes:
        throttle: How many times slower it is than this machine.
        width: Width of the window, CSS pixels.
        height: Height of the window, CSS pixels.
    """

    throttle: float = 1
    width: int = 1440
    height: int = 900


PHONE = Reader(throttle=4, width=390, height=844)


def measure(
    browser: Browser, path: Path, *, runs: int = 5, reader: Reader | None = None
) -> PageCost:
    """Return the median costs of opening a page several times."""
    costs = [_once(browser, path, reader or Reader()) for _ in range(runs)]
    names = [field.name for field in dataclasses.fields(PageCost)]
    return PageCost(*(statistics.median(getattr(c, name) for c in costs) for name in names))


def _once(browser: Browser, path: Path, reader: Reader) -> PageCost:
    page = browser.new_page(viewport={"width": reader.width, "height": reader.height})
    page.add_init_script(WATCH)
    session = page.context.new_cdp_session(page)
    if reader.throttle > 1:
        session.send("Emulation.setCPUThrottlingRate", {"rate": reader.throttle})
    page.goto(path.resolve().as_uri(), wait_until="commit")
    drawn, rows = _opened(page)
    page.evaluate("dateline.ready.then(() => null)")
    costs, gaps = page.evaluate(FILTER)
    pan_costs, pan_gaps = page.evaluate(PAN)
    heap = _heap(session)
    (first, *waits), search_bytes = page.evaluate(SEARCH)
    page.close()
    return PageCost(
        open_ms=drawn,
        rows_ms=rows,
        filter_ms=statistics.median(costs),
        filter_max_ms=max(costs),
        filter_frame_ms=statistics.median(gaps),
        pan_ms=statistics.median(pan_costs),
        pan_max_ms=max(pan_costs),
        pan_frame_ms=statistics.median(pan_gaps),
        search_first_ms=first,
        search_ms=statistics.median(waits),
        search_max_ms=max(waits),
        heap_mb=heap / 1e6,
        search_mb=search_bytes / 1e6,
    )


def _opened(page: Page) -> tuple[float, float]:
    """Return the times when the page had drawn its events and when its list had rows, ms."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        # The page's policy blocks evaluated text, so Playwright's own waiting does not work.
        found: list[float] | None = page.evaluate(OPENED)
        if found:
            return found[0], found[1]
        time.sleep(0.05)
    raise TimeoutError(f"{page.url} has not opened within {PATIENCE_S} s")


def _heap(session: CDPSession) -> float:
    session.send("HeapProfiler.collectGarbage")
    usage: dict[str, Any] = session.send("Runtime.getHeapUsage")
    return float(usage["usedSize"] + usage.get("backingStorageSize", 0))


def measure_all(
    paths: list[Path], *, runs: int = 5, reader: Reader | None = None
) -> list[PageCost]:
    """Return the cost of each page, opened one after the other in one browser."""
    with sync_playwright() as playwright:
        path = find_chromium() or install_chromium()
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        costs = [measure(browser, path, runs=runs, reader=reader) for path in paths]
        browser.close()
    return costs


def main() -> None:
    """Measure the given pages and print their costs."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("pages", type=Path, nargs="+")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--throttle", type=float, default=1)
    parser.add_argument("--phone", action="store_true")
    given = parser.parse_args()
    reader = PHONE if given.phone else Reader(throttle=given.throttle)
    for path, cost in zip(
        given.pages, measure_all(given.pages, runs=given.runs, reader=reader), strict=True
    ):
        print(path)
        for name, value in dataclasses.asdict(cost).items():
            print(f"  {name:16} {value:9.1f}")


if __name__ == "__main__":
    main()
