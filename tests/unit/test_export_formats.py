"""All formats: every event and field, reproducible bytes, readable by other programs."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
import shapely
from hypothesis import given
from hypothesis import settings as check
from hypothesis import strategies as st

from dateline.errors import OutputError
from dateline.export import FORMATS, check_format
from dateline.mapping.formulas import guard, unguard
from dateline.normalise import normalise
from dateline.schema import GIVEN
from dateline.settings import Settings
from export_sample import GOLDEN, HOSTILE, export_sample, write
from reading import read_events
from sample_events import point, sample_events, table_of

KML = "{http://www.opengis.net/kml/2.2}"


def read_csv(path: Path) -> list[dict[str, str]]:
    text = path.read_bytes().decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


# --- all of them ------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", FORMATS)
def test_equal_events_give_equal_bytes(tmp_path: Path, suffix: str) -> None:
    """A second export is identical in every format."""
    first = write(tmp_path, suffix).read_bytes()
    assert first == write(tmp_path, suffix).read_bytes()


@pytest.mark.parametrize("name", ["events.csv", "events.kml"])
def test_the_bytes_are_the_golden_ones(tmp_path: Path, name: str) -> None:
    """The sample's bytes are the committed ones (python tests/export_sample.py)."""
    path = write(tmp_path, Path(name).suffix)
    assert (GOLDEN / name).read_bytes() == path.read_bytes()


@pytest.mark.parametrize("suffix", FORMATS)
def test_tables_without_rows_are_written(tmp_path: Path, suffix: str) -> None:
    """A table without events gives an empty file, not an error."""
    assert write(tmp_path, suffix, export_sample().iloc[:0]).is_file()


@pytest.mark.parametrize("suffix", FORMATS)
def test_lone_surrogates_do_not_stop_an_export(tmp_path: Path, suffix: str) -> None:
    """A lone surrogate, which UTF-8 cannot encode, is replaced in every format."""
    rows = [{"event_id": "a", "title": "x\ud800", "tags": ("\ud800",), **point(1, 2)}]
    assert write(tmp_path, suffix, table_of(rows)).is_file()


def test_the_suffix_says_the_format() -> None:
    """Suffixes are recognised in upper and lower case."""
    assert ("GeoPackage", "GeoJSON") == (
        check_format("a/b.GPKG").title,
        check_format(Path("x.geojson")).title,
    )


@pytest.mark.parametrize(
    ("name", "seen"), [("events.shp", 'the suffix ".shp"'), ("events", "no suffix")]
)
def test_an_unknown_suffix_is_an_error_that_lists_the_known(name: str, seen: str) -> None:
    """An unknown suffix is refused with a list of the known ones."""
    with pytest.raises(OutputError) as caught:
        check_format(name)
    assert f'cannot write "{name}": it has {seen}, expected one of .geojson' in str(caught.value)
    assert 'hint: use a name such as "events.geojson"' in str(caught.value)


