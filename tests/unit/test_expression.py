"""The ``where`` language: what each text means, and which texts are refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.compass import COMPASS
from dateline.geocoder.expression import ExpressionError, format_expression, parse_expression
from dateline.geocoder.forms import (
    METRES,
    Along,
    AnyOf,
    Between,
    Border,
    Coast,
    Coordinates,
    Distance,
    Expression,
    GridReference,
    Inside,
    Meeting,
    Name,
    Narrowed,
    Near,
    Offset,
    Part,
    PlaceId,
    PlusCode,
    Route,
    Several,
    Shore,
    Waters,
    WktShape,
)

SUMY, KURSK = Name("Sumy"), Name("Kursk")
UKRAINE, RUSSIA = Name("Ukraine"), Name("Russia")

SAID: list[tuple[str, Expression]] = [
    ("Sumy", SUMY),
    ("  Sumy \n", SUMY),
    ("Sumy, Ukraine", Name("Sumy", ("Ukraine",))),
    ("Sudzha, Kursk Oblast, Russia", Name("Sudzha", ("Kursk Oblast", "Russia"))),
    ("Georgia (country)", Name("Georgia", ("country",))),
    ("in Kursk Oblast", Name("Kursk Oblast")),
    ("In Salah", Name("In Salah")),
    ("Суджа, Курская область", Name("Суджа", ("Курская область",))),
    ("비무장지대", Name("비무장지대")),
    ('"Bosnia and Herzegovina"', Name("Bosnia and Herzegovina")),
    ("Bakhmut-Sloviansk", Name("Bakhmut-Sloviansk")),
    ("North Korea", Part(Name("Korea"), "N")),
    ('"North Korea"', Name("North Korea")),
    ("near Sumy", Near(SUMY)),
    ("Near Sumy, Ukraine", Near(Name("Sumy", ("Ukraine",)))),
    ("in the vicinity of Sumy", Near(SUMY)),
    ("close to Sumy", Near(SUMY)),
    ("within 20 km of Sumy", Near(SUMY, Distance(20))),
    ("12 km NE of Sumy", Offset(SUMY, Distance(12), "NE")),
    ("12km north-east of Sumy", Offset(SUMY, Distance(12), "NE")),
    ("12,5 km NE Sumy", Offset(SUMY, Distance(12.5), "NE")),
    ("12 km to the north-west of Sumy", Offset(SUMY, Distance(12), "NW")),
    ("about 7 miles from Sumy", Offset(SUMY, Distance(7, "mi", is_approximate=True))),
    ("~3 nautical miles off Aden", Offset(Name("Aden"), Distance(3, "nmi", is_approximate=True))),
    ("800 m south of Sumy", Offset(SUMY, Distance(800, "m"), "S")),
    ("north of Sumy", Offset(SUMY, None, "N")),
    ("between Sumy and Kursk", Between(SUMY, KURSK)),
    (
        'between "Bosnia and Herzegovina" and Croatia',
        Between(Name("Bosnia and Herzegovina"), Name("Croatia")),
    ),
    ("along the Dnieper", Along(Name("the Dnieper"))),
    ("along the border of Ukraine and Russia", Along(Border(UKRAINE, RUSSIA))),
    ("border of Ukraine and Russia", Border(UKRAINE, RUSSIA)),
    ("the border between Ukraine and Russia", Border(UKRAINE, RUSSIA)),
    ("the border of Ukraine with Russia", Border(UKRAINE, RUSSIA)),
    ("Ukraine–Russia border", Border(UKRAINE, RUSSIA)),
    ("Russian-Ukrainian border", Border(Name("Russia"), Name("Ukraine"))),
    ("Guinea-Bissau–Senegal border", Border(Name("Guinea-Bissau"), Name("Senegal"))),
    ("near the Ukrainian border", Near(Border(Name("Ukraine")))),
    ("from Pyongyang to Vladivostok", Route((Name("Pyongyang"), Name("Vladivostok")))),
    ("from Sumy via Kursk to Minsk", Route((SUMY, KURSK, Name("Minsk")))),
    ("off the coast of Yemen", Coast(Name("Yemen"))),
    ("off the eastern coast of Libya", Coast(Name("Libya"), "E")),
    ("off Yemen's coast", Coast(Name("Yemen"))),
    ("off Yemen", Coast(Name("Yemen"))),
    ("northern Kharkiv Oblast", Part(Name("Kharkiv Oblast"), "N")),
    ("the south-east of Ukraine", Part(UKRAINE, "SE")),
    ("northern part of Sumy", Part(SUMY, "N")),
    ("central Sumy", Part(SUMY, "centre")),
    ("eastern outskirts of Bakhmut", Part(Name("Bakhmut"), "E", is_outskirts=True)),
    ("on the outskirts", Name("on the outskirts")),
    ("outskirts of Sumy", Part(SUMY, is_outskirts=True)),
    ("Sudzha; Korenevo", Several((Name("Sudzha"), Name("Korenevo")))),
    ("Sumy or Kursk", AnyOf((SUMY, KURSK))),
    ("Sumy or Kursk; Minsk", Several((AnyOf((SUMY, KURSK)), Name("Minsk")))),
    ("geonames:692194", PlaceId("geonames:692194")),
    ("project:korean-dmz", PlaceId("project:korean-dmz")),
    ("51.19, 35.27", Coordinates(35.27, 51.19)),
    ("51.19 35.27", Coordinates(35.27, 51.19)),
    ("-12.5, 130", Coordinates(130, -12.5, "dd", 1)),
    ("51.19N 35.27E", Coordinates(35.27, 51.19)),
    ("N51.19 E35.27", Coordinates(35.27, 51.19)),
    ("35.27E, 51.19N", Coordinates(35.27, 51.19)),
    ("33.86S 151.21E", Coordinates(151.21, -33.86)),
    ("51.19°, 35.27°", Coordinates(35.27, 51.19)),
    ("51°11.4'N 35°16.2'E", Coordinates(35.27, 51.19, "dm", 1)),
    ("51°30'36\"N 35°15'0\"E", Coordinates(35.25, 51.51, "dms", 0)),
    ("51°30′36″N, 35°15′0″E", Coordinates(35.25, 51.51, "dms", 0)),
    ("0°0'0\"N 0°1.125'E", Coordinates(1 / 60 + 7.5 / 3600, 0, "dms", 1)),
    ("51°11.4'N 35.12345E", Coordinates(35 + 7.407 / 60, 51.19, "dm", 3)),
    ("51.5N 35°16'12.50\"E", Coordinates(35 + 16 / 60 + 12.5 / 3600, 51.5, "dms", 2)),
    ("near 51.19, 35.27", Near(Coordinates(35.27, 51.19))),
    ("36U XB 1234 5678", GridReference("36UXB12345678")),
    ("8fw4v75v+8q", PlusCode("8FW4V75V+8Q")),
    ("V75V+8Q Paris", PlusCode("V75V+8Q", Name("Paris"))),
    ("POINT (35 51)", WktShape("POINT (35 51)")),
    ("point(35 51); Sumy", Several((WktShape("POINT (35 51)"), SUMY))),
]


@pytest.mark.parametrize(("text", "expected"), SAID, ids=[text for text, _ in SAID])
def test_text_says(text: str, expected: Expression) -> None:
    """Each way of writing a place means what the language page says."""
    assert expected == parse_expression(text)


@pytest.mark.parametrize(("text", "form"), SAID, ids=[text for text, _ in SAID])
def test_said_forms_come_back(text: str, form: Expression) -> None:
    """The formatted text of a form parses to the same form."""
    assert form == parse_expression(format_expression(parse_expression(text)))


KNOWN = frozenset(
    {"Near East", "North Korea", "South Ossetia", "Northern Cyprus", "West Bank", "East Sea"}
    | {"Western Sahara", "Central African Republic", "Serbia", "Bosnia and Herzegovina", "Off"}
    | {"Cape of Good Hope or Storms"}
)


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_known_names_are_not_taken_apart(name: str) -> None:
    """A known name that looks like a phrase stays a name, with and without an enclosing place."""
    assert Name(name) == parse_expression(name, is_name=KNOWN.__contains__)
    inside = parse_expression(f"{name}, Somewhere", is_name=KNOWN.__contains__)
    assert Name(name, ("Somewhere",)) == inside


def test_known_names_decide_where_and_cuts() -> None:
    """With several "and", the text is split where both sides are known names."""
    found = parse_expression(
        "between Serbia and Bosnia and Herzegovina", is_name=KNOWN.__contains__
    )
    assert Between(Name("Serbia"), Name("Bosnia and Herzegovina")) == found


@pytest.mark.parametrize("text", ["51.{}, 35.2", "51°11.{}'N 35°16'E", "51°11'24.{}\"N 35°E"])
@pytest.mark.parametrize("digits", [13, 400])
def test_more_digits_than_a_number_holds_are_read(text: str, digits: int) -> None:
    """A position with any number of decimals is read, and comes back."""
    form = parse_expression(text.format("7" * digits))
    assert isinstance(form, Coordinates)
    assert form == parse_expression(format_expression(form))


WRONG = [
    ("", 1, "is empty"),
    ("   ", 4, "is empty"),
    ("near", 5, "has no place"),
    ("near ", 5, "has no place"),
    ("12 km NE of", 12, "has no place"),
    ("between Sumy", 9, "expected two"),
    ("between", 8, "has no place"),
    ("from Pyongyang", 6, "no destination"),
    ("Sumy;;Kursk", 6, "between two semicolons"),
    ("Sumy;", 6, "between two semicolons"),
    ("Sumy,", 1, "comma"),
    (", Ukraine", 1, "comma"),
    ("91, 200", 1, "out of range"),
    ("Sumy; 151.2, -33.8", 7, "out of range"),
    ("51.19N 35.27S", 1, "one latitude"),
    ('"Near East', 1, "no matching"),
    ("(Sumy", 1, "no matching"),
    ("36U XB 123", 1, "even number"),
    ("36U AB 12 34", 1, "no MGRS square"),
    ("V75V+8Q", 1, "short"),
    ("POINT (351 51)", 1, "out of range"),
    ("POLYGON ((0 0, 1 1, 0 1, 1 0, 0 0))", 1, "crosses itself"),
    ("POINT (35)", 1, "not WKT"),
]


@pytest.mark.parametrize(("text", "column", "message"), WRONG, ids=[text for text, *_ in WRONG])
def test_wrong_text_is_refused(text: str, column: int, message: str) -> None:
    """An incomplete form is refused with its column and a hint."""
    with pytest.raises(ExpressionError, match=message) as caught:
        parse_expression(text)
    assert (column, True) == (caught.value.column, bool(caught.value.hint))


def test_swapped_coordinates_hint_at_the_order() -> None:
    """For coordinates that fit only when swapped, the hint shows them swapped."""
    with pytest.raises(ExpressionError) as caught:
        parse_expression("151.21, -33.86")
    assert 'put latitude first: "-33.86, 151.21"' == caught.value.hint


words = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs"]), min_size=1
)
SPOKEN = (
    """near of and or to via border coast north eastern the in 12 km ( ) ; , " Sumy 51.2 off - 's"""
)
spoken = st.sampled_from(SPOKEN.split())
toponyms = st.lists(st.one_of(words, spoken), min_size=1, max_size=4).map(" ".join)
names = st.builds(Name, toponyms, st.lists(toponyms, max_size=2).map(tuple))
decimals = st.integers(0, 6)
coordinates = st.builds(
    lambda lon, lat, digits: Coordinates(round(lon, digits), round(lat, digits), "dd", digits),
    st.floats(-180, 180),
    st.floats(-90, 90),
    decimals,
)
distances = st.builds(
    lambda value, unit, about, more: Distance(
        value, unit, about, None if more is None else value + more
    ),
    st.floats(0, 10_000),
    st.sampled_from(sorted(METRES)),
    st.booleans(),
    st.none() | st.floats(0.5, 500),
)
ways = st.sampled_from(["road", "highway", "railway", "pipeline"])
points = st.sampled_from(COMPASS)
atoms = st.one_of(
    names,
    coordinates,
    st.just(PlaceId("geonames:692194")),
    st.just(GridReference("36UXB1234")),
    st.just(PlusCode("8FW4V75V+8Q")),
    st.builds(PlusCode, st.just("V75V+8Q"), names),
    st.just(WktShape("POINT (35 51)")),
)


