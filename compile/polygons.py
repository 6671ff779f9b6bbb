"""Polygons of the build: countries, first-level regions, seas, lakes, rivers, disputed areas.

Everything comes back as :class:`Record` values, longitude before latitude, in degrees. Reading the
sources is ``polygons_read.py``, whose land is whose is ``polygons_disputes.py``, and cutting it up
``polygons_atoms.py``; nothing is written here.
"""

from __future__ import annotations

import functools
import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import shapely
from shapely.geometry.base import BaseGeometry

import inputs
from polygons_atoms import Atom, build_atoms
from polygons_disputes import DISPUTES, WORLDVIEWS, Worldview
from polygons_read import (
    COUNTRIES,
    LAKES,
    MARINE,
    REGIONS,
    RIVERS,
    Locate,
    Shape,
    read_attributed_countries,
    read_controlled_countries,
    read_features,
    read_marine,
)

#: Tolerance of what is packed into the gazetteer, about a kilometre.
PACKED_TOLERANCE_DEG: Final = 0.012


@dataclass(frozen=True, slots=True)
class Record:
    """One named area or line.

    Attributes:
        key: Unique in its kind and stable between builds: ``country:UA``, ``admin1:UKR-331``,
            ``marine:sea-of-japan``, ``lake:...``, ``river:...``, ``disputed:crimea``.
        name: Display name, English where the source has it; may be empty for a region or a sea.
        names: Every other name that the sources give, each once, in the order of the source.
        kind: ``country``, ``admin1``, ``disputed``, ``lake``, ``river``, or what a sea's name says
            it is: ``ocean``, ``sea``, ``strait``, ``gulf``, ``bay``, ``channel``.
        geometry: (Multi)Polygon or, of rivers, (Multi)LineString; valid; cut at 180 degrees.
        iso2: ISO 3166-1 alpha-2 of a country, or of the country a region or a disputed area belongs
            to in the worldview that was asked for; empty when there is none. ``XK`` is Kosovo.
        iso3: ISO 3166-1 alpha-3 of a country.
        gn_id: GeoNames id, 0 when unknown.
        gn_a1_code: GeoNames code of a region, such as ``RU.41``; empty when unknown.
        iso_3166_2: Code of a region, such as ``RU-KRS``; ends in ``~`` when it is not official.
        wikidata: Item, such as ``Q5481``.
        scalerank: Natural Earth's rank, from 0 (seen on the smallest map) to 10; of a sea, from its
            size.
        min_zoom: Zoom from which a map may show its name, as Natural Earth advises; 0 to 12.
        type_en: What a region calls itself in English, such as ``Province``; may be empty.
        sovereign: English name of the state that a country record belongs to.
        claims: Of a disputed area: who claims or governs it.
        status: Of a disputed area: who says what, with the documents.
    """

    key: str
    name: str
    names: tuple[str, ...]
    kind: str
    geometry: BaseGeometry
    iso2: str = ""
    iso3: str = ""
    gn_id: int = 0
    gn_a1_code: str = ""
    iso_3166_2: str = ""
    wikidata: str = ""
    scalerank: int = 0
    min_zoom: float = 0.0
    type_en: str = ""
    sovereign: str = ""
    claims: tuple[str, ...] = ()
    status: str = ""


@functools.cache
def atoms(locate: Locate = inputs.path) -> tuple[Atom, ...]:
    """Return the atoms of the world at full detail; see ``polygons_atoms.py``."""
    return tuple(
        build_atoms(
            _regions(locate), _attributed(locate), read_controlled_countries(locate(MARINE))
        )
    )


@functools.cache
def simplified_atoms(
    tolerance_deg: float, locate: Locate = inputs.path
) -> tuple[BaseGeometry, ...]:
    """Return the geometry of each of :func:`atoms`, simplified so that neighbours still meet.

    Args:
        tolerance_deg: Root of the area of the triangles that go (Visvalingam and Whyatt); 0 for
            full detail.
        locate: Where the inputs lie.
    """
    shapes = [atom.geometry for atom in atoms(locate)]
    if tolerance_deg:
        shapes = list(shapely.coverage_simplify(shapes, tolerance_deg))
    return tuple(shapes)


