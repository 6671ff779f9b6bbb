"""Styles for QGIS next to files that cannot contain any: ``events.qml`` for ``events.fgb``."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np

from dateline.export.atomic import write_atomic
from dateline.export.fields import select_fields
from dateline.export.flat import column_names
from dateline.export.geometry import prepare_geometry
from dateline.export.geopackage import GEOMETRY_KINDS, type_codes
from dateline.export.gis import RESERVED
from dateline.export.qgis import qml
from dateline.export.style_rules import style_rules
from dateline.settings import Settings
from dateline.texts import unique_names

#: What is added to the name of a style, by what it draws.
_STEMS: Final = {"Point": "points", "LineString": "lines", "Polygon": "areas"}


def write_qml(events: gpd.GeoDataFrame, path: Path, settings: Settings) -> None:
    """Write the styles of a file that was exported, one for each kind of geometry in it.

    QGIS loads the one with the name of the file on its own, and a style is for one kind of geometry
    only. So that one is for the kind with the most events, and others have names such as
    ``events-lines.qml``, to be loaded by hand.

    Args:
        events: As for :func:`export_events`.
        path: The file, with a suffix in ``registry.STYLED``.
        settings: Read: ``style`` and ``layers``.
    """
    fields = select_fields(events)
    names = [field.name for field in fields]
    if path.suffix.lower() == ".fgb":
        names = unique_names(column_names(fields), taken=RESERVED, any_case=True)
    called = {field.column or field.name: name for field, name in zip(fields, names, strict=True)}
    rules = style_rules(events, settings, called)
    codes = type_codes(prepare_geometry(events))
    counts = dict.fromkeys(_STEMS, 0)
    for kind in GEOMETRY_KINDS:
        geometry = kind.names[0].removeprefix("Multi") if kind.names else ""
        if geometry in counts:
            counts[geometry] += int(np.isin(codes, kind.types).sum())
    first = max(counts, key=lambda geometry: counts[geometry])
    for geometry, count in counts.items():
        if count or geometry == first:
            stem = path.stem if geometry == first else f"{path.stem}-{_STEMS[geometry]}"
            write_atomic(path.with_name(f"{stem}.qml"), qml(rules, geometry).encode())
