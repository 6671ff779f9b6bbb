"""Files that must be accepted, and files that must be refused with certain findings.

A case is a folder below ``accept/`` or ``reject/``. Its files and folders are the input, except for

* ``dateline.toml``: its settings;
* ``story.yaml``: its story;
* ``paths.txt``: what to read instead of everything, a path a line; ``-`` reads the file ``stdin``;
* ``expected.json`` (accept): the events with every field that is not missing, and the findings;
* ``expected.txt`` (reject): the findings as they are reported;
* ``expected-placed.txt`` (reject): the same, after looking up the places as well.

With ``CORPUS_WRITE=1`` in the environment the expected files are written instead; read the diff.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from shapely.geometry.base import BaseGeometry

from dateline.diagnostics import Diagnostic
from dateline.media import embed_pictures, without_pictures
from dateline.normalise import normalise
from dateline.report import format_findings
from dateline.schema import COLUMNS
from dateline.settings import Settings, read_settings
from reading import read_events

HERE = Path(__file__).parent
BESIDE = {"dateline.toml", "story.yaml", "paths.txt", "stdin", "expected.json", "expected.txt"}
PLACED = "expected-placed.txt"


def cases(kind: str) -> list[Path]:
    return sorted(path for path in (HERE / kind).iterdir() if path.is_dir())


def settings_of(case: Path) -> Settings:
    own = case / "dateline.toml"
    return read_settings(own) if own.is_file() else Settings()


def paths_of(case: Path) -> list[str]:
    listed = case / "paths.txt"
    if listed.is_file():
        return listed.read_text(encoding="utf-8").split("\n")[:-1]
    return sorted(path.name for path in case.iterdir() if path.name not in {*BESIDE, PLACED})


def build(case: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[pd.DataFrame, list[Diagnostic]]:
    monkeypatch.chdir(case)
    settings = settings_of(case)
    stdin = case / "stdin"
    raw, found = read_events(
        paths_of(case), settings, stdin=stdin.read_bytes() if stdin.is_file() else None
    )
    table, more = normalise(raw, settings)
    if (case / PLACED).is_file():
        from dateline.geocoder import geocode  # noqa: PLC0415 - only these cases need a gazetteer

        table, most = geocode(table, settings)
        more = [*more, *most, *told_of_story(table, settings)]
    _, pictures = embed_pictures(table, settings)
    return table, [*without_pictures(found, table, settings), *more, *pictures]


def told_of_story(table: pd.DataFrame, settings: Settings) -> list[Diagnostic]:
    from dateline.gazetteer import Gazetteer  # noqa: PLC0415 - few cases need it
    from dateline.story_file import StoryNames, read_story  # noqa: PLC0415

    with Gazetteer.open() as gazetteer:
        known = StoryNames(list(table["event_id"]), set(table["layer"].dropna()))
        return read_story(settings, gazetteer, lambda: known)[1]


def plain(value: Any) -> Any:
    """Return a cell as a JSON value; None if it is missing."""
    if isinstance(value, BaseGeometry):
        return value.wkt
    if isinstance(value, (tuple, list, np.ndarray)):
        return [plain(item) for item in value] or None
    if isinstance(value, dict):
        return {name: item for name, item in value.items() if item is not None}
    if pd.isna(value):
        return None
    if isinstance(value, (pd.Timestamp, np.datetime64)):
        return pd.Timestamp(value).isoformat()
    return value.item() if hasattr(value, "item") else value


def events_of(table: pd.DataFrame) -> list[dict[str, Any]]:
    hidden = [column.name for column in COLUMNS if column.is_internal]
    shown = table.drop(columns=hidden)
    return [
        {name: reported for name in shown.columns if (reported := plain(row[name])) is not None}
        for _, row in shown.iterrows()
    ]


def compare(path: Path, actual: str) -> None:
    if os.environ.get("CORPUS_WRITE"):
        path.write_text(actual, encoding="utf-8", newline="\n")
    assert path.read_text(encoding="utf-8") == actual


@pytest.mark.parametrize("case", cases("accept"), ids=lambda case: case.name)
def test_accepted(case, monkeypatch):
    """The file gives the expected events, without an error."""
    table, findings = build(case, monkeypatch)
    reported = format_findings(findings, limit=0)
    expected = {"events": events_of(table), "diagnostics": reported}
    compare(case / "expected.json", json.dumps(expected, indent=2, ensure_ascii=False) + "\n")
    assert [line for line in reported if ": error[" in line] == []


@pytest.mark.parametrize("case", cases("reject"), ids=lambda case: case.name)
def test_rejected(case, monkeypatch):
    """Exactly the expected findings are reported, word for word."""
    _, findings = build(case, monkeypatch)
    name = PLACED if (case / PLACED).is_file() else "expected.txt"
    compare(case / name, "\n".join(format_findings(findings, limit=0)) + "\n")
    assert findings != []
