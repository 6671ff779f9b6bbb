"""The docs about dates and exports agree with the code."""

from __future__ import annotations

import re
from pathlib import Path

from dateline.export import FORMATS
from dateline.schema import MIRRORS
from dateline.timespan import TimeSpan, format_for_reader

DOCS = Path(__file__).parents[2] / "docs"


def test_every_format_is_in_the_docs() -> None:
    """The table of formats lists exactly the supported suffixes."""
    table = (DOCS / "exports.md").read_text(encoding="utf-8").split("\n\n")[2]
    assert set(FORMATS) == set(re.findall(r"`(\.\w+)`", table))


def test_every_mirror_is_in_the_docs() -> None:
    """The table of flat copies lists every one."""
    text = (DOCS / "exports.md").read_text(encoding="utf-8")
    assert {name for name in MIRRORS if f"`{name}`" not in text} == set()


def test_the_dates_of_the_docs_are_said_as_the_docs_say() -> None:
    """The words in the table of dates are those that map readers see."""
    text = (DOCS / "time.md").read_text(encoding="utf-8")
    table = text.partition("## What to write")[2].partition("\n## ")[0]
    rows = re.findall(r"^\|[^|]*\| `([^`]+)` \| ([^|]+) \|$", table, flags=re.MULTILINE)
    assert [words for _, words in rows] == [
        format_for_reader(TimeSpan.parse(written)) for written, _ in rows
    ]
    assert len(rows) > 10
