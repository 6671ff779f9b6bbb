"""Dates inside objects, as JSON of web services and databases has them."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest

from dateline.normalise import normalise
from dateline.readers.file import EventFile
from dateline.settings import Settings
from reading import read_file


def read(**values: Any) -> dict[str, Any]:
    """Return the typed event of two objects that have these values, the first of them."""
    rows = [{"name": name, "place": "Sumy, Ukraine", **values} for name in ("Fire", "Storm")]
    file = EventFile("a.json", json.dumps(rows).encode(), "json")
    table, found = read_file(file, Settings())
    events, more = normalise(table, Settings())
    assert not [one for one in (*found, *more) if one.severity == "error"]
    return events.iloc[0].to_dict()


@pytest.mark.parametrize(
    ("values", "when"),
    [
        ({"occurred": {"date": "2024-03-05", "time": "10:00"}}, "2024-03-05T10:00"),
        ({"occurred": {"date": "2024-03-05", "precision": "day"}}, "2024-03-05"),
        ({"period": {"start": "2024-03-05", "end": "2024-03-07"}}, "2024-03-05/2024-03-07"),
        ({"date": {"year": 2024, "month": 3, "day": 5}}, "2024-03-05"),
        ({"date": {"value": "5 March 2024", "label": "Tuesday"}}, "2024-03-05"),
        ({"fecha": {"inicio": "2024-03-05", "fin": "2024-03-06"}}, "2024-03-05/2024-03-06"),
        ({"date": {"$date": "2024-03-05T10:20:00Z"}}, "2024-03-05T10:20:00Z"),
        ({"date": {"$date": {"$numberLong": "1709634000000"}}}, "2024-03-05T10:20:00Z"),
        ({"occurredAt": {"_seconds": 1709634000, "_nanoseconds": 5}}, "2024-03-05T10:20:00Z"),
        ({"date": ["2024-03-05"]}, "2024-03-05"),
        ({"date": {"seconds": 1709634000, "nanos": 0}}, "2024-03-05T10:20:00Z"),
    ],
)
def test_a_date_inside_an_object_is_read(values: dict[str, Any], when: str) -> None:
    """An object that is a date and nothing else is read as its parts are in columns."""
    assert when == read(**values)["when"]


@pytest.mark.parametrize(
    "values",
    [
        {"created": {"date": "2024-03-05"}},
        {"source": {"date": "2024-03-05", "url": "https://example.org"}},
        {"period": {"start": "2024-03-05", "weight": 5}},
        {"review": {"value": "2024-03-05"}},
    ],
)
def test_other_objects_with_dates_do_not_date_an_event(values: dict[str, Any]) -> None:
    """The date of a record, a source or a review is not that of the event."""
    assert pd.isna(read(**values)["when"])


def test_a_publication_date_in_an_object_is_when_it_was_reported() -> None:
    """The heading of the object says what its date means."""
    event = read(published={"date": "2024-03-06"}, occurred={"date": "2024-03-05"})
    assert "2024-03-05" == event["when"]
    assert str(event["reported_at"]).startswith("2024-03-06")


def test_a_number_in_an_object_is_a_number() -> None:
    """MongoDB wraps numbers, which mean what they hold."""
    assert 3 == read(killed={"$numberInt": "3"})["fatalities_best"]


def test_a_list_of_dates_is_refused_and_not_passed_over() -> None:
    """Two dates in a list may be a span, or two days; the dates of other events are read."""
    rows = [
        {"name": "A", "date": ["2024-03-05", "2024-03-07"]},
        {"name": "B", "date": "2024-03-05"},
    ]
    table, found = read_file(EventFile("a.json", json.dumps(rows).encode(), "json"), Settings())
    events, more = normalise(table, Settings())
    assert "2024-03-05" == events["when"].iloc[1]
    assert [("date-invalid", 1)] == [
        (one.code, one.line) for one in (*found, *more) if one.severity == "error"
    ]
