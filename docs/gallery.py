"""Take the pictures of ``docs/gallery``: ``python docs/gallery.py [state ...]`` after ``make map``.

Each state of the page is taken at four sizes, in light and dark and once in forced colours, in
English and in Arabic, and put on one sheet for each state and language.
"""

from __future__ import annotations

import base64
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from chromium import ARGUMENTS, find_chromium, install_chromium  # noqa: E402  (of the tests)

GALLERY: Final = ROOT / "docs" / "gallery"

#: Sizes of a window, and the width of its picture on a sheet.
SIZES: Final = {(390, 844): 160, (768, 1024): 260, (1440, 900): 540, (2560, 1440): 540}

#: Looks of the page: the colour scheme, and whether colours are forced.
LOOKS: Final = {"light": ("light", "none"), "dark": ("dark", "none"), "forced": ("light", "active")}

#: The only size that is taken in forced colours.
FORCED_SIZE: Final = (1440, 900)

#: Below this width the panels are behind tabs.
NARROW: Final = 800

LANGUAGES: Final = ("en", "ar")

#: Time until what moves has come to rest.
REST_MS: Final = 700
QUALITY: Final = 58


@dataclass(frozen=True)
class State:
    """A state of the page.

    Attributes:
        name: Name of its sheets.
        title: What it shows.
        fragment: Of the address.
        steps: What a reader does then.
    """

    name: str
    title: str
    fragment: str = ""
    steps: Callable[[Page], None] = lambda _page: None


def _panel(name: str) -> Callable[[Page], None]:
    """Return the step that opens a panel where panels are behind tabs."""

    def open_panel(page: Page) -> None:
        tab = page.locator(f".tab.is-{name}")
        if tab.is_visible():
            tab.click()

    return open_panel


def _about(page: Page) -> None:
    page.locator("#open-about").click()


def _share(page: Page) -> None:
    _panel("events")(page)
    page.locator(".share summary").click()


def _wrong_date(page: Page) -> None:
    toggle = page.locator(".typed-toggle")
    if toggle.is_visible():
        toggle.click()
    page.locator("#typed-from").fill("soon")
    page.locator("#typed-from").press("Enter")


STATES: Final = (
    State("story", "A story, as the page opens"),
    State("first-view", "The page without a story, as it opens"),
    State("list", "The list of events", steps=_panel("events")),
    State("table", "The events as a table", "table=1", steps=_panel("events")),
    State("layers", "Layers, legend and filters", steps=_panel("key")),
    State("card", "The card of an event", "event=kursk-operations"),
    State("window", "Some dates: inside, longer and possible", "from=2024-02&to=2024-03"),
    State("certain", "Only what is certainly in these dates", "from=2024-02&to=2024-03&certain=1"),
    State("search", "A search", "q=Russia", steps=_panel("events")),
    State("nothing", "No event matches", "q=nothing+like+this", steps=_panel("events")),
    State("wrong-date", "A date that cannot be read", steps=_wrong_date),
    State("share", "Download and cite", steps=_share),
    State("about", "About this map", steps=_about),
)


def main(names: list[str]) -> None:
    """Write the sheets of the named states, or of all, and the page that lists them."""
    GALLERY.mkdir(exist_ok=True)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        path = find_chromium() or install_chromium()
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        for state in STATES:
            for language in LANGUAGES if not names or state.name in names else ():
                shots = list(_shots(browser, state, language=language, folder=Path(folder)))
                _write_sheet(browser, shots, GALLERY / f"{state.name}-{language}.jpg")
                print(f"wrote {state.name}-{language}.jpg")
        browser.close()
    (GALLERY / "README.md").write_text(_index(), encoding="utf-8")


def _shots(
    browser: Browser, state: State, *, language: str, folder: Path
) -> Iterator[tuple[Path, int]]:
    """Yield the pictures of a state, each with its width on the sheet."""
    for look, (scheme, forced) in LOOKS.items():
        for size, width in SIZES.items():
            if look == "forced" and size != FORCED_SIZE:
                continue
            page = browser.new_page(
                viewport={"width": size[0], "height": size[1]},
                color_scheme=scheme,
                forced_colors=forced,
                reduced_motion="reduce",
                has_touch=size[0] < NARROW,
            )
            language_part = f"lang={language}" if language != LANGUAGES[0] else ""
            # Without a stop, the page would open with its story where a state has no other part.
            stop = "" if state.name == "story" else "stop="
            fragment = "&".join(filter(None, (stop, state.fragment, language_part)))
            page.goto(f"{(ROOT / 'output' / 'map.html').as_uri()}#{fragment}")
            page.evaluate("dateline.ready")
            state.steps(page)
            page.wait_for_timeout(REST_MS)
            shot = folder / f"{look}-{size[0]}.png"
            page.screenshot(path=shot)
            page.close()
            yield shot, width


def _write_sheet(browser: Browser, shots: list[tuple[Path, int]], path: Path) -> None:
    """Put the pictures on one sheet, side by side."""
    images = "".join(
        f'<img width="{width}" src="data:image/png;base64,{_encoded(shot)}">'
        for shot, width in shots
    )
    page = browser.new_page(viewport={"width": 1580, "height": 400})
    page.set_content(
        "<style>body{margin:0;padding:12px;background:#8a8f94;display:flex;flex-wrap:wrap;"
        f"align-items:flex-start;gap:12px}}img{{display:block}}</style>{images}"
    )
    page.screenshot(path=path, full_page=True, type="jpeg", quality=QUALITY)
    page.close()


def _encoded(shot: Path) -> str:
    return base64.b64encode(shot.read_bytes()).decode("ascii")


def _index() -> str:
    """Return the page that shows the sheets."""
    sizes = ", ".join(f"{width} × {height}" for width, height in SIZES)
    lines = [
        "# Gallery",
        "",
        f"The seed map in each of its states, at {sizes} pixels, in light, dark and forced",
        "colours, in English and in Arabic. `python docs/gallery.py` takes the pictures again.",
    ]
    for state in STATES:
        lines += ["", f"## {state.title}", ""]
        lines += [f"![{state.title} ({tag})]({state.name}-{tag}.jpg)" for tag in LANGUAGES]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main(sys.argv[1:])
