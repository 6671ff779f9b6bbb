"""The payload: JavaScript reads exactly the values that Python writes."""

from __future__ import annotations

import itertools
import json
import zlib
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from any_events import table_of_any
from dateline.layers import assign_layers
from dateline.render.columns import deflate, encode_columns, to_base91
from dateline.render.core import day_columns
from dateline.render.payload import encode_payload, hash_texts, to_safe_json
from dateline.render.shapes import KINDS, _simplified, encode_shapes
from dateline.render.text import BLOCK_ROWS
from dateline.settings import Settings
from dateline.timespan import OPEN_END_DAY, OPEN_START_DAY
from node import run_node
from sample_events import (
    KURSK_OBLAST,
    NAMIBIA_AND_FIJI,
    ROUTE,
    point,
    sample_events,
    shape,
    table_of,
)


def read_back(gdf: gpd.GeoDataFrame) -> dict[str, Any]:
    """Return the payload of some events as the page reads it."""
    styled, layers = assign_layers(gdf, Settings())
    payload = encode_payload(styled, layers, page={})
    parts = {"header": payload.header, "core": payload.core, "nodes": payload.text_nodes}
    parts["ids"] = payload.ids
    result = run_node("tests/web/read_payload.mjs", stdin=json.dumps(parts))
    assert 0 == result.returncode, result.stderr
    return {"header": json.loads(payload.header), **json.loads(result.stdout)}


@pytest.fixture(scope="module")
def sample() -> dict[str, Any]:
    return read_back(sample_events())


def row_of(read: dict[str, Any], event_id: str) -> int:
    return [row["event_id"] for row in read["rows"]].index(event_id)


def test_every_event_comes_back(sample: dict[str, Any]) -> None:
    """No event is lost between the table and the page."""
    assert set(sample_events()["event_id"]) == {row["event_id"] for row in sample["rows"]}


def test_text_comes_back(sample: dict[str, Any]) -> None:
    """Titles, figures with nulls and sources reach the page unchanged."""
    row = sample["rows"][row_of(sample, "dispatch")]
    assert row["title"] == "About 3,000 soldiers sent to Russia"
    assert [3000, None] == [figure["value"] for figure in row["figures"]]
    assert row["sources"][0]["quote"] == "during January and February"
    assert row["origin_line"] == 3


def test_missing_text_is_null(sample: dict[str, Any]) -> None:
    """A missing value is null on the page, never the text "nan"."""
    assert sample["rows"][row_of(sample, "untitled")]["title"] is None


def test_codes_come_back(sample: dict[str, Any]) -> None:
    """Status, verification, kind and layer codes give the right words."""
    row, words = row_of(sample, "exercise"), sample["header"]["dictionaries"]
    columns = sample["columns"]
    assert words["status"][columns["status"][row] - 1] == "forecast"
    codes = columns["codes"]
    assert words["verification"][codes["verification"][row] - 1] == "single-source"
    assert words["record_status"][codes["record_status"][row] - 1] == "active"
    assert words["kind"][columns["kind"][row]] == "area"
    assert sample["header"]["layers"][columns["layer"][row]]["path"] == "Korea"
    assert columns["status"][row_of(sample, "untitled")] == 0


def test_places_come_back_to_a_tenth_of_a_metre(sample: dict[str, Any]) -> None:
    """The position of a point is accurate to the step of the payload."""
    row, columns = row_of(sample, "sumy"), sample["columns"]
    assert (34.8, 50.9216) == pytest.approx((columns["lon"][row] / 1e6, columns["lat"][row] / 1e6))
    assert columns["uncertainty"][row] == 15_000
    assert columns["uncertainty"][row_of(sample, "untitled")] == 2**32 - 1


