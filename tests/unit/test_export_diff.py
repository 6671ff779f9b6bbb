"""A diff of an export shows what changed: an unchanged event keeps its line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dateline import pipeline
from dateline.export import export_events
from dateline.settings import Settings
from event_files import WRITERS, plain_event

EVENTS: list[dict[str, Any]] = [
    {"title": f"Event {n}", "when": f"2024-03-{n:02}", "where": where, "layer": "A/B"}
    for n, where in enumerate(
        ["Sumy, Ukraine", "Kursk Oblast", "Seoul", "", "12 km NE of Sumy", "48.5, 37.9"], start=1
    )
]
SUFFIX = {"yaml": ".yaml", "json": ".json", "csv": ".csv", "geojson": ".geojson"}


def lines(
    folder: Path, kind: str, events: list[dict[str, Any]], *, name: str = "events"
) -> list[str]:
    """Return the features of an export of these events, one line each."""
    folder.mkdir()
    path = folder / f"{name}{SUFFIX[kind]}"
    path.write_bytes(WRITERS[kind](events))
    settings = Settings(root=folder)
    placed = pipeline.check([path], settings).placed
    export_events(placed.table, folder / "out.geojson", settings)
    _, *features, _ = (folder / "out.geojson").read_text(encoding="utf-8").splitlines()
    assert len(events) == len(features)
    # The comma between features belongs to neither.
    return [feature.removesuffix(",") for feature in features]


@pytest.mark.parametrize("kind", WRITERS)
def test_a_diff_shows_what_changed_and_nothing_else(tmp_path: Path, kind: str) -> None:
    """A changed, added or moved row changes only its own line; a new file name none."""
    before = lines(tmp_path / "before", kind, EVENTS)
    changed = {**EVENTS[1], "title": "Changed", "actor1": "Somebody", "fatalities_best": 3}
    added = {"title": "Added", "where": "Busan", "when": "2023", "tags": ["new"]}
    moved = EVENTS[4]
    events = [moved, EVENTS[0], changed, added, EVENTS[2], EVENTS[3], EVENTS[5]]
    after = lines(tmp_path / "after", kind, events, name="renamed")
    assert [before[4], before[0], before[2], before[3], before[5]] == [
        line for line in after if line in before
    ]
    new = [line for line in after if line not in before]
    assert [("Changed" in line, "Added" in line) for line in new] == [(True, False), (False, True)]


@pytest.mark.parametrize("kind", WRITERS)
def test_a_field_that_nobody_had_changes_one_line(tmp_path: Path, kind: str) -> None:
    """A column that only one event has is in one feature only."""
    before = lines(tmp_path / "before", kind, EVENTS)
    events = [*EVENTS[:2], {**EVENTS[2], "their column": "x", "graphic": True}, *EVENTS[3:]]
    after = lines(tmp_path / "after", kind, events)
    assert [n != 2 for n in range(len(EVENTS))] == [
        a == b for a, b in zip(after, before, strict=True)
    ]


@pytest.mark.parametrize("order", [[0, 1, 2], [2, 0, 1], [1, 2, 0]])
def test_ids_of_alike_events_do_not_depend_on_their_order(tmp_path: Path, order: list[int]) -> None:
    """Events without an id keep their generated ids when moved, even with equal hashes."""
    alike = {"title": "Shelling", "when": "2024-03-05", "where": "Sumy, Ukraine"}
    events = [{**alike, "description": text} for text in ("first", "second", "third")]
    expected = lines(tmp_path / "before", "yaml", events)
    found = lines(tmp_path / "after", "yaml", [events[n] for n in order])
    assert sorted(expected) == sorted(found)
    added = lines(tmp_path / "added", "yaml", [*events[:1], {**alike, "actor1": "N"}, *events[1:]])
    assert len(set(added) - set(expected)) <= 2


def test_events_of_the_sample_are_what_they_were(tmp_path: Path) -> None:
    """All inputs of these tests contain the same events, so that each tests four formats."""
    tables = {}
    for kind, writer in WRITERS.items():
        path = tmp_path / f"{kind}{SUFFIX[kind]}"
        path.write_bytes(writer(EVENTS))
        tables[kind] = [plain_event(row) for _, row in pipeline.read([path]).table.iterrows()]
    assert all(events == tables["yaml"] for events in tables.values())
