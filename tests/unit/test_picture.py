"""The static picture of the map: what it shows, in which words, and that nothing in it runs."""

from __future__ import annotations

import dataclasses
import itertools
import re
import struct
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from shapely import GeometryCollection, LineString, MultiLineString, Point, box

from command_line import dateline
from dateline.errors import OutputError
from dateline.interface import load_words
from dateline.layers import assign_layers
from dateline.map_settings import MapSettings
from dateline.pictures import write_picture
from dateline.render import render_page
from dateline.render.picture import View, draw_picture, plain_picture
from dateline.render.picture.choice import in_order
from dateline.render.picture.groups import format_numbers
from dateline.render.picture.paths import path_of
from dateline.render.picture.room import FreeRoom, Rect, text_width
from dateline.settings import Settings
from sample_events import point, table_of

SVG = "{http://www.w3.org/2000/svg}"
SETTINGS = Settings(title="A map", note="Nothing was verified")


def drawn(rows: list[dict[str, Any]], settings: Settings = SETTINGS, **view: Any) -> str:
    events, layers = assign_layers(table_of(rows), settings)
    return draw_picture(events, layers, settings, view=View(**view), words=load_words())


def texts(svg: str) -> list[str]:
    return [one.text or "" for one in ET.fromstring(svg).iter(f"{SVG}text")]  # noqa: S314


def event(name: str, lon: float, lat: float, **more: Any) -> dict[str, Any]:
    return {
        "event_id": name,
        "title": name,
        "place_precision": "settlement",
        **point(lon, lat),
        **more,
    }


def test_a_picture_says_what_it_shows() -> None:
    """Title, note, counts, legend and list are in it; events without a place are counted."""
    rows = [event("One", 36.2, 51.7, status="occurred"), {"event_id": "b", "title": "Two"}]
    found = texts(drawn(rows))
    assert {"A map", "Nothing was verified", "Occurred", "Unsorted"} <= set(found)
    assert any("Events shown: 2 of 2. Not on the map" in text for text in found)
    assert [text for text in found if text.startswith(("1  ", "2  "))] == [
        "1  One · undated",
        "2  Two · undated",
    ]


def test_equal_events_give_equal_bytes_in_any_order() -> None:
    """The order of the rows changes nothing."""
    rows = [event(f"e{n}", 30 + n, 50, when="2024", layer="a/b") for n in range(20)]
    assert drawn(rows) == drawn(rows[::-1]) == drawn(rows)


def test_a_window_shows_its_events_and_says_which_are_vague() -> None:
    """Events outside are left out; vague ones are faint; undated ones stay."""
    days = {"start": "2024-01-01", "end": "2025-01-01", "date_precision": "year", "when": "2024"}
    old = {"start": "1999-01-01", "end": "2000-01-01", "date_precision": "year", "when": "1999"}
    rows = [event("vague", 30, 50, **days), event("old", 40, 50, **old), event("undated", 10, 50)]
    svg = drawn(rows, first_day="2024-03", last_day="2024-03")
    assert any("Dates: March 2024. Events shown: 2 of 3." in text for text in texts(svg))
    assert svg.count('opacity=".5"') == 1
    assert "old" not in " ".join(texts(svg))


def test_a_view_says_what_is_outside() -> None:
    """A box shows its part of the world, and the others are counted."""
    rows = [event("in", 36, 51), event("out", -70, -30)]
    view = {"west": 30.0, "south": 45.0, "east": 42.0, "north": 55.0}
    found = texts(drawn(rows, at=view))
    assert any("Outside this picture: 1." in text for text in found)


def test_events_on_both_sides_of_the_date_line_are_next_to_each_other() -> None:
    """The picture takes the short way around the world."""
    svg = drawn([event("east", 178, -18), event("west", -178, -17)])
    xs = [float(x) for x in re.findall(r'<g transform="translate\(([\d.]+) [\d.]+\)"><rect', svg)][
        :2
    ]
    assert len(xs) == 2
    assert 0 < xs[0] < xs[1] < 1200