def test_places_at_the_poles_stay_at_their_edge() -> None:
    """The map ends at about 85°: what lies beyond is at that edge, never at the other one."""
    rows = [{"event_id": f"{lat}", "title": "A", **point(0, lat)} for lat in (90, 89.9, -89.9, -90)]
    read = read_back(table_of(rows))
    north, south = (
        [read["columns"]["y"][row_of(read, one)] for one in ids]
        for ids in (("90", "89.9"), ("-89.9", "-90"))
    )
    assert north == [0, 0]
    assert min(south) > 0.999 * 2**32


def test_days_come_back(sample: dict[str, Any]) -> None:
    """First and last day are inclusive; open ends and undated events are marked."""
    days = [
        (sample["columns"]["start"][row], sample["columns"]["end"][row])
        for row in (row_of(sample, name) for name in ("dispatch", "kursk", "swarm", "sumy"))
    ]
    assert days == [
        (_day("2024-01-01"), _day("2024-02-29")),
        (_day("2024-08-06"), OPEN_END_DAY),
        (OPEN_START_DAY, _day("2025-12-31")),
        (OPEN_END_DAY, OPEN_START_DAY),
    ]


def _day(text: str) -> int:
    return int(np.datetime64(text, "D").astype(int))


def test_events_are_in_order_of_time_whatever_the_rows_were() -> None:
    """The page lists events by time, undated ones last, whatever the row order."""
    gdf = sample_events()
    backwards = gdf.iloc[::-1].reset_index(drop=True)
    order = [row["event_id"] for row in read_back(backwards)["rows"]]
    assert order == [row["event_id"] for row in read_back(gdf)["rows"]]
    assert {"sumy", "exercise"} == set(order[-2:])
    assert order[-3] == "swarm"


def test_same_events_make_the_same_bytes() -> None:
    """Two encodings of the same events are equal."""
    gdf, layers = assign_layers(sample_events(), Settings())
    assert encode_payload(gdf, layers, page={}) == encode_payload(gdf, layers, page={})


def test_no_events_make_a_payload() -> None:
    """A table without rows gives a valid payload."""
    read = read_back(sample_events().iloc[:0])
    assert read["columns"]["count"] == 0


def test_text_is_cut_into_blocks() -> None:
    """Text that exceeds one block continues in the next."""
    count = 2 * BLOCK_ROWS + 3
    rows = [
        {"event_id": f"e{n:05}", "title": f"Event {n}", **point(n / 100, 1)} for n in range(count)
    ]
    read = read_back(table_of(rows))
    assert len(read["header"]["text"]["head"]["blocks"]) == 3
    assert [row["title"] for row in read["rows"]] == [f"Event {n}" for n in range(count)]


def test_unknown_columns_reach_the_card() -> None:
    """An unknown column is on the page like any other."""
    gdf = sample_events()
    gdf["brigade"] = "47th"
    assert read_back(gdf)["rows"][0]["brigade"] == "47th"


def test_half_a_character_is_replaced() -> None:
    """A lone surrogate, which UTF-8 cannot encode, does not stop the page."""
    gdf = sample_events()
    gdf["note"] = pd.Series(["\ud800 half"] * len(gdf), dtype=object)
    assert read_back(gdf)["rows"][0]["note"] == "\ufffd half"


@pytest.mark.parametrize(
    ("geometry", "kind"),
    [
        (None, "none"),
        (shapely.Point(), "none"),
        (shapely.Point(1, 2), "point"),
        (shapely.MultiPoint([(1, 2)]), "point"),
        (shapely.MultiPoint([(1, 2), (3, 4)]), "points"),
        (ROUTE, "line"),
        (KURSK_OBLAST, "area"),
        (shapely.GeometryCollection([ROUTE, KURSK_OBLAST]), "area"),
    ],
)
def test_kind_follows_the_geometry(geometry: shapely.Geometry | None, kind: str) -> None:
    """The kind of an event follows from its geometry."""
    geometries = np.array([geometry], dtype=object)
    assert kind == KINDS[encode_shapes(geometries).kind[0]]


