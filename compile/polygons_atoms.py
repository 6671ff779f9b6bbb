"""The world cut into atoms: the largest areas within which no worldview and no region changes.

Countries and first-level regions of every worldview are unions of atoms, so their borders agree
exactly, before and after simplification. Names are not used here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import shapely
from shapely.geometry import MultiPolygon, Polygon, box
from shapely.geometry.base import BaseGeometry

from polygons_disputes import DISPUTES, Dispute, Worldview
from polygons_read import SourceShape

#: Vertices closer than this (a tenth of a metre) are merged; the sources differ by less.
SNAP_DEG: Final = 1e-6
#: A part thinner than this (area divided by perimeter, about 50 m) is a seam, not an area.
SEAM_DEG: Final = 5e-4
#: Only islands up to this size (20,000 km2) are searched for towns that belong to no region.
LARGEST_FORGOTTEN_DEG2: Final = 2.0

#: By ``adm0_a3``: territories whose ``iso_a2`` in the source is not their ISO 3166-1 code.
_CODE_BY_COUNTRY: Final = {
    "ATC": "AU",
    "CLP": "FR",
    "CSI": "AU",
    "ESB": "GB",
    "KAB": "KZ",
    "USG": "CU",
    "WSB": "GB",
}
#: The same by ``adm1_code``, for territories with a code of their own.
_CODE_BY_REGION: Final = {
    "FRA-2000": "GF",
    "FRA-1442": "MQ",
    "FRA-4603": "GP",
    "FRA-4601": "RE",
    "FRA-4602": "YT",
    "NOR-901": "SJ",
    "BVT+00?": "BV",
    "IOA-1928": "CC",
    "IOA-2652": "CX",
}
#: The area between the 1949 armistice line at Jerusalem and the municipal line in the source. Drawn
#: by hand from the map annexed to the Jordan-Israel General Armistice Agreement (S/1302/Rev.1), to
#: about 500 m; parts outside the source's Israel are cut off.
_EAST_JERUSALEM: Final = Polygon(
    [
        (35.168, 31.815),
        (35.190, 31.808),
        (35.207, 31.8065),
        (35.2165, 31.8005),
        (35.2225, 31.7985),
        (35.2243, 31.7935),
        (35.2268, 31.7893),
        (35.2285, 31.7845),
        (35.2262, 31.7800),
        (35.2268, 31.7745),
        (35.2300, 31.7715),
        (35.2298, 31.7655),
        (35.2325, 31.7600),
        (35.2330, 31.7530),
        (35.2270, 31.7440),
        (35.2170, 31.7370),
        (35.2080, 31.7400),
        (35.1950, 31.7400),
        (35.1800, 31.7330),
        (35.1800, 31.7000),
        (35.3000, 31.7000),
        (35.3000, 31.9000),
        (35.1680, 31.9000),
    ]
)
_SOUTHERN_KURILS: Final = box(145.2, 43.3, 149.0, 45.6)


@dataclass(frozen=True, slots=True)
class Atom:
    """An area that belongs to one country and at most one region in each worldview.

    Attributes:
        country: ISO 3166-1 alpha-2 by worldview, or ``disputed:<key>``.
        region: ``adm1_code`` by worldview; empty if it belongs to none.
        dispute: Key of the dispute that it is part of; empty if there is none.
        claims: Who claims or governs it, including its country in every worldview.
        geometry: (Multi)Polygon, lon and lat in degrees.
    """

    country: Mapping[Worldview, str]
    region: Mapping[Worldview, str]
    geometry: BaseGeometry
    dispute: str = ""
    claims: frozenset[str] = frozenset()


def build_atoms(
    regions: Sequence[SourceShape],
    attributed: Sequence[SourceShape],
    controlled: Mapping[str, BaseGeometry],
) -> list[Atom]:
    """Return the atoms of the world: a valid coverage, in the order of the sources.

    Args:
        regions: First-level regions (``polygons_read.read_features``).
        attributed: Countries with attributes, in the view that has the Crimea in Ukraine.
        controlled: Countries by name, by control on the ground.
    """
    atoms = [_from_region(shape) for shape in regions]
    atoms += _missing(atoms, attributed, controlled)
    for dispute in DISPUTES:
        if dispute.piece:
            atoms = _cut(atoms, dispute, _piece(dispute.piece, attributed, controlled))
        else:
            atoms = [_disputed(a, dispute) if _is_part(a, dispute) else a for a in atoms]
    return _cleaned(atoms)


def _from_region(shape: SourceShape) -> Atom:
    fields = shape.fields
    code, region = fields["adm0_a3"], fields["adm1_code"]
    country = _CODE_BY_COUNTRY.get(code) or _CODE_BY_REGION.get(region) or fields["iso_a2"]
    if fields["admin"] == "Caribbean Netherlands" or fields["iso_3166_2"].startswith("NL-BQ"):
        country = "BQ"
    return Atom(
        country={"un": country, "de-facto": country},
        region={"un": region, "de-facto": region},
        geometry=_polygonal(shapely.make_valid(shape.geometry)),
        # Kept until the disputes are assigned, which select atoms by it.
        dispute=f"adm0:{code}",
    )


def _is_part(atom: Atom, dispute: Dispute) -> bool:
    return (
        atom.region["de-facto"] in dispute.regions
        or atom.dispute.removeprefix("adm0:") in dispute.regions
    )


def _disputed(atom: Atom, dispute: Dispute) -> Atom:
    unit = f"disputed:{dispute.key}"
    region = dict(atom.region)
    if dispute.un_region == "-":
        region = {"un": "", "de-facto": ""}
    elif dispute.un_region != "=":
        region["un"] = dispute.un_region
    return replace(
        atom,
        country={"un": dispute.un or unit, "de-facto": dispute.de_facto or unit},
        region=region,
        dispute=dispute.key,
        claims=frozenset(dispute.claims),
    )


def _piece(
    name: str, attributed: Sequence[SourceShape], controlled: Mapping[str, BaseGeometry]
) -> BaseGeometry:
    """Return the area of a piece: usually what only one source assigns to a country."""
    drawn = {shape.fields["admin"]: shape.geometry for shape in attributed}
    both = {
        "western-sahara-west-of-the-berm": ("Morocco", controlled, drawn),
        "abyei": ("Sudan", controlled, drawn),
        "rincon-de-artigas": ("Brazil", controlled, drawn),
        "liancourt-rocks": ("South Korea", controlled, drawn),
        "shebaa-farms": ("Lebanon", drawn, controlled),
        "golan": ("Israel", controlled, drawn),
    }
    whole = {
        "bir-tawil": "Bir Tawil",
        "cyprus-buffer-zone": "Cyprus No Mans Area",
    }
    if name in both:
        country, more, less = both[name]
        return _polygonal(more[country].difference(less[country]))
    if name in whole:
        return controlled[whole[name]]
    by_hand = {
        "east-jerusalem": _EAST_JERUSALEM.intersection(controlled["Israel"]),
        "southern-kuril-islands": _SOUTHERN_KURILS.intersection(controlled["Russia"]),
    }
    return by_hand[name]


def _cut(atoms: Sequence[Atom], dispute: Dispute, area: BaseGeometry) -> list[Atom]:
    """Return the atoms with the parts inside ``area`` cut off and assigned to ``dispute``."""
    shapely.prepare(area)
    result: list[Atom] = []
    for atom in atoms:
        inside, outside = _split(atom.geometry, area)
        if not outside.is_empty:
            result.append(replace(atom, geometry=outside))
        if not inside.is_empty:
            result.append(replace(_disputed(atom, dispute), geometry=inside))
    return result


def _split(shape: BaseGeometry, area: BaseGeometry) -> tuple[BaseGeometry, BaseGeometry]:
    """Return the parts of ``shape`` inside and outside ``area``; seams go to the larger side."""
    nothing = MultiPolygon()
    if not area.intersects(shape):
        return nothing, shape
    inside, seams = _without_seams(shape.intersection(area))
    if inside.is_empty:
        return nothing, shape
    outside, more_seams = _without_seams(shape.difference(area))
    if outside.is_empty:
        return shape, nothing
    return inside.union(more_seams), outside.union(seams)


def _without_seams(shape: BaseGeometry) -> tuple[BaseGeometry, BaseGeometry]:
    parts = [p for p in getattr(shape, "geoms", [shape]) if isinstance(p, Polygon)]
    # A small islet has a low ratio of area to perimeter as well, but it is compact.
    wide = [p for p in parts if p.area > SEAM_DEG * p.length or p.area > p.length**2 / 40]
    thin = [p for p in parts if p not in wide]
    return MultiPolygon(wide), MultiPolygon(thin)


def _missing(
    atoms: Sequence[Atom], attributed: Sequence[SourceShape], controlled: Mapping[str, BaseGeometry]
) -> list[Atom]:
    """Return the parts of countries in no region: islets, unassigned areas, forgotten towns."""
    codes = {shape.fields["admin"]: shape.fields["iso_a2_eh"] for shape in attributed}
    tree = shapely.STRtree([atom.geometry for atom in atoms])
    found: list[Atom] = []
    for name, shape in controlled.items():
        country = _CODE_BY_NAME.get(name) or codes.get(name) or ""
        found += [
            Atom(
                {"un": country, "de-facto": country},
                {"un": "", "de-facto": ""},
                part,
                dispute=f"adm0:{name}",
            )
            for part in _uncovered(shape, atoms, tree)
        ]
    return found


def _uncovered(
    shape: BaseGeometry, atoms: Sequence[Atom], tree: shapely.STRtree
) -> Iterator[BaseGeometry]:
    for part in shapely.get_parts(shape):
        if part.area >= LARGEST_FORGOTTEN_DEG2:
            shapely.prepare(part)
            if not any(part.intersects(atoms[int(i)].geometry) for i in tree.query(part)):
                yield part
            continue
        near = [atoms[int(i)].geometry for i in tree.query(part, predicate="intersects")]
        if not near:
            yield part
        else:
            west, south, east, north = part.bounds
            around = (west - SEAM_DEG, south - SEAM_DEG, east + SEAM_DEG, north + SEAM_DEG)
            near = list(shapely.clip_by_rect(near, *around))
            rest, _ = _without_seams(part.difference(shapely.union_all(near)))
            yield from rest.geoms


#: Countries that the attributed source does not have or gives no code.
_CODE_BY_NAME: Final = {
    "Bajo Nuevo Bank (Petrel Is.)": "CO",
    "Serranilla Bank": "CO",
    "Brazilian Island": "BR",
}


def _cleaned(atoms: Iterable[Atom]) -> list[Atom]:
    """Return the atoms as a valid coverage, in which shared borders have identical vertices."""
    kept = list(atoms)
    shapes = shapely.coverage_clean([a.geometry for a in kept], snapping_distance=SNAP_DEG)
    return [
        replace(
            atom,
            geometry=_polygonal(shape),
            dispute="" if atom.dispute.startswith("adm0:") else atom.dispute,
            claims=atom.claims | set(atom.country.values()),
        )
        for atom, shape in zip(kept, shapes, strict=True)
        if not shape.is_empty
    ]


def _polygonal(shape: BaseGeometry) -> BaseGeometry:
    """Return the polygons of ``shape`` as one (Multi)Polygon, without lines and points."""
    if isinstance(shape, Polygon | MultiPolygon):
        return shape
    parts = [p for p in shapely.get_parts(shape) if isinstance(p, Polygon | MultiPolygon)]
    return shapely.union_all(parts) if parts else MultiPolygon()
