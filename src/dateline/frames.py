"""Tables from Python: a data frame, texts or places in, events out.

A frame goes the way of a file: to a raw table, through ``mapping`` and ``normalise``. A table that
these steps returned is used as it is. The index is kept, and findings name rows by its labels.
"""

from __future__ import annotations

import dataclasses
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Final, Protocol, TypeAlias, runtime_checkable

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
from shapely.geometry.base import BaseGeometry

from dateline.diagnostics import Diagnostic
from dateline.errors import InputError
from dateline.geocoder import geocode as place
from dateline.mapping import map_all
from dateline.normalise import normalise, type_events
from dateline.one_line import clipped
from dateline.progress import Advance, unwatched
from dateline.readers.frame import FRAME, heading_of, read_frame
from dateline.results import EventFrame, Events, Findings, PlacedEvents
from dateline.session import Session, SettingsLike, opened
from dateline.settings import Settings

_LON_LAT: Final = "OGC:CRS84"
#: Any of these says where an event is.
_PLACES: Final = ("where", "lon", "lat", "geometry")
_LONGEST_PATH: Final = 1000
_EXPECTED: Final = "expected a data frame, a series or list of texts, or events that dateline read"


@runtime_checkable
class ArrowTable(Protocol):
    """A table or column of another library, such as Polars or PyArrow."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Return the table as an Arrow stream."""


class HasEvents(Protocol):
    """Something with a table of events: a ``Dataset`` or a ``BuildResult``."""

    @property
    def events(self) -> pd.DataFrame:
        """The table of events."""


#: What the functions for Python take: tables, texts that say where, and shapes.
EventsLike: TypeAlias = (
    "pd.DataFrame | pd.Series[str] | Sequence[str] | Sequence[BaseGeometry] "
    "| Sequence[Mapping[str, object]] | Mapping[str, Sequence[object]] "
    "| Events | PlacedEvents | HasEvents | ArrowTable"
)


def from_frame(
    frame: EventsLike,
    columns: Mapping[str, str] | None = None,
    settings: SettingsLike = None,
) -> Events:
    """Return the events of a data frame as a typed table, and the findings.

    Columns are understood as those of a file are. A named index is read as a column, too.

    Args:
        frame: A data frame of pandas, GeoPandas, Polars or PyArrow; or texts that say where.
        columns: Event field to the column that it is read from, such as
            ``{"title": "headline"}``; this takes precedence over ``settings.read.columns``.
        settings: None means those of the ``dateline.toml`` nearest to the working folder; a
            ``Project`` has its own.

    Returns:
        One row per event with the index of ``frame`` and the columns of
        ``dateline.schema.COLUMNS``, followed by any others.

    Raises:
        InputError: ``frame`` is not a table, or lacks a column that ``columns`` names.
        SettingsError: ``columns`` names a field that does not exist.
    """
    given = as_frame(frame)
    with opened(settings) as session:
        if columns is None and is_typed(given):
            return Events(given, Findings())
        return _read(given, session, columns or {})[0]


def geocode(table: EventsLike, settings: SettingsLike = None) -> PlacedEvents:
    """Return the events with their places, and the findings.

    Args:
        table: As ``read`` and :func:`from_frame` return it, or anything that :func:`from_frame`
            takes, such as ``["near Sumy", "Kursk Oblast"]``.
        settings: None means those of the ``dateline.toml`` nearest to the working folder; a
            ``Project`` has its own.

    Returns:
        A GeoDataFrame (OGC:CRS84, lon and lat in degrees) with the rows and the index of
        ``table``. An event that could not be placed has no geometry.

    Raises:
        InputError: ``table`` is not a table, or no column says where the events are.
        GazetteerError: The compiled gazetteer is missing or damaged.
        SettingsError: ``dateline.toml`` is not valid.
    """
    with opened(settings) as session:
        return _place(as_frame(table), session, needs_place=True)


def place_frame(
    given: EventsLike, session: Session, *, advance: Advance = unwatched
) -> PlacedEvents:
    """Return events with their places; those that have places already are used as they are."""
    table = as_frame(given)
    if is_placed(table):
        return PlacedEvents(EventFrame(table), Findings())
    return _place(table, session, advance=advance)


def _place(
    table: pd.DataFrame,
    session: Session,
    *,
    needs_place: bool = False,
    advance: Advance = unwatched,
) -> PlacedEvents:
    """Return the events of any table with their places.

    Raises:
        InputError: Places are needed, and no column says where the events are.
    """
    found: Sequence[Diagnostic] = ()
    if not is_typed(table):
        events, mapped = _read(table, session, {})
        if needs_place and len(table) and not mapped.intersection(_PLACES):
            raise _no_place(table)
        table, found = events
    placed, more = place(
        table.reset_index(drop=True),
        session.settings,
        gazetteer=session.gazetteer,
        advance=advance,
    )
    events = EventFrame(placed)
    events.index = table.index
    return PlacedEvents(events, Findings([*found, *_labelled(more, _rows(table), table.index)]))


