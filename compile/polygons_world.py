"""The sources and the atoms cut from them, each read once and cached during the build."""

from __future__ import annotations

import functools

import shapely
from shapely.geometry.base import BaseGeometry

from polygons_area import normal
from polygons_atoms import Atom, build_atoms
from polygons_read import (
    COUNTRIES,
    MARINE,
    REGIONS,
    Locate,
    SourceShape,
    read_attributed_countries,
    read_controlled_countries,
    read_features,
)


@functools.cache
def atoms(locate: Locate) -> tuple[Atom, ...]:
    """Return the atoms of the world at full detail; see ``polygons_atoms.py``."""
    return tuple(
        build_atoms(regions(locate), attributed(locate), read_controlled_countries(locate(MARINE)))
    )


@functools.cache
def simplified_atoms(tolerance_deg: float, locate: Locate) -> tuple[BaseGeometry, ...]:
    """Return the geometry of each of :func:`atoms`, simplified so that neighbours still touch.

    Args:
        tolerance_deg: Square root of the area of the triangles to remove (Visvalingam and Whyatt);
            0 keeps full detail.
        locate: Returns the path of an input.
    """
    shapes = [atom.geometry for atom in atoms(locate)]
    if tolerance_deg:
        shapes = list(shapely.coverage_simplify(shapes, tolerance_deg))
    return tuple(shapes)


@functools.cache
def united_atoms(
    members: tuple[int, ...], tolerance_deg: float, locate: Locate
) -> BaseGeometry | None:
    """Return the area of the atoms with the numbers ``members`` together; None if it is empty.

    Kept, because most areas are the same in both worldviews, and the base map wants them again.
    """
    shapes = simplified_atoms(tolerance_deg, locate)
    parts = [shapes[member] for member in members if not shapes[member].is_empty]
    if not parts:
        return None
    # The atoms are a valid coverage, before and after simplification, so those of an area are one.
    return normal(parts[0] if len(parts) == 1 else shapely.coverage_union_all(parts))


@functools.cache
def regions(locate: Locate) -> tuple[SourceShape, ...]:
    """Return the first-level regions as in the source."""
    return tuple(read_features(locate(REGIONS)))


@functools.cache
def attributed(locate: Locate) -> tuple[SourceShape, ...]:
    """Return the countries with their attributes as in the source."""
    return tuple(read_attributed_countries(locate(COUNTRIES)))
