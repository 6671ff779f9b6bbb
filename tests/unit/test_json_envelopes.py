"""JSON of web services: lists inside envelopes, positions inside places, and backups of uMap."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import dateline
from dateline.settings import Settings

EVENTS = [
    {"title": "Clash", "when": "2024-03-05", "spot": {"name": "Goma", "at": {"y": 1}}},
    {"title": "Looting", "when": "2024-03-06", "spot": {"name": "Bukavu", "at": {"y": 2}}},
]


def read(folder: Path, root: Any) -> Any:
    path = folder / "events.json"
    path.write_text(json.dumps(root), encoding="utf-8")
    return dateline.read(path, settings=Settings())


@pytest.mark.parametrize(
    "root",
    [
        {"status": "ok", "meta": {"total": 2, "page": 1}, "data": {"results": EVENTS}},
        {"response": {"count": 2, "items": EVENTS}},
    ],
)
def test_a_list_of_events_inside_an_envelope_is_read(tmp_path: Path, root: Any) -> None:
    """The answer of a service may hold its list of events in an object."""
    assert read(tmp_path, root).table["title"].tolist() == ["Clash", "Looting"]


def test_an_event_with_an_object_of_lists_is_one_event(tmp_path: Path) -> None:
    """A mapping with a title is an event, whatever it holds."""
    assert len(read(tmp_path, {"title": "Clash", "more": {"rows": EVENTS}}).table) == 1


@pytest.mark.parametrize("keys", [("lat", "lng"), ("latitude", "longitude")])
def test_a_position_inside_a_place_is_read(tmp_path: Path, keys: tuple[str, str]) -> None:
    """A place may have its coordinates in an object of their own, with its name beside it."""
    spots = [
        {"name": name, "coordinates": dict(zip(keys, at, strict=True))}
        for name, at in (("Goma", (-1.658, 29.22)), ("Bukavu", (-2.5, 28.86)))
    ]
    events = [event | {"spot": spot} for event, spot in zip(EVENTS, spots, strict=True)]
    table = read(tmp_path, events).table
    assert table["lat"].tolist() == [-1.658, -2.5]
    assert table["lon"].tolist() == [29.22, 28.86]
    assert table["where"].tolist() == ["Goma", "Bukavu"]


def test_a_backup_of_umap_is_refused_by_name(tmp_path: Path) -> None:
    """A backup of uMap is no table of events; the hint says how to get one."""
    layers = [{"type": "FeatureCollection", "features": [], "_umap_options": {"name": "A"}}]
    table, findings = read(tmp_path, {"type": "umap", "properties": {}, "layers": layers})
    [found] = findings
    assert found.code == "format-unknown"
    assert "uMap" in found.message
    assert "GeoJSON" in found.hint
    assert table.empty