def _read(
    frame: pd.DataFrame, session: Session, columns: Mapping[str, str]
) -> tuple[Events, set[str]]:
    """Return the events of a frame, and the fields that its columns were mapped to."""
    raw = read_frame(frame)
    named = {field: heading_of(column) for field, column in columns.items()}
    for field, heading in named.items():
        if heading not in raw.headings:
            raise _no_column(field, heading, raw.headings)
    settings = session.settings
    together = {**settings.read.columns, **named}
    chosen = dataclasses.replace(
        settings, read=dataclasses.replace(settings.read, columns=together)
    )
    mapped = map_all([raw], chosen, session=session)
    table, found, _ = type_events(mapped, chosen)
    rows = table["origin_line"].to_numpy(dtype=np.int64) - 1
    table.index = frame.index.take(rows)
    labels = pd.Series(np.arange(len(frame)), range(1, len(frame) + 1))
    found = _labelled(found, labels, frame.index)
    return Events(table, Findings(found)), {*mapped.table.columns}


def _no_column(field: str, heading: str, headings: Sequence[str]) -> InputError:
    import difflib  # noqa: PLC0415 - known headings need no hint

    near = difflib.get_close_matches(heading, headings, n=1)
    listed = clipped(", ".join(f'"{name}"' for name in headings), 400)
    return InputError(
        f'columns maps {field} to "{clipped(heading)}", but the frame has no such column',
        hint=f'did you mean "{near[0]}"?' if near else f"use one of {listed or 'its columns'}",
    )


def _no_place(frame: pd.DataFrame) -> InputError:
    listed = ", ".join(f'"{heading_of(label)}"' for label in frame.columns) or "none"
    return InputError(
        f"no column of the frame says where the events are; its columns are {clipped(listed, 400)}",
        hint='name the column: dateline.from_frame(frame, columns={"where": "its name"})',
    )


# --- rows by their labels -------------------------------------------------------------------------


def _label(label: object) -> str:
    if isinstance(label, tuple):
        return ", ".join(map(str, label))
    return str(label)


def _rows(table: pd.DataFrame) -> pd.Series[int]:
    """Return the row of each line of a frame; without lines that occur twice."""
    if "origin_file" not in table.columns or "origin_line" not in table.columns:
        return pd.Series(dtype="int64")
    is_own = (table["origin_file"] == FRAME).fillna(value=False).to_numpy(dtype=bool)
    rows = pd.Series(np.flatnonzero(is_own), table["origin_line"].to_numpy()[is_own])
    return rows[~rows.index.duplicated(keep=False)]


def _labelled(
    found: Iterable[Diagnostic], rows: pd.Series[int], index: pd.Index[Any]
) -> list[Diagnostic]:
    """Return findings in which the rows of a frame are named by their labels.

    Args:
        found: The findings.
        rows: The row of each line.
        index: The label of each row.
    """

    def label(line: int) -> str | None:
        row = rows.get(line)
        return None if row is None else _label(index[row])

    def named(match: re.Match[str]) -> str:
        name = label(int(match[1]))
        return match[0] if name is None else f'{FRAME}, row "{clipped(name)}"'

    return [
        dataclasses.replace(
            each,
            message=re.sub(rf"\b{FRAME}:(\d+)", named, each.message),
            row=label(each.line) or "",
        )
        if each.file == FRAME
        else each
        for each in found
    ]


# --- which kind of table --------------------------------------------------------------------------


@cache
def _template() -> dict[str, Any]:
    """Return the dtype of each column of a typed table."""
    return dict(normalise(pd.DataFrame(), Settings())[0].dtypes)


def is_typed(frame: pd.DataFrame) -> bool:
    """Return whether a table has every column as ``read`` and :func:`from_frame` return it."""
    dtypes = dict(zip(frame.columns, frame.dtypes, strict=True))
    return len(dtypes) == len(frame.columns) and all(
        name in dtypes and _fits(dtypes[name], dtype) for name, dtype in _template().items()
    )


def _fits(seen: Any, expected: Any) -> bool:
    if isinstance(expected, pd.CategoricalDtype):
        return isinstance(seen, pd.CategoricalDtype)
    return bool(seen == expected) or (expected.kind == "O" and seen == "geometry")


def is_placed(frame: pd.DataFrame) -> bool:
    """Return whether a table is as :func:`geocode` returns it."""
    return (
        isinstance(frame, gpd.GeoDataFrame)
        and frame.active_geometry_name == "geometry"
        and is_typed(frame)
        and bool(frame["geocode_method"].notna().all())
    )


