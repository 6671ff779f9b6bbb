"""Open built pages in headless Chromium and measure them: ``python bench/page.py map.html ...``.

What is measured: from the start of the navigation until the page has drawn its events; the work of
one frame for each of 120 changes of the date filter, drawing included; the JavaScript heap.
"""

from __future__ import annotations

import statistics
import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from chromium import ARGUMENTS, find_chromium, install_chromium

FILTER = """async () => {
  const { app } = await dateline.ready;
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const times = [];
  for (let step = 0; step < 120; step++) {
    app.set({ from: 16436 + 25 * step, to: 16436 + 25 * step + 400 });
    await frame();
    times.push(app.lastCost());
  }
  return times;
}"""
OPENED = """async () => {
  await dateline.ready;
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  return performance.now();
}"""


@dataclass(frozen=True, slots=True)
class PageCost:
    """What a page costs its reader.

    Attributes:
        open_ms: From the start of the navigation until the events are drawn.
        filter_ms: Median work of a frame after a change of the date filter.
        filter_max_ms: The longest such frame.
        heap_mb: JavaScript heap in use, in millions of bytes.
    """

    open_ms: float
    filter_ms: float
    filter_max_ms: float
    heap_mb: float


def measure(browser: Browser, path: Path, *, runs: int = 5) -> PageCost:
    """Return the medians of several openings of a page."""
    costs = [_once(browser, path) for _ in range(runs)]
    return PageCost(
        statistics.median(cost.open_ms for cost in costs),
        statistics.median(cost.filter_ms for cost in costs),
        statistics.median(cost.filter_max_ms for cost in costs),
        statistics.median(cost.heap_mb for cost in costs),
    )


def _once(browser: Browser, path: Path) -> PageCost:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(path.resolve().as_uri(), wait_until="commit")
    page.wait_for_function("typeof dateline !== 'undefined'")
    opened = page.evaluate(OPENED)
    times = page.evaluate(FILTER)
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    heap = session.send("Runtime.getHeapUsage")["usedSize"]
    page.close()
    return PageCost(opened, statistics.median(times), max(times), heap / 1e6)


def measure_all(paths: list[Path]) -> list[PageCost]:
    """Return what each page costs, opened one after the other in one browser."""
    with sync_playwright() as playwright:
        path = find_chromium() or install_chromium()
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        costs = [measure(browser, path) for path in paths]
        browser.close()
    return costs


if __name__ == "__main__":
    for given, cost in zip(sys.argv[1:], measure_all([Path(p) for p in sys.argv[1:]]), strict=True):
        print(given, cost)
