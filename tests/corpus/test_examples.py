"""The examples in the docs: each event file in them does exactly what the page says.

An example is a fenced block with a file name after its language; on a page of ``docs/codes/`` the
block after it is what ``dateline`` reports.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from dateline.diagnostics import Diagnostic
from dateline.media import embed_pictures
from dateline.normalise import normalise
from dateline.report import format_findings
from dateline.settings import Settings, parse_settings
from reading import read_events

DOCS = Path(__file__).parents[2] / "docs"
FILE = re.compile(
    r"^```(?:yaml|csv|json) (?P<name>\S+)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE
)
REPORTED = re.compile(r"^```text\n(.*?)\n```$", re.DOTALL | re.MULTILINE)
SETTINGS = re.compile(r"^```toml\n(.*?)^```$", re.DOTALL | re.MULTILINE)

#: Codes of steps after this floor, whose examples need a gazetteer.
LATER = ("place-", "event-unplaced")

PAGES = [
    page
    for page in sorted((DOCS / "codes").glob("*.md"))
    if FILE.search(page.read_text(encoding="utf-8")) and not page.stem.startswith(LATER)
]


def find(block: re.Match[str], folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[Diagnostic]:
    monkeypatch.chdir(folder)
    Path(block["name"]).write_text(block["text"], encoding="utf-8")
    settings = set_in(block.string[: block.start()])
    raw, found = read_events([block["name"]], settings)
    table, more = normalise(raw, settings)
    return [*found, *more, *embed_pictures(table, settings)[1]]


def set_in(text: str) -> Settings:
    """Return the settings that a page shows before its example, or the defaults."""
    shown = SETTINGS.search(text)
    return parse_settings(tomllib.loads(shown[1])) if shown else Settings()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_example_of_a_code_is_reported_as_shown(page, tmp_path, monkeypatch):
    """The example on the page of a code gives exactly that finding."""
    text = page.read_text(encoding="utf-8")
    found = find(FILE.search(text), tmp_path, monkeypatch)
    assert REPORTED.search(text)[1] == "\n".join(format_findings(found, limit=0))
    assert page.stem in {d.code for d in found}


FORMATS = list(FILE.finditer((DOCS / "event-format.md").read_text(encoding="utf-8")))


@pytest.mark.parametrize("block", FORMATS, ids=lambda block: block["name"])
def test_the_event_format_is_read_as_shown(block, tmp_path, monkeypatch):
    """Each event file in the description of the format is read without findings."""
    assert [] == find(block, tmp_path, monkeypatch)


def test_the_event_format_has_examples():
    """The description of the format has an example of each file type."""
    assert {"yaml", "csv", "geojson", "json"} == {b["name"].rpartition(".")[2] for b in FORMATS}
