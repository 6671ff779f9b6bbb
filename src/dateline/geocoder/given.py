"""Events with coordinates or a geometry: keep these and fill in place, region and country."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from dateline.arrow import release_memory
from dateline.geocoder.candidates import Finder, Flags, Ints
from dateline.geocoder.columns import Columns
from dateline.geocoder.coordinates import rounded_uncertainty_m
from dateline.geocoder.footprint import EXACT_M
from dateline.geocoder.given_regions import Given, NamedShapes, name_shapes, take_regions
from dateline.geocoder.given_shapes import given_footprints
from dateline.geocoder.nearness import Cases, nearest_meanings, swapped_fits
from dateline.geocoder.placing import Placed
from dateline.geocoder.reverse import nearest_settlements
from dateline.geodesy import Floats

_POINT: Final = 0  # shapely's type id

#: Columns about the choice of a place, which do not apply to given coordinates.
_CLEARED: Final = (
    "place_name",
    "place_id",
    "place_kind",
    "country",
    "admin1",
    "place_certainty",
    "geocode_reason",
    "geocode_reason_values",
    "geocode_alternatives",
)

#: Positions with at most so many decimals are coarser than a spot; what is missing may be zeros,
#: but hardly in longitude and latitude at once.
_COARSE: Final = 2

#: Coordinates that differ by less are equal.
_DUST: Final = 1e-9

#: Uncertainties are rounded to this many decimals of a metre, which removes floating-point noise.
_NOISE_DECIMALS: Final = 3


@dataclass(frozen=True, slots=True)
class Far:
    """A named place far from the given coordinates: the row, the name, the distance in metres.

    ``is_swapped`` says that the place is near once longitude and latitude are exchanged.
    """

    row: int
    place_name: str
    metres: float
    is_swapped: bool = False


def take_given(
    columns: Columns, table: pd.DataFrame, placed: Placed, *, finder: Finder
) -> list[Far]:
    """Replace what was computed by the given positions; return the named places that lie far away.

    Args:
        columns: The columns filled from the placings; changed in place.
        table: Read: ``geometry``, ``lon``, ``lat``, ``place_precision``, ``uncertainty_m``.
        placed: The placings of the ``where`` texts.
        finder: Looks up other candidates near the coordinates, and what encloses them.
    """
    shapes, rows = _shapes(table)
    is_point = shapely.get_type_id(shapes[rows]) == _POINT
    written = table["place_precision"].astype(object).to_numpy(dtype=object)
    if len(rows):
        _put_positions(columns, shapes, rows)
        _put_rounded(columns, rows[is_point & pd.isna(written[rows])])
    _keep_written(columns, table, rows)
    if not len(rows):
        return []
    positions = positions_of(columns, rows)
    name_areas(columns, positions, finder)
    release_memory()
    town_m, in_town = _name_settlements(columns, positions, finder)
    release_memory()
    name_shapes(columns, rows[~is_point], in_town=in_town[~is_point], finder=finder)
    far, named = _take_named(columns, placed, positions, finder=finder)
    to_town = np.full(len(table), np.nan)
    to_town[rows] = town_m
    given = Given(
        written,
        table["uncertainty_m"].notna().to_numpy(dtype=np.bool_),
        to_town,
        table["where"].astype(object).to_numpy(dtype=object),
        pd.factorize(table["origin_file"])[0].astype(np.int64),
    )
    take_regions(columns, rows[is_point], given=given, named=named, finder=finder)
    return far


def _shapes(table: pd.DataFrame) -> tuple[NDArray[Any], Ints]:
    """Return the given geometry of each row (lon and lat as a point), and the rows with one."""
    shapes = table["geometry"].to_numpy(dtype=object).copy()
    lon, lat = (table[name].to_numpy(dtype=np.float64) for name in ("lon", "lat"))
    made = shapely.is_missing(shapes) & ~np.isnan(lon) & ~np.isnan(lat)
    shapes[made] = shapely.points(lon[made], lat[made])
    return shapes, np.flatnonzero(~shapely.is_missing(shapes))


def _put_positions(columns: Columns, shapes: NDArray[Any], rows: Ints) -> None:
    columns.geometry[rows] = shapes[rows]
    columns.numbers["geocode_score"][rows] = np.nan
    columns.numbers["uncertainty_m"][rows] = np.nan
    columns.encoded["geocode_method"].fill(rows, "given")
    for name in _CLEARED:
        columns.encoded[name].clear(rows)
    is_point = shapely.get_type_id(shapes[rows]) == _POINT
    columns.encoded["place_precision"].fill(rows, "as given")
    points = rows[is_point]
    columns.numbers["lon"][points] = shapely.get_x(shapes[points])
    columns.numbers["lat"][points] = shapely.get_y(shapes[points])
    others = rows[~is_point]
    footprints = given_footprints(shapes[others])
    columns.geometry[others] = footprints.geometry
    for name, numbers in zip(("lon", "lat", "uncertainty_m"), footprints[1:4], strict=True):
        columns.numbers[name][others] = numbers
    precision = np.where(footprints.is_area, 1, 0)
    columns.encoded["place_precision"].put(others, ["linear", "area"], precision)


def _put_rounded(columns: Columns, rows: Ints) -> None:
    """Set the uncertainty of positions that are written with few decimals."""
    lon, lat = columns.numbers["lon"][rows], columns.numbers["lat"][rows]
    decimals = np.full(len(rows), _COARSE + 1)
    for count in range(_COARSE, -1, -1):
        step = 10.0**count
        is_round = [np.abs(np.round(d * step) - d * step) < _DUST * step for d in (lon, lat)]
        decimals[is_round[0] & is_round[1]] = count
    is_coarse = decimals <= _COARSE
    metres = rounded_uncertainty_m(lat[is_coarse], decimals[is_coarse])
    columns.numbers["uncertainty_m"][rows[is_coarse]] = metres
    columns.encoded["place_precision"].fill(rows[is_coarse][metres > EXACT_M], "near")


def _keep_written(columns: Columns, table: pd.DataFrame, rows: Ints) -> None:
    """Let a given precision or uncertainty replace the computed one.

    For an event that is placed by name, a given uncertainty counts only if the event has a place at
    all. A computed uncertainty is rounded up to whole metres, so that the circle still contains all
    that it contained, except for half a millimetre of noise.
    """
    radius = columns.numbers["uncertainty_m"]
    columns.numbers["uncertainty_m"] = np.ceil(np.round(radius, _NOISE_DECIMALS))
    codes, words = pd.factorize(table["place_precision"].iloc[rows])
    written = codes >= 0
    columns.encoded["place_precision"].put(rows[written], list(words), codes[written])
    metres = table["uncertainty_m"].to_numpy(dtype=np.float64)
    written = ~np.isnan(metres) & ~shapely.is_missing(columns.geometry)
    columns.numbers["uncertainty_m"][written] = metres[written]


class DistinctPositions(NamedTuple):
    """The distinct positions of some rows.

    Attributes:
        rows: Indices of the rows.
        codes: Index of the position of each row.
        lon, lat: Degrees, one number per distinct position.
    """

    rows: Ints
    codes: Ints
    lon: Floats
    lat: Floats


def positions_of(columns: Columns, rows: Ints) -> DistinctPositions:
    """Return the distinct positions of some rows."""
    lon, lat = columns.numbers["lon"][rows], columns.numbers["lat"][rows]
    # Sort neighbours next to each other, so that successive look-ups hit the processor's cache.
    band = np.floor(np.nan_to_num(lat)).astype(np.int16)
    order = np.lexsort((lat, lon, band))
    west_first, south_first = lon[order], lat[order]
    is_first = np.ones(len(order), dtype=np.bool_)
    is_first[1:] = (np.diff(west_first) != 0) | (np.diff(south_first) != 0)
    codes = np.empty(len(order), dtype=np.int64)
    codes[order] = np.cumsum(is_first) - 1
    return DistinctPositions(rows, codes, west_first[is_first], south_first[is_first])


def name_areas(columns: Columns, positions: DistinctPositions, finder: Finder) -> None:
    """Fill in the country and region of each position; each distinct position is looked up once."""
    gazetteer, worldview = finder.gazetteer, finder.worldview
    rows, codes, lon, lat = positions
    numbers, words = pd.factorize(gazetteer.countries_at(lon, lat, worldview=worldview))
    columns.encoded["country"].put(rows, list(words), numbers[codes])
    numbers, words = pd.factorize(gazetteer.admin1s_at(lon, lat, worldview=worldview))
    regions = [finder.regions.get(code) for code in words]
    columns.encoded["admin1"].put(rows, regions, numbers[codes])


def _name_settlements(
    columns: Columns, positions: DistinctPositions, finder: Finder
) -> tuple[Floats, Flags]:
    """Fill in the nearest settlement of each position.

    Returns:
        For each row the distance to it in metres, and whether it contains all of the event.
    """
    rows, codes, lon, lat = positions
    nearest = nearest_settlements(finder.gazetteer, lon, lat)
    numbers, rowids = pd.factorize(np.where(nearest.rowids < 0, np.nan, nearest.rowids))
    places = finder.gazetteer.places_at_rows(rowids.astype(np.int64).tolist())
    radius = np.array([*(place.uncertainty_m for place in places), np.nan])
    is_in = nearest.metres <= radius[numbers]
    names = [*(place.name for place in places), *(f"near {place.name}" for place in places)]
    named = np.where(numbers < 0, -1, np.where(is_in, numbers, numbers + len(places)))
    columns.encoded["place_name"].put(rows, names, named[codes])
    columns.encoded["place_id"].put(rows, [place.place_id for place in places], numbers[codes])
    columns.encoded["place_kind"].put(rows, [place.kind for place in places], numbers[codes])
    reach = nearest.metres[codes] + np.nan_to_num(columns.numbers["uncertainty_m"][rows])
    return nearest.metres[codes], reach <= radius[numbers][codes]


def _take_named(
    columns: Columns, placed: Placed, positions: DistinctPositions, *, finder: Finder
) -> tuple[list[Far], NamedShapes]:
    """Fill in the place that ``where`` names if it is near; return those that are far away."""
    placings, codes = placed.placings, placed.codes[positions.rows]
    has_footprint = np.array(
        [placing.footprint is not None for placing in placings], dtype=np.bool_
    )
    named = np.flatnonzero(has_footprint[codes])
    if not len(named):
        return [], NamedShapes(named, named, [])
    spots = len(positions.lon)
    code, distinct = pd.factorize(codes[named] * spots + positions.codes[named])
    texts, spot = np.divmod(distinct, spots)
    cases = Cases(placings, texts, positions.lon[spot], positions.lat[spot])
    meant = nearest_meanings(cases, finder)
    rows = positions.rows[named]
    is_far = meant.is_far[code]
    kept, case = rows[~is_far], code[~is_far]
    texts_met, text = np.unique(texts, return_inverse=True)
    names = [place.name for place in meant.places]
    names += [placings[number].place_name for number in texts_met.tolist()]
    by_text = text.reshape(-1) + len(meant.places)
    numbers = meant.codes[case]
    columns.encoded["place_name"].put(kept, names, np.where(numbers < 0, by_text[case], numbers))
    columns.encoded["place_id"].put(kept, [place.place_id for place in meant.places], numbers)
    columns.encoded["place_kind"].put(kept, [place.kind for place in meant.places], numbers)
    is_told = is_far & meant.is_known[code]
    is_swapped = swapped_fits(cases, np.unique(code[is_told]))
    far = [
        Far(row, placings[number].place_name, metres, is_swapped=swapped)
        for row, number, metres, swapped in zip(
            rows[is_told].tolist(),
            texts[code[is_told]].tolist(),
            meant.metres[code[is_told]].tolist(),
            is_swapped[code[is_told]].tolist(),
            strict=True,
        )
    ]
    return far, NamedShapes(kept, meant.meant[case], meant.footprints)
