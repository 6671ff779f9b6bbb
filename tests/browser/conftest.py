"""Opens built pages in headless Chromium; whatever a page must not do fails the test."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from chromium import ARGUMENTS
from pages import DESKTOP, OpenPage, write_page
from sample_events import sample_events

#: How long a test waits for what it expects: a busy machine is slow, and no test measures time.
WAIT_MS = 60_000

expect.set_options(timeout=WAIT_MS)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        path = os.environ["DATELINE_CHROMIUM"]  # set by tests/conftest.py
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def sample_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_page(sample_events(), tmp_path_factory.mktemp("sample") / "map.html")


@pytest.fixture
def open_page(browser: Browser, sample_page: Path) -> Iterator[OpenPage]:
    """Open a page from disk as a reader does; errors, dialogs and requests fail the test."""
    faults: list[str] = []
    contexts = []

    def open_it(
        path: Path | None = None,
        *,
        fragment: str = "",
        ready: bool = True,
        is_faulty: bool = False,
        prepare: Callable[[Page], None] | None = None,
        **options: Any,
    ) -> Page:
        context = browser.new_context(
            **{"viewport": DESKTOP, "reduced_motion": "reduce", **options}
        )
        contexts.append(context)
        context.set_default_timeout(WAIT_MS)
        page = context.new_page()
        if prepare:
            prepare(page)
        address = (path or sample_page).as_uri()
        if not is_faulty:  # else the test itself looks at what is refused
            page.on(
                "console", lambda m: faults.append(f"console: {m.text}") if is_fault(m) else None
            )
            page.on("request", lambda r: None if is_own(r.url, address) else faults.append(r.url))
        page.on("pageerror", lambda error: faults.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (faults.append("dialog"), dialog.dismiss()))
        page.goto(address + fragment)
        if ready:
            page.locator("#events .row-title").first.wait_for(state="attached")
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert [] == faults


def is_fault(message: Any) -> bool:
    return message.type in {"error", "warning"} or "Refused to" in message.text


def is_own(url: str, address: str) -> bool:
    """Return whether a request is for the page itself or for its text files."""
    texts = f"{address.rpartition('/')[0]}/text/"
    return re.split("[?#]", url, maxsplit=1)[0] == address or url.startswith(
        ("data:", "blob:", texts)
    )
