"""Events with several dated positions: joined in the order of time, and nothing lost silently."""

from __future__ import annotations

import json

import pytest
from tests.reading import read_events

from dateline.normalise import normalise
from dateline.settings import Settings


def point(lon, lat, date="", **more):
    """Return a position of an event."""
    dated = {"date": date} if date else {}
    return {**dated, "type": "Point", "coordinates": [lon, lat], **more}


def read(tmp_path, *tracks, key="geometries"):
    """Return the events with these positions, and the findings."""
    path = tmp_path / "feed.json"
    events = [{"id": f"E{n}", "title": f"Storm {n}", key: track} for n, track in enumerate(tracks)]
    path.write_text(json.dumps({"events": events}), encoding="utf-8")
    raw, found = read_events([path], Settings())
    table, more = normalise(raw, Settings())
    return table, [one for one in (*found, *more) if one.severity != "info"]


@pytest.mark.parametrize(
    "dates",
    [
        ("2024-03-05T23:00:00-05:00", "2024-03-06T03:00:00Z", "2024-03-06T12:00:00+05:00"),
        ("2024-03-05T9:30", "2024-03-05T08:15", "2024-03-05T10:00"),
        ("5 March 2024", "28 February 2024", "1 April 2024"),
        ("13/03/2024", "02/03/2024", "01/04/2024"),
        ("03/13/2024", "02/28/2024", "04/01/2024"),
        (1709650000, 1709600000, 1709700000),
        ("1709650000000", "1709600000000", "1709700000000"),
    ],
)
def test_positions_are_in_the_order_of_time(tmp_path, dates):
    """Offsets, forms and figures are compared as times, not as text."""
    track = [point(lon, 10, date) for lon, date in zip((2, 1, 3), dates, strict=True)]
    table, found = read(tmp_path, track)
    assert "LINESTRING (1 10, 2 10, 3 10)" == table["geometry"].iloc[0].wkt
    assert [] == found


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (("2024-03-05T23:00-05:00", "2024-03-06T03:00Z"), "2024-03-05/2024-03-06"),
        (("28 February 2024", "1 April 2024"), "2024-02-28/2024-04-01"),
        (("2024-03", "2024-05"), "2024-03-01/2024-05-31"),
        (("2024-03-05T10:00", "2024-03-05T09:00"), "2024-03-05"),
        (("2024-03-05T00:00:00Z", "2024-03-05T00:00:00Z"), "2024-03-05"),
        (("2024-03-06T00:30+14:00", "2024-03-05T23:00-05:00"), "2024-03-05/2024-03-06"),
    ],
)
def test_an_event_lasts_from_its_first_to_its_last_date(tmp_path, dates, expected):
    """The days of an event are those of all its positions."""
    table, _ = read(tmp_path, [point(n, 10, date) for n, date in enumerate(dates)])
    assert expected == table["when"].iloc[0]


def test_a_position_without_a_date_stays_where_it_is_listed(tmp_path):
    """It follows the position before it, wherever that goes."""
    track = [point(3, 10, "2024-03-05"), point(4, 10), point(1, 10, "2024-03-01"), point(2, 10)]
    table, _ = read(tmp_path, track)
    assert "LINESTRING (1 10, 2 10, 3 10, 4 10)" == table["geometry"].iloc[0].wkt


@pytest.mark.parametrize(
    "bad",
    [
        {"date": "2024-03-03", "type": "Point", "coordinates": ["x", 1]},
        {"date": "2024-03-03", "type": "Pt", "coordinates": [1, 1]},
        {"date": "2024-03-03", "type": "Point", "coordinates": []},
        {"date": "2024-03-03", "type": "Point"},
        None,
        "1, 2",
    ],
)
def test_a_bad_position_is_reported_and_the_others_are_drawn(tmp_path, bad):
    """One position that is no geometry does not hide the others, and is not left out silently."""
    good = [point(n, 10, f"2024-03-0{n}") for n in (1, 2)]
    table, (said,) = read(tmp_path, good, [*good, bad, bad])
    assert ["LINESTRING (1 10, 2 10)"] * 2 == [shape.wkt for shape in table["geometry"]]
    assert ("geojson-invalid", 2) == (said.code, said.line)
    assert said.message.startswith("position 3 of the event is left out: ")
    assert said.message.endswith(", as in 1 more position")


def test_a_date_that_is_not_read_is_reported(tmp_path):
    """The other dates of the event count, and the position is still drawn."""
    track = [point(1, 10, "2024-03-01"), point(2, 10, "soon"), point(3, 10, "2024-03-04")]
    table, (said,) = read(tmp_path, track)
    assert "2024-03-01/2024-03-04" == table["when"].iloc[0]
    assert 3 == len(table["geometry"].iloc[0].coords)
    assert ("date-invalid", True) == (said.code, '"soon" of position 2' in said.message)


@pytest.mark.parametrize(("key", "kept"), [("geometries", "geometries"), ("geometry", "track")])
def test_the_list_itself_is_kept(tmp_path, key, kept):
    """The date and the further members of each position stay in a column of the table."""
    track = [point(1, 10, "2024-03-01", speed=40), point(2, 10, "2024-03-02", speed=60)]
    table, _ = read(tmp_path, track, key=key)
    assert track == json.loads(table[kept].iloc[0])