FILL_UP = """
import json, resource, signal, sys
import pandas as pd
from export_sample import SETTINGS, export_sample
from dateline.errors import OutputError
from dateline.export import export_events

events = pd.concat([export_sample()] * 200, ignore_index=True)
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
reported = {}
for path in sys.argv[1:]:
    try:
        export_events(events, path, SETTINGS)
    except OutputError as error:
        reported[path] = error.message
print(json.dumps(reported))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="files have no size limit to set there")
def test_a_full_disk_is_reported_and_leaves_the_last_good_file(tmp_path: Path) -> None:
    """On a full disk no format reports success or replaces the last good file."""
    paths = [tmp_path / f"events{suffix}" for suffix in FORMATS]
    for path in paths:
        path.write_bytes(b"the last good one")
    ran = subprocess.run(
        [sys.executable, "-c", FILL_UP, *map(str, paths)],
        capture_output=True,
        check=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    reported = json.loads(ran.stdout)
    assert list(map(str, paths)) == list(reported)
    assert all(message.startswith(f'cannot write "{path}": ') for path, message in reported.items())
    assert [b"the last good one"] * len(paths) == [path.read_bytes() for path in paths]
    assert sorted(paths) == sorted(tmp_path.iterdir())


# --- CSV --------------------------------------------------------------------------------------


def test_csv_is_utf8_and_rfc_4180(tmp_path: Path) -> None:
    """CSV is UTF-8 without a byte order mark, with CR LF and equally many cells per row."""
    path = write(tmp_path, ".csv")
    content = path.read_bytes()
    assert (b"event_id", b"\r\n") == (content[:8], content[-2:])
    rows = list(csv.reader(io.StringIO(content.decode(), newline=""), strict=True))
    assert {len(rows[0])} == {len(row) for row in rows}
    assert export_sample()["event_id"].tolist() == [row[0] for row in rows[1:]]


def test_csv_geometry_is_wkt(tmp_path: Path) -> None:
    """The geometry is a WKT column, which GDAL and QGIS recognise by its name."""
    path = write(tmp_path, ".csv")
    rows = {row["event_id"]: row["WKT"] for row in read_csv(path)}
    assert ("POINT (34.8 50.9216)", "") == (rows["everything"], rows["unplaced"])
    assert "Unknown" == pyogrio.read_info(path)["geometry_type"]


def test_csv_runs_nothing_in_a_spreadsheet(tmp_path: Path) -> None:
    """No text cell starts like a formula; numbers and coordinates are unchanged."""
    rows = {row["event_id"]: row for row in read_csv(write(tmp_path, ".csv"))}
    assert ("'=cmd|' /C calc'!A0", "''=1+1", "'@channel", "'tis", "-33.9, 18.4") == (
        rows["formula"]["title"],
        rows["quoted-formula"]["title"],
        rows["quoted-formula"]["actor1"],
        rows["quoted-formula"]["actor2"],
        rows["formula"]["where"],
    )
    assert ("-0043-03-15", "-180") == (rows["ancient"]["when"], rows["deadline"]["lon"])


@given(st.text())
def test_guarding_is_undone_exactly(text: str) -> None:
    """Removing the apostrophe restores the text, whatever it was."""
    assert text == unguard(guard(text))


@given(st.text(alphabet="=+-@'\t\r0123456789NSEW., cmd|!()"))
def test_a_guarded_text_is_no_formula(text: str) -> None:
    """A guarded text never starts like a formula unless it is a number."""
    guarded = guard(text)
    assert not guarded.startswith(("=", "@", "\t", "\r"))
    if guarded.startswith(("+", "-")):
        assert not set("cmd|!()") & set(guarded)


# --- back through dateline's own reader -------------------------------------------------------


def returned(path: Path) -> pd.DataFrame:
    raw, _ = read_events([path], Settings())
    table, _ = normalise(raw, Settings())
    return table


def plain(value: Any) -> Any:
    """Return a comparable value: None if missing, numbers rounded."""
    if isinstance(value, float):
        return None if pd.isna(value) else round(value, 6)
    return value if isinstance(value, list) or not pd.isna(value) else None


@pytest.mark.parametrize("suffix", [".csv", ".geojson", ".geojsonl"])
def test_dateline_reads_its_own_exports(tmp_path: Path, suffix: str) -> None:
    """Every field that users can write is unchanged after a round trip."""
    events = sample_events()
    found = returned(write(tmp_path, suffix, events))
    for name in (name for name in GIVEN if name != "geometry"):
        assert [plain(value) for value in events[name]] == [plain(v) for v in found[name]], name
    shapes = shapely.orient_polygons(events["geometry"].to_numpy())
    same = shapely.equals_exact(shapes, found["geometry"].to_numpy(), 1e-7)
    assert (same | (found["geometry"].isna() & events["geometry"].isna())).all()
    assert list(events.columns) == list(found.columns)


@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)
        .map(str.strip)
        .filter(bool),
        min_size=1,
        max_size=4,
    )
)
@check(max_examples=20, deadline=None)
def test_any_text_survives_a_csv(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    """A title of any characters except NUL is unchanged after a round trip through CSV."""
    common = {"description": "plain " * 50, "geocode_method": "none", "origin_file": "x"}
    rows = [{"event_id": str(n), "title": text, **common} for n, text in enumerate(texts)]
    found = returned(write(tmp_path_factory.mktemp("text"), ".csv", table_of(rows)))
    assert texts == found["title"].tolist()


# --- KML --------------------------------------------------------------------------------------


def parse(path: Path) -> ET.Element:
    return ET.parse(path).getroot()  # noqa: S314 - we wrote it


def placemarks(root: ET.Element) -> dict[str, ET.Element]:
    """Return the placemarks by their event id."""
    return {
        mark.find(f".//{KML}Data[@name='event_id']/{KML}value").text: mark
        for mark in root.iter(f"{KML}Placemark")
    }


def test_kml_has_every_event_in_the_folder_of_its_layer(tmp_path: Path) -> None:
    """Each event is a placemark in a folder named after its layer."""
    root = parse(write(tmp_path, ".kml"))
    folders = [folder.findtext(f"{KML}name") for folder in root.iter(f"{KML}Folder")]
    assert ["Ukraine/Kursk", "Unsorted"] == folders
    assert set(export_sample()["event_id"]) == set(placemarks(root))


def test_kml_elements_stand_in_the_order_of_the_schema(tmp_path: Path) -> None:
    """The children of a placemark are in the order that OGC KML 2.2 requires."""
    order = ["name", "description", "TimeSpan", "styleUrl", "ExtendedData", "geometry"]
    root = parse(write(tmp_path, ".kml"))
    for mark in root.iter(f"{KML}Placemark"):
        tags = [child.tag.removeprefix(KML) for child in mark]
        ranks = [order.index(tag) if tag in order else len(order) for tag in tags]
        assert sorted(ranks) == ranks


def test_kml_spans(tmp_path: Path) -> None:
    """A bounded event has both ends, an open one has one, an undated one has no span."""
    marks = placemarks(parse(write(tmp_path, ".kml")))
    spans = {
        name: {child.tag.removeprefix(KML): child.text for child in mark.find(f"{KML}TimeSpan")}
        for name, mark in marks.items()
        if mark.find(f"{KML}TimeSpan") is not None
    }
    assert {"begin": "2024-01-01T00:00:00Z", "end": "2024-02-29T23:59:59Z"} == spans["everything"]
    assert ({"begin": "2023-01-01T00:00:00Z"}, False) == (spans["ongoing"], "nothing" in spans)


def test_kml_text_is_text(tmp_path: Path) -> None:
    """Markup is text in a title and escaped in a description, which viewers show as HTML."""
    mark = placemarks(parse(write(tmp_path, ".kml")))["hostile"]
    shown = mark.findtext(f"{KML}description")
    assert (HOSTILE, False) == (mark.findtext(f"{KML}name"), "<" in shown)
    exact = mark.findtext(f".//{KML}Data[@name='description']/{KML}value")
    assert HOSTILE == exact


def test_characters_that_xml_cannot_hold_are_replaced(tmp_path: Path) -> None:
    """Control characters do not make the XML invalid."""
    rows = [{"event_id": "a", "title": "x\x00\x0b\ufffe\ud800y"}]
    root = parse(write(tmp_path, ".kml", table_of(rows)))
    assert "x����y" == placemarks(root)["a"].findtext(f"{KML}name")


def test_kmz_is_the_kml_zipped(tmp_path: Path) -> None:
    """A KMZ contains ``doc.kml``, which equals the KML, with a fixed time."""
    with zipfile.ZipFile(write(tmp_path, ".kmz")) as archive:
        (entry,) = archive.infolist()
        assert ("doc.kml", (1980, 1, 1, 0, 0, 0)) == (entry.filename, entry.date_time)
        assert write(tmp_path, ".kml").read_bytes() == archive.read(entry)


@pytest.mark.parametrize("suffix", [".kml", ".kmz"])
def test_gdal_reads_the_kml(tmp_path: Path, suffix: str) -> None:
    """GDAL finds a layer per folder and the geometries in it."""
    path = write(tmp_path, suffix)
    source = f"/vsizip/{path}/doc.kml" if suffix == ".kmz" else path
    layers = [name for name, _ in pyogrio.list_layers(source)]
    assert ["Ukraine/Kursk", "Unsorted"] == layers
    found = gpd.read_file(source, layer="Ukraine/Kursk")
    assert (34.8, 50.9216) == (found.geometry[0].x, found.geometry[0].y)