def test_shapes_are_drawn_once_for_a_colour() -> None:
    """Ten events in one region are one area; a forecast of it is another, dashed."""
    area = {"geometry": box(30, 50, 34, 53), "lon": 32.0, "lat": 51.5, "place_precision": "admin1"}
    rows = [{"event_id": f"a{n}", "title": "A", **area} for n in range(10)]
    rows.append({"event_id": "f", "title": "F", "status": "forecast", **area})
    svg = drawn(rows)
    assert svg.count('fill-opacity="0.14" fill-rule') == 1
    assert svg.count('fill-opacity="0.50" fill-rule') == 1
    assert svg.count('stroke-width="2.4" stroke-dasharray="10 8"') == 1


def stops(svg: str, name: str) -> list[tuple[str, str]]:
    """Return where the gradient of a name is how opaque."""
    gradient = svg.partition(f'id="{name}"')[0].rpartition("<linearGradient")[2]
    whole = gradient + svg.partition(f'id="{name}"')[2].partition("</linearGradient>")[0]
    return re.findall(r'offset="([^"]+)"[^>]*stop-opacity="(\d)"', whole)


def test_a_route_has_an_arrow_and_fades_at_areas() -> None:
    """Where in a country a route begins is not known: it fades out at that end only."""
    line = {"geometry": LineString([(127, 40), (37, 55)]), "lon": 82.0, "lat": 47.5}
    route = {"event_id": "r", "title": "R", "where": "from North Korea to Moscow", **line}
    route["place_precision"] = "linear"
    faded = drawn([{**route, "geocode_reason": "sole; likeliest; way_from"}])
    assert stops(faded, "picture-fade-1-1") == [("0", "0"), ("0.35", "1")]
    assert "Line that fades out: only the country" in faded
    plain = drawn([{**route, "geocode_reason": "sole; likeliest"}])
    assert "linearGradient" not in plain
    assert plain.count("M8 0L-6 6.5") == 1
    assert "M8 0L-6 6.5" not in drawn([{**route, "where": "along the Trans-Siberian Railway"}])


def test_a_route_with_a_gap_fades_on_both_sides_of_it() -> None:
    """Where in a country on the way it passes is not known."""
    parts = MultiLineString([[(20, 50), (24, 51)], [(34, 51), (38, 52)]])
    via = {"event_id": "r", "title": "R", "where": "from A via Ukraine to B", "geometry": parts}
    via |= {"lon": 22.0, "lat": 50.5, "place_precision": "linear", "geocode_reason": "way_via"}
    svg = drawn([via])
    assert stops(svg, "picture-fade-1-1") == [("0.65", "1"), ("1", "0")]
    assert stops(svg, "picture-fade-1-2") == [("0", "0"), ("0.35", "1")]
    assert svg.count("M8 0L-6 6.5") == 2


def test_a_close_picture_says_how_exact_its_outlines_are() -> None:
    """A kilometre cannot be seen in a picture of a country."""
    close, far = (
        drawn([event("a", 34.8, 50.9)], at={"lon": 34.8, "lat": 50.9, "zoom": zoom})
        for zoom in (9, 7)
    )
    said = "Coasts and borders are generalised to about 1 km near the events, 5 km elsewhere."
    assert (True, False) == (said in " ".join(texts(close)), said in " ".join(texts(far)))


HOSTILE = "</text><script>alert(1)</script>&\"'{{7*7}}\u202e\x01"


def test_hostile_texts_are_texts() -> None:
    """No element and no reference comes from an event or the settings."""
    rows = [event("x", 30, 50, layer=HOSTILE) | {"title": HOSTILE, "status": HOSTILE}]
    settings = dataclasses.replace(SETTINGS, title=HOSTILE, note=HOSTILE)
    svg = drawn(rows, settings)
    root = ET.fromstring(svg)  # noqa: S314
    tags = {one.tag.removeprefix(SVG) for one in root.iter()}
    assert tags <= {
        "svg",
        "title",
        "rect",
        "g",
        "path",
        "circle",
        "text",
        "linearGradient",
        "stop",
        "defs",
        "pattern",
    }
    assert not re.search(r"href|<style| style=|javascript:|&#", re.sub(">[^<]*<", "><", svg))


