"""Chromium, Firefox and WebKit show the same: one session of a reader in each, on three pages.

``make conformance`` runs these tests. An engine that is not installed is skipped; on Debian,
``apt install chromium chromium-driver firefox-esr webkit2gtk-driver xvfb`` installs all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from command_line import dateline
from conformance.engines import ENGINES
from conformance.sessions import Plan, Reader
from node import ROOT
from pages import write_page, write_site
from sample_events import point, sample_events, table_of

pytestmark = pytest.mark.conformance

#: A map has far more; an empty one has that of the sea, or none.
FEWEST_COLOURS = 8

STATUSES = ("occurred", "ongoing", "planned")
SAMPLE = {"search": "soldiers", "since": "2024-04", "layer": "Korea", "only": "Ongoing"}


def seed_page(folder: Path) -> Path:
    """The page that ``make map`` builds."""
    path = folder / "map.html"
    settings = (ROOT / "dateline.toml").read_text(encoding="utf-8")
    (folder / "dateline.toml").write_text(settings, encoding="utf-8")
    ran = dateline("build", str(ROOT / "events"), "--output", str(folder), cwd=folder)
    assert ran.returncode == 0, ran.stderr
    return path


def many_page(folder: Path) -> Path:
    rows: list[dict[str, Any]] = [
        {
            "event_id": f"e{n}",
            "title": f"Shelling number {n}",
            "description": f"What was reported of it, {n % 7} times.",
            "layer": f"Front/{'ABCD'[n % 4]}",
            "status": STATUSES[n % 3],
            "when": (day := f"2024-{n % 12 + 1:02}-{n % 27 + 1:02}"),
            "start": day,
            "end": f"{day[:8]}{n % 27 + 2:02}",
            "date_precision": "day",
            **point(22 + n % 40 * 0.4, 44 + n % 53 * 0.15),
        }
        for n in range(2000)
    ]
    return write_page(table_of(rows), folder / "map.html")


def split_page(folder: Path) -> Path:
    return write_site(sample_events(), folder / "map.html")


PAGES: dict[str, tuple[Callable[[Path], Path], dict[str, str]]] = {
    "seed": (seed_page, SAMPLE),
    "many": (
        many_page,
        {"search": "number 77", "since": "2024-06", "layer": "B", "only": "Planned"},
    ),
    "split": (split_page, SAMPLE),
}


#: Reads a page in an engine once; returns the reader and what the console says.
Read = Callable[[str, str], tuple[Reader, list[str]]]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Read:
    pages: dict[str, Path] = {}
    kept: dict[tuple[str, str], tuple[Reader, list[str]]] = {}

    def read_it(engine: str, name: str) -> tuple[Reader, list[str]]:
        make, plan = PAGES[name]
        if name not in pages:
            pages[name] = make(tmp_path_factory.mktemp(name))
        if (engine, name) not in kept:
            with ENGINES[engine](tmp_path_factory.mktemp(engine)) as driver:
                reader = Reader(driver, Plan(pages[name].as_uri(), **plan))
                reader.read()
                kept[engine, name] = reader, driver.faults()
        return kept[engine, name]

    return read_it


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("engine", ENGINES)
def test_a_reader_can_use_the_page(read: Read, engine: str, name: str) -> None:
    """Every step works, the map is drawn, nothing fails, and nothing is asked of the network."""
    reader, faults = read(engine, name)
    assert [] == faults
    own = PAGES[name][0] is split_page
    assert [] == [one for one in reader.requests if not (own and "/text/" in one)]
    assert reader.colours >= FEWEST_COLOURS
    assert reader.printed is None or reader.printed.startswith(b"%PDF-")
    shown = reader.shown
    opened = shown["opened"]
    assert opened["rows"]
    for step in ("searched", "first day typed", "layer off", "only one"):
        assert shown[step]["count"] != opened["count"], step
    for step in ("search emptied", "all dates", "reset", "went back"):
        assert shown[step]["rows"] == opened["rows"], step
    assert shown["link followed"]["card"] == shown["event opened with keys"]["card"]
    assert shown["in Japanese"]["card"] != shown["link followed"]["card"]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("engine", [engine for engine in ENGINES if engine != "chromium"])
def test_engines_show_the_same(read: Read, engine: str, name: str) -> None:
    """After each step, counts, list, card, dates, focus and link are those that Chromium has."""
    theirs, ours = read("chromium", name)[0].shown, read(engine, name)[0].shown
    assert list(theirs) == list(ours)
    for step in theirs:
        assert (step, theirs[step]) == (step, ours[step])
