"""Tables of filled-in forms: when it happened is not when the form was filled in."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

import dateline
from dateline.settings import Settings

FILLED_IN = ["2024-03-05T10:00:01.000+03:00", "2024-03-06T11:00:01.000+03:00"]
HAPPENED = ["2024-03-04", "2024-03-05"]
POINTS = ["-1.2921 36.8219 1795.0 4.9", "-4.0435 39.6682 17.0 12.5"]


def read(columns: dict[str, Any]) -> pd.DataFrame:
    frame = pd.DataFrame({"What happened?": ["Flood", "Fire"], **columns})
    return dateline.from_frame(frame, settings=Settings()).table


@pytest.mark.parametrize(
    "heading", ["When did it happen?", "Date of the incident", "When did the incident occur?"]
)
def test_a_time_stamp_gives_way_to_when_it_happened(heading: str) -> None:
    """A heading that says when it happened comes before "Timestamp", wherever it stands."""
    events = read({"Timestamp": ["3/14/2024 16:22:05", "3/15/2024 9:01:44"], heading: HAPPENED})
    assert events["when"].tolist() == HAPPENED
    assert "Timestamp" in events


def test_a_time_stamp_alone_is_the_date() -> None:
    """Without another date, the time stamp is when it happened."""
    events = read({"Timestamp": ["2024-03-05T10:00", "2024-03-06T11:00"]})
    assert events["when"].tolist() == ["2024-03-05T10:00", "2024-03-06T11:00"]


def test_start_and_end_of_an_odk_form_are_kept_apart() -> None:
    """In a table of ODK, "start" and "end" are when somebody filled in the form."""
    form = {"start": FILLED_IN, "end": FILLED_IN, "_uuid": ["6f1a", "7f1a"]}
    assert read({**form, "incident_date": HAPPENED})["when"].tolist() == HAPPENED
    assert read(form)["when"].notna().all()
    del form["_uuid"]
    assert read({**form, "incident_date": HAPPENED})["when"].tolist() != HAPPENED


@pytest.mark.parametrize("heading", ["_geopoint", "Location of incident", "q7"])
def test_a_geopoint_is_a_position(heading: str) -> None:
    """A position may have the altitude and the accuracy behind it, as in ODK forms."""
    events = read({heading: POINTS, "incident_date": HAPPENED})
    assert events["lat"].tolist() == [-1.2921, -4.0435]
    assert events["lon"].tolist() == [36.8219, 39.6682]


@pytest.mark.parametrize(
    "headings",
    [
        ("_Spot of the thing_latitude", "_Spot of the thing_longitude"),
        ("ActionGeo_Long", "ActionGeo_Lat"),
        ("Begin Lat", "Begin Lon"),
    ],
)
def test_one_pair_of_coordinates_is_told_apart_by_a_word(headings: tuple[str, str]) -> None:
    """If only two columns hold degrees, one word for latitude and one for longitude decide."""
    values = {"a": [12.2921, 14.0435], "o": [36.8219, 39.6682]}
    order = "oa" if "Long" in headings[0] else "ao"
    events = read(dict(zip(headings, [values[key] for key in order], strict=True)))
    assert events["lat"].tolist() == values["a"]
    assert events["lon"].tolist() == values["o"]


def test_the_country_of_origin_is_not_where_it_happened() -> None:
    """Where people come from says nothing about the place of the event."""
    events = read({"Country of Origin": ["Sudan", "Mali"], "date": HAPPENED})
    assert "Country of Origin" in events
    assert "where" not in events or events["where"].isna().all()


def test_a_turkish_province_contains_its_district() -> None:
    """The heading "İl" is a province, so that "İlçe" is inside it, and not the other way round."""
    events = read({"İl": ["Hatay", "Kahramanmaraş"], "İlçe": ["Defne", "Elbistan"]})
    assert [where.split(", ")[1] for where in events["where"]] == ["Hatay", "Kahramanmaraş"]
