"""The polygons of the build: countries, first-level regions, seas, lakes, rivers, disputed areas.

Everything is returned as :class:`Area`, longitude before latitude, in degrees. ``polygons_read.py``
reads the sources, ``polygons_disputes.py`` decides which country a disputed area belongs to,
``polygons_atoms.py`` cuts the world up. Nothing is written here.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Any, Final

import shapely
from shapely.geometry.base import BaseGeometry

import inputs
from polygons_area import Area
from polygons_disputes import DISPUTES, WORLDVIEWS, Worldview
from polygons_read import Locate
from polygons_waters import lakes, rivers, seas
from polygons_world import atoms, attributed, regions, united_atoms

__all__ = [
    "Area",
    "admin1",
    "countries",
    "disputed",
    "lakes",
    "packed_geometries",
    "rivers",
    "seas",
]

#: Tolerance of the shapes in the gazetteer, about a kilometre.
PACKED_TOLERANCE_DEG: Final = 0.012


def countries(
    worldview: Worldview = "un",
    *,
    only: AbstractSet[str] | None = None,
    tolerance_deg: float = 0.0,
    locate: Locate = inputs.path,
) -> list[Area]:
    """Return one record per ISO 3166-1 code, and one for Kosovo, sorted by code.

    Areas without a country code in ``worldview`` are only in :func:`disputed`. Territories with a
    code of their own (French Guiana, Svalbard, ...) are separate records.

    Args:
        worldview: Who decides which country an area belongs to.
        only: The codes of the countries to return; None means all.
        tolerance_deg: Simplification tolerance; 0 keeps full detail.
        locate: Returns the path of an input.
    """
    members = _chosen(_by_country(worldview, locate), only)
    shapes = _united(members, tolerance_deg, locate)
    described = _described_countries(locate)
    return [
        _country(code, described[code], shape)
        for code, shape in sorted(shapes.items())
        if not code.startswith("disputed:")
    ]


def admin1(
    worldview: Worldview = "un",
    *,
    only: AbstractSet[str] | None = None,
    tolerance_deg: float = 0.0,
    locate: Locate = inputs.path,
) -> list[Area]:
    """Return the first-level regions in source order; ``iso2`` depends on ``worldview``.

    Args:
        worldview: Who decides which country an area belongs to.
        only: The source's codes of the regions to return; None means all.
        tolerance_deg: Simplification tolerance; 0 keeps full detail.
        locate: Returns the path of an input.
    """
    members = _chosen(_by_region(worldview, locate), only)
    shapes = _united(members, tolerance_deg, locate)
    return [
        _region(shape.fields, atoms(locate)[members[code][0]].country[worldview], shapes[code])
        for shape in regions(locate)
        if (code := shape.fields["adm1_code"]) in shapes
    ]


def disputed(
    worldview: Worldview = "un", *, tolerance_deg: float = 0.0, locate: Locate = inputs.path
) -> list[Area]:
    """Return the disputed areas of ``polygons_disputes.py``, in its order."""
    members = _members(atom.dispute for atom in atoms(locate))
    shapes = _united(members, tolerance_deg, locate)
    return [
        Area(
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


def packed_geometries(locate: Locate = inputs.path) -> Iterator[tuple[str, str, bytes]]:
    """Yield (record key, worldview, WKB) of every country, region and disputed area to be packed.

    The worldview is empty if all worldviews agree. Shapes are simplified together to
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


@functools.cache
def _by_country(worldview: Worldview, locate: Locate) -> dict[str, tuple[int, ...]]:
    return _members(atom.country[worldview] for atom in atoms(locate))


@functools.cache
def _by_region(worldview: Worldview, locate: Locate) -> dict[str, tuple[int, ...]]:
    return _members(atom.region[worldview] for atom in atoms(locate))


