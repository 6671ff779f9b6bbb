"""The build's polygons: land assigned to countries from conflicting sources, without gaps."""

from __future__ import annotations

import pickle
import re
import sys
from pathlib import Path

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Polygon, box

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "compile"))

import polygons_area
import polygons_atoms
import polygons_read
import polygons_waters
from polygons_disputes import DISPUTES, WORLDVIEWS

MAINLAND = box(30, 46, 40, 52)
CRIMEA = box(32, 44, 36, 46)
ISRAEL = box(34, 30, 36, 33)
GOLAN = box(35.5, 32.5, 36, 33)


def region(code: str, country: str, iso2: str, *, shape) -> polygons_read.SourceShape:
    fields = {
        "adm1_code": code,
        "adm0_a3": country,
        "iso_a2": iso2,
        "iso_3166_2": f"{iso2}-1",
        "admin": country,
    }
    return polygons_read.SourceShape(fields, shape)


def country(name: str, iso2: str, shape) -> polygons_read.SourceShape:
    return polygons_read.SourceShape({"admin": name, "iso_a2_eh": iso2}, shape)


@pytest.fixture
def atoms() -> list[polygons_atoms.Atom]:
    """A small world: the Crimea, the Golan, Bir Tawil and an islet in no region."""
    nothing = MultiPolygon()
    regions = [
        region("UKR-1", "UKR", "UA", shape=MAINLAND),
        region("RUS-283", "RUS", "RU", shape=CRIMEA),
        region("ISR-1", "ISR", "IL", shape=ISRAEL),
        region("SYR-145", "SYR", "SY", shape=box(36, 30, 38, 33)),
        region("SDN-1", "SDN", "SD", shape=box(30, 15, 35, 22)),
    ]
    names = ("Morocco", "Sudan", "Brazil", "South Korea", "Lebanon")
    attributed = [
        country("Israel", "IL", ISRAEL.difference(GOLAN)),
        country("Malta", "MT", nothing),
        *(country(name, "", nothing) for name in names),
    ]
    controlled = dict.fromkeys(names, nothing) | {
        "Israel": ISRAEL,
        "Russia": CRIMEA,
        # Off by a hand's breadth, as the sources are from one another.
        "Bir Tawil": box(33, 21.7 + 1e-6, 34, 22),
        "Cyprus No Mans Area": nothing,
        "Malta": box(14.2, 35.8, 14.6, 36.1),
    }
    return polygons_atoms.build_atoms(regions, attributed, controlled)


def owner(atoms: list[polygons_atoms.Atom], lon: float, lat: float) -> polygons_atoms.Atom:
    return next(a for a in atoms if a.geometry.covers(shapely.Point(lon, lat)))


def test_every_dispute_is_whole() -> None:
    """Every dispute has a unique key, a status, and exactly one way to find its area."""
    assert len(DISPUTES) == len({d.key for d in DISPUTES})
    for dispute in DISPUTES:
        assert bool(dispute.regions) != bool(dispute.piece), dispute.key
        assert dispute.status
        assert polygons_area.slug(dispute.key) == dispute.key


def test_disputes_are_claimed_by_their_holders() -> None:
    """The country of a disputed area in each worldview is among its claimants."""
    for dispute in DISPUTES:
        for view in WORLDVIEWS:
            assert {dispute.country(view)} <= {*dispute.claims, ""}, dispute.key


def test_resolutions_are_cited() -> None:
    """Where the worldviews differ, the one of the United Nations cites a document."""
    differing = [d for d in DISPUTES if d.un != d.de_facto and d.key != "somaliland"]
    for dispute in differing:
        assert re.search(r"[AS]/(RES/)?[\w-]+", dispute.status), dispute.key


def test_atoms_are_a_coverage(atoms) -> None:
    """Atoms have neither overlaps nor gaps: shared borders have the same vertices."""
    shapes = [atom.geometry for atom in atoms]
    assert shapely.coverage_is_valid(shapes)
    assert shapely.is_valid(shapes).all()


@pytest.mark.parametrize(
    ("place", "owners"),
    [
        ((34, 45), ("UA", "RU")),
        ((35.8, 32.8), ("SY", "IL")),
        ((34.5, 31), ("IL", "IL")),
        ((14.4, 36), ("MT", "MT")),
    ],
)
def test_worldviews(atoms, place, owners) -> None:
    """In the UN worldview the Crimea belongs to Ukraine and the Golan to Syria."""
    country = owner(atoms, *place).country
    assert owners == (country["un"], country["de-facto"])


