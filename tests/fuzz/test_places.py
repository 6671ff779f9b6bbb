"""Places: any text is an expression or refused; what is drawn is finite, valid and on the map."""

from __future__ import annotations

import functools
import math
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely
from hypothesis import example, given
from hypothesis import strategies as st

from dateline import schema
from dateline.diagnostics import Diagnostic
from dateline.gazetteer import Gazetteer
from dateline.geocoder import geocode
from dateline.geocoder.expression import ExpressionError, format_expression, parse_expression
from dateline.normalise import normalise
from dateline.settings import Settings
from exploring import bounded, check_findings, examples
from mutations import NUMBERS, VALUES, WORDS, altered

NAMES = st.sampled_from(
    ["Sumy", "Kursk Oblast", "Ukraine", "Black Sea", "Dnieper", "Fiji", "Antarctica", "Russia",
     "Springfield", "Sudzha, Kursk Oblast, Russia", "Georgia (country)", "geonames:692194",
     "Chukotka", "51.19, 35.27", "0, 180", "-90, 0", "90, 0", "0, -180", "36U XB 1234 5678",
     "8FW4V75V+8Q", "POINT (35.27 51.19)", "POINT (180 90)", "LINESTRING (170 10, 190 10)",
     "Vatican City",
     "POLYGON ((170 -10, 190 -10, 190 10, 170 10, 170 -10))", '"Near East"', "Tuvalu",
     "Nowhere at all"]
)  # fmt: skip
UNITS = st.sampled_from(["km", "m", "miles", "nautical miles", "mi", "nmi", "ft", "kilometres", ""])
SIDES = st.sampled_from(["N", "NE", "ENE", "south", "south-west", "of", ""])
FIGURES = st.one_of(
    st.sampled_from(NUMBERS),
    st.floats(0, 50_000).map(lambda number: f"{number:g}"),
    st.integers(0, 10**30).map(str),
)


def _forms(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("near {}".format, inner),
        st.builds("{} {} {} of {}".format, FIGURES, UNITS, SIDES, inner),
        st.builds("about {}{} from {}".format, FIGURES, UNITS, inner),
        st.builds("within {} {} of {}".format, FIGURES, UNITS, inner),
        st.builds("{} of {}".format, SIDES, inner),
        st.builds("between {} and {}".format, inner, inner),
        st.builds("border of {} and {}".format, inner, inner),
        st.builds("along {}".format, inner),
        st.builds("from {} via {} to {}".format, inner, inner, inner),
        st.builds("off the {} coast of {}".format, SIDES, inner),
        st.builds("northern {}".format, inner),
        st.builds("central {}".format, inner),
        st.builds("eastern outskirts of {}".format, inner),
        st.builds("{}; {}".format, inner, inner),
        st.builds("{} or {}".format, inner, inner),
        st.builds("({})".format, inner),
    )


POSITIONS = st.one_of(
    st.builds("{}, {}".format, FIGURES, FIGURES),
    st.builds("{}N {}E".format, FIGURES, FIGURES),
    st.builds("{}°{}'{}\"S {}°{}'W".format, FIGURES, FIGURES, FIGURES, FIGURES, FIGURES),
    st.builds("POINT ({} {})".format, FIGURES, FIGURES),
    st.builds("{}{} {}{} {} {}".format, FIGURES, WORDS, WORDS, FIGURES, FIGURES, FIGURES),
)
SAID = st.one_of(_forms(NAMES), st.recursive(NAMES | POSITIONS, _forms, max_leaves=3))
SEEDS = ["near Sumy, Ukraine", "12 km NE of Sumy", "51°11'24\"N 35°16'12\"E", "36U XB 1234 5678"]
WHERES = st.one_of(SAID, POSITIONS, altered(SEEDS), WORDS)


@example("0°0'0\"S 0°1.125'W")
@example("51°11.{}'N 35°16'E".format("0" * 400))
@examples(100)
@given(WHERES)
def test_any_text_is_an_expression_or_refused(text: str) -> None:
    """A text is an expression that is written and read again, or is refused with a hint."""
    with bounded():
        try:
            form = parse_expression(text)
        except ExpressionError as error:
            assert str(error)
            assert error.hint
            assert 1 <= error.column <= len(text) + 1
            return
        assert form == parse_expression(format_expression(form))


@functools.cache
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def place(rows: list[dict[str, Any]]) -> tuple[gpd.GeoDataFrame, list[Diagnostic]]:
    """Return rows placed, after a look at every place and every finding."""
    raw = pd.DataFrame(
        {
            name: pd.Series([row.get(name) for row in rows], dtype=object)
            for name in dict.fromkeys(["title", *(name for row in rows for name in row)])
        }
    )
    raw["origin_file"], raw["origin_line"] = "events", range(1, len(rows) + 1)
    with bounded():
        table, found = normalise(raw, Settings())
        placed, more = geocode(table, Settings(), gazetteer=gazetteer())
    check_findings([*found, *more], lines=len(rows))
    assert len(rows) == len(placed)
    for number, row in enumerate(placed.to_dict("records"), start=1):
        about = [item.code for item in (*found, *more) if item.line == number]
        check_place(row, about)
    return placed, [*found, *more]


def check_place(row: dict[str, Any], codes: list[str]) -> None:
    """Check that a row has a place that can be drawn, or none and a finding that says why."""
    shape = row["geometry"]
    if shape is None or pd.isna(row["lon"]):
        assert shape is None
        assert pd.isna(row["lon"])
        assert pd.isna(row["lat"])
        assert codes
        return
    assert not shape.is_empty
    assert shape.is_valid, shapely.is_valid_reason(shape)
    west, south, east, north = shape.bounds
    assert -180 <= west <= east <= 180
    assert -90 <= south <= north <= 90
    assert -180 <= row["lon"] <= 180
    assert -90 <= row["lat"] <= 90
    assert row["place_precision"] in schema.PLACE_PRECISION
    assert pd.isna(row["uncertainty_m"]) or 0 <= row["uncertainty_m"] < 20_100_000
    assert pd.isna(row["geocode_score"]) or 0 <= row["geocode_score"] <= 1
    assert math.isfinite(shapely.get_coordinates(shape).sum())


@example(["between Sumy and Sumy", "from Sumy to Sumy"])
@examples(8)
@given(st.lists(WHERES, min_size=1, max_size=4))
def test_places_are_on_the_map(wheres: list[str]) -> None:
    """Whatever a text says, its place is finite, valid and within the world, or is reported."""
    place([{"title": "An event", "where": where} for where in wheres])


GIVEN = st.fixed_dictionaries(
    {"title": st.just("An event")},
    optional={
        "lon": FIGURES | VALUES,
        "lat": FIGURES | VALUES,
        "uncertainty_m": FIGURES | VALUES,
        "geometry": POSITIONS | NAMES | altered(["POINT (35 51)", "LINESTRING (0 0, 1 1)"]),
        "where": WHERES | VALUES,
        "layer": WORDS,
    },
)


@example([{"title": "An event", "where": "from 0, -180 via Ukraine to Ukraine"}])
@examples(8)
@given(st.lists(GIVEN, min_size=1, max_size=4))
def test_given_positions_are_on_the_map(rows: list[dict[str, Any]]) -> None:
    """Whatever stands in the fields of a position, the place is on the map or is reported."""
    place(rows)
