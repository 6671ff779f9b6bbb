"""Exports work on text columns; the result equals that of a plain loop over the values."""

from __future__ import annotations

import json
import math

import numpy as np
import pyarrow as pa
import shapely
from hypothesis import given
from hypothesis import strategies as st

from dateline.arrow import text_bytes
from dateline.export.delimited import plain_texts
from dateline.export.geometry import GeometryColumn
from dateline.json_values import number_texts
from dateline.texts import TEXT, escape_json, text_ends

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@given(st.lists(st.one_of(st.none(), TEXTS), max_size=6), st.integers(0, 2))
def test_texts_are_escaped_as_json(texts: list[str | None], skipped: int) -> None:
    """Escaped texts parse to the original between quotes; null stays null."""
    escaped = escape_json(pa.array(texts, TEXT)[skipped:]).to_pylist()
    found = [None if text is None else json.loads(f'"{text}"') for text in escaped]
    assert texts[skipped:] == found


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=6))
def test_numbers_read_back_as_they_were(numbers: list[float]) -> None:
    """Both number formats parse to the same number; the plain one has no exponent."""
    column = np.array(numbers, dtype=float)
    plain = plain_texts(column).to_pylist()
    assert numbers == [float(text) for text in number_texts(column).to_pylist()]
    assert numbers == [float(text) for text in plain]
    assert [] == [text for text in plain if "e" in text or text.endswith(".0")]


def test_what_is_no_number_is_null() -> None:
    """NaN and infinity become null, because JSON has neither."""
    numbers = np.array([math.nan, math.inf, -math.inf, 0.5])
    assert ["null", "null", "null", "0.5"] == number_texts(numbers).to_pylist()


@given(st.lists(st.one_of(st.none(), TEXTS), max_size=6), st.integers(0, 3), st.integers(0, 6))
def test_the_bytes_of_a_slice_are_its_own(texts: list[str | None], start: int, end: int) -> None:
    """A slice of a column gives only its own bytes and text ends."""
    part = pa.array(texts, TEXT)[start : max(start, end)]
    encoded = [(text or "").encode() for text in texts[start : max(start, end)]]
    assert b"".join(encoded) == text_bytes(part).tobytes()
    assert [0, *np.cumsum([len(text) for text in encoded])] == text_ends(part).tolist()


def test_geometry_as_wkb_is_the_geometry() -> None:
    """Points from numbers, shapes and unplaced events come in row order."""
    line = shapely.LineString([(0, 0), (1, 1)])
    positions = np.array([[np.nan, np.nan], [1.5, -2.5], [np.nan, np.nan], [3, 4]])
    shapes = GeometryColumn(positions, np.array([line, None, None, None], dtype=object))
    expected = [line, shapely.Point(1.5, -2.5), None, shapely.Point(3, 4)]
    assert expected == shapely.from_wkb(np.array(shapes.wkb().to_pylist(), dtype=object)).tolist()
