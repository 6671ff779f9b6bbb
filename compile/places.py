"""Hand-written places (``geodata/``): rows to records, aliases to additional names.

``places.csv`` and ``regions.geojson`` are also the files of the project in this repository, so the
gazetteer keeps their hash: a run does not read them again. ``geography.csv`` is only compiled.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import inputs
import shapes
from recipes import OutlineRecipeError, RecipeEvaluator, read_regions
from records import PlaceRecord, Rank

SOURCE = "project"
GEOGRAPHY = "geography"
_FOLDER = inputs.ROOT / "geodata"
_FILES = (_FOLDER / "places.csv", _FOLDER / "regions.geojson")
_GEOGRAPHY = _FOLDER / "geography.csv"
# Tolerances in degrees: small shapes keep more vertices than countries. The outline of a
# subcontinent is simplified more, up to this share of its width.
_LEAST_TOLERANCE = 0.002
_SHARE_OF_WIDTH = 0.0005
_POINT_RADIUS_M = 1_000.0


def provenance() -> Iterator[tuple[str, ...]]:
    """Yield the rows for the hand-written places in the table of sources."""
    titles = (
        (SOURCE, "Places written by hand, each with its own source", _FILES),
        (GEOGRAPHY, "Landforms, macro regions and former states, written by hand", (_GEOGRAPHY,)),
    )
    for code, title, files in titles:
        digest = hashlib.sha256()
        for path in filter(Path.is_file, files):
            digest.update(path.read_bytes())
        yield (code, title, "MIT", "", f"geodata/{files[0].name}", digest.hexdigest())


def places(known: Sequence[PlaceRecord]) -> Iterator[PlaceRecord]:
    """Yield the places of both tables; an alias adds its names to one of ``known``.

    Raises:
        inputs.BuildInputError: A row cannot be used; the message names its line.
    """
    by_id = {record.place_id: record for record in known}
    rows = list(_rows())
    recipes = {row["id"]: (row["recipe"], _point(row)) for _, row in rows if row["lon"]}
    evaluator = RecipeEvaluator(recipes, read_regions(_FILES[1]))
    for where, row in rows:
        try:
            record = _record(row, by_id, evaluator)
        except (OutlineRecipeError, ValueError) as error:
            raise inputs.BuildInputError(f"geodata/{where}: {error}") from error
        if record is not None:
            yield record


def _rows() -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the place in the file, and the row, with its file as ``table``."""
    for path, source in ((_FILES[0], SOURCE), (_GEOGRAPHY, GEOGRAPHY)):
        if path.is_file():
            with path.open(encoding="utf-8", newline="") as file:
                reader = csv.DictReader(file)
                for row in reader:
                    yield f"{path.name}:{reader.line_num}", {**row, "table": source}


def _point(row: Mapping[str, str]) -> tuple[float, float]:
    return float(row["lon"]), float(row["lat"])


def _record(
    row: Mapping[str, str], by_id: Mapping[str, PlaceRecord], evaluator: RecipeEvaluator
) -> PlaceRecord | None:
    names = [row["name"], *row["other_names"].split("|")]
    if row["recipe"].startswith("alias:"):
        _add_alias(row, names, by_id)
        return None
    lon, lat = _point(row)
    record = PlaceRecord(
        place_id=f"project:{row['id']}",
        name=row["name"],
        kind=row["kind"],
        lon=lon,
        lat=lat,
        source=row["table"],
        country=row["country"],
        admin1=row["admin1"],
        importance=float(row["importance"] or 0.5),
        uncertainty_m=float(row["uncertainty_m"] or _POINT_RADIUS_M),
        names=[(row["name"], Rank.DISPLAY)],
    )
    record.add(names[1:], Rank.OFFICIAL)
    if row["recipe"]:
        shape = evaluator.geometry(row["recipe"], (lon, lat))
        record.uncertainty_m += shapes.radius_m(shape, lon, lat)
        record.shapes[""] = shapes.simplified(shape, _tolerance(shape))
    return record


def _tolerance(shape: Any) -> float:
    west, south, east, north = shape.bounds
    return max(_LEAST_TOLERANCE, _SHARE_OF_WIDTH * max(east - west, north - south))


def _add_alias(row: Mapping[str, str], names: list[str], by_id: Mapping[str, PlaceRecord]) -> None:
    target = by_id.get(row["recipe"].removeprefix("alias:"))
    if target is None:
        raise ValueError(f'recipe "{row["recipe"]}" names no place of the gazetteer')
    target.add(names, Rank.OFFICIAL)
    if row["importance"]:
        target.importance = max(target.importance, float(row["importance"]))
