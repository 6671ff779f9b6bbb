"""The base map of a page: what is selected, how it is packed, and that JavaScript can read it."""

from __future__ import annotations

import base64
import json
import struct
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from shapely.geometry import Polygon, box

from dateline.render import basemap, basemap_pack
from dateline.render.basemap import pick_basemap, zone_of
from dateline.render.basemap_parts import pick_detail, pick_world
from node import run_node

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "compile"))

import basemap_labels
import basemap_lines
from polygons_atoms import Atom

SUMY = (34.8, 50.9)
KURSK = ((35.3, 36.2), (51.2, 51.7))


def head_of(payload: bytes) -> dict:
    (size,) = struct.unpack_from("<I", payload)
    return json.loads(payload[4 : 4 + size])


def deflated(payload: bytes) -> int:
    return len(zlib.compress(payload, 9))


def read_varints(packed: bytes) -> list[int]:
    values, value, shift = [], 0, 0
    for byte in packed:
        value |= (byte & 127) << shift
        shift = shift + 7 if byte > 127 else 0
        if byte < 128:
            values.append(value)
            value = 0
    return values


@given(hnp.arrays(np.int64, st.integers(0, 60), elements=st.integers(0, 2**34)))
def test_varints(values) -> None:
    """Integers are unchanged after encoding and decoding as varints."""
    assert values.tolist() == read_varints(basemap_pack._varints(values))


@given(hnp.arrays(np.int32, st.integers(0, 60), elements=st.integers(-180_000, 180_000)))
def test_steps(whole) -> None:
    """Coordinates are unchanged after delta encoding, whether or not they are multiples of ten."""
    at, found = 0, []
    for encoded in basemap_pack._steps(whole).tolist():
        zigzag = encoded >> 1
        step = -(zigzag + 1) // 2 if zigzag & 1 else zigzag // 2
        at += step if encoded & 1 else step * basemap_pack.COARSE
        found.append(at)
    assert whole.tolist() == found


def lines_of(points: list[tuple[int, int]], unit: int, *, is_ring: bool) -> basemap_pack.Lines:
    x, y = np.array(points, np.int32).T
    same = np.zeros(len(points))
    vertices = basemap_pack.Vertices(x, y, same.astype(np.int64), same.astype(np.int32))
    units = np.full(len(points), unit)
    return basemap_pack.lines_of(vertices, units, np.array([7], np.uint8), is_ring=is_ring)


def test_rings_are_not_closed() -> None:
    """A ring is packed without its last vertex, which repeats the first."""
    lines = lines_of([(0, 0), (50, 0), (50, 50), (0, 0)], 1, is_ring=True)
    assert [3] == lines.size.tolist()
    assert [7] == lines.zoom.tolist()


def test_vanishing_islands_are_left_out() -> None:
    """A ring that rounds to fewer than three vertices is left out."""
    lines = lines_of([(0, 0), (4, 0), (4, 3), (0, 0)], 10, is_ring=True)
    assert [] == lines.size.tolist()


def test_same_bytes() -> None:
    """The same places give the same bytes, in any order and with repetitions."""
    one = pick_basemap(*KURSK)
    other = pick_basemap(KURSK[0][::-1] * 2, KURSK[1][::-1] * 2)
    assert one == other


def test_unknown_places_are_ignored() -> None:
    """Events without coordinates add no detail."""
    assert pick_basemap() == pick_basemap([np.nan], [np.nan])


def test_weight() -> None:
    """The base map is about 200 kB for the world, and under 340 kB for any events."""
    lon, lat = np.meshgrid(np.arange(-170, 180, 7.0), np.arange(-50, 70, 5.0))
    assert deflated(pick_basemap()) < 220_000
    assert deflated(pick_basemap(*KURSK)) < 340_000
    assert deflated(pick_basemap(lon.ravel(), lat.ravel())) < 340_000


def test_detail_is_near_the_events() -> None:
    """First-level regions and small towns are drawn only near the events."""
    plain, fine = head_of(pick_basemap()), head_of(pick_basemap(*KURSK))
    assert "Sudzha" not in plain["labels"]["text"]
    assert "Sudzha" in fine["labels"]["text"]
    assert 0 == dict(plain["layers"])["regions"]
    assert dict(fine["layers"])["regions"] > 0
    assert not any(text.startswith("Bavaria") for text in fine["labels"]["text"])


