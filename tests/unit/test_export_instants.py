"""Instants in exports: the range of years, the end of a span, and the JSON-FG time member."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from dateline.export.instants import first_seconds, instant_texts, last_seconds, time_members
from dateline.timespan import parse_when


def events_of(*written: str | None) -> pd.DataFrame:
    columns = parse_when(list(written))
    return pd.DataFrame(
        {
            "when": pd.array(written, dtype="str"),
            "start": columns.start,
            "end": columns.end,
            "date_precision": columns.date_precision,
        }
    )


def members_of(*written: str | None) -> list[object]:
    return [json.loads(text) for text in time_members(events_of(*written)).to_pylist()]


@pytest.mark.parametrize(
    ("when", "first", "last"),
    [
        ("2024-03-05", "2024-03-05T00:00:00", "2024-03-05T23:59:59"),
        ("2024-03-05T14:30:05", "2024-03-05T14:30:05", "2024-03-05T14:30:05"),
        ("1969-12-31", "1969-12-31T00:00:00", "1969-12-31T23:59:59"),
        ("0001-01-01", "0001-01-01T00:00:00", "0001-01-01T23:59:59"),
        ("9999-12-31", "9999-12-31T00:00:00", "9999-12-31T23:59:59"),
        ("0000/0001", None, "0001-12-31T23:59:59"),
        ("0000-12-31", None, None),
        ("Y10000", None, None),
        ("2023/..", "2023-01-01T00:00:00", None),
        ("../2023", None, "2023-12-31T23:59:59"),
        (None, None, None),
    ],
)
def test_first_and_last_second(when: str | None, first: str | None, last: str | None) -> None:
    """A span goes from its first to its last second, inclusive, in the years 1 to 9999."""
    events = events_of(when)
    found = [first_seconds(events)[0], last_seconds(events)[0]]
    assert [first, last] == [None if np.isnat(one) else str(one) for one in found]


def test_instants_as_text() -> None:
    """Instants are written with seconds and a Z; missing stays null."""
    seconds = np.array(["2024-03-05T14:30:05", "NaT", "0001-01-01"], "datetime64[s]")
    texts = instant_texts(pa.array(seconds))
    assert ["2024-03-05T14:30:05Z", None, "0001-01-01T00:00:00Z"] == texts.to_pylist()


@pytest.mark.parametrize(
    ("when", "member"),
    [
        ("2024-03-05", {"precision": "day", "date": "2024-03-05"}),
        ("2024-03", {"precision": "month", "interval": ["2024-03-01", "2024-03-31"]}),
        ("1969-12-31", {"precision": "day", "date": "1969-12-31"}),
        ("0001-01-01", {"precision": "day", "date": "0001-01-01"}),
        ("9999-12-31", {"precision": "day", "date": "9999-12-31"}),
        ("0000-12-31", None),
        ("0000/0001", None),
        ("Y10000", None),
        ("../..", {"precision": "open", "interval": ["..", ".."]}),
        ("2023/..", {"precision": "open", "interval": ["2023-01-01", ".."]}),
        ("../0000", None),
        (None, None),
        ("2024-03-05T14:30", {"precision": "time", "date": "2024-03-05"}),
        ("2024-03-05T14:30:05Z", {"precision": "time", "timestamp": "2024-03-05T14:30:05Z"}),
        ("2024-03-05T14:30:05+02", {"precision": "time", "timestamp": "2024-03-05T12:30:05Z"}),
        ("2024-03-05T14:30:05+0200", {"precision": "time", "timestamp": "2024-03-05T12:30:05Z"}),
        ("2024-03-05T14:30:05+05:45", {"precision": "time", "timestamp": "2024-03-05T08:45:05Z"}),
        ("2024-03-05T22:30:05-03:30", {"precision": "time", "timestamp": "2024-03-06T02:00:05Z"}),
        (
            "2024-03-05T14:30Z",
            {"precision": "time", "interval": ["2024-03-05T14:30:00Z", "2024-03-05T14:30:59Z"]},
        ),
        (
            "2024-03-05T14-01:00",
            {"precision": "time", "interval": ["2024-03-05T15:00:00Z", "2024-03-05T15:59:59Z"]},
        ),
    ],
)
def test_time_member(when: str | None, member: dict[str, object] | None) -> None:
    """A day is a date, a longer span an interval, a clock time with its zone an instant in UTC."""
    assert [member] == members_of(when)


def test_time_members_of_a_column_are_those_of_each() -> None:
    """Zoned and local times, days, open spans and missing values can be mixed in a column."""
    written = [
        "2024-03-05T14:30:05+02:00",
        None,
        "2024-03-05T14:30:05",
        "2024",
        "2024-03-05T14:30:05Z",
        "../2024",
        "2024-03-05",
        "2024-03-05T14:30:05-02:00",
    ]
    assert [members_of(one)[0] for one in written] == members_of(*written)
    assert [] == members_of()


def test_an_event_without_a_precision_has_no_member() -> None:
    """A missing precision counts as undated, whatever the start and end say."""
    events = events_of("2024-03-05", "2024-03-06")
    events["date_precision"] = events["date_precision"].where([False, True])
    assert ["null", '{"precision":"day","date":"2024-03-06"}'] == time_members(events).to_pylist()


def test_the_precision_stands_first() -> None:
    """Our own member comes first, so that GDAL treats the file as plain GeoJSON."""
    (text,) = time_members(events_of("2024-03-05")).to_pylist()
    assert text == '{"precision":"day","date":"2024-03-05"}'
