"""The hand-written places: their format, and that their data is consistent."""

from __future__ import annotations

import csv
import json
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
import shapely

from dateline.gazetteer import Gazetteer
from dateline.gazetteer.fold import fold

FOLDER = Path(__file__).parents[2] / "geodata"
TABLES = {"project": FOLDER / "places.csv", "geography": FOLDER / "geography.csv"}
README = FOLDER / "README.md"
HEADING = (
    "id,name,other_names,kind,country,admin1,lon,lat,uncertainty_m,recipe,importance,source,note"
)
LEAST_PLACES = {"project": 250, "geography": 1_500}


def read_rows(source, path):
    with path.open(encoding="utf-8", newline="") as file:
        return [{**row, "table": source} for row in csv.DictReader(file)]


ROWS = [row for source, path in TABLES.items() for row in read_rows(source, path)]
BY_ID = {row["id"]: row for row in ROWS}
LOCATED = [row for row in ROWS if row["kind"] != "alias"]
POINTS = [row for row in LOCATED if not row["recipe"]]
REGIONS = json.loads((FOLDER / "regions.geojson").read_text(encoding="utf-8"))["features"]

OPERAND = r"(?:[A-Z]{2}|geonames:\d+|natural-earth:[A-Z]{3}|marine:[a-z-]+|project:[a-z0-9-]+)"
OPERANDS = rf"{OPERAND}(?:\+{OPERAND})*"
POINT = r"-?\d+(?:\.\d+)? -?\d+(?:\.\d+)?"
SIMPLE = (
    rf"wkt:.+|line:{POINT}(?:,{POINT})+|region:[a-z0-9-]+|union:{OPERANDS}(?:,{OPERANDS})*"
    rf"|border:{OPERANDS},{OPERANDS}|worldview-difference:[A-Z]{{2}}|islands?:\d+"
)
RECIPE = re.compile(rf"(?:buffer:\d+:)?(?:{SIMPLE})|alias:[a-z]+:[a-z0-9-]+")

#: An island or a platform may lie so far off the box of the country's own outline.
BOX_MARGIN_DEG = 2.0
#: Atolls too small for the outline of their country, far from its other islands.
FAR_ATOLLS = {"enewetak-atoll", "okinotorishima"}
#: Points that the gazetteer's polygons put into another country than the news does: three near a
#: simplified border, two bases on ground that two countries call theirs, and islands handed over.
BESIDE_A_BORDER = {
    "cape-gata-cyprus",
    "diego-garcia",
    "kastellorizo",
    "kk-park",
    "raf-akrotiri",
    "shelby-park",
    "tiran-sanafir",
}


@pytest.fixture(scope="module")
def gazetteer():
    with Gazetteer.open() as opened:
        yield opened


def ids(rows):
    return [row["id"] for row in rows]


def documented_kinds() -> set[str]:
    section = README.read_text(encoding="utf-8").partition("## Kinds")[2].partition("\n## ")[0]
    return set(re.findall(r"`([a-z]+)`", section))


def is_alias(row) -> bool:
    return row["recipe"].startswith("alias:")


def own_names(row) -> list[str]:
    """Return all names of a row; for an alias only the additional ones."""
    others = [name for name in row["other_names"].split("|") if name]
    return others if is_alias(row) else [row["name"], *others]


def place_id_of(row) -> str:
    return row["recipe"].removeprefix("alias:") if is_alias(row) else f"project:{row['id']}"


def box_of(gazetteer, iso2):
    name = gazetteer.countries()[iso2]
    place = next(
        c.place
        for c in gazetteer.candidates([name])[name]
        if c.place.kind == "country" and c.place.country == iso2
    )
    shape = gazetteer.geometry(place)
    return None if shape is None else shape.bounds


@pytest.mark.parametrize("source", TABLES)
def test_there_are_enough_places(source):
    """At least 250 places of the news and 1,500 other names of the map are written by hand."""
    assert sum(row["table"] == source for row in ROWS) >= LEAST_PLACES[source]