def _forms(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    lists = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Near, inner, st.none() | distances),
        st.builds(Offset, inner, distances, points | st.just("")),
        st.builds(Offset, inner, st.none(), points),
        st.builds(Between, inner, inner),
        st.builds(Along, inner),
        st.builds(Border, inner, st.none() | inner),
        st.builds(Route, lists),
        st.builds(Coast, inner, points | st.just("")),
        st.builds(Part, inner, points | st.just("centre")),
        st.builds(Part, inner, points | st.just(""), st.just(value=True)),
        st.builds(Shore, inner),
        st.builds(Waters, inner.filter(lambda form: not isinstance(form, Coast | Narrowed))),
        st.builds(Inside, inner, distances),
        st.builds(Meeting, st.lists(inner, min_size=3, max_size=4).map(tuple)),
        st.builds(Narrowed, inner, inner),
        st.builds(Along, inner, points | st.sampled_from(["left", "right"])),
        st.builds(Route, lists, ways),
        st.builds(Route, inner.map(lambda form: (form,)), ways),
        st.builds(Several, lists),
        st.builds(AnyOf, lists),
    )


expressions = st.recursive(atoms, _forms, max_leaves=5)


@given(expressions)
def test_forms_come_back(expression: Expression) -> None:
    """Formatting a form and parsing it gives the form again, whatever the names are."""
    assert expression == parse_expression(format_expression(expression))


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    """Any text gives a form or an ExpressionError, nothing else."""
    try:
        form = parse_expression(text)
    except ExpressionError:
        return
    assert form == parse_expression(format_expression(form))