# --- anything to a frame --------------------------------------------------------------------------


def as_frame(given: EventsLike) -> pd.DataFrame:
    """Return a table of any library, a ``Dataset``, texts or shapes as a data frame.

    Raises:
        InputError: It is none of these.
    """
    held = _held(given)
    if held is not None:
        return _in_degrees(held)
    if _is_file(given):
        raise InputError(
            f'"{clipped(str(given))}" is a file, {_EXPECTED}',
            hint="use dateline.read(path) first",
        )
    value: object = [given] if isinstance(given, str) else given
    if isinstance(value, pd.Series):
        return _from_series(value)
    if isinstance(value, Mapping):
        return _from_mapping(value)
    if isinstance(value, ArrowTable):
        return _from_arrow(value)
    if isinstance(value, Iterable) and not isinstance(value, bytes):
        return _from_list(list(value))
    raise InputError(f"{_name(value)} is not a table, {_EXPECTED}", hint="convert it first")


def _held(given: object) -> pd.DataFrame | None:
    """Return the data frame that something is or has, or None."""
    if isinstance(given, (Events, PlacedEvents)):
        given = given.table
    held = given if isinstance(given, pd.DataFrame) else getattr(given, "events", None)
    return held if isinstance(held, pd.DataFrame) else None


def _is_file(given: object) -> bool:
    """Return whether a path is given, or a text that is one: no place has the name of a file."""
    if isinstance(given, os.PathLike):
        return True
    if not isinstance(given, str) or "." not in given or len(given) > _LONGEST_PATH:
        return False
    return os.path.isfile(given)  # noqa: PTH113 - a NUL in it is no error here


def _in_degrees(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a typed table with its shapes in OGC:CRS84, if they have been converted since."""
    shapes: Any = frame
    has_shapes = isinstance(frame, gpd.GeoDataFrame) and shapes.active_geometry_name == "geometry"
    if not has_shapes or shapes.crs is None or shapes.crs.equals(_LON_LAT) or not is_typed(frame):
        return frame
    converted: pd.DataFrame = shapes.to_crs(_LON_LAT)
    return converted


def _from_mapping(given: Mapping[str, Sequence[object]]) -> pd.DataFrame:
    try:
        return pd.DataFrame(dict(given))
    except ValueError as error:
        raise InputError(
            f"the mapping is not a table: {error}", hint="give each column as many values"
        ) from error


def _from_arrow(given: ArrowTable) -> pd.DataFrame:
    try:
        table = pa.table(given)
    except (TypeError, ValueError):
        return _from_series(pd.Series(pa.chunked_array(given).to_pylist(), dtype=object))
    has_shapes = any(_is_geoarrow(field) for field in table.schema)
    frame: pd.DataFrame = (
        gpd.GeoDataFrame.from_arrow(table)
        if has_shapes
        else table.to_pandas(types_mapper=pd.ArrowDtype)
    )
    return frame


def _is_geoarrow(field: pa.Field) -> bool:
    name: bytes = (field.metadata or {}).get(b"ARROW:extension:name", b"")
    return name.startswith(b"geoarrow.")


def _from_list(given: list[Any]) -> pd.DataFrame:
    given = [item.as_py() if isinstance(item, pa.Scalar) else item for item in given]
    if given and all(isinstance(item, Mapping) for item in given):
        return pd.DataFrame(given)
    return _from_series(pd.Series(given, dtype=object))


def _from_series(given: pd.Series[Any]) -> pd.DataFrame:
    """Return a series of texts or shapes as the places of events."""
    if given.dtype == "geometry":
        return _from_shapes(given)
    values = given.astype(object)
    values = values.where(values.notna().to_numpy(), None)
    kinds = {type(value) for value in values} - {type(None)}
    if kinds and all(issubclass(kind, BaseGeometry) for kind in kinds):
        return _from_shapes(values)
    if not all(issubclass(kind, str) for kind in kinds):
        others = ((k, v) for k, v in values.items() if v is not None and not isinstance(v, str))
        label, value = next(others)
        raise InputError(
            f'row "{_label(label)}" is {_name(value)}, expected a text that says where',
            hint="give the table that it is a column of, as a data frame",
        )
    return pd.DataFrame({"title": values, "where": values})


def _from_shapes(given: pd.Series[Any]) -> pd.DataFrame:
    frame: pd.DataFrame = gpd.GeoDataFrame(geometry=gpd.GeoSeries(given))
    return frame


def _name(value: object) -> str:
    return f"{clipped(repr(value), 40)} ({type(value).__name__})"