def test_region_follows_the_worldview(atoms) -> None:
    """A piece cut off belongs to the other country's region in the other worldview."""
    golan = owner(atoms, 35.8, 32.8)
    assert {"un": "SYR-145", "de-facto": "ISR-1"} == dict(golan.region)


def test_nobodys_land(atoms) -> None:
    """Land that no country claims has no country code and belongs to no region."""
    bir_tawil = owner(atoms, 33.5, 21.9)
    assert "disputed:bir-tawil" == bir_tawil.country["un"]
    assert "" == bir_tawil.region["un"]


def test_seams_leave_no_slivers(atoms) -> None:
    """Small differences between the sources leave no slivers."""
    slivers = [a for a in atoms if a.geometry.area < polygons_atoms.SEAM_DEG]
    assert [] == slivers


def test_nothing_is_lost_or_gained(atoms) -> None:
    """Every piece of land belongs to exactly one atom."""
    whole = shapely.union_all([MAINLAND, CRIMEA, box(34, 30, 38, 33), box(30, 15, 35, 22)])
    whole = whole.union(box(14.2, 35.8, 14.6, 36.1))
    assert whole.area == pytest.approx(sum(a.geometry.area for a in atoms), abs=1e-4)


def test_pickles_run_nothing(tmp_path) -> None:
    """A pickle that refers to any function is refused before it runs."""
    path = tmp_path / "evil.pkl"
    path.write_bytes(pickle.dumps({"marine": [print]}))
    with pytest.raises(pickle.UnpicklingError, match="print"):
        polygons_read.read_marine(path)


def test_rings_are_even_odd(tmp_path) -> None:
    """A ring inside a ring is a hole, and a ring inside that is an island."""
    rings = [list(box(-k, -k, k, k).exterior.coords) for k in (3, 2, 1)]
    path = tmp_path / "sea.pkl"
    rows = [("Lake", (), [((), ring) for ring in rings])]
    path.write_bytes(pickle.dumps({"marine": rows}))
    (shape,) = polygons_read.read_marine(path)
    assert 36 - 16 + 4 == shape.geometry.area
    assert shape.geometry.is_valid


def test_features_are_read_with_lower_case_keys(tmp_path) -> None:
    """Attribute names are lower case, however the file spells them."""
    path = tmp_path / "lakes.geojson"
    path.write_text(
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"NAME":"Tana"},'
        '"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[0,1],[0,0]]]}}]}',
        encoding="utf-8",
    )
    (shape,) = polygons_read.read_features(path)
    assert {"name": "Tana"} == shape.fields


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Sea of Japan", "sea"),
        ("Bab el Mandeb", "strait"),
        ("Taiwan Strait", "strait"),
        ("Drake Passage", "strait"),
        ("English Channel", "channel"),
        ("Persian Gulf", "gulf"),
        ("Great Australian Bight", "gulf"),
        ("Hudson Bay", "bay"),
        ("Indian Ocean", "ocean"),
        ("Sognefjorden", "bay"),
        ("Yangtze River", "river"),
    ],
)
def test_sea_kinds(name, kind) -> None:
    """The kind of a sea follows from its name."""
    assert kind == polygons_waters._sea_kind(name)


def test_redrawn_straits_are_simple() -> None:
    """The straits drawn by hand do not cross themselves."""
    for name, corners in polygons_waters._REDRAWN.items():
        assert Polygon(corners).is_valid, name


def test_waters_of_one_name() -> None:
    """Waters of one name are merged if they are close together, and only then."""
    near = [box(0, 0, 1, 1), box(2, 0, 3, 1)]
    far = box(50, 0, 52, 1)
    clusters = polygons_waters._clusters([*near, far])
    assert [2.0, 2.0] == [cluster.area for cluster in clusters]


@given(st.text())
def test_slugs(name) -> None:
    """A slug is lower-case ASCII words joined by hyphens, whatever the name."""
    assert re.fullmatch("([a-z0-9]+(-[a-z0-9]+)*)?", polygons_area.slug(name))


def test_united_bytes_repeat() -> None:
    """A union has the same bytes in whatever order its parts come."""
    parts = [("a", box(0, 0, 1, 1)), ("a", box(1, 0, 2, 1)), ("", box(5, 5, 6, 6))]
    one, other = (polygons_area.united(p) for p in (parts, parts[::-1]))
    assert ["a"] == list(one)
    assert shapely.to_wkb(one["a"]) == shapely.to_wkb(other["a"])
