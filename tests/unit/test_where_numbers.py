"""Numbers of any size in the ``where`` language give a place or an error, in a short time."""

from __future__ import annotations

import math

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dateline.gazetteer import Place
from dateline.geocoder.expression import ExpressionError, format_expression, parse_expression
from dateline.geocoder.footprint import FootprintBuilder, FootprintError
from dateline.geocoder.forms import FARTHEST_M, METRES, Distance, Name, Near, Offset
from dateline.geocoder.margins import slack_m
from dateline.geodesy import LonLat, distance_m, point
from dateline.grids import CoordinatesError
from dateline.limits import WHERE_DEPTH, WHERE_LENGTH, WHERE_PLACES
from deadline import deadline

SUMY = Place(1, "x:1", "Sumy", "settlement", "UA", "", "", 34.8, 50.9, 0, 0.5, 12_000.0, "x")
#: Half a degree about Sumy.
OUTLINE = point(LonLat(SUMY.lon, SUMY.lat)).buffer(0.5)

DIGITS = st.text("0123456789", min_size=1, max_size=400)
NUMBERS = st.one_of(
    DIGITS,
    st.builds("{}.{}".format, DIGITS, DIGITS),
    st.builds("{}e{}".format, DIGITS, st.integers(-400, 400)),
    st.floats().map(str),
    st.sampled_from(["0", "00", "0.0", "-0", "-5", "1e-300", "1e300", "inf", "nan", "∞", "1,200"]),
)
#: Every form of the language that holds a number, with ``{}`` in its place.
FORMS = (
    "{} km N of Sumy",
    "{} m from Sumy",
    "about {} miles NNE of Sumy",
    "{} nm off Sumy",
    "within {} km of Sumy",
    "near ({} km N of Sumy)",
    "between {} km N of Sumy and Sumy",
    "from Sumy to {} km N of Sumy",
    "{}, 35",
    "51, {}",
    "{}N 35E",
    "51°{}'N 35°16'E",
    "51°11'{}\"N 35°16'12\"E",
    "36U XB {}",
    "{}U XB 1234 5678",
    "8FW4V75V+{}",
    "{}+8Q Sumy",
    "POINT ({} 51)",
    "POINT ({} {})",
    "LINESTRING (0 0, {} 1)",
    "POLYGON ((0 0, 1 0, 1 {}, 0 0))",
    "Sumy, {}",
    "geonames:{}",
    "{}",
)


def builder(outline=None):
    return FootprintBuilder(
        place_of=lambda _: SUMY,
        outline_of=lambda _: outline,
        neighbours_of=lambda _: [],
        land_within=lambda _: OUTLINE,
    )


def draw(where, outline=None):
    """Return the footprint of a text, or the error."""
    try:
        return builder(outline).footprint(parse_expression(where))
    except (ExpressionError, FootprintError, CoordinatesError) as error:
        return error


@pytest.mark.parametrize("form", FORMS)
@given(number=NUMBERS)
@settings(max_examples=40, derandomize=True)
def test_any_number_in_any_form_ends_soon(form, number):
    """Every form with any number gives a footprint in range or an error, in a short time."""
    with deadline():
        for outline in (None, OUTLINE):
            found = draw(form.replace("{}", number), outline)
            if not isinstance(found, ValueError):
                assert math.isfinite(found.uncertainty_m)
                assert 0 <= found.uncertainty_m <= 6 * FARTHEST_M
                assert abs(found.point.lon) <= 180
                assert abs(found.point.lat) <= 90


@given(
    value=st.floats(min_value=0, max_value=FARTHEST_M / 1852),
    unit=st.sampled_from(sorted(METRES)),
    about=st.booleans(),
)
@example(value=0.0, unit="km", about=False)
@example(value=5e-324, unit="m", about=True)
@example(value=1e-7, unit="km", about=False)
@settings(max_examples=200, derandomize=True)
def test_a_distance_is_read_as_it_is_written(value, unit, about):
    """Any formatted distance can be parsed, and its slack is finite."""
    distance = Distance(value, unit, is_approximate=about)
    with deadline():
        assert 0 <= slack_m(distance) <= max(distance.metres, METRES[unit])
        for form in (Near(Name("Sumy"), distance), Offset(Name("Sumy"), distance, "N")):
            if distance.metres <= FARTHEST_M:
                assert form == parse_expression(format_expression(form))