def test_a_shape_of_many_events_is_held_once() -> None:
    """Events in one region share its outline."""
    shapes = encode_shapes(np.array([KURSK_OBLAST, ROUTE, KURSK_OBLAST, None], dtype=object))
    assert shapes.shape.tolist() == [1, 2, 1, 0]
    assert len(shapes.columns["shape_rings"]) == 2


def test_rings_and_holes_are_distinguished() -> None:
    """A hole comes after the ring around it and is marked as one."""
    holed = shapely.Polygon(
        [(0, 0), (9, 0), (9, 9), (0, 9)], holes=[[(3, 3), (6, 3), (6, 6), (3, 6)]]
    )
    both = shapely.MultiPolygon([holed, shapely.box(20, 0, 25, 5)])
    shapes = encode_shapes(np.array([both], dtype=object))
    assert shapes.columns["ring_kind"].tolist() == [2, 3, 2]
    assert shapes.columns["shape_rings"].tolist() == [3]


def test_area_across_the_antimeridian_keeps_both_parts() -> None:
    """An area split at 180° has two parts on the page."""
    read = read_back(table_of([{"event_id": "a", **shape(NAMIBIA_AND_FIJI)}]))
    assert read["shapes"]["ringKind"] == [2, 2]
    assert {0.0, 1.0} <= {round(x, 9) for x in read["shapes"]["x"]}


def test_simplified_shape_stays_within_a_pixel() -> None:
    """A simplified shape differs by less than a thousandth of its size."""
    coast = shapely.Point(30, 50).buffer(3, quad_segs=400)
    columns = encode_shapes(np.array([coast], dtype=object)).columns
    drawn = shapely.Polygon(np.column_stack([columns["shape_lon"], columns["shape_lat"]]) * 1e-5)
    assert drawn.hausdorff_distance(coast) < 6 / 1000
    assert len(columns["shape_lon"]) < 400


def test_zero_length_span_lies_on_its_day() -> None:
    """A span that ends as it starts is on the day it starts."""
    gdf = table_of([{"event_id": "a", "start": "2024-05-01", "end": "2024-05-01"}])
    first, last = day_columns(gdf)
    assert (first[0], last[0]) == (_day("2024-05-01"), _day("2024-05-01"))


def test_vague_dates_reach_the_page() -> None:
    """The page knows by when an event had begun, and until when it certainly lasted."""
    spans = {
        "a": "2024-01-10/2024-01-20",
        "b": "2024-01",
        "c": "2024-01-02/..",
        "d": "../2024-01-05",
    }
    events = [{"event_id": name, "title": name, "when": when} for name, when in spans.items()]
    columns = read_back(table_of_any(events))["columns"]
    found = zip(columns["start"], columns["begun"], columns["lasting"], columns["end"], strict=True)
    first = _day("2024-01-01")
    assert {
        (first + 9, first + 9, first + 19, first + 19),
        (first, first + 30, first, first + 30),
        (first + 1, first + 1, OPEN_END_DAY, OPEN_END_DAY),
        (OPEN_START_DAY, first + 4, OPEN_START_DAY, first + 4),
    } == set(found)


def test_facets_are_what_the_events_differ_in() -> None:
    """A facet that all events share is left out, unless some of its values are off at first."""

    def facets(*events: dict[str, Any]) -> list[dict[str, Any]]:
        rows = [{"event_id": str(number), **event} for number, event in enumerate(events)]
        found: list[dict[str, Any]] = read_back(table_of(rows))["header"]["facets"]
        return found

    assert facets({"status": "occurred"}, {"status": "occurred"}) == []
    differ = facets({"status": "occurred"}, {"status": "planned"})
    assert differ == [{"name": "status", "column": "status"}]
    (entry,) = facets({"record_status": "retracted"})
    assert (entry["name"], entry["off"]) == ("record", ["retracted"])


