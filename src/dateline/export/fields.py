"""The columns that exports carry: which, in what order, and of what kind. No format is known here.

Nested columns travel twice: whole (as JSON where a format has no nesting), and as flat mirrors that
a table or a label can use.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import geopandas as gpd
import numpy as np
import orjson
import pandas as pd
from numpy.typing import NDArray

from dateline.export.geometry import DECIMALS
from dateline.schema import COLUMNS, MIRRORS

Kind = Literal["text", "integer", "number", "boolean", "instant", "texts", "records"]

#: Columns that are written even when no event has a value in them, so that a style, a query or
#: dateline itself can rely on them.
ALWAYS: Final = frozenset(
    (
        "event_id",
        "title",
        "description",
        "layer",
        "event_type",
        "status",
        "verification",
        "when",
        "start",
        "end",
        "date_precision",
        "approximate",
        "uncertain",
        "where",
        "place_name",
        "place_precision",
        "uncertainty_m",
        "country",
        "lon",
        "lat",
        "geocode_method",
        "sources",
        "origin_file",
        "origin_line",
    )
)

_KINDS: Final[dict[str, Kind]] = {
    "text": "text",
    "category": "text",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "instant": "instant",
    "texts": "texts",
    "records": "records",
}

#: Between the parts of a text that mirrors a list.
SEPARATOR: Final = "; "


@dataclass(frozen=True, slots=True)
class Field:
    """One column of an export.

    Attributes:
        name: As in the event table; unknown columns keep their heading.
        kind: What its values are.
        column: The values, one a row.
    """

    name: str
    kind: Kind
    column: pd.Series[Any]

    def rows(self, rows: slice) -> Field:
        """Return the field of some of the rows."""
        return Field(self.name, self.kind, self.column.iloc[rows])

    def numbers(self) -> NDArray[np.float64]:
        """Return the values as floats, missing ones as NaN; positions to seven decimals."""
        numbers = np.asarray(self.column.to_numpy(float, na_value=np.nan))
        return np.round(numbers, DECIMALS) + 0.0 if self.name in ("lon", "lat") else numbers

    def objects(self) -> list[Any]:
        """Return the values as Python objects; missing and empty ones are ``None``."""
        if self.kind in ("texts", "records"):
            return [value or None for value in self.column]
        if self.kind == "number":
            numbers = self.numbers()
            return _objects(numbers.astype(object), missing=~np.isfinite(numbers))
        if isinstance(self.column.dtype, pd.CategoricalDtype):
            words = np.array([*self.column.cat.categories, None], dtype=object)
            return list(words[self.column.cat.codes.to_numpy()])
        return _objects(self.column.to_numpy(object), missing=self.column.isna().to_numpy())

    def flat(self) -> list[Any]:
        """Return the values as :meth:`objects` does, lists as one text and records as JSON text.

        A list is joined by :data:`SEPARATOR`, or JSON if one of its items could not be told apart.
        NUL characters, which flat formats end a text at, become U+FFFD.
        """
        if self.kind == "texts":
            return [_join(value) if value else None for value in self.column]
        if self.kind == "records":
            return [to_json(value) if value else None for value in self.column]
        objects = self.objects()
        if self.kind == "text":
            return [v.replace("\0", "\ufffd") if v and "\0" in v else v for v in objects]
        return objects


def _objects(values: NDArray[np.object_], *, missing: NDArray[np.bool_]) -> list[Any]:
    if missing.any():
        values = values.copy()
        values[missing] = None
    return list(values)


#: A list with such an item cannot be told from its parts once joined.
_NOT_JOINED: Final = re.compile(r"[;|,]|^[\s\[{]|\s$|^$")


def _join(items: tuple[str, ...]) -> str:
    if any(_NOT_JOINED.search(item) for item in items):
        return to_json(items)
    return SEPARATOR.join(items)


def to_json(value: object) -> str:
    """Return a nested value as compact JSON text."""
    return orjson.dumps(value, default=str).decode()


def select_fields(events: pd.DataFrame) -> list[Field]:
    """Return the columns to export: those of the schema in its order, mirrors, then unknown ones.

    A column in which no event has a value is left out, unless it is one of :data:`ALWAYS`. The
    geometry and internal columns are not among them.

    Args:
        events: The columns of ``schema.COLUMNS`` that there are, and any others.
    """
    known = {column.name for column in COLUMNS}
    fields = [
        Field(column.name, _KINDS[column.dtype], events[column.name])
        for column in COLUMNS
        if column.name in events and column.dtype != "geometry" and not column.is_internal
    ]
    unknown = [
        Field(str(name), "text", events[name].astype("str"))
        for name in events.columns
        if name not in known and str(name) not in MIRRORS
    ]
    kept = [field for field in (*fields, *unknown) if field.name in ALWAYS or _has_value(field)]
    at = next((n for n, field in enumerate(kept) if field.name == "origin_file"), len(kept))
    return [*kept[:at], *_mirrors(events), *kept[at:]]


def _has_value(field: Field) -> bool:
    if field.kind in ("texts", "records"):
        return any(field.column.to_list())
    return bool(field.column.notna().any())


# --- mirrors ----------------------------------------------------------------------------------

Record = Mapping[str, Any]


def _mirrors(events: pd.DataFrame) -> Iterable[Field]:
    """Yield the flat mirrors of the nested columns that have a value."""
    for name, (column, mirror) in _MIRRORED.items():
        values = events[column].to_list() if column in events else []
        if any(values):
            values = [mirror(value) if value else None for value in values]
            kind: Kind = "integer" if name.endswith("_count") else "text"
            yield Field(name, kind, pd.Series(values, index=events.index, dtype=object))


def _first(key: str) -> Callable[[tuple[Record, ...]], str | None]:
    def first(records: tuple[Record, ...]) -> str | None:
        for record in records:
            if value := record.get(key):
                return str(value)
        return None

    return first


def format_figures(figures: tuple[Record, ...]) -> str:
    """Return figures as one line: "soldiers: 3000 (2500–3500) persons; killed: not given"."""
    return SEPARATOR.join(_format_figure(figure) for figure in figures)


def _format_figure(figure: Record) -> str:
    value, low, high = (figure.get(key) for key in ("value", "low", "high"))
    bounds = ""
    if low is not None and high is not None:
        bounds = f"{_number(low)}–{_number(high)}"
    elif low is not None or high is not None:
        bounds = f"at least {_number(low)}" if low is not None else f"at most {_number(high)}"
    said = "not given" if value is None else _number(value)
    if bounds:
        said = bounds if value is None else f"{said} ({bounds})"
    unit = figure.get("unit")
    return f"{figure.get('label') or 'figure'}: {said}" + (f" {unit}" if unit else "")


def _number(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


#: Mirror to the column it mirrors, and how. The names and meanings are ``schema.MIRRORS``.
_MIRRORED: Final[dict[str, tuple[str, Callable[[tuple[Record, ...]], Any]]]] = {
    "source_count": ("sources", len),
    "source_title": ("sources", _first("title")),
    "source_publisher": ("sources", _first("publisher")),
    "source_url": ("sources", _first("url")),
    "figures_text": ("figures", format_figures),
    "media_url": ("media", _first("url")),
}


# --- text that is none ------------------------------------------------------------------------


def replace_surrogates(events: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the events with lone surrogates, which UTF-8 cannot hold, replaced by U+FFFD."""
    columns = {
        name: pd.Series([_replace(value) for value in column], index=column.index, dtype=object)
        for name, column in events.items()
        if column.dtype in ("object", "str")
    }
    return events.assign(**columns)


def _replace(value: Any) -> Any:
    match value:
        case str():
            return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case dict():
            return {_replace(key): _replace(item) for key, item in value.items()}
        case list() | tuple():
            return tuple(_replace(item) for item in value)
    return value
