"""The columns of the payload that the page always keeps in memory: dates, places, codes, shapes.

``text.py`` encodes the texts; ``columns.py`` turns columns into bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd

from dateline.layers import Layer, layer_codes
from dateline.map_settings import StyleSettings
from dateline.render.columns import encode_columns, pack
from dateline.render.facets import make_facets
from dateline.render.measures import number_column, region_codes
from dateline.render.routes import is_directed, loose_ends
from dateline.render.shapes import KINDS, SHAPE_STEPS_PER_DEGREE, encode_shapes
from dateline.schema import (
    DATE_PRECISION,
    PLACE_PRECISION,
    RECORD_STATUS,
    STATUS,
    VERIFICATION,
)
from dateline.styles import colours_of, sizes_of, symbols_of
from dateline.timespan import (
    OPEN_START_DAY,
    TimeSpan,
    TimeSpanError,
    certain_days,
    day_bounds,
)

#: Coordinates are integers in steps of 1e-6 degrees (about 0.1 m), or in the coarsest power of ten
#: that loses nothing.
_FINEST_DIGITS: Final = 6
_COARSEST_DIGITS: Final = 2

#: Value for an unknown radius.
_UNKNOWN_RADIUS: Final = 2**32 - 1

#: Columns whose neighbouring values are similar in time order; positions are not.
_DIFFERENCED: Final = frozenset({"start", "end", "shape_lon", "shape_lat"})

_SECONDS_PER_DAY: Final = 86_400

#: Bits of the ``flags`` column.
FLAGS: Final = {
    "approximate": 1,
    "uncertain": 2,
    "generalised": 4,
    "graphic": 8,
    "directed": 32,
    "unsure": 64,
    "loose_ends": 128,
}


#: Colours by layer, and equal sizes.
_PLAIN: Final = StyleSettings()


@dataclass(frozen=True, slots=True)
class Core:
    """The encoded columns.

    Attributes:
        text: The columns, compressed, in base 91.
        entries: Their description, for the header.
    """

    text: str
    entries: dict[str, Any]


def encode_core(
    gdf: gpd.GeoDataFrame,
    layers: Sequence[Layer],
    *,
    days: tuple[np.ndarray, np.ndarray],
    order: np.ndarray,
    facets: Sequence[str] = (),
    style: StyleSettings = _PLAIN,
) -> Core:
    """Return the encoded columns of the events.

    Args:
        gdf: The events with the columns of ``dateline.schema``.
        layers: As ``assign_layers`` returned them with ``gdf``.
        days: First and last days, as :func:`day_columns` returns them for ``gdf``.
        order: The rows of ``gdf`` in the order of the payload.
        facets: Columns that the project marked as facets.
        style: Columns that give the events their colours, sizes and symbols.
    """
    columns, dictionaries = _columns(gdf, layers)
    styled = _styles(gdf, columns, style)
    made = make_facets(gdf, columns, dictionaries, order=order, marked=facets)
    positions, steps = _positions(gdf)
    spans = [dictionaries["date_precision"].index(word) + 1 for word in ("interval", "open")]
    vague = _vague_days(gdf["when"], days, spans=np.isin(columns["date_precision"], spans))
    written = _written_days(gdf, days)
    columns = {"start": days[0], "end": days[1], **vague, **written, **positions, **columns}
    ordered = {name: values[order] for name, values in columns.items()}
    geometries = np.asarray(gdf.geometry.array, dtype=object)
    shapes = encode_shapes(geometries[order], loose_ends(gdf)[order])
    described, raw = encode_columns(
        {
            **ordered,
            "kind": shapes.kind,
            "shape": shapes.shape,
            **shapes.columns,
            **made.columns,
        },
        differenced=_DIFFERENCED,
    )
    entries = {
        "columns": described,
        "steps_per_degree": steps,
        "shape_steps_per_degree": SHAPE_STEPS_PER_DEGREE,
        "dictionaries": {**dictionaries, **made.dictionaries, "kind": KINDS},
        "facets": made.entries,
        "flags": FLAGS,
        **styled,
    }
    return Core(pack(raw, events=len(gdf)), entries)


def _styles(
    gdf: gpd.GeoDataFrame, columns: dict[str, np.ndarray], style: StyleSettings
) -> dict[str, Any]:
    """Add the columns of colours, sizes and symbols, and return what they mean, for the header."""
    made: dict[str, Any] = {"style": None}
    if style.colour:
        columns["style"], made["style"] = colours_of(gdf, style.colour)
    if style.size:
        sizes, entry = sizes_of(gdf, style.size)
        if entry:
            columns["size"], made["size"] = sizes, entry
    if style.symbol:
        columns["symbol"], made["symbol"] = symbols_of(gdf, style.symbol)
    for name in ("style", "symbol"):
        for one in made[name]["classes"] if made.get(name) else ():
            if "kind" in one:
                del one["label"]  # the page says it
    return made


def day_columns(gdf: gpd.GeoDataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return the first and the last day of each event, both inclusive, as int32.

    Days are counted from 1970-01-01; for open ends and undated events see ``day_bounds``.

    Args:
        gdf: Read: ``start`` (inclusive), ``end`` (exclusive) and ``date_precision``.
    """
    start = gdf["start"].to_numpy(dtype="datetime64[s]")
    end = gdf["end"].to_numpy(dtype="datetime64[s]")
    is_open = gdf["date_precision"].astype(object).to_numpy() == "open"
    undated = np.isnat(start) & np.isnat(end) & ~is_open
    first, last = day_bounds(start, end, undated=undated)
    # A timespan of zero length still covers a day.
    return first, np.where((last < first) & ~undated, first, last)