def test_facets_of_several_values_come_back() -> None:
    """Each event has its own actors, tags and sources, in time order, each value once."""
    rows: list[dict[str, Any]] = [
        {"event_id": "b", "when": "2024-02", "actor1": "X", "actor2": "X", "tags": ["t", "s", "t"]},
        {"event_id": "a", "when": "2024-01", "actor2": "Y", "sources": [{"publisher": " P "}]},
        {"event_id": "c", "when": "2024-03"},
    ]
    for given_rows in (rows, rows[::-1]):
        read = read_back(table_of(given_rows))
        found = {}
        entries = read["header"]["facets"]
        for entry, facet in zip(entries, read["columns"]["facets"], strict=True):
            if not entry.get("many"):
                continue
            words = read["header"]["dictionaries"][entry["column"]]
            firsts = facet["first"]
            found[entry["name"]] = [
                [words[code - 1] for code in facet["codes"][a:b]]
                for a, b in itertools.pairwise(firsts)
            ]
        assert found == {
            "actor": [["Y"], ["X"], []],
            "tag": [[], ["s", "t"], []],
            "source": [["P"], [], []],
        }


def test_a_facet_with_a_value_for_nearly_every_event_is_left_out() -> None:
    """Beyond 40 values, a facet needs two events for each value on average."""

    def names(count: int, events: int) -> set[str]:
        rows = [{"event_id": str(n), "actor1": f"A{n % count}"} for n in range(events)]
        return {entry["name"] for entry in read_back(table_of(rows))["header"]["facets"]}

    assert "actor" in names(40, 41)
    assert "actor" not in names(41, 81)
    assert "actor" in names(41, 82)


def test_equal_events_have_equal_hashes() -> None:
    """The hash in a citation depends on the events alone, not on the order of their rows."""

    def hash_of(*events: dict[str, Any], page: str = "") -> str:
        gdf, layers = assign_layers(table_of(list(events)), Settings())
        header = json.loads(encode_payload(gdf, layers, page={"title": page}).header)
        return str(header["hash"])

    a, b = {"event_id": "a", "title": "A"}, {"event_id": "b", "title": "B"}
    assert hash_of(a, b) == hash_of(b, a, page="Another title")
    assert hash_of(a, b) != hash_of(a, {**b, "title": "C"})
    assert hash_of(a, b) != hash_of(a)


INT32 = st.integers(-(2**31), 2**31 - 1)


@given(st.lists(INT32, max_size=40), st.lists(st.integers(0, 2**16 - 1), max_size=40))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_columns_come_back(steps: list[int], codes: list[int]) -> None:
    """Any integers survive delta encoding, shuffling and compression."""
    columns = {"a": np.array(steps, np.int32), "b": np.array(codes, np.uint16)}
    described, raw = encode_columns(columns, differenced=frozenset({"a"}))
    script = """
        import { decodeColumn } from "./src/dateline/web/src/columns.js";
        import { text } from "node:stream/consumers";
        const { described, raw } = JSON.parse(await text(process.stdin));
        let at = 0;
        const out = described.map((entry) => {
          const size = entry.length * { i32: 4, u16: 2 }[entry.type];
          return [...decodeColumn(Uint8Array.from(raw.slice(at, (at += size))), entry)];
        });
        console.log(JSON.stringify(out));
    """
    stdin = json.dumps({"described": described, "raw": list(raw)})
    result = run_node("--input-type=module", "-e", script, stdin=stdin)
    assert [steps, codes] == json.loads(result.stdout), result.stderr


def test_deflated_bytes_have_no_header() -> None:
    """The compressed bytes are raw deflate."""
    assert zlib.decompress(deflate(b"abc" * 100), wbits=-15) == b"abc" * 100


@given(st.text())
def test_any_text_is_safe_in_a_script_element(text: str) -> None:
    """JSON on the page contains no character that HTML or JavaScript could misread."""
    encoded = to_safe_json({"a": text})
    assert not set("<>&\u2028\u2029") & set(encoded)
    assert json.loads(encoded) == {"a": text}