@pytest.mark.parametrize(
    ("value", "unit", "metres"),
    [
        (12, "km", 500),
        (20, "km", 5_000),
        (1_200, "km", 50_000),
        (12.5, "km", 50),
        (0, "km", 500),
        (0, "m", 0.5),
        (1e-7, "km", 5e-5),
        (100, "m", 50),
    ],
)
def test_slack_is_half_a_unit_of_the_last_digit(value, unit, metres):
    """The slack is half a unit of the last digit; trailing zeros are not digits."""
    assert metres == pytest.approx(slack_m(Distance(value, unit)))


@pytest.mark.parametrize("where", ["0 km N of Sumy", "0.0 km from Sumy", "within 00 km of Sumy"])
@pytest.mark.parametrize("outline", [None, OUTLINE], ids=["point", "area"])
def test_no_distance_is_the_place_itself(where, outline):
    """A distance of zero means the place itself, plus half a kilometre."""
    found, place = draw(where, outline), draw("Sumy", outline)
    assert (place.geometry, place.precision) == (found.geometry, found.precision)
    assert found.uncertainty_m - place.uncertainty_m == (0 if outline else 500)


@pytest.mark.parametrize("number", ["20004", "20,004", "1" + "0" * 300, "9" * 400])
@pytest.mark.parametrize("form", ["{} km N of Sumy", "{} km from Sumy", "within {} km of Sumy"])
def test_farther_than_half_round_the_earth_is_refused(form, number):
    """A distance beyond half the circumference is refused in a short message."""
    where = form.replace("{}", number)
    found = draw(where)
    assert "20,003.9 km" in found.message
    assert where.index(number) + 1 == found.column
    assert len(found.message) < 250


@pytest.mark.parametrize("number", ["-5", "−5", "inf", "nan", "1e3", "∞", "1.2.3"])
@pytest.mark.parametrize("form", ["{} km N of Sumy", "{} km from Sumy", "within {} km of Sumy"])
def test_what_is_no_distance_is_refused(form, number):
    """A negative, infinite or non-numeric distance is refused and is not a name."""
    found = draw(form.replace("{}", number))
    assert isinstance(found, ExpressionError)
    assert "is not a distance" in found.message


def test_thousands_are_thousands():
    """A comma before three digits separates thousands; otherwise it is a decimal comma."""
    away = [draw(f"{number} km N of Sumy") for number in ("1,200", "1200", "1,2")]
    metres = [round(distance_m(LonLat(SUMY.lon, SUMY.lat), found.point)) for found in away]
    assert [1_200_000, 1_200_000, 1_200] == metres


def test_a_number_before_a_comma_is_no_name():
    """A decimal comma is recognised although some places have numbers as names."""
    form = parse_expression("12,5 km NE of Sumy", is_name=lambda text: text == "12")
    assert Offset(Name("Sumy"), Distance(12.5), "NE") == form


@pytest.mark.parametrize(
    "where",
    [
        "near " * (WHERE_DEPTH + 1) + "Sumy",
        "(" * (WHERE_DEPTH + 1) + "Sumy" + ")" * (WHERE_DEPTH + 1),
        "near " * 390 + "Sumy",
        "(" * 900 + "Sumy" + ")" * 900,
        "Sumy" + " outskirts" * 180,
    ],
)
def test_expressions_inside_one_another_have_a_limit(where):
    """Expressions nested too deeply are refused in one line."""
    with deadline():
        assert f"more than {WHERE_DEPTH} expressions" in draw(where).message


@pytest.mark.parametrize("joint", ["; ", " or ", " to "])
def test_places_of_an_expression_have_a_limit(joint):
    """An expression with too many places is refused."""
    start = "from " if joint == " to " else ""
    whole = start + joint.join(["Sumy"] * WHERE_PLACES)
    assert "at most" not in str(draw(whole))
    assert f"at most {WHERE_PLACES}" in draw(whole + joint + "Kursk").message


@pytest.mark.parametrize(
    "unit", [" ", "a", "near ", "(", '"', "1", "1,", "1.", "-", ",", ";", "of "]
)
@pytest.mark.parametrize("start", ["", "12 km ", "from ", "51.1N", 'the "', "between "])
def test_long_texts_are_refused_at_once(unit, start):
    """A text of a hundred thousand characters is parsed or refused at once."""
    with deadline(10):
        found = draw((start + unit * 100_000)[:100_000])
        assert not isinstance(found, ExpressionError) or len(found.message) < 250
        assert not unit.strip() or f"{WHERE_LENGTH:,}" in str(found)