def _members(keys: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """Return the numbers of the atoms with each key, given the key of each; some may be empty."""
    members: dict[str, list[int]] = defaultdict(list)
    for number, key in enumerate(keys):
        if key:
            members[key].append(number)
    return {key: tuple(numbers) for key, numbers in members.items()}


def _chosen(
    members: Mapping[str, tuple[int, ...]], only: AbstractSet[str] | None
) -> Mapping[str, tuple[int, ...]]:
    """Return the part of ``members`` whose keys are in ``only``; None means all."""
    return members if only is None else {key: members[key] for key in members.keys() & only}


def _united(
    members: Mapping[str, tuple[int, ...]], tolerance_deg: float, locate: Locate
) -> dict[str, BaseGeometry]:
    """Return the area of each key that has one, given the numbers of its atoms."""
    areas = ((key, united_atoms(m, tolerance_deg, locate)) for key, m in members.items())
    return {key: area for key, area in areas if area is not None}


_SPLIT_TERRITORIES: Final = {
    "BQ": ("BES", "Caribbean Netherlands"),
    "BV": ("BVT", "Bouvet Island"),
    "CC": ("CCK", "Cocos (Keeling) Islands"),
    "CX": ("CXR", "Christmas Island"),
    "GF": ("GUF", "French Guiana"),
    "GP": ("GLP", "Guadeloupe"),
    "MQ": ("MTQ", "Martinique"),
    "RE": ("REU", "Réunion"),
    "SJ": ("SJM", "Svalbard and Jan Mayen"),
    "TK": ("TKL", "Tokelau"),
    "YT": ("MYT", "Mayotte"),
}


def _described_countries(locate: Locate) -> dict[str, Mapping[str, Any]]:
    """Return the attributes of each country by code."""
    found: dict[str, Mapping[str, Any]] = {
        code: {"iso_a3_eh": iso3, "name_en": name, "min_label": 5.0}
        for code, (iso3, name) in _SPLIT_TERRITORIES.items()
    }
    for shape in attributed(locate):
        code = shape.fields["iso_a2_eh"]
        # Dependencies without a code have that of their state, whose names must be kept.
        if code != "-99" and (code not in found or shape.fields["homepart"] == 1):
            found[code] = shape.fields
    return found


def _country(code: str, fields: Mapping[str, Any], shape: BaseGeometry) -> Area:
    names = _names(
        fields, "admin", "name", "name_long", "formal_en", "name_ciawf", "name_sort", "brk_name"
    )
    name = _COUNTRY_NAMES.get(code, fields["name_en"])
    return Area(
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
    )


#: Countries whose English name in the source is not the one used in the news.
_COUNTRY_NAMES: Final = {"CN": "China", "CZ": "Czechia", "TR": "Türkiye"}


#: Countries that have given the codes of the source's regions to other, newer regions (Morocco in
#: 2015). Their codes would lead to the wrong region, so they are left out.
_REUSED_CODES: Final = frozenset({"MAR"})


def _region(fields: Mapping[str, Any], country: str, shape: BaseGeometry) -> Area:
    name = fields.get("name_en") or fields.get("name") or ""
    names = _names(fields, "name", "name_local", "gn_name", "woe_name")
    return Area(
        key=f"admin1:{fields['adm1_code']}",
        name=name,
        names=tuple(other for other in names if other != name),
        kind="admin1",
        geometry=shape,
        iso2=country if len(country) == 2 else "",
        wikidata=fields.get("wikidataid") or "",
        scalerank=int(fields.get("scalerank") or 0),
        min_zoom=float(fields.get("min_label") or 6.0),
        type_en=fields.get("type_en") or "",
        **({} if fields["adm0_a3"] in _REUSED_CODES else _codes(fields)),
    )


def _codes(fields: Mapping[str, Any]) -> dict[str, Any]:
    code = str(fields.get("gn_a1_code") or "")
    return {
        "gn_id": max(int(fields.get("gn_id") or 0), 0),
        "gn_a1_code": code if re.fullmatch(r"[A-Z]{2}\.\w+", code) else "",
        "iso_3166_2": fields["iso_3166_2"],
    }


def _names(fields: Mapping[str, Any], *keys: str) -> list[str]:
    """Return the names under ``keys``, then alternative names, then names in other languages."""
    given = [fields.get(key) for key in keys]
    given += str(fields.get("name_alt") or "").split("|")
    given += [fields[key] for key in _translations(tuple(fields))]
    texts = (text.strip() for text in given if isinstance(text, str))
    return list(dict.fromkeys(text for text in texts if text and text != "-99"))


@functools.cache
def _translations(keys: tuple[str, ...]) -> list[str]:
    """Return the keys of names in other languages, sorted; every shape of a source has the same."""
    return sorted(key for key in keys if re.fullmatch("name_[a-z]{2,3}", key))
