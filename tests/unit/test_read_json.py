"""JSON event files and GeoJSON: strict syntax, unchanged numbers, features as in RFC 7946."""

from __future__ import annotations

import json

import pytest
import shapely

from dateline.readers.file import EventFile
from dateline.readers.geometry import GeometryError, geometry_from_geojson, geometry_from_text
from dateline.readers.json_file import read_json, read_json_lines
from dateline.readers.json_text import JsonError, is_deeper, parse_json
from dateline.readers.registry import BY_SUFFIX
from dateline.readers.sniff import sniff
from dateline.settings import Settings
from reading import mapped, read_file


def read(text: str):
    file = EventFile("a.json", b"", "json")
    return mapped(*read_json(file, text.encode(), Settings()), Settings())


def read_lines(text: str):
    file = EventFile("a.jsonl", b"", "jsonl")
    return mapped(*read_json_lines(file, text.encode(), Settings()), Settings())


def codes(text: str) -> list[str]:
    return [found.code for found in read(text)[1]]


@pytest.mark.parametrize(
    "text",
    ["{", "[1,]", "{'a': 1}", '{"a" 1}', "01", "nul", '"\n"', "[1] x", "+1", "\x0b1", "[" * 10**5],
)
def test_what_is_not_json_is_refused(text):
    """Text that RFC 8259 does not allow is refused with a clear error."""
    with pytest.raises(JsonError):
        parse_json(text)


@pytest.mark.parametrize("constant", ["NaN", "Infinity", "-Infinity"])
def test_constants_are_refused_where_they_stand(constant):
    """NaN and infinities are not JSON; the error gives the position, ignoring strings."""
    with pytest.raises(JsonError) as caught:
        parse_json('{"NaN Infinity": 1,\n "b": ' + constant + "}")
    assert (2, 7) == (caught.value.line, caught.value.column)


def test_keys_given_twice_are_reported():
    """A repeated key in an object is reported; the last value counts."""
    assert ({"a": 2}, ["a"]) == parse_json('{"a": 1, "a": 2}')


def test_lone_surrogates_are_replaced():
    """A lone surrogate becomes U+FFFD; a pair stays one character."""
    value, _ = parse_json('{"a\\ud800": ["\\ude00", "\\ud83d\\ude00"]}')
    assert {"a\ufffd": ["\ufffd", "😀"]} == value


def test_numbers_too_long_stay_text():
    """An integer of thousands of digits is kept as text."""
    assert "1" * 5000 == parse_json("1" * 5000)[0]


@pytest.mark.parametrize(("depth", "expected"), [(3, False), (4, True)])
def test_depth_is_counted_without_recursion(depth, expected):
    """Depth counts lists and mappings; a scalar adds none."""
    value = "x"
    for number in range(depth):
        value = [value] if number % 2 else {"a": value}
    assert expected is is_deeper(value, 3)


def test_features_are_numbered():
    """A feature's number is its 1-based position in the collection."""
    features = [{"type": "Feature", "properties": {"title": t}, "geometry": None} for t in "AB"]
    table, _ = read(json.dumps({"type": "FeatureCollection", "features": features}))
    assert [1, 2] == table["origin_line"].tolist()


@pytest.mark.parametrize(
    ("identifier", "properties", "expected"),
    [
        ("x", {}, "x"),
        (7, {}, "7"),
        ("x", {"event_id": "own"}, "own"),
    ],
)
def test_a_feature_has_its_id(identifier, properties, expected):
    """The id of a feature is the event id, unless its properties have an event_id."""
    feature = {"type": "Feature", "id": identifier, "properties": properties, "geometry": None}
    assert expected == read(json.dumps(feature))[0]["event_id"].iloc[0]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"type": "Point", "coordinates": [1, 2]}, "POINT (1 2)"),
        ({"type": "Point", "coordinates": ["1.5", "2"]}, "POINT (1.5 2)"),
        ({"type": "Point", "coordinates": [1, 2, 3, 4]}, "POINT Z (1 2 3)"),
        ({"type": "LineString", "coordinates": [[1, 2], [3, 4, 5]]}, "LINESTRING (1 2, 3 4)"),
        (
            {"type": "MultiLineString", "coordinates": [[[1, 2], [3, 4]]]},
            "MULTILINESTRING ((1 2, 3 4))",
        ),
        (
            {"type": "MultiPolygon", "coordinates": [[[[0, 0], [1, 0], [1, 1], [0, 0]]]]},
            "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)))",
        ),
        (
            {
                "type": "GeometryCollection",
                "geometries": [{"type": "Point", "coordinates": [1, 2]}],
            },
            "GEOMETRYCOLLECTION (POINT (1 2))",
        ),
    ],
)
def test_geometries_are_read(value, expected):
    """Each type of RFC 7946 gives the right geometry, longitude first."""
    assert expected == geometry_from_geojson(value).wkt


@pytest.mark.parametrize(
    "value",
    [
        None,
        {"type": "Point", "coordinates": []},
        {"type": "Polygon", "coordinates": []},
        {"type": "GeometryCollection", "geometries": []},
    ],
)
def test_empty_geometries_are_none(value):
    """Null and empty geometries are no geometry, without a finding."""
    assert geometry_from_geojson(value) is None


