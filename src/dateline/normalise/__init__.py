"""Normalise: convert the raw table to the typed one and check it field by field.

Every column of ``schema.COLUMNS`` is set. An invalid value is reported, kept as text in
``given_<field>`` and missing in its own column; no event is ever dropped. Each distinct value is
interpreted once. Places are found later, in ``geocoder``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from dateline import schema
from dateline.arrow import to_arrow, to_texts
from dateline.diagnostics import Diagnostic
from dateline.layer_paths import clean_path, layers_above
from dateline.limits import LAYER_DEPTH
from dateline.mapping import Mapped, TableMapping
from dateline.mapping.decided import date_formats, with_dates
from dateline.normalise.builder import TableBuilder, quote, rows_by_text
from dateline.normalise.dates import type_dates
from dateline.normalise.identity import make_ids, take_ids
from dateline.normalise.marked import report_facets
from dateline.normalise.numbers import type_integers, type_uncertainty
from dateline.normalise.places import type_places
from dateline.normalise.records import type_lists
from dateline.normalise.resolved import type_resolutions
from dateline.normalise.unknown import keep_unknown
from dateline.normalise.words import type_booleans, type_categories
from dateline.settings import Settings

__all__ = ["Typed", "normalise", "type_events"]

#: Text columns that other modules of this package set.
_CHECKED_TEXTS: Final = frozenset({"event_id", "when", "reported_at", "updated_at"})

#: The pandas dtypes for the schema's types that hold one plain value.
_DTYPES: Final[dict[schema.Dtype, Any]] = {
    "number": "float64",
    "integer": "Int64",
    "boolean": "boolean",
    "instant": "datetime64[s]",
}


class Typed(NamedTuple):
    """The typed table, the findings of mapping and typing, and the mapping of each table."""

    table: pd.DataFrame
    diagnostics: list[Diagnostic]
    mappings: list[TableMapping]


def type_events(mapped: Mapped, settings: Settings) -> Typed:
    """Return mapped events with typed columns; their dates are read as saved mappings say.

    Args:
        mapped: As :func:`dateline.mapping.map_all` returns it. Large columns are removed from its
            table once they are typed, so that they are not held twice.
        settings: As for :func:`normalise`.
    """
    raw, found, mappings = mapped
    builder = _type(raw, settings, date_formats(mappings))
    kept = keep_unknown(builder)
    report_facets(builder, kept)
    table = _assemble(builder, kept)
    return Typed(table, [*found, *builder.findings()], with_dates(mappings, builder.date_orders))


def normalise(table: pd.DataFrame, settings: Settings) -> tuple[pd.DataFrame, list[Diagnostic]]:
    """Return the events with typed columns, and the findings.

    Args:
        table: As :func:`dateline.mapping.map_all` returns it; any columns may be missing.
        settings: Read: ``event_types`` and ``read.date_format``.

    Returns:
        The rows of ``table`` in their order, with a ``RangeIndex``: every column of
        ``schema.COLUMNS`` in its order and dtype (``geometry`` as shapely objects or None), then
        unknown columns and the ``given_`` columns as text. Columns that ``geocode`` fills are
        missing, but for events of an export whose place was not edited since.
    """
    builder = _type(table.reset_index(drop=True), settings, {})
    kept = keep_unknown(builder)
    report_facets(builder, kept)
    return _assemble(builder, kept), builder.findings()


def _type(
    table: pd.DataFrame,
    settings: Settings,
    formats: Mapping[str, Mapping[str, tuple[str, ...]]],
) -> TableBuilder:
    builder = TableBuilder(table, settings, formats)
    _type_texts(builder)
    type_dates(builder)
    type_categories(builder)
    type_booleans(builder)
    type_integers(builder)
    type_uncertainty(builder)
    type_places(builder)
    type_resolutions(builder)
    # Ids that are missing are made of all columns as written.
    has_ids = take_ids(builder)
    if has_ids:
        _release_typed(builder)
    type_lists(builder, release=has_ids)
    if not has_ids:
        make_ids(builder)
    _report_titles(builder)
    return builder


def _release_typed(builder: TableBuilder) -> None:
    """Remove the raw columns that were typed; those of text are their own typed columns."""
    for column in schema.COLUMNS:
        if column.name in builder.columns and column.dtype != "text":
            builder.release(column.name)


def _type_texts(builder: TableBuilder) -> None:
    """Set the plain text columns; a list or mapping in one of them is a ``field-type`` fault."""
    for column in schema.COLUMNS:
        if column.origin != "given" or column.dtype != "text":
            continue
        _refuse_nested(builder, column.name)
        if column.name == "layer":
            _refuse_deep_layers(builder)
            builder.columns["layer"] = _clean_layers(builder.texts("layer"))
            _report_many_layers(builder)
        elif column.name not in _CHECKED_TEXTS:
            builder.columns[column.name] = builder.texts(column.name)


def _refuse_deep_layers(builder: TableBuilder) -> None:
    """Report layers inside too many others; the tree of layers takes the square of the levels."""
    paths = builder.texts("layer")
    slashes = pc.count_substring(to_arrow(paths), "/").fill_null(0)
    deep = slashes.to_numpy(zero_copy_only=False) >= LAYER_DEPTH
    if not deep.any():
        return
    refused = np.zeros(len(paths), dtype=bool)
    for text, rows in rows_by_text(paths.where(deep)).items():
        levels = clean_path(text).count("/") + 1
        if levels > LAYER_DEPTH:
            message = f"the layer has {levels:,} levels, expected at most {LAYER_DEPTH}"
            hint = "use fewer slashes in the layer"
            builder.refuse(rows, "limit-exceeded", message, field="layer", hint=hint)
            refused[rows] = True
    builder.blank("layer", refused)


def _report_many_layers(builder: TableBuilder) -> None:
    """Report more layers than a page lists, once, at the first event that has a layer."""
    paths = builder.columns["layer"]
    count, most = len(layers_above(paths.dropna().unique())), builder.settings.limits.page_layers
    if count > most:
        builder.report(
            [int(np.flatnonzero(paths.notna())[0])],
            "layers-many",
            f"there are {count:,} layers, and a page lists at most {most:,}; the other events are "
            'shown in the layer above theirs, or in "Other layers"',
            field="layer",
            hint="use a column with fewer values as the layer, or raise limits.page_layers",
        )


def _clean_layers(paths: pd.Series) -> pd.Series:
    """Return layer paths in the one form in which pages, exports and locks have them."""
    encoded = to_arrow(paths).dictionary_encode()
    written = encoded.dictionary.to_pylist()
    cleaned = [clean_path(path) or None for path in written]
    if cleaned == written:
        return paths
    return to_texts(pa.array(cleaned, pa.large_string()).take(encoded.indices), paths.index)


def _refuse_nested(builder: TableBuilder, name: str) -> None:
    if not builder.has(name) or builder.raw[name].dtype == "str":
        return
    raw = builder.raw[name].to_numpy(dtype=object)
    rows = np.array([isinstance(value, (list, dict)) for value in raw], dtype=bool)
    if rows.any():
        for text, some in rows_by_text(builder.texts(name).where(rows)).items():
            message = f"{name} is {quote(text)}, expected text"
            builder.refuse(
                some, "field-type", message, field=name, hint="write a single text, in quotes"
            )
        builder.blank(name, rows)


def _report_titles(builder: TableBuilder) -> None:
    untitled = np.flatnonzero(builder.columns["title"].isna())
    builder.report_missing(
        untitled,
        "title-missing",
        'the event has no "title"',
        field="title",
        hint="add `title:` and say in one line what happened",
    )


def _assemble(builder: TableBuilder, kept: dict[str, pd.Series]) -> pd.DataFrame:
    columns = {column.name: _column(builder, column) for column in schema.COLUMNS}
    extra = {name: builder.columns[name] for name in builder.columns if name not in schema.BY_NAME}
    refused = builder.kept_columns()
    for name, texts in kept.items():
        extra[name] = refused.pop(name).fillna(texts) if name in refused else texts
    # The builder made these columns, so they need no copy, and none of them is held twice.
    return pd.DataFrame({**columns, **extra, **refused}, index=builder.raw.index, copy=False)


def _column(builder: TableBuilder, column: schema.Column) -> pd.Series:
    if column.name in builder.columns:
        return pd.Series(builder.columns[column.name], index=builder.raw.index, copy=False)
    if column.origin == "read" and builder.has(column.name):
        return _origin(builder.raw[column.name], column.dtype)
    return _missing(builder, column)


def _origin(raw: pd.Series[Any], dtype: schema.Dtype) -> pd.Series[Any]:
    if dtype == "text":
        return raw.astype("str")
    return raw.astype("Int64") if dtype == "integer" else raw.astype("object")


def _missing(builder: TableBuilder, column: schema.Column) -> pd.Series[Any]:
    """Return a column in which every value is missing."""
    index, count = builder.raw.index, len(builder)
    if column.dtype == "category":
        none = np.full(count, -1, dtype=np.int64)
        words = pd.Index(column.vocabulary, dtype="str")
        return pd.Series(pd.Categorical.from_codes(none, categories=words), index=index)
    if column.dtype in _DTYPES:
        dtype = _DTYPES[column.dtype]
        return pd.Series(pd.array([None], dtype=dtype).take(np.zeros(count, int)), index=index)
    if column.dtype == "text":
        return builder.no_texts()
    if column.dtype == "geometry" or column.is_internal:
        return pd.Series(np.full(count, None, dtype=object), index=index, dtype=object)
    return builder.no_lists(column.name)