@pytest.mark.parametrize("rows", [[], [{"event_id": "a", "title": "A"}]], ids=["none", "unplaced"])
def test_a_picture_without_marks_shows_the_world(rows: list[dict[str, Any]]) -> None:
    """Without any place there is still a map, and it says so."""
    rows = rows or [{"event_id": "gone", "title": "Gone", "record_status": "retracted"}]
    svg = drawn(rows)
    assert ET.fromstring(svg).tag == f"{SVG}svg"  # noqa: S314


def test_many_events_are_counted() -> None:
    """Above 40 events there is no list, and the marks have counts; the legend says so."""
    rows = [event(f"e{n:03}", 30 + n % 7, 50) for n in range(60)]
    found = texts(drawn(rows))
    assert "Numbers: events at the place" in found
    assert {"8", "9"} <= set(found)
    assert not any(text.startswith("1  ") for text in found)


def test_the_page_without_javascript_has_the_map_and_equal_numbers() -> None:
    """A mark's numbers are those of the rows below, which are in the order of time."""
    rows = [
        event("later", 30, 50, when="2024", start="2024-01-01", end="2025-01-01"),
        event("sooner", 60, 50, when="2020", start="2020-01-01", end="2021-01-01"),
    ]
    events, layers = assign_layers(table_of(rows), SETTINGS)
    svg = plain_picture(events, layers, SETTINGS, words=load_words())
    html = render_page(events, layers, SETTINGS).decode()
    assert svg in html
    assert re.search(r"<td>1</td><td>2020</td>.*?<td>2</td><td>2024</td>", html, re.DOTALL)
    x = {text: float(at) for at, text in re.findall(r'<text x="([\d.]+)"[^>]*>(1|2)</text>', svg)}
    assert x["2"] < x["1"]


def test_a_picture_is_in_the_language_of_the_page() -> None:
    """Its words come from the catalogue."""
    settings = dataclasses.replace(SETTINGS, map=MapSettings(languages=("ja",)))
    events, layers = assign_layers(table_of([event("A", 1, 2)]), settings)
    words = load_words("ja")
    svg = draw_picture(events, layers, settings, view=View(), words=words)
    assert words.say("picture.listed") in texts(svg)


def test_numbers_take_little_room() -> None:
    """Three or more in a row are a range."""
    assert format_numbers([1]) == "1"
    assert format_numbers([1, 2, 4, 5, 6, 9]) == "1, 2, 4–6, 9"


def test_space_is_taken_once() -> None:
    """A box that meets another or the edge is not free."""
    room = FreeRoom(100, 100)
    room.take(Rect(10, 10, 30, 20))
    assert not room.is_free(Rect(20, 15, 40, 25))
    assert room.is_free(Rect(30, 10, 40, 20))
    assert not room.is_free(Rect(90, 90, 110, 95))
    assert room.overlap(Rect(20, 10, 40, 20)) == 100


def plain(rows: list[dict[str, Any]], settings: Settings = SETTINGS) -> str:
    events, layers = assign_layers(table_of(rows), settings)
    return plain_picture(events, layers, settings, words=load_words())


def test_every_number_is_in_the_page_once() -> None:
    """Many events at one place are a letter, whose numbers are written below the map."""
    svg = plain([event(f"e{n:03}", 30, 50) for n in range(80)] + [event("z", 33, 52)])
    assert {"1–80", "Outside this picture: 81."} <= set(texts(svg))
    scattered = [event(f"e{n:03}", 30 + n % 2 * 3, 50) for n in range(60)]
    found = texts(plain(scattered))
    said = " ".join(text for text in found if re.match(r"\d|[A-Z]: ", text) and "km" not in text)
    assert sorted(map(int, re.findall(r"\d+", said))) == list(range(1, 61))
    assert {"A", "B"} <= set(found)


