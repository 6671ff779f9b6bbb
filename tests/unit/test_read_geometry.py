"""Geometries in text, read in bulk."""

import shapely
from hypothesis import given
from hypothesis import strategies as st

from dateline.readers.geometry import GeometryError, geometries_from_texts, geometry_from_text

TEXTS = (
    "POINT (1 2)",
    "point(1 2)",
    "POINT Z (1 2 3)",
    "POINT EMPTY",
    "LINESTRING (0 0, 1 1)",
    "LINESTRING (0 0)",
    "POLYGON ((0 0, 1 0, 1 1))",
    "GEOMETRYCOLLECTION (POINT (0 1))",
    "0101000000000000000000F03F0000000000000040",
)
AROUND = ("SRID=4326;", "SRID=3857;", " ", ";", "x", "1")
WRITTEN = st.lists(st.sampled_from(TEXTS + AROUND), max_size=2).map("".join)


@given(st.lists(WRITTEN, max_size=6))
def test_many_texts_are_the_shapes_of_each(texts):
    """Texts read in bulk give the same shapes and errors as each text alone."""
    expected, errors = [None] * len(texts), {}
    for place, text in enumerate(texts):
        try:
            expected[place] = geometry_from_text(text)
        except GeometryError as error:
            errors[place] = str(error)
    shapes, reported = geometries_from_texts(texts)
    assert shapely.to_wkt(expected).tolist() == shapely.to_wkt(shapes).tolist()
    assert errors == {place: str(error) for place, error in reported.items()}
