"""Escaping in CSV, KML, GeoJSON and messages: any text comes back, and none breaks out."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas as gpd
import orjson
import pytest
import shapely

from awkward import AWKWARD
from dateline.export import export_events
from dateline.fingerprint import FINGERPRINT
from dateline.mapping.formulas import guard, unguard
from dateline.one_line import clipped, one_line
from dateline.settings import Settings
from sample_events import point, shape, table_of

KML = "{http://www.opengis.net/kml/2.2}"


def export(
    folder: Path, suffix: str, events: gpd.GeoDataFrame, *, settings: Settings | None = None
) -> Path:
    path = folder / f"events{suffix}"
    export_events(events, path, settings or Settings())
    return path


def texts_table() -> gpd.GeoDataFrame:
    """Return an event for each text, which is in every kind of column: known, nested, unknown."""
    rows = [
        {"event_id": f"{n}{text}", "title": text, "description": text, "layer": text,
         "tags": (text, "x"), "sources": ({"title": text},)}
        for n, text in enumerate(AWKWARD)
    ]  # fmt: skip
    return table_of(rows).assign(theirs=AWKWARD)


def without_nul(text: str) -> str:
    return text.replace("\0", "\ufffd")


def test_any_text_is_one_cell_of_a_csv(tmp_path: Path) -> None:
    """A cell is its text, guarded against formulas, whatever characters it has."""
    path = export(tmp_path, ".csv", texts_table())
    file = io.StringIO(path.read_bytes().decode("utf-8"), newline="")
    rows = list(csv.DictReader(file, strict=True))
    assert len(AWKWARD) == len(rows)
    for n, (text, row) in enumerate(zip(AWKWARD, rows, strict=True)):
        plain = without_nul(text)
        assert {guard(plain)} == {row["title"], row["description"], row["layer"], row["theirs"]}
        assert f"{n}{plain}" == row["event_id"]
        assert plain == unguard(row["title"])
        assert [{"title": text}] == orjson.loads(row["sources"])
        assert None not in row


def test_a_cell_is_quoted_only_if_it_has_to_be(tmp_path: Path) -> None:
    """Quotes are doubled; a cell without quote, comma or line end has no quotes around it."""
    texts = ['a"b', "a,b", "a\nb", "a\rb", "a;b", "a b", "'", "é", "", None]
    rows = [{"event_id": str(n), "title": text} for n, text in enumerate(texts)]
    written = export(tmp_path, ".csv", table_of(rows)).read_bytes().decode("utf-8")
    cells = ['"a""b"', '"a,b"', '"a\nb"', '"a\rb"', "a;b", "a b", "'", "é", "", ""]
    assert [f"{n},{cell}" for n, cell in enumerate(cells)] == [
        line[: len(f"{n},{cell}")]
        for n, (line, cell) in enumerate(zip(written.split("\r\n")[1:-1], cells, strict=True))
    ]
    assert written.endswith(",\r\n")


def test_headings_are_escaped_as_cells(tmp_path: Path) -> None:
    """A heading of a user is quoted and guarded as a cell; the geometry comes last, as WKT."""
    headings = ['a"b', "a,b", "=1+1", "a\nb", "-a"]
    events = table_of([{"event_id": "a", "title": "A"}]).assign(**dict.fromkeys(headings, "x"))
    path = export(tmp_path, ".csv", events)
    file = io.StringIO(path.read_bytes().decode("utf-8"), newline="")
    found = next(csv.reader(file, strict=True))
    assert ['a"b', "a,b", "'=1+1", "a\nb", "'-a", "WKT"] == found[-6:]


def test_values_of_a_csv(tmp_path: Path) -> None:
    """Numbers have no exponent, booleans are words, instants have a Z, missing ones are empty."""
    line = shapely.LineString([(0, 0), (1, 2.123456789)])
    rows = [
        {"event_id": "a", "uncertainty_m": 1e-7, "approximate": True, "fatalities_best": 7,
         "start": "2024-03-05", "end": "2024-03-06", **point(0.00001, -1.5)},
        {"event_id": "b", "uncertainty_m": 1e16, "approximate": False, **shape(line)},
        {"event_id": "c"},
    ]  # fmt: skip
    settings = Settings()
    file = export(tmp_path, ".csv", table_of(rows), settings=settings).open(
        encoding="utf-8", newline=""
    )
    with file:
        first, second, third = csv.DictReader(file, strict=True)
    assert first["fatalities_best"] == "7"
    assert ("0.0000001", "true", "2024-03-05T00:00:00Z", "2024-03-05T23:59:59Z", "0.00001") == (
        first["uncertainty_m"], first["approximate"], first["start"], first["end"], first["lon"]
    )  # fmt: skip
    assert ("POINT (0.00001 -1.5)", "LINESTRING (0 0, 1 2.1234568)") == (
        first["WKT"],
        second["WKT"],
    )
    assert ("10000000000000000", "false") == (second["uncertainty_m"], second["approximate"])
    assert {""} == {value for name, value in third.items() if name not in ("event_id", FINGERPRINT)}


# --- KML --------------------------------------------------------------------------------------

#: What XML 1.0 cannot hold.
FORBIDDEN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def in_xml(text: str) -> str:
    """Return a text as an XML parser gives it back."""
    return re.sub("\r\n?", "\n", FORBIDDEN.sub("\ufffd", text))


def test_any_text_is_text_in_a_kml(tmp_path: Path) -> None:
    """Every element has its text as it was; a description is escaped once more, as it is HTML."""
    settings = Settings(title="".join(AWKWARD), description="<d>&]]>", note="</n>\x01")
    root = ET.parse(export(tmp_path, ".kml", texts_table(), settings=settings)).getroot()  # noqa: S314 - ours
    document = root.find(f"{KML}Document")
    assert in_xml("".join(AWKWARD)) == document.findtext(f"{KML}name")
    assert document.findtext(f"{KML}description").startswith("<d>&]]> </n>\ufffd ")
    folders = document.findall(f"{KML}Folder")
    names = [in_xml(text) for text in sorted(set(AWKWARD))]
    assert names == [folder.findtext(f"{KML}name") for folder in folders]
    marks = {
        mark.findtext(f".//{KML}Data[@name='event_id']/{KML}value"): mark
        for mark in root.iter(f"{KML}Placemark")
    }
    for n, text in enumerate(AWKWARD):
        mark = marks[in_xml(f"{n}{text}")]
        assert in_xml(text) == mark.findtext(f"{KML}name")
        data = {
            one.get("name"): one.findtext(f"{KML}value") for one in mark.iterfind(f".//{KML}Data")
        }
        assert {in_xml(text)} == {data["title"], data["description"], data["theirs"]}
        shown = mark.findtext(f"{KML}description")
        assert not {"<", ">"} & set(shown)
        undone = shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        assert in_xml(text) == undone


@pytest.mark.parametrize("name", ["a<b", 'a"b', "a'b\"", "a&amp;", "a\x01b", "a\tb", "a]]>"])
def test_names_of_a_users_columns_are_attributes_in_a_kml(tmp_path: Path, name: str) -> None:
    """A heading is one attribute, whatever quotes or markup it has."""
    events = table_of([{"event_id": "a", "title": "A"}]).assign(**{name: "x"})
    root = ET.parse(export(tmp_path, ".kml", events)).getroot()  # noqa: S314 - ours
    assert FORBIDDEN.sub("\ufffd", name) == [d.get("name") for d in root.iter(f"{KML}Data")][-1]


def test_elements_of_a_placemark(tmp_path: Path) -> None:
    """The file has exactly these elements: what is missing or empty has none."""
    rows = [
        {"event_id": "a", "title": "A", "start": "2024-03-05", "end": "2024-03-06",
         "approximate": True, "fatalities_best": 3, "uncertainty_m": 2.5, **point(1.5, -2)},
        {"event_id": "b", "title": "", "description": "", "layer": "Z", "start": "2024-03-05"},
    ]  # fmt: skip
    settings = Settings(title="T", description="D", note="N")
    whole = export(tmp_path, ".kml", table_of(rows), settings=settings).read_text("utf-8")
    # Styles have tests of their own.
    lines = [line for line in whole.splitlines() if not line.lower().startswith("<style")]
    credit = lines[4].removeprefix("<description>D N ").removesuffix("</description>")
    assert credit
    assert "<" not in credit
    assert lines[:10] == [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<kml xmlns="http://www.opengis.net/kml/2.2">',
        "<Document>",
        "<name>T</name>",
        f"<description>D N {credit}</description>",
        "<Folder>",
        "<name>Unsorted</name>",
        "<Placemark>",
        "<name>A</name>",
        "<TimeSpan><begin>2024-03-05T00:00:00Z</begin><end>2024-03-05T23:59:59Z</end></TimeSpan>",
    ]
    middle = lines.index("</Folder>")
    assert lines[middle - 3 : middle] == [
        "</ExtendedData>",
        "<Point><coordinates>1.5,-2.0</coordinates></Point>",
        "</Placemark>",
    ]
    assert lines[middle + 1 : middle + 5] == [
        "<Folder>",
        "<name>Z</name>",
        "<Placemark>",
        "<TimeSpan><begin>2024-03-05T00:00:00Z</begin></TimeSpan>",
    ]
    assert lines[-5:] == [
        "</ExtendedData>",
        "</Placemark>",
        "</Folder>",
        "</Document>",
        "</kml>",
    ]
    data = [line for line in lines[:middle] if line.startswith("<Data")]
    assert '<Data name="approximate"><value>true</value></Data>' in data
    assert '<Data name="fatalities_best"><value>3</value></Data>' in data
    assert '<Data name="uncertainty_m"><value>2.5</value></Data>' in data
    assert not [line for line in data if "<value></value>" in line]


@pytest.mark.parametrize(
    ("geometry", "text"),
    [
        (
            shapely.LineString([(0, 1), (2, 3.5)]),
            "<LineString><coordinates>0.0,1.0 2.0,3.5</coordinates></LineString>",
        ),
        (
            shapely.Polygon(
                [(0, 0), (9, 0), (9, 9), (0, 0)],
                [[(5, 2), (6, 2), (6, 3), (5, 2)], [(7, 2), (8, 2), (8, 3), (7, 2)]],
            ),
            (
                "<Polygon><outerBoundaryIs><LinearRing><coordinates>0.0,0.0 9.0,0.0 9.0,9.0 0.0,0.0"
                "</coordinates></LinearRing></outerBoundaryIs><innerBoundaryIs><LinearRing>"
                "<coordinates>5.0,2.0 6.0,3.0 6.0,2.0 5.0,2.0</coordinates></LinearRing>"
                "</innerBoundaryIs><innerBoundaryIs><LinearRing>"
                "<coordinates>7.0,2.0 8.0,3.0 8.0,2.0 7.0,2.0</coordinates></LinearRing>"
                "</innerBoundaryIs></Polygon>"
            ),
        ),
        (
            shapely.MultiPoint([(1, 2), (3, 4)]),
            (
                "<MultiGeometry><Point><coordinates>1.0,2.0</coordinates></Point>"
                "<Point><coordinates>3.0,4.0</coordinates></Point></MultiGeometry>"
            ),
        ),
    ],
)
def test_geometries_of_a_kml(tmp_path: Path, geometry: shapely.Geometry, text: str) -> None:
    """Lines, areas with holes and several parts are written as KML has them, longitude first."""
    events = table_of([{"event_id": "a", **shape(geometry)}])
    written = export(tmp_path, ".kml", events).read_text("utf-8")
    assert text in written.replace("\n", "")


def test_folders_keep_the_order_of_their_events(tmp_path: Path) -> None:
    """Events of several layers in any order are in the folder of theirs, in the order of rows."""
    layers = [f"L{n * 7 % 3}" for n in range(60)]
    rows = [{"event_id": f"{n:02}", "layer": layer} for n, layer in enumerate(layers)]
    text = export(tmp_path, ".kml", table_of(rows)).read_text("utf-8")
    for name, folder in zip(("L0", "L1", "L2"), text.split("<Folder>\n")[1:], strict=True):
        ids = [f"{n:02}" for n, layer in enumerate(layers) if layer == name]
        assert ids == re.findall('name="event_id"><value>(.*?)<', folder)
        assert re.match(
            f"<name>{name}</name>\n<Placemark>\n<styleUrl>#look-\\d</styleUrl>\n<ExtendedData>\n",
            folder,
        )
        assert len(ids) - 1 == folder.count("</ExtendedData>\n</Placemark>\n<Placemark>\n")
    assert "TimeSpan" not in text


def test_the_document_of_a_kmz_is_a_plain_file(tmp_path: Path) -> None:
    """The document in a KMZ is a file that everyone may read, the same on every system."""
    with zipfile.ZipFile(export(tmp_path, ".kmz", table_of([{"event_id": "a"}]))) as archive:
        (entry,) = archive.infolist()
    assert (3, 0o644 << 16, zipfile.ZIP_DEFLATED) == (
        entry.create_system,
        entry.external_attr,
        entry.compress_type,
    )


# --- GeoJSON ----------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".geojson", ".geojsonl"])
def test_any_text_comes_back_from_geojson(tmp_path: Path, suffix: str) -> None:
    """Every property is its text as it was, and a feature is one line of JSON."""
    content = export(tmp_path, suffix, texts_table()).read_bytes()
    lines = [line.strip(b"\x1e,") for line in content.split(b"\n")]
    features = [orjson.loads(line) for line in lines if line.startswith(b'{"type":"Feature",')]
    assert len(AWKWARD) == len(features)
    for n, (text, feature) in enumerate(zip(AWKWARD, features, strict=True)):
        found = feature["properties"]
        assert (f"{n}{text}", f"{n}{text}") == (feature["id"], found["event_id"])
        assert {text} == {found[name] for name in ("title", "description", "layer", "theirs")}
        assert ([text, "x"], [{"title": text}]) == (found["tags"], found["sources"])


# --- messages ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\nb", "a\\nb"),
        ("\x1b[2J", "\\x1b[2J"),
        ("\x7f\x85", "\\x7f\\x85"),
        ("\u2028\u202e", "\\u2028\\u202e"),
        ("\ud800", "\\ud800"),
        ("é 🗺 'x'", "é 🗺 'x'"),
    ],
)
def test_a_text_in_a_message_is_one_line(text: str, shown: str) -> None:
    """Control characters are shown as escapes; every other character stays."""
    assert shown == one_line(text)


def test_no_text_starts_a_new_line_in_a_message() -> None:
    """No text has a character that ends a line or reorders it."""
    for text in AWKWARD:
        assert 1 == len((one_line(text) + "x").splitlines())
        assert not set(one_line(text)) & set("\0\x1b\x7f\x85\u2028\u202e")


def test_a_long_text_is_cut_off() -> None:
    """A text of the limit is shown whole; a longer one ends with an ellipsis at the limit."""
    assert ("abc", "ab…", "", "x" * 100) == (
        clipped("abc", 3),
        clipped("abcd", 3),
        clipped(""),
        clipped("x" * 100),
    )
    assert "x" * 99 + "…" == clipped("x" * 101)


@pytest.mark.parametrize(
    ("text", "guarded"),
    [
        ("=1", "'=1"), ("@a", "'@a"), ("\ta", "'\ta"), ("\ra", "'\ra"), ("+a", "'+a"),
        ("-a", "'-a"), ("'=1", "''=1"), ("''=1", "'''=1"), ("-1.5", "-1.5"), ("+1,5", "+1,5"),
        ("-33.9, 18.4", "-33.9, 18.4"), ("-1-", "-1-"), ("-1+x", "'-1+x"), ("'tis", "'tis"),
        ("a=1", "a=1"), ("", ""), ("-", "-"), (" =1", " =1"),
    ],
)  # fmt: skip
def test_formulas_get_an_apostrophe(text: str, guarded: str) -> None:
    """What a spreadsheet would run gets an apostrophe, which reading takes away again."""
    assert (guarded, text) == (guard(text), unguard(guard(text)))