def countries(
    worldview: Worldview = "un", *, tolerance_deg: float = 0.0, locate: Locate = inputs.path
) -> list[Record]:
    """Return one record for each ISO 3166-1 code, and for Kosovo, sorted by code.

    Areas that carry no country's code in ``worldview`` are in :func:`disputed` only. Territories
    with a code of their own (French Guiana, Svalbard, ...) are records of their own.
    """
    shapes = _united(
        ((atom.country[worldview], shape) for atom, shape in _atoms(tolerance_deg, locate))
    )
    described = _described_countries(locate)
    return [
        _country(code, described[code], shape)
        for code, shape in sorted(shapes.items())
        if not code.startswith("disputed:")
    ]


def admin1(
    worldview: Worldview = "un", *, tolerance_deg: float = 0.0, locate: Locate = inputs.path
) -> list[Record]:
    """Return the first-level regions, in the order of the source; ``iso2`` is by ``worldview``."""
    pairs = _atoms(tolerance_deg, locate)
    shapes = _united((atom.region[worldview], shape) for atom, shape in pairs)
    country = {atom.region[worldview]: atom.country[worldview] for atom, _ in reversed(pairs)}
    return [
        _region(shape.fields, country[code], shapes[code])
        for shape in _regions(locate)
        if (code := shape.fields["adm1_code"]) in shapes
    ]


def disputed(
    worldview: Worldview = "un", *, tolerance_deg: float = 0.0, locate: Locate = inputs.path
) -> list[Record]:
    """Return the disputed areas of ``polygons_disputes.py``, in its order."""
    shapes = _united((atom.dispute, shape) for atom, shape in _atoms(tolerance_deg, locate))
    return [
        Record(
            key=f"disputed:{dispute.key}",
            name=dispute.name,
            names=dispute.names,
            kind="disputed",
            geometry=shapes[dispute.key],
            iso2=dispute.country(worldview),
            min_zoom=5.0,
            claims=dispute.claims,
            status=dispute.status,
        )
        for dispute in DISPUTES
        if dispute.key in shapes
    ]


def seas(*, tolerance_deg: float = 0.0, locate: Locate = inputs.path) -> list[Record]:
    """Return the named seas, straits, gulfs, bays and channels, sorted by key.

    Args:
        tolerance_deg: Simplification, each sea by itself; their borders are not shared exactly.
        locate: Where the inputs lie.
    """
    shapes = [s for s in read_marine(locate(MARINE)) if s.fields["name"]]
    geometries = shapely.make_valid([shape.geometry for shape in shapes])
    if tolerance_deg:
        geometries = shapely.make_valid(shapely.simplify(geometries, tolerance_deg))
    pairs = ((_sea_name(s.fields["name"]), g) for s, g in zip(shapes, geometries, strict=True))
    return [_sea(name, shape) for name, shape in sorted(_united(pairs).items())]


def lakes(*, locate: Locate = inputs.path) -> list[Record]:
    """Return the named lakes at 1:50m, those of one name and place as one, sorted by key."""
    return _physical("lake", read_features(locate(LAKES)))


def rivers(*, locate: Locate = inputs.path) -> list[Record]:
    """Return the named rivers at 1:50m, those of one name and place as one, sorted by key."""
    return _physical("river", read_features(locate(RIVERS)))


def packed_geometries(locate: Locate = inputs.path) -> Iterator[tuple[str, str, bytes]]:
    """Yield (record key, worldview, WKB) of every country, region and disputed area to be packed.

    The worldview is empty where all agree. Shapes are simplified together to
    :data:`PACKED_TOLERANCE_DEG`, so that neighbours still share their borders.
    """
    for build in (countries, admin1, disputed):
        views = {
            view: {
                r.key: shapely.to_wkb(r.geometry)
                for r in build(view, tolerance_deg=PACKED_TOLERANCE_DEG, locate=locate)
            }
            for view in WORLDVIEWS
        }
        for key in dict.fromkeys(key for shapes in views.values() for key in shapes):
            found = {view: shapes[key] for view, shapes in views.items() if key in shapes}
            if len(found) == len(WORLDVIEWS) and len(set(found.values())) == 1:
                yield key, "", found["un"]
            else:
                yield from ((key, view, wkb) for view, wkb in found.items())


