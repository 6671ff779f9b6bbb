"""Coordinates that disagree with a geometry are reported, and neither is lost."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dateline.fingerprint import FINGERPRINT
from dateline.normalise import normalise
from dateline.settings import Settings

AREA = "POLYGON ((34 50, 36 50, 36 52, 35.9 52, 35.9 50.1, 34 50.1, 34 50))"


def typed(*rows, **columns):
    """Return the typed events of rows of longitude, latitude and geometry, and the findings."""
    table = pd.DataFrame(rows, columns=["lon", "lat", "geometry"]).assign(
        title="A", when="2024", **columns
    )
    return normalise(table, Settings())


@pytest.mark.parametrize(
    "row",
    [
        ("34.8003", "50.9216", "POINT (2.3522 48.8566)"),
        ("34.8003", "50.9216", "POINT (34.8103 50.9216)"),
        ("50.9216", "34.8003", "POINT (34.8003 50.9216)"),
        ("33.5", "50.5", AREA),
        ("34.80", "50.90", "LINESTRING (34 52, 36 52)"),
    ],
)
def test_coordinates_elsewhere_are_reported_and_kept(row):
    """The geometry is drawn; the coordinates are in columns of their own."""
    table, (said,) = typed(row, row, row)
    assert ("coordinates-invalid", "warning") == (said.code, said.severity)
    assert said.message.endswith("which counts, as in 2 more rows")
    assert [row[:2]] * 3 == list(zip(table["given_lon"], table["given_lat"], strict=True))
    assert np.isnan(table["lon"]).all()
    assert table["geometry"].notna().all()


@pytest.mark.parametrize(
    "row",
    [
        ("33.2026", "51.2403", "POINT (33.2026 51.2403)"),
        ("34.8", "50.9", "POINT (34.8003 50.9216)"),
        ("35", "51", AREA),
        ("179.9999", "10.5", "POINT (-179.9999 10.5)"),
        ("34.8003", "50.9216", None),
        (None, None, AREA),
    ],
)
def test_coordinates_of_the_geometry_are_not_reported(row):
    """Rounded coordinates, and a point in the space that a shape encloses, agree with it."""
    table, found = typed(row)
    assert [] == found
    assert "given_lon" not in table


def test_the_position_of_an_export_is_left_alone():
    """An export has the position that dateline worked out from the text."""
    row = ("34.8003", "50.9216", "POINT (2.3522 48.8566)")
    _, found = typed(row, **{FINGERPRINT: "000000-fd37a0-a2a49d"})
    assert "coordinates-invalid" not in [one.code for one in found]