def test_an_area_has_no_point_mark() -> None:
    """Of an event somewhere in a country or region, no spot is shown, only its number."""
    area = {"geometry": box(30, 50, 34, 53), "lon": 32.0, "lat": 51.5, "place_precision": "admin1"}
    svg = plain([{"event_id": "a", "title": "A", "status": "occurred", **area}, event("b", 20, 50)])
    of_map = svg.partition('<g transform="translate(0 560)">')[0]
    assert of_map.count('<g transform="translate') == 1
    assert {"1", "2"} <= set(texts(svg))


def test_what_is_not_in_the_picture_is_named() -> None:
    """The page says which numbers are outside its first view, and which have no place."""
    near = [event(f"e{n:02}", 30 + n / 10, 50) for n in range(20)]
    found = texts(plain([*near, event("far", -70, -30), {"event_id": "none", "title": "N"}]))
    assert "Outside this picture: 21." in found
    assert "Not on the map, because no place is known: 22." in found


def test_the_credits_of_a_preview_stand_on_a_strip_of_their_own() -> None:
    """A picture that ends with the map has its credits on the map, and nothing runs into them."""
    events, layers = assign_layers(table_of([event("a", 30, 50)]), SETTINGS)
    view = View(width=1200, height=538)
    svg = draw_picture(events, layers, SETTINGS, view=view, words=load_words(), height=630)
    strip = re.search(r'<rect y="606" width="(\d+)[^>]*/><text x="16" y="620"[^>]*>Borders', svg)
    assert strip
    assert 700 < int(strip[1]) < 1100


def test_a_large_page_has_a_small_picture() -> None:
    """Above 500 events there are counts, which add up, and the picture stays small."""
    rows = [event(f"e{n}", 20 + n * 7 % 400 / 10, 40 + n * 11 % 150 / 10) for n in range(3000)]
    svg = plain(rows)
    assert len(svg) < 150_000
    counts = re.findall(r'font-weight="600">([\d,]+)<', svg)
    assert sum(int(count.replace(",", "")) for count in counts) == 3000


def test_the_sea_is_water_on_a_map_of_the_world() -> None:
    """No ring of land covers the whole picture."""
    svg = plain([event("a", -150, 0), event("b", 150, 0), event("c", 0, 0), event("d", 70, 10)])
    land = re.search(r'<path d="([^"]*)" fill="#f7f5f0"', svg)
    assert land
    rings = [ring for ring in land[1].split("M") if ring]
    assert max(map(_span, rings)) < 2 * 960


def _span(ring: str) -> float:
    """Return how wide a ring of path data is, in half pixels; closed rings of 4 corners only."""
    steps = [int(step) for step in re.findall(r"-?\d+", ring.partition("l")[2])]
    if len(steps) > 8:
        return 0
    across = [0, *itertools.accumulate(steps[::2])]
    return max(across) - min(across)


# --- the command ----------------------------------------------------------------------------------


@pytest.fixture
def events(tmp_path: Path) -> Path:
    path = tmp_path / "events.csv"
    path.write_text("title,when,lon,lat\nA,2024-03-05,36.2,51.7\n", encoding="utf-8")
    return path