@pytest.mark.parametrize("path", TABLES.values(), ids=TABLES)
def test_file_is_plain(path):
    """A table is UTF-8 without a byte order mark, NFC, with LF and the right heading."""
    raw = path.read_bytes()
    text = raw.decode("utf-8")
    assert (HEADING, False, False) == (text.partition("\n")[0], b"\r" in raw, "\ufeff" in text)
    assert unicodedata.normalize("NFC", text) == text


def test_rows_are_sorted_by_unique_ids():
    """Ids are unique, and the rows of each table are sorted by id."""
    assert len(BY_ID) == len(ROWS)
    for source in TABLES:
        listed = ids(row for row in ROWS if row["table"] == source)
        assert sorted(listed) == listed


@pytest.mark.parametrize("column", ["id", "name", "kind", "source"])
def test_required_columns_are_filled(column):
    """Every row has an id, a name, a kind and a source."""
    assert [] == [row["id"] for row in ROWS if not row[column].strip()]


def test_cells_are_trimmed_lines():
    """No cell starts or ends with white space or contains a control character."""
    odd = [
        (row["id"], column)
        for row in ROWS
        for column, cell in row.items()
        if cell != cell.strip() or any(unicodedata.category(c) in {"Cc", "Zl", "Zp"} for c in cell)
    ]
    assert [] == odd


