"""A GeoJSON feature: its time member and its properties."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from hypothesis import given
from hypothesis import settings as check
from hypothesis import strategies as st

from dateline.schema import ALWAYS
from dateline.timespan import parse_when
from export_sample import HOSTILE, export_sample, write
from sample_events import table_of


def written(events: gpd.GeoDataFrame, folder: Path) -> bytes:
    return write(folder, ".geojson", events).read_bytes()


@pytest.fixture(scope="module")
def features(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    collection = json.loads(written(export_sample(), tmp_path_factory.mktemp("sample")))
    return {feature["id"]: feature for feature in collection["features"]}


# --- time -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "start", "end", "time"),
    [
        (
            "everything",
            "2024-01-01T00:00:00Z",
            "2024-02-29T23:59:59Z",
            {"precision": "interval", "interval": ["2024-01-01", "2024-02-29"]},
        ),
        (
            "several",
            "2024-03-05T00:00:00Z",
            "2024-03-05T23:59:59Z",
            {"precision": "day", "date": "2024-03-05"},
        ),
        (
            "beyond",
            "2023-01-01T00:00:00Z",
            "2025-12-31T23:59:59Z",
            {"precision": "year", "interval": ["2023-01-01", "2025-12-31"]},
        ),
        (
            "ongoing",
            "2023-01-01T00:00:00Z",
            None,
            {"precision": "open", "interval": ["2023-01-01", ".."]},
        ),
        (
            "deadline",
            None,
            "2025-12-31T23:59:59Z",
            {"precision": "open", "interval": ["..", "2025-12-31"]},
        ),
        (
            "utc",
            "2024-03-05T14:30:00Z",
            "2024-03-05T14:30:59Z",
            {"precision": "time", "interval": ["2024-03-05T14:30:00Z", "2024-03-05T14:30:59Z"]},
        ),
        (
            "zone",
            "2024-03-05T01:30:05Z",
            "2024-03-05T01:30:05Z",
            {"precision": "time", "timestamp": "2024-03-04T23:30:05Z"},
        ),
        (
            "local",
            "2024-03-05T14:30:05Z",
            "2024-03-05T14:30:05Z",
            {"precision": "time", "date": "2024-03-05"},
        ),
        ("nothing", None, None, None),
        ("ancient", None, None, None),
        ("far", None, None, None),
    ],
)
def test_time(
    features: dict[str, Any], name: str, *, start: str, end: str, time: dict[str, Any]
) -> None:
    """``start`` and ``end`` are date-times including the last second; ``time`` is JSON-FG."""
    found = features[name]
    assert (start, end, time) == (
        found["properties"]["start"],
        found["properties"]["end"],
        found["time"],
    )


@pytest.mark.parametrize("when", ["../..", "../", "/.."])
def test_a_span_open_at_both_ends_is_no_date(tmp_path: Path, when: str) -> None:
    """An interval without either end has no date-times, and is an interval in JSON-FG."""
    columns = parse_when([when])
    events = table_of([{"event_id": "a", "title": "Always", "when": when}])
    events = events.assign(
        start=columns.start, end=columns.end, date_precision=columns.date_precision
    )
    (feature,) = json.loads(written(events, tmp_path))["features"]
    assert {"precision": "open", "interval": ["..", ".."]} == feature["time"]
    assert (None, None) == (feature["properties"]["start"], feature["properties"]["end"])


def test_years_that_no_date_time_holds_stay_in_when(features: dict[str, Any]) -> None:
    """A date that RFC 3339 cannot represent stays in ``when`` as written."""
    assert ("-0043-03-15", "Y170000002") == (
        features["ancient"]["properties"]["when"],
        features["far"]["properties"]["when"],
    )


def test_the_time_member_fits_the_schema_of_the_standard(features: dict[str, Any]) -> None:
    """Each ``time`` conforms to OGC 21-045r1: a date, a UTC timestamp, or an interval."""
    date = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
    stamp = rf"{date}T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}Z"
    for time in (f["time"] for f in features.values() if f["time"]):
        assert re.fullmatch(date, time.get("date", "2024-01-01"))
        assert re.fullmatch(stamp, time.get("timestamp", "2024-01-01T00:00:00Z"))
        ends = time.get("interval", ["..", ".."])
        assert all(re.fullmatch(rf"{date}|\.\.", end) for end in ends) or all(
            re.fullmatch(rf"{stamp}|\.\.", end) for end in ends
        )


# --- properties -------------------------------------------------------------------------------


def test_nested_fields_stay_nested_and_are_mirrored(features: dict[str, Any]) -> None:
    """Lists and records are JSON, and their first value has a flat copy."""
    found = features["everything"]["properties"]
    assert (["drone", "Kyiv, Ukraine"], 2) == (found["tags"], len(found["sources"]))
    assert {
        "source_count": 2,
        "source_title": "A report",
        "source_url": "https://example.org/report?a=1&b=2",
        "figures_text": (
            "soldiers: 3000 (2500–3500) persons; losses: at least 36.5 %; killed: not given"
        ),
        "media_url": "https://example.org/1.jpg",
    }.items() <= found.items()


def test_missing_is_null_and_zero_is_zero(features: dict[str, Any]) -> None:
    """Zero deaths is 0, an unknown count is left out, a usual property without value null."""
    some, none = features["everything"]["properties"], features["nothing"]["properties"]
    assert (0, None) == (some["fatalities_best"], none["sources"])
    assert {"fatalities_best", "tags"}.isdisjoint(none)


def test_unknown_columns_travel_and_internal_ones_do_not(features: dict[str, Any]) -> None:
    """Unknown columns are exported, internal ones are not."""
    found = features["everything"]["properties"]
    assert ("kept", False) == (found["their column"], "origin_positions" in found)


def test_features_have_the_usual_properties_and_what_they_need(features: dict[str, Any]) -> None:
    """The usual properties are in every feature, others only with a value; all in one order."""
    order = list(features["everything"]["properties"])
    usual = [name for name in order if name in ALWAYS]
    for feature in features.values():
        properties = feature["properties"]
        assert usual == [name for name in properties if name in ALWAYS]
        assert [] == [n for n, value in properties.items() if value is None and n not in ALWAYS]
        positions = [order.index(name) for name in properties if name in order]
        assert positions == sorted(positions)


def test_hostile_text_is_text(features: dict[str, Any]) -> None:
    """Markup, bidi controls and quotes are unchanged after a round trip."""
    found = features["hostile"]["properties"]
    assert (HOSTILE, HOSTILE) == (found["title"], found["description"])


@given(st.lists(st.text(), min_size=1, max_size=5))
@check(max_examples=40, deadline=None)
def test_any_text_survives(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    """Any text in a field is unchanged after a round trip through JSON."""
    rows = [{"event_id": str(n), "title": text, "tags": (text,)} for n, text in enumerate(texts)]
    made = json.loads(written(table_of(rows), tmp_path_factory.mktemp("text")))
    found = [feature["properties"] for feature in made["features"]]
    assert texts == [properties["title"] for properties in found]
    assert [[text] for text in texts] == [properties["tags"] for properties in found]


def test_lone_surrogates_are_replaced(tmp_path: Path) -> None:
    """A lone surrogate, which UTF-8 cannot encode, does not stop the export."""
    rows = [{"event_id": "a", "title": "x\ud800y", "tags": ("\udfff",)}]
    (feature,) = json.loads(written(table_of(rows), tmp_path))["features"]
    assert ("x�y", ["�"]) == (feature["properties"]["title"], feature["properties"]["tags"])