def test_worldviews_differ() -> None:
    """A border that is solid in one worldview may be dashed or missing in the other."""
    un, de_facto = (dict(head_of(pick_basemap(worldview=v))["layers"]) for v in ("un", "de-facto"))
    assert "un" == head_of(pick_basemap())["worldview"]
    assert un["contested"] > 0
    assert un["land"] == de_facto["land"]


def test_names_are_english_and_both() -> None:
    """A sea with two names shows both, and a breached dam has no reservoir."""
    texts = head_of(pick_basemap([33.0], [47.0]))["labels"]["text"]
    assert "Sea of Japan / East Sea" in texts
    assert "Kyiv" in texts
    assert "Kakhovka Reservoir" not in texts


_READ_BACK = """
import { decodeBasemap } from "./src/dateline/web/src/basemap-decode.js";
let text = "";
for await (const chunk of process.stdin) text += chunk;
const { layers, labels } = decodeBasemap(new Uint8Array(Buffer.from(text, "base64")));
const reported = Object.entries(layers).map(([name, { x, y, start, box }]) => {
  const lon = x.map((value) => (value - 0.5) * 360);
  return [name, start.length - 1, x.length, Math.min(...lon), Math.max(...lon), box.length];
});
console.log(JSON.stringify({ reported, labels: labels.length, first: labels[0] }));
"""


def test_the_page_reads_what_was_packed() -> None:
    """The page's JavaScript finds every line, vertex and name that Python packed."""
    payload = pick_basemap(*KURSK)
    result = run_node(
        "--input-type=module", "-e", _READ_BACK, stdin=base64.b64encode(payload).decode()
    )
    assert "" == result.stderr
    read = json.loads(result.stdout)
    head = head_of(payload)
    assert [name for name, _ in head["layers"]] == [row[0] for row in read["reported"]]
    for (_, count), (_, lines, vertices, west, east, box_size) in zip(
        head["layers"], read["reported"], strict=True
    ):
        assert (count, count * 4) == (lines, box_size)
        assert vertices >= 2 * lines
        assert -180.001 <= west < east <= 180.001
    assert len(head["labels"]["text"]) == read["labels"]


_JOIN = """
import { decodeBasemap } from "./src/dateline/web/src/basemap-decode.js";
import { joinBasemap } from "./src/dateline/web/src/basemap-join.js";
let text = "";
for await (const chunk of process.stdin) text += chunk;
const [whole, world, detail] = text
  .split(" ")
  .map((part) => decodeBasemap(new Uint8Array(Buffer.from(part, "base64"))));
const said = ({ worldview, layers, labels }) => [
  worldview,
  labels,
  Object.entries(layers).map(([name, { x, y, start, zoom, box }]) => [
    name,
    Array.from(zoom, (least, line) => {
      const [from, to] = [start[line], start[line + 1]];
      return [least, x.slice(from, to), y.slice(from, to), box.slice(line * 4, line * 4 + 4)]
        .map((part) => part.toString())
        .join(";");
    }).sort(),
  ]),
];
const [one, other] = [whole, joinBasemap(world, detail)].map((made) => JSON.stringify(said(made)));
console.log(one === other, one.length > 100_000, JSON.stringify(said(world)) !== one);
"""


@pytest.mark.parametrize("worldview", ["un", "de-facto"])
def test_the_parts_of_a_base_map_make_the_whole(worldview) -> None:
    """World and detail, joined in the page, have every line and name of the whole base map."""
    made = [
        pick_basemap(*KURSK, worldview=worldview),
        pick_world(worldview),
        pick_detail(zone_of(*KURSK), worldview),
    ]
    result = run_node(
        "--input-type=module",
        "-e",
        _JOIN,
        stdin=" ".join(base64.b64encode(part).decode() for part in made),
    )
    assert ("", "true true true\n") == (result.stderr, result.stdout)


def test_a_zone_is_enough_for_some_of_its_places() -> None:
    """The detail of a map has all that a map of fewer places needs, and not what others need."""
    zone = zone_of(*KURSK)
    assert zone.is_enough([KURSK[0][0]], [KURSK[1][0]])
    assert zone.is_enough([], [])
    assert not zone.is_enough([KURSK[0][0] + 30], [KURSK[1][0]])