def test_the_command_writes_a_picture(events: Path, tmp_path: Path) -> None:
    """The suffix says which; the view, dates and size are those of the options."""
    path = tmp_path / "map.svg"
    options = ("--view", "30,50,6", "--from", "2024-03", "--to", "2024-03", "--size", "640x480")
    ran = dateline("export", str(events), "-o", str(path), *options, cwd=events.parent)
    assert ran.returncode == 0, ran.stderr
    svg = path.read_text(encoding="utf-8")
    assert ET.fromstring(svg).get("width") == "640"  # noqa: S314
    assert "Dates: March 2024." in svg


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("-o", "a.svg", "--view", "1,2"), "west,south,east,north or lon,lat,zoom"),
        (("-o", "a.svg", "--view", "10,60,20,50"), "west,south,east,north or lon,lat,zoom"),
        (("-o", "a.svg", "--size", "9x9"), "from 200 to 8000"),
        (("-o", "a.svg", "--from", "soon"), "a year, month or day"),
        (("-o", "a.geojson", "--from", "2024"), "only for pictures"),
        (("-o", "a.pdf", "--format", "svg"), "does not end in .svg"),
        ((), "Missing option"),
    ],
)
def test_the_command_refuses_what_it_cannot_draw(
    events: Path, options: tuple[str, ...], said: str
) -> None:
    """Each message says what is expected, and nothing is written."""
    ran = dateline("export", str(events), *options, cwd=events.parent)
    assert ran.returncode == 2
    assert said in " ".join(ran.stderr.split())


@pytest.mark.parametrize(("suffix", "start"), [(".png", b"\x89PNG"), (".pdf", b"%PDF")])
def test_png_and_pdf_are_made_from_the_picture(events: Path, suffix: str, start: bytes) -> None:
    """A PNG has two pixels for each of the SVG's; a PDF is one page of its shape, with fonts."""
    made = {end: events.parent / f"map{end}" for end in (".svg", suffix)}
    for path in made.values():
        ran = dateline("export", str(events), "-o", str(path), cwd=events.parent)
        assert ran.returncode == 0
    svg, content = (path.read_bytes() for path in made.values())
    width, height = (int(one) for one in re.findall(rb' (?:width|height)="(\d+)"', svg)[:2])
    assert content.startswith(start)
    if suffix == ".png":
        assert struct.unpack(">II", content[16:24]) == (2 * width, 2 * height)
    else:
        sides = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", content)
        assert [round(float(a) / float(b), 2) for a, b in sides] == [round(width / height, 2)]
        assert b"/FontFile" in content


@pytest.mark.parametrize("suffix", [".png", ".pdf"])
def test_without_the_package_the_message_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, suffix: str
) -> None:
    """PNG and PDF need an optional package; nothing is written without it."""
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    events, layers = assign_layers(table_of([event("One", 36, 51)]), SETTINGS)
    path = tmp_path / f"map{suffix}"
    with pytest.raises(OutputError, match="vl-convert-python") as caught:
        write_picture(events, layers, SETTINGS, view=View(), path=path)
    assert "dateline[picture]" in str(caught.value.hint)
    assert not path.exists()


def test_numbers_follow_the_order_of_the_page() -> None:
    """An event with an open start stands at its end, as in the list of the page."""
    rows = [
        event("c", 30, 50, when="2024", start="2024-01-01", end="2025-01-01"),
        event("b", 30, 50, when="../2023", end="2024-01-01"),
        event("a", 30, 50),
        event("d", 30, 50, when="2022", start="2022-01-01", end="2023-01-01"),
    ]
    events, _ = assign_layers(table_of(rows), SETTINGS)
    assert list(in_order(events)["event_id"]) == ["d", "b", "c", "a"]


def test_points_have_no_path() -> None:
    """What is left of a line that only touches the edge of the picture draws nothing."""
    touching = GeometryCollection([Point(1, 1), LineString([(0, 0), (8, 0)])])
    assert path_of([Point(1, 1), touching]) == path_of([LineString([(0, 0), (8, 0)])])


def test_credits_fit_a_narrow_picture() -> None:
    """They take as many lines as they need."""
    svg = drawn([event("One", 36, 51)], width=500, height=300)
    lines = [text for text in texts(svg) if "Borders" in text or "Natural Earth" in text]
    assert len(lines) == 2
    assert all(text_width(line, 10) <= 500 - 32 for line in lines)
    assert len([text for text in texts(drawn([event("One", 36, 51)])) if "Borders" in text]) == 1
