"""Geometry that exports write: what is smaller than a step of the seventh decimal."""

import geopandas as gpd
import pytest
import shapely

from dateline.export.geometry import prepare_geometry

#: Degrees; disappears when rounded to seven decimals.
SMALL = 4e-9
SPECK = f"((1 1, 1 {1 + SMALL}, {1 + SMALL} 1, 1 1))"
TRIANGLE = "((2 2, 3 2, 3 3, 2 2))"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (f"POLYGON {SPECK}", "POINT (1 1)"),
        (f"MULTIPOLYGON ({SPECK})", "POINT (1 1)"),
        (f"LINESTRING (0 0, {SMALL} 0)", "POINT (0 0)"),
        (f"POLYGON ((5 1, 5 {1 + SMALL}, 7 {1 + SMALL}, 7 1, 5 1))", "LINESTRING (5 1, 7 1, 5 1)"),
        (
            f"GEOMETRYCOLLECTION (POINT (0 0), POLYGON {SPECK}, LINESTRING (0 0, {SMALL} 0))",
            "GEOMETRYCOLLECTION (POINT (0 0), POINT (1 1), POINT (0 0))",
        ),
        (
            f"GEOMETRYCOLLECTION (GEOMETRYCOLLECTION (POLYGON {SPECK}))",
            "GEOMETRYCOLLECTION (GEOMETRYCOLLECTION (POINT (1 1)))",
        ),
        (f"MULTIPOLYGON ({SPECK}, {TRIANGLE})", f"POLYGON {TRIANGLE}"),
        (f"MULTILINESTRING ((1 1, 1 {1 + SMALL}), (2 2, 3 2))", "LINESTRING (2 2, 3 2)"),
    ],
)
def test_what_is_smaller_than_a_step_has_a_place(given: str, expected: str) -> None:
    """Rounding leaves no shape empty; a speck is dropped only from beside larger parts."""
    (found,) = prepare_geometry(gpd.GeoDataFrame(geometry=[shapely.from_wkt(given)])).geometries()
    assert shapely.normalize(shapely.from_wkt(expected)) == shapely.normalize(found)
    assert found.is_valid


def test_a_narrow_ring_is_its_edges() -> None:
    """An area that rounding makes nothing but an edge is drawn as that edge."""
    inner = shapely.box(SMALL, SMALL, 2 - SMALL, 2 - SMALL)
    ring = shapely.Polygon(shapely.box(0, 0, 2, 2).exterior, [inner.exterior])
    (found,) = prepare_geometry(gpd.GeoDataFrame(geometry=[ring])).geometries()
    assert found.equals(shapely.box(0, 0, 2, 2).exterior)
    assert found.is_valid