def atom(shape, un: str, de_facto: str | None = None, *, claims=(), region="") -> Atom:
    owners = {"un": un, "de-facto": de_facto or un}
    return Atom(
        country=owners,
        region={"un": region, "de-facto": region},
        geometry=shape,
        claims=frozenset({*owners.values(), *claims}),
    )


@pytest.mark.parametrize(
    ("left", "right", "styles"),
    [
        ({"un": "UA"}, {"un": "RU"}, (basemap_lines.COUNTRY, basemap_lines.COUNTRY)),
        (
            {"un": "UA"},
            {"un": "UA", "de_facto": "RU"},
            (basemap_lines.DISPUTED, basemap_lines.DISPUTED),
        ),
        ({"un": "RS"}, {"un": "XK", "claims": {"RS"}}, (3, 3)),
        ({"un": "AL"}, {"un": "XK", "claims": {"RS"}}, (2, 2)),
        ({"un": "UA", "region": "a"}, {"un": "UA", "region": "b"}, (1, 1)),
    ],
)
def test_border_styles(left, right, styles) -> None:
    """A border is dashed if one side may belong to the other, else solid; regions are thin."""
    one, other = atom(box(0, 0, 1, 1), **left), atom(box(1, 0, 2, 1), **right)
    (border,) = [x for x in basemap_lines.land_lines([one, other]) if x.layer == "borders"]
    assert styles == (border.first, border.second)
    assert {1.0} == set(border.xy[:, 0])


def test_levels_nest() -> None:
    """A coarse drawing uses some of the vertices of the fine one, unchanged."""
    angles = np.linspace(0, 2 * np.pi, 2000, endpoint=False)
    wavy = 3 + 0.05 * np.sin(40 * angles)
    circle = Polygon(np.column_stack([wavy * np.cos(angles), wavy * np.sin(angles)]))
    (line,) = basemap_lines.land_lines([atom(circle, "XX")])
    counts = [(line.level <= level).sum() for level in range(4)]
    assert counts == sorted(counts)
    assert 3 < counts[0] < counts[3]
    coarse = Polygon(line.xy[line.level == 0])
    assert coarse.symmetric_difference(circle).area < 0.02 * circle.area


def test_small_islands_are_for_fine_maps() -> None:
    """An island of a few square kilometres has no coarse vertices."""
    (line,) = basemap_lines.land_lines([atom(box(0, 0, 0.02, 0.02), "XX")])
    assert line.level.min() >= 2


towns = st.tuples(st.just("x"), st.floats(-180, 180), st.floats(-80, 80), st.floats(0, 3e7))


@settings(max_examples=40)
@given(st.lists(towns, max_size=40))
def test_towns_keep_their_distance(places) -> None:
    """At every zoom all towns are at least the spacing apart."""
    places = sorted(places, key=lambda town: -town[3])
    zooms = basemap_labels._thinned(places)
    across, down = basemap_labels.SPACING_PX
    for zoom in basemap_labels.ZOOMS:
        points = [
            [v * 2**zoom for v in basemap_labels._mercator(lon, lat)]
            for (_, lon, lat, _), least in zip(places, zooms, strict=True)
            if least <= zoom
        ]
        for number, (x, y) in enumerate(points):
            for other_x, other_y in points[:number]:
                assert abs(x - other_x) >= across or abs(y - other_y) >= down


def test_label_points_are_inside() -> None:
    """The label of a bent country lies inside it."""
    bent = Polygon([(0, 0), (10, 0), (10, 10), (9, 10), (9, 1), (0, 1)])
    assert bent.contains(shapely.Point(basemap_labels._middle(bent)))


def test_another_format_is_refused(monkeypatch) -> None:
    """A base map in another format raises an error with what was seen and expected."""
    head = json.dumps({"format": 99}).encode()
    raw = struct.pack("<I", len(head)) + head
    monkeypatch.setattr(basemap, "read_asset", lambda _name: raw)
    basemap._read_basemap.cache_clear()
    with pytest.raises(basemap.OutputError, match='"99", expected "2"'):
        pick_basemap()
    monkeypatch.undo()
    basemap._read_basemap.cache_clear()