def test_ids_are_slugs():
    """An id consists of lower-case letters, digits and single hyphens."""
    assert [] == [key for key in BY_ID if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", key)]


def test_kinds_are_those_of_the_readme():
    """The kinds in use are exactly those that the README explains."""
    used = {row["kind"] for row in ROWS}
    assert set() == used - documented_kinds()


def test_other_names_are_new():
    """A row has no duplicate and no empty names."""
    for row in ROWS:
        names = [row["name"], *filter(None, row["other_names"].split("|"))]
        assert len(names) == len(set(names)), row["id"]
        assert all(fold(name) for name in names), row["id"]
        assert row["other_names"].count("|") == max(0, len(names) - 2), row["id"]


def test_names_belong_to_one_place():
    """No two places share a folded name, except an alias and its place."""
    owners = Counter(key for row in ROWS for key in {fold(name) for name in own_names(row)})
    assert {} == {key: count for key, count in owners.items() if key and count > 1}


def test_coordinates_are_in_range():
    """Every place except aliases has a valid longitude, latitude and radius."""
    for row in LOCATED:
        assert -180 <= float(row["lon"]) <= 180, row["id"]
        assert -90 <= float(row["lat"]) <= 90, row["id"]
        assert 100 <= float(row["uncertainty_m"]) <= 500_000, row["id"]


def test_coordinates_claim_no_more_than_is_known():
    """The last decimal of a point's coordinates is not finer than its radius."""
    for row in POINTS:
        decimals = len(row["lat"].partition(".")[2])
        assert 111_000 * 10**-decimals <= 100 * float(row["uncertainty_m"]), row["id"]
        assert decimals <= 4, row["id"]


def test_aliases_have_no_place_of_their_own():
    """An alias has no coordinates and no radius, and the kind "alias", which only aliases have."""
    for row in ROWS:
        assert is_alias(row) == (row["kind"] == "alias"), row["id"]
        if is_alias(row):
            assert ("", "", "") == (row["lon"], row["lat"], row["uncertainty_m"])


def test_importance_is_a_share():
    """Importance is between 0 and 1; an alias may leave it empty."""
    given = [row for row in ROWS if row["importance"] or not is_alias(row)]
    assert [] == [row["id"] for row in given if not 0 < float(row["importance"]) < 1]


def test_points_say_how_they_were_found():
    """The note of a point says how its coordinates were found."""
    assert [] == [row["id"] for row in POINTS if not row["note"]]


def test_recipes_follow_the_grammar():
    """A recipe has one of the forms in the README."""
    assert [] == [
        (row["id"], row["recipe"])
        for row in ROWS
        if row["recipe"] and not RECIPE.fullmatch(row["recipe"])
    ]


def test_recipes_name_rows_and_outlines_that_exist():
    """Each row in a recipe exists, and each outline is used by a recipe."""
    text = "\n".join(row["recipe"] for row in ROWS)
    assert set() == set(re.findall(r"project:([a-z0-9-]+)", text)) - BY_ID.keys()
    assert {f["id"] for f in REGIONS} == set(re.findall(r"region:([a-z0-9-]+)", text))


def test_regions_are_sorted_by_unique_ids():
    """Outlines have unique ids, in both places the same, and are sorted."""
    listed = [feature["id"] for feature in REGIONS]
    assert sorted(set(listed)) == listed
    assert listed == [feature["properties"]["id"] for feature in REGIONS]


@pytest.mark.parametrize("feature", REGIONS, ids=lambda f: f["id"])
def test_region_is_a_proper_polygon(feature):
    """An outline is valid, right-handed, in range, and has a radius and a source."""
    shape = shapely.geometry.shape(feature["geometry"])
    west, south, east, north = shape.bounds
    assert (True, True) == (shape.is_valid, shapely.is_ccw(shape.exterior))
    assert (-180 <= west < east <= 180, -90 <= south < north <= 90) == (True, True)
    assert feature["properties"]["uncertainty_m"] >= 1_000
    assert feature["properties"]["source"]


def test_every_place_is_compiled(gazetteer):
    """Each row is in the gazetteer, as a place or as names of another place."""
    for row in ROWS:
        place = gazetteer.place(place_id_of(row))
        assert place is not None, row["id"]
        if not is_alias(row):
            expected = (row["name"], row["kind"], row["table"])
            assert expected == (place.name, place.kind, place.source)


def test_every_name_finds_its_place(gazetteer):
    """Each name of a row has the row's place among its candidates."""
    wanted = {name: place_id_of(row) for row in ROWS for name in own_names(row)}
    found = gazetteer.candidates(wanted)
    lost = [
        (name, place_id)
        for name, place_id in wanted.items()
        if place_id not in {c.place.place_id for c in found[name]}
    ]
    assert [] == lost


@pytest.mark.parametrize("row", [r for r in LOCATED if r["recipe"]], ids=lambda r: r["id"])
def test_recipe_makes_a_geometry(row, gazetteer):
    """A recipe makes a valid, non-empty geometry on or near its representation point."""
    place = gazetteer.place(f"project:{row['id']}")
    shape = gazetteer.geometry(place)
    assert shape is not None
    assert (True, False) == (shape.is_valid, shape.is_empty)
    point = shapely.Point(place.lon, place.lat)
    assert shape.distance(point) < 0.1 or shape.envelope.contains(point)
    assert place.uncertainty_m >= float(row["uncertainty_m"])


def test_places_lie_in_the_box_of_their_country(gazetteer):
    """A place with a country is in the country's bounding box or a strait away."""
    boxes = {iso2: box_of(gazetteer, iso2) for iso2 in {r["country"] for r in LOCATED} - {""}}
    outside = []
    for row in (r for r in LOCATED if r["country"] and boxes[r["country"]]):
        west, south, east, north = boxes[row["country"]]
        box = shapely.box(west, south, east, north).buffer(BOX_MARGIN_DEG)
        if not box.contains(shapely.Point(float(row["lon"]), float(row["lat"]))):
            outside.append(row["id"])
    assert set() == set(outside) - FAR_ATOLLS


def test_points_lie_in_their_country(gazetteer):
    """A point on land lies in its country, with a few listed exceptions."""
    strayed = set()
    for row in (r for r in POINTS if r["country"]):
        found = gazetteer.country_at(float(row["lon"]), float(row["lat"]))
        if found not in {"", row["country"]}:
            strayed.add(row["id"])
    assert set() == strayed - BESIDE_A_BORDER


def test_regions_named_are_those_of_the_country(gazetteer):
    """An admin1 code exists in the gazetteer and belongs to the row's country."""
    known = gazetteer.admin1_names()
    for row in (r for r in LOCATED if r["admin1"]):
        assert row["admin1"].startswith(row["country"] + "."), row["id"]
        assert row["admin1"] in known, (row["id"], row["admin1"])