def _vague_days(
    when: pd.Series, days: tuple[np.ndarray, np.ndarray], *, spans: np.ndarray
) -> dict[str, np.ndarray]:
    """Return how long after its first day each event had begun, and the same before its last.

    Both are in days, modulo 2**32; a column without any such day is left out.
    """
    first, last = days
    begun, lasting = certain_days(when, first, last, spans=spans & (first <= last))
    columns = {"begun_after": (begun, first), "lasting_before": (last, lasting)}
    apart = {name: a.view(np.uint32) - b.view(np.uint32) for name, (a, b) in columns.items()}
    undated = first > last
    for values in apart.values():
        values[undated] = 0
    return {name: values for name, values in apart.items() if values.any()}


def _written_days(
    gdf: gpd.GeoDataFrame, days: tuple[np.ndarray, np.ndarray]
) -> dict[str, np.ndarray]:
    """Return how long after its first day the first day as written is, in days.

    An approximate or uncertain date begins earlier than written: ``2024-01?`` in December. The
    column is left out if there is no such date.
    """
    first, last = days
    is_wide = (gdf["approximate"] | gdf["uncertain"]).fillna(value=False).to_numpy(dtype=bool)
    at = np.flatnonzero(is_wide & gdf["when"].notna().to_numpy() & (first <= last))
    codes, texts = pd.factorize(gdf["when"].iloc[at])
    stated = np.array([_stated_day(str(text)) for text in texts], np.int64)
    after = np.zeros(len(gdf), np.uint32)
    days_of = stated[codes] if len(at) else stated
    is_later = (days_of > first[at]) & (days_of <= last[at]) & (first[at] > OPEN_START_DAY)
    after[at[is_later]] = days_of[is_later] - first[at[is_later]]
    return {"written_after": after} if after.any() else {}


def _stated_day(text: str) -> int:
    """Return the first day of an EDTF text as written; a day before all others if there is none."""
    try:
        start = TimeSpan.parse(text).stated_start
    except TimeSpanError:
        return OPEN_START_DAY
    return OPEN_START_DAY if start is None else start // _SECONDS_PER_DAY


def _columns(
    gdf: gpd.GeoDataFrame, layers: Sequence[Layer]
) -> tuple[dict[str, np.ndarray], dict[str, list[str]]]:
    columns: dict[str, np.ndarray] = {
        "uncertainty_m": _radius(gdf["uncertainty_m"]),
        "layer": layer_codes(gdf["layer"], layers).astype(np.uint16),
        "flags": _flags(gdf),
    }
    dictionaries: dict[str, list[str]] = {}
    for name, words in (
        ("status", STATUS),
        ("verification", VERIFICATION),
        ("place_precision", PLACE_PRECISION),
        ("date_precision", DATE_PRECISION),
        ("record_status", RECORD_STATUS),
        ("event_type", ()),
    ):
        # A record whose status is not given is current.
        column = gdf[name].fillna("active") if name == "record_status" else gdf[name]
        columns[name], dictionaries[name] = _codes(column, words)
    columns["region"], dictionaries["region"] = region_codes(gdf)
    if (deaths := number_column(gdf["fatalities_best"])).any():
        columns["deaths"] = deaths
    return columns, dictionaries


def _positions(gdf: gpd.GeoDataFrame) -> tuple[dict[str, np.ndarray], int]:
    """Return lon and lat as integer steps, and the number of steps per degree."""
    steps = {
        name: np.round(np.nan_to_num(gdf[name].to_numpy(float)) * 10**_FINEST_DIGITS).astype(
            np.int32
        )
        for name in ("lon", "lat")
    }
    for digits in range(_FINEST_DIGITS, _COARSEST_DIGITS, -1):
        if any((values % 10).any() for values in steps.values()):
            return steps, 10**digits
        steps = {name: values // 10 for name, values in steps.items()}
    return steps, 10**_COARSEST_DIGITS


def _radius(column: pd.Series) -> np.ndarray:
    metres = column.to_numpy(dtype=float, na_value=np.nan)
    known = np.nan_to_num(metres, nan=_UNKNOWN_RADIUS, posinf=_UNKNOWN_RADIUS)
    whole: np.ndarray = np.clip(np.ceil(known), 0, _UNKNOWN_RADIUS)
    return whole.astype(np.uint32)


def _codes(column: pd.Series, words: Sequence[str]) -> tuple[np.ndarray, list[str]]:
    """Return codes and the list of words: 1 + the index of each value; 0 for missing values.

    The list is ``words`` followed by any other values of the column, sorted.
    """
    codes, found = pd.factorize(column)
    others = sorted({str(value) for value in found} - set(words))
    known = [*words, *others]
    lookup = np.array([known.index(str(value)) + 1 for value in found] + [0])
    return lookup[codes].astype(np.uint16 if len(known) > 255 else np.uint8), known  # noqa: PLR2004


def _flags(gdf: gpd.GeoDataFrame) -> np.ndarray:
    flags = np.zeros(len(gdf), np.uint8)
    for name in ("approximate", "uncertain", "generalised", "graphic"):
        flags[gdf[name].fillna(value=False).to_numpy(dtype=bool)] |= FLAGS[name]
    unsure = gdf["place_certainty"].astype(object).to_numpy() == "uncertain"
    flags[unsure] |= FLAGS["unsure"]
    flags[is_directed(gdf["where"])] |= FLAGS["directed"]
    flags[loose_ends(gdf) > 0] |= FLAGS["loose_ends"]
    return flags
