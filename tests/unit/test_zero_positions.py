"""Positions of exactly 0, 0 stand for a missing position, and are reported once a file."""

from __future__ import annotations

import pandas as pd
import pytest
from shapely.geometry import MultiPoint, Point

from dateline.fingerprint import FINGERPRINT
from dateline.normalise import normalise
from dateline.settings import Settings


def typed(*rows, **columns):
    """Return the typed events of rows of longitude, latitude and geometry, and the findings."""
    table = pd.DataFrame(rows, columns=["lon", "lat", "geometry"]).assign(
        title="A", when="2024", **columns
    )
    return normalise(table, Settings())


def is_placed(table):
    """Return which events have coordinates or a geometry."""
    return (table["lon"].notna() | table["geometry"].notna()).tolist()


@pytest.mark.parametrize("zeros", [("0", "0"), ("0.0", "-0.000"), ("0,0", "0")])
def test_zeros_are_no_position_and_are_kept(zeros):
    """Events at 0, 0 lose the position, keep the texts, and share one warning."""
    table, (said,) = typed((*zeros, None), ("34.8", "50.9", None), (*zeros, None))
    assert ("coordinates-invalid", "warning") == (said.code, said.severity)
    assert said.message.startswith("2 events are at lon 0 and lat 0")
    assert [False, True, False] == is_placed(table)
    assert [zeros[0], zeros[0]] == table["given_lon"].dropna().tolist()
    assert [zeros[1], zeros[1]] == table["given_lat"].dropna().tolist()


@pytest.mark.parametrize(
    "shape",
    [
        "POINT (0 0)",
        "POINT Z (0 0 0)",
        {"type": "Point", "coordinates": [0, 0]},
        Point(0, 0),
        MultiPoint([(0, 0)]),
    ],
)
def test_a_geometry_at_zero_is_no_position(shape):
    """A point at 0, 0 counts as missing in every notation, and is kept as text."""
    table, (said,) = typed((None, None, shape))
    assert said.message.startswith("an event is at lon 0 and lat 0")
    assert [False] == is_placed(table)
    assert table["given_geometry"].notna().all()
    assert table["geometry"].iloc[0] is None


def test_coordinates_count_if_the_geometry_is_zero():
    """Coordinates beside a point at 0, 0 are the position of the event."""
    table, found = typed(("34.8", "50.9", "POINT (0 0)"))
    assert (1, 34.8) == (len(found), table["lon"].iloc[0])
    assert table["geometry"].isna().all()


@pytest.mark.parametrize(
    "row",
    [("0", "51.5", None), ("9.45", "0", None), ("0.0001", "0", None), (None, None, "POINT (0 1)")],
)
def test_one_zero_is_a_position(row):
    """The equator and the meridian of Greenwich are places."""
    table, found = typed(row)
    assert ([], [True]) == (found, is_placed(table))


@pytest.mark.parametrize("meant", [{"place_precision": "exact"}, {FINGERPRINT: "1-2-3"}])
@pytest.mark.parametrize("row", [("0", "0", None), (None, None, "POINT (0 0)")])
def test_zeros_that_are_meant_are_a_position(row, meant):
    """The precision "exact" says that 0, 0 is meant; exports of dateline are left alone."""
    table, found = typed(row, **meant)
    assert [] == [f for f in found if f.code == "coordinates-invalid"]
    assert [True] == is_placed(table)
    assert not {"given_lon", "given_lat", "given_geometry"} & set(table.columns)