@pytest.mark.parametrize(
    "value",
    [
        7,
        {},
        {"type": "Circle", "coordinates": [1, 2]},
        {"type": ["Point"], "coordinates": [1, 2]},
        {"type": "Point"},
        {"type": "Point", "coordinates": {"lon": 1}},
        {"type": "Point", "coordinates": [1]},
        {"type": "Point", "coordinates": [True, False]},
        {"type": "Point", "coordinates": ["east", 2]},
        {"type": "Point", "coordinates": [float("inf"), 2]},
        {"type": "Point", "coordinates": ["1e999", 2]},
        {"type": "LineString", "coordinates": [[1, 2]]},
        {"type": "LineString", "coordinates": [1, 2]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1]]]},
        {"type": "Polygon", "coordinates": [[]]},
        {"type": "MultiPolygon", "coordinates": [[]]},
        {"type": "GeometryCollection"},
        {"type": "GeometryCollection", "geometries": [7]},
    ],
)
def test_what_is_no_geometry_is_refused(value):
    """A geometry that RFC 7946 does not allow is refused, never repaired."""
    with pytest.raises(GeometryError):
        geometry_from_geojson(value)


@pytest.mark.parametrize(
    "text",
    [
        "POINT (34.8 50.9)",
        " point(34.8 50.9) ",
        "SRID=4326;POINT (34.8 50.9)",
        shapely.to_wkb(shapely.Point(34.8, 50.9), hex=True),
    ],
)
def test_geometry_text_is_read(text):
    """WKT, EWKT and hexadecimal WKB are read, longitude first."""
    assert "POINT (34.8 50.9)" == geometry_from_text(text).wkt


@pytest.mark.parametrize("text", ["POINT 1 2", "Sumy", "SRID=3857;POINT (1 2)", "01" + "0" * 40])
def test_other_geometry_text_is_refused(text):
    """Text that is not WKT in degrees is refused."""
    with pytest.raises(GeometryError):
        geometry_from_text(text)


def test_lines_are_read_one_by_one():
    """In JSON lines a broken line is reported with its number and the others are read."""
    table, found = read_lines('{"title": "A"}\n{"title"\n\n\x1e{"title": "B"}\n')
    assert [("A", 1), ("B", 4)] == list(zip(table["title"], table["origin_line"], strict=True))
    assert [("json-syntax", 2)] == [(d.code, d.line) for d in found]


def test_an_export_of_ours_is_read_without_what_was_worked_out():
    """Reading our own export uses the given fields and computes the others again."""
    properties = {
        "title": "A",
        "when": "2024",
        "geocode_method": "gazetteer",
        "place_precision": "settlement",
        "origin_file": "a.yaml",
        "origin_line": 3,
        "place_name": "Sumy",
        "start": "2024-01-01",
    }
    feature = {"type": "Feature", "properties": properties, "geometry": None}
    table, found = read(json.dumps(feature))
    assert [] == found
    assert [1] == table["origin_line"].tolist()
    origin = {"origin_line", "origin_file", "origin_positions"}
    assert {"title", "when", "place_precision", "geometry"} == set(table.columns) - origin


def test_events_beside_other_keys_are_reported():
    """A field next to ``events`` belongs to no event and is reported."""
    assert ["field-unknown"] == codes('{"title": "All", "events": [{"title": "A"}]}')


SEQUENCE = """\x1e{
  "type": "Feature",
  "properties": {"title": "A"},
  "geometry": {"type": "Point", "coordinates": [1, 2]}
}
\x1e{"type": "Feature", "properties": {"title": "B"}, "geometry": null}
\x1e
\x1e{"type": "Feature", "properties": {"title": "cut
\x1e{
  "type": "Feature", "properties": {"title": }
}
\x1e

{"type": "Feature", "properties": {"title": "C"}, "geometry": null}
"""


@pytest.mark.parametrize("suffix", [".geojsons", ".geojson", ".json", ""])
def test_records_of_a_sequence_may_have_several_lines(suffix):
    """A record ends where the next begins (RFC 8142); a truncated one affects only itself."""
    content = SEQUENCE.encode()
    kind = BY_SUFFIX[suffix].name if suffix else sniff(content)
    table, found = read_file(EventFile("events" + suffix, content, kind), Settings())
    assert [("A", 1), ("B", 6), ("C", 14)] == list(
        zip(table["title"], table["origin_line"], strict=True)
    )
    assert [("json-syntax", 8), ("json-syntax", 10)] == [(d.code, d.line) for d in found]


def test_a_line_is_one_event_whatever_lists_it_has():
    """A list of objects in a line of JSON is a part of its event, not a list of events."""
    papers = '[{"link": "https://x.y", "label": "B"}, {"link": "z", "label": "C"}]'
    line = f'{{"name": "A", "papers": {papers}}}'
    table, _ = read_lines(f"{line}\n{line}\n")
    assert 2 == len(table)
