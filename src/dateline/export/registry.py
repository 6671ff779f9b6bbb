"""The table of export formats by suffix, which the command line, settings and docs use."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Final, Protocol

import geopandas as gpd
import pandas as pd
import pyarrow as pa

from dateline.arrow import replace_surrogates
from dateline.errors import OutputError, SettingsError
from dateline.export.atomic import write_atomic
from dateline.export.looks import with_simplestyle
from dateline.origins import with_public_origins
from dateline.progress import Advance, unwatched
from dateline.readers.frame import plain_column
from dateline.schema import BY_NAME
from dateline.settings import Settings
from dateline.texts import unique_names


class Writer(Protocol):
    """A function that writes events to a path and reports its progress in rows."""

    def __call__(
        self, events: gpd.GeoDataFrame, path: Path, settings: Settings, /, *, advance: Advance
    ) -> None:
        """Write the events."""


@dataclass(frozen=True, slots=True)
class Format:
    """An export format.

    Attributes:
        title: Name of the format.
        meaning: What it is good for, in one line.
        write: Writes events to a path that does not exist yet.
    """

    title: str
    meaning: str
    write: Writer


def _writer(module: str, name: str) -> Writer:
    """Return a writer whose module, and what that needs, is imported when it first writes."""

    def write(
        events: gpd.GeoDataFrame, path: Path, settings: Settings, /, *, advance: Advance = unwatched
    ) -> None:
        writer: Writer = getattr(import_module(f"dateline.export.{module}"), name)
        writer(events, path, settings, advance=advance)

    return write


_GEOJSON: Final = _writer("geojson", "write_geojson")
_LINES: Final = _writer("geojson", "write_geojson_lines")
_SEQUENCE: Final = _writer("geojson", "write_geojson_sequence")
_GEOPACKAGE: Final = _writer("geopackage", "write_geopackage")
_CSV: Final = _writer("delimited", "write_csv")

#: Formats by suffix in lower case.
FORMATS: Final[dict[str, Format]] = {
    ".geojson": Format("GeoJSON", "RFC 7946, nested, one feature per line", _GEOJSON),
    ".json": Format("GeoJSON", "as .geojson", _GEOJSON),
    ".geojsonl": Format("GeoJSON lines", "one feature per line, for streams", _LINES),
    ".geojsons": Format("GeoJSON sequence", "RFC 8142, for streams", _SEQUENCE),
    ".gpkg": Format("GeoPackage", "for QGIS and other GIS", _GEOPACKAGE),
    ".fgb": Format("FlatGeobuf", "for web maps and other GIS", _writer("gis", "write_flatgeobuf")),
    ".parquet": Format("GeoParquet", "for data frames", _writer("parquet", "write_parquet")),
    ".csv": Format("CSV", "for spreadsheets; geometry as WKT", _CSV),
    ".kml": Format("KML", "for Google Earth", _writer("kml", "write_kml")),
    ".kmz": Format("KMZ", "zipped KML", _writer("kml", "write_kmz")),
}


#: The suffixes of files that may have a style for QGIS next to them.
STYLED: Final = frozenset({".fgb", ".geojson", ".json"})


def check_format(path: Path | str) -> Format:
    """Return the format for the suffix of a file.

    Raises:
        OutputError: No format has that suffix.
    """
    suffix = Path(path).suffix.lower()
    if suffix not in FORMATS:
        stem = Path(path).stem.strip(".") or "events"
        seen = f'the suffix "{suffix}"' if suffix else "no suffix"
        raise OutputError(
            f'cannot write "{path}": it has {seen}, expected one of {", ".join(FORMATS)}',
            hint=f'use a name such as "{stem}.geojson"',
        )
    return FORMATS[suffix]


def check_outputs(settings: Settings) -> None:
    """Check that a build can write what the settings ask for, before it does anything.

    Raises:
        OutputError: The suffix of an export is unknown.
        SettingsError: Two outputs have the same name.
    """
    output = settings.output
    for name in output.exports:
        check_format(name)
    _check_styles(settings)
    named = [os.path.normpath(name) for name in (output.html, *output.exports) if name]
    for name, count in Counter(named).items():
        if count > 1:
            raise SettingsError(
                f'[output] names "{name}" {count} times, expected a different name for each file',
                hint="change html or exports in dateline.toml",
            )


def _check_styles(settings: Settings) -> None:
    """Raise if two files would have the same style next to them: columns differ by format."""
    if not settings.style.qml:
        return
    paths = [Path(name) for name in settings.output.exports]
    stems = Counter(path.with_suffix("") for path in paths if path.suffix.lower() in STYLED)
    for stem, count in stems.items():
        if count > 1:
            raise SettingsError(
                f'"style.qml" is true and {count} exports are called "{stem}", expected different '
                "names: each has a style of its name next to it",
                hint=f'change a name, such as "{stem}-web.fgb"',
            )


def export_events(
    events: gpd.GeoDataFrame,
    path: Path | str,
    settings: Settings,
    *,
    advance: Advance = unwatched,
) -> None:
    """Write events to a file atomically, in the format for its suffix.

    All events are written in the order of the rows, including unplaced and undated ones. Equal
    events and settings give equal bytes. Lone surrogates become U+FFFD.

    Args:
        events: The events from ``geocode``, with the columns of ``schema.COLUMNS``; OGC:CRS84.
        path: The file; its folder is created if missing.
        settings: Read: the title, the description, the note, the worldview and ``output.origin``.
        advance: Called with the number of rows written and in total.

    Raises:
        OutputError: No format has that suffix, or the file can't be written.
        SettingsError: A column of ``[style]`` does not exist or cannot give colours or sizes.
    """
    chosen = check_format(path)
    events = with_public_origins(events, settings)
    if settings.style.simplestyle and chosen.title.startswith("GeoJSON"):
        events = with_simplestyle(events, settings)
    names = unique_names(replace_surrogates(str(name)) for name in events.columns)
    if names != [*events.columns]:
        events = events.set_axis(names, axis="columns")
    events = _with_plain_dates(events)
    write_atomic(path, lambda temporary: chosen.write(events, temporary, settings, advance=advance))
    if settings.style.qml and Path(path).suffix.lower() in STYLED:
        import_module("dateline.export.qml_files").write_qml(events, Path(path), settings)


def _with_plain_dates(events: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the events with instants in columns that are no field as ISO text."""
    dates = [
        name
        for name, dtype in events.dtypes.items()
        if name not in BY_NAME and (getattr(dtype, "kind", "") == "M" or _is_arrow_date(dtype))
    ]
    texts = {name: plain_column(events[name]).set_axis(events.index) for name in dates}
    return events.assign(**texts) if texts else events


def _is_arrow_date(dtype: object) -> bool:
    return isinstance(dtype, pd.ArrowDtype) and pa.types.is_date(dtype.pyarrow_dtype)