def slug(name: str) -> str:
    """Return ``name`` in lower-case ASCII words joined by hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall("[a-z0-9]+", plain.replace("'", "")))


@functools.cache
def _regions(locate: Locate) -> tuple[Shape, ...]:
    return tuple(read_features(locate(REGIONS)))


@functools.cache
def _attributed(locate: Locate) -> tuple[Shape, ...]:
    return tuple(read_attributed_countries(locate(COUNTRIES)))


def _atoms(tolerance_deg: float, locate: Locate) -> list[tuple[Atom, BaseGeometry]]:
    return list(zip(atoms(locate), simplified_atoms(tolerance_deg, locate), strict=True))


def _united(pairs: Iterable[tuple[str, BaseGeometry]]) -> dict[str, BaseGeometry]:
    """Return the union of the shapes of each key; the empty key falls away."""
    groups: dict[str, list[BaseGeometry]] = defaultdict(list)
    for key, shape in pairs:
        if key and not shape.is_empty:
            groups[key].append(shape)
    return {key: _normal(_union(shapes)) for key, shapes in groups.items()}


def _union(shapes: Sequence[BaseGeometry]) -> BaseGeometry:
    if len(shapes) == 1:
        return shapes[0]
    if shapely.coverage_is_valid(shapes):
        return shapely.coverage_union_all(shapes)
    return shapely.union_all(shapes)


def _normal(shape: BaseGeometry) -> BaseGeometry:
    """Return ``shape`` valid and with its rings in canonical order, so that bytes repeat."""
    return shapely.normalize(shape if shape.is_valid else shapely.make_valid(shape))


_SPLIT_TERRITORIES: Final = {
    "BQ": ("BES", "Caribbean Netherlands", "Netherlands"),
    "BV": ("BVT", "Bouvet Island", "Norway"),
    "CC": ("CCK", "Cocos (Keeling) Islands", "Australia"),
    "CX": ("CXR", "Christmas Island", "Australia"),
    "GF": ("GUF", "French Guiana", "France"),
    "GP": ("GLP", "Guadeloupe", "France"),
    "MQ": ("MTQ", "Martinique", "France"),
    "RE": ("REU", "Réunion", "France"),
    "SJ": ("SJM", "Svalbard and Jan Mayen", "Norway"),
    "TK": ("TKL", "Tokelau", "New Zealand"),
    "YT": ("MYT", "Mayotte", "France"),
}


def _described_countries(locate: Locate) -> dict[str, Mapping[str, Any]]:
    """Return the attributes of each country by its code."""
    found: dict[str, Mapping[str, Any]] = {
        code: {"iso_a3_eh": iso3, "name_en": name, "sovereignt": state, "min_label": 5.0}
        for code, (iso3, name, state) in _SPLIT_TERRITORIES.items()
    }
    for shape in _attributed(locate):
        code = shape.fields["iso_a2_eh"]
        # Dependencies without a code carry that of their state, which must not lose its names.
        if code != "-99" and (code not in found or shape.fields["homepart"] == 1):
            found[code] = shape.fields
    return found


def _country(code: str, fields: Mapping[str, Any], shape: BaseGeometry) -> Record:
    names = _names(
        fields, "admin", "name", "name_long", "formal_en", "name_ciawf", "name_sort", "brk_name"
    )
    name = _COUNTRY_NAMES.get(code, fields["name_en"])
    return Record(
        key=f"country:{code}",
        name=name,
        names=tuple(other for other in names if other != name),
        kind="country",
        geometry=shape,
        iso2=code,
        iso3="" if code == "XK" else fields["iso_a3_eh"],
        wikidata=fields.get("wikidataid") or "",
        scalerank=int(fields.get("scalerank") or 0),
        min_zoom=float(fields.get("min_label") or 5.0),
        sovereign=fields["sovereignt"],
    )


#: Where the source's English name is not the one that the news uses.
_COUNTRY_NAMES: Final = {"CN": "China", "CZ": "Czechia", "TR": "Türkiye"}


def _region(fields: Mapping[str, Any], country: str, shape: BaseGeometry) -> Record:
    name = fields.get("name_en") or fields.get("name") or ""
    names = _names(fields, "name", "name_local", "gn_name", "woe_name")
    code = str(fields.get("gn_a1_code") or "")
    number = fields.get("gn_id") or 0
    return Record(
        key=f"admin1:{fields['adm1_code']}",
        name=name,
        names=tuple(other for other in names if other != name),
        kind="admin1",
        geometry=shape,
        iso2=country if len(country) == 2 else "",
        gn_id=max(int(number), 0),
        gn_a1_code=code if re.fullmatch(r"[A-Z]{2}\.\w+", code) else "",
        iso_3166_2=fields["iso_3166_2"],
        wikidata=fields.get("wikidataid") or "",
        scalerank=int(fields.get("scalerank") or 0),
        min_zoom=float(fields.get("min_label") or 6.0),
        type_en=fields.get("type_en") or "",
    )


def _names(fields: Mapping[str, Any], *keys: str) -> list[str]:
    """Return the names under ``keys``, then the alternative ones, then those in other languages."""
    given = [fields.get(key) for key in keys]
    given += str(fields.get("name_alt") or "").split("|")
    given += [fields[key] for key in sorted(fields) if re.fullmatch("name_[a-z]{2,3}", key)]
    texts = (text.strip() for text in given if isinstance(text, str))
    return list(dict.fromkeys(text for text in texts if text and text != "-99"))


#: The first word that is in a sea's name says what it is; the rest are bays.
_SEA_WORDS: Final = {
    "ocean": "ocean ocean",
    "strait": "strait straits estrecho selat bosporus dardanelles passage bab øresund",
    "channel": "channel canal kanal",
    "gulf": "gulf golfo golfe bight haff",
    "bay": "bay bahía bahia baia baía guba bucht bo",
    "river": "river",
    "fjord": "fjord fjorden",
    "lake": "lake lakes lago lagoa ozero",
    "sea": "sea seas skagerrak kattegat waddenzee reef",
}


def _sea(name: str, shape: BaseGeometry) -> Record:
    # A sea is worth a rank less with every quartering of its area.
    rank = max(0, min(10, math.ceil(math.log(2000 / shape.area, 4))))
    return Record(
        key=f"marine:{slug(name)}",
        name=name,
        names=(),
        kind=_sea_kind(name),
        geometry=shape,
        scalerank=rank,
        min_zoom=rank / 2 + 1,
    )


def _sea_kind(name: str) -> str:
    words = set(re.findall(r"\w+", name.lower()))
    for kind, signs in _SEA_WORDS.items():
        if words & set(signs.split()) or (kind == "fjord" and name.endswith("fjorden")):
            return "bay" if kind == "fjord" else kind
    return "bay"


def _sea_name(name: str) -> str:
    """Return the name as it is read: oceans are shouted in the source."""
    return name.title() if name.isupper() else name


def _physical(kind: str, shapes: Sequence[Shape]) -> list[Record]:
    named = [s for s in shapes if s.fields.get("name")]
    groups: dict[str, list[Shape]] = defaultdict(list)
    for shape in named:
        groups[_water_name(shape.fields["name"])].append(shape)
    records = []
    for name, parts in sorted(groups.items()):
        clusters = _clusters([shapely.make_valid(part.geometry) for part in parts])
        rank = min(int(part.fields.get("scalerank") or 0) for part in parts)
        for number, shape in enumerate(clusters):
            suffix = f"-{number + 1}" if number else ""
            key = f"{kind}:{slug(name)}{suffix}"
            records.append(Record(key, name, (), kind, shape, scalerank=rank, min_zoom=float(rank)))
    return sorted(records, key=lambda record: record.key)


def _water_name(name: str) -> str:
    return re.sub(r"\s+", " ", name).strip()


#: Parts of one name that are farther from one another than this are waters of their own.
_SAME_WATER_DEG: Final = 3.0


def _clusters(shapes: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    """Return the unions of the shapes that lie near one another, the largest first."""
    left = list(shapes)
    clusters: list[BaseGeometry] = []
    while left:
        cluster = left.pop(0)
        while near := [s for s in left if s.distance(cluster) < _SAME_WATER_DEG]:
            cluster = shapely.union_all([cluster, *near])
            left = [s for s in left if s.distance(cluster) >= _SAME_WATER_DEG]
        clusters.append(_normal(cluster))
    return sorted(clusters, key=lambda s: (-s.area, -s.length, s.wkb))