@given(st.lists(st.binary(max_size=64), max_size=50))
@settings(max_examples=5, deadline=None)
def test_base91_comes_back(raws: list[bytes]) -> None:
    """Bytes of any length survive base91, which never ends a tag or a string."""
    texts = [to_base91(raw) for raw in raws]
    assert not set('"<\\ ') & set("".join(texts))
    script = "import { fromBase91 } from './src/dateline/web/src/columns.js';"
    script += f"console.log(JSON.stringify({json.dumps(texts)}.map((t) => [...fromBase91(t)])))"
    result = run_node("--input-type=module", "--eval", script)
    assert [list(raw) for raw in raws] == json.loads(result.stdout)


def test_base91_is_shorter_than_base64() -> None:
    """13 bytes become 16 characters."""
    assert [0, 2, 3, 5, 7, 8, 10, 12, 14, 16, 16 + 2] == [
        len(to_base91(bytes(n))) for n in (0, 1, 2, 4, 5, 6, 8, 9, 11, 13, 14)
    ]


def test_places_are_said_once() -> None:
    """What all events of one place share is stored once, and each card shows it."""
    rows = [
        {
            "event_id": f"e{n:02}",
            "place_id": ["b", None, "a"][n % 3],
            "country": ["RU", None, "UA"][n % 3],
            "admin1": f"Region {n % 2}",
            **point(n, 1),
        }
        for n in range(24)
    ]
    read = read_back(table_of(rows))
    text = read["header"]["text"]
    assert ["place_id", "admin1", "country"] == text["places"]["fields"]
    assert set(text["places"]["fields"]).isdisjoint(text["body"]["fields"])
    for name in ("place_id", "country", "admin1"):
        assert [row[name] for row in rows] == [row[name] for row in read["rows"]]
    backwards = read_back(table_of(rows[::-1]))
    assert read["header"] == backwards["header"]


@given(st.lists(st.text(max_size=5), max_size=9), st.integers(0, 3))
def test_hash_of_many_is_the_hash_of_each(texts: list[str], skipped: int) -> None:
    """The hash of a text does not depend on the texts next to it."""
    column = pa.array(texts, pa.large_string())[skipped:]
    expected = [
        sum(byte * pow(16777619, place, 2**32) for place, byte in enumerate(text.encode(), 1))
        % 2**32
        >> 16
        for text in texts[skipped:]
    ]
    assert expected == hash_texts(column).tolist()


def test_what_all_events_say_is_said_once() -> None:
    """A text that all events share is stored once in the header."""
    rows = [
        {"event_id": f"e{n}", "origin_file": "a.csv", "admin1": "Kursk" if n else None}
        for n in range(3)
    ]
    read = read_back(table_of(rows))
    assert {"origin_file": "a.csv"} == read["header"]["text"]["body"]["constants"]
    assert ["admin1"] == read["header"]["text"]["body"]["fields"]
    assert ["a.csv"] * 3 == [row["origin_file"] for row in read["rows"]]


def test_simplified_outlines_stay_valid_and_visible() -> None:
    """No outline on the page collapses or crosses itself, and a narrow one keeps its parts."""
    angle = np.linspace(0, 2 * np.pi, 2000)
    radius = 5 + 0.01 * np.sin(80 * angle)
    rough = shapely.Polygon(np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1))
    thin = shapely.Polygon([(0, 0), (4, 0.0004), (4, 0.0008), (0, 0.0006)])
    crumpled = shapely.Polygon([(0, 0), (9, 0), (9, 5), (5, 0.002), (4, 5), (3, 0.001), (0, 5)])
    rows = np.array([rough, thin, crumpled], dtype=object)
    simple = _simplified(rows, np.full(3, 0.01))
    assert shapely.is_valid(simple).all()
    assert not shapely.is_empty(simple).any()
    assert shapely.get_num_coordinates(simple[0]) < shapely.get_num_coordinates(rough)
