"""Unknown fields: kept with their type, and reported if the name looks like a typing error.

A column is a number, a whole number, a truth value or a date if all its values are, and if nothing
that is written is lost by it: codes with leading zeros, versions such as 1.10 and numbers with more
digits than a float holds are text. Tables from elsewhere are full of such columns, so only near
misses are reported.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from dateline import schema
from dateline.arrow import to_arrow, to_texts
from dateline.diagnostics import Edit
from dateline.fingerprint import FINGERPRINT
from dateline.iso_dates import date_kind
from dateline.mapping.dates import DATE_RULE
from dateline.mapping.lexicon import PARTS, fold_heading, heading_scores
from dateline.mapping.values import NOTHING_TEXTS
from dateline.normalise.builder import KEPT_PREFIX, TableBuilder
from dateline.normalise.near import all_near, nearest

_NEAR_OWN: Final = 0.75
_NEAR_OTHERS: Final = 0.86
#: The score of a heading that is a known word, and so no misspelling of another.
_KNOWN: Final = 0.95

_FIELDS: Final = (*schema.GIVEN, *PARTS)

#: Fields that dateline fills with what it finds about a place.
_OF_PLACE: Final = frozenset({"admin1", "place_name"})


def keep_unknown(builder: TableBuilder) -> dict[str, pd.Series]:
    """Return the columns that are not fields, with their type; a near miss is ``field-unknown``."""
    kept: dict[str, pd.Series] = {}
    for name in builder.raw.columns:
        if name not in schema.BY_NAME and name not in (FINGERPRINT, DATE_RULE):
            texts = builder.texts(name)
            _report(builder, str(name), texts)
            is_refused = str(name).startswith(KEPT_PREFIX)
            kept[name] = texts if is_refused else typed(builder.raw[name], texts)
    return kept


_INTEGER: Final = "^-?(0|[1-9][0-9]{0,18})$"
#: With an exponent only as programs write it: 1e5 may be a code.
_NUMBER: Final = "^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-][0-9]+)?$"
#: More digits than every float keeps, in a number without an exponent.
_LONG: Final = "[0-9.]{17,}"
_ENDS_IN_ZERO: Final = "[.][0-9]*0$"
_TRUTH: Final = "^(true|false|True|False|TRUE|FALSE)$"

#: How many values are examined before the whole column is.
_FIRST: Final = 100
_LARGEST: Final = 2**63 - 1
#: Up to here a float holds every whole number.
_EXACT: Final = 2**53


def typed(raw: pd.Series[Any], texts: pd.Series[str]) -> pd.Series[Any]:
    """Return a column with the type that all its values have, else as text.

    Args:
        raw: The values as read; those of JSON have types already.
        texts: The same as text.
    """
    if raw.dtype != "str":
        is_text = isinstance(raw.dtype, pd.StringDtype)
        return texts if is_text else _typed_values(raw, texts)
    values = to_arrow(texts)
    is_nothing = pc.is_in(values, value_set=NOTHING_TEXTS)
    values = pc.if_else(is_nothing, pa.scalar(None, values.type), values)
    found = None if values.null_count == len(values) else _typed_texts(values)
    if found is not None:
        return pd.Series(found, index=texts.index)
    # Dates stay texts, and exports with a type for dates convert them.
    has_dates = is_nothing.true_count and date_kind(values)
    return to_texts(values, texts.index) if has_dates else texts


def _typed_texts(values: pa.LargeStringArray) -> Any:
    """Return texts as an array of numbers or truth values; None if they are neither."""
    missing = values.is_null().to_numpy(zero_copy_only=False)
    if _all(values, _INTEGER):
        try:
            whole = values.cast(pa.int64()).fill_null(0).to_numpy(zero_copy_only=False)
        except pa.ArrowInvalid:
            return None
        return pd.arrays.IntegerArray(whole.copy(), missing)
    if _all(values, _TRUTH):
        truths = pc.equal(pc.utf8_lower(values), "true").fill_null(fill_value=False)
        return pd.arrays.BooleanArray(truths.to_numpy(zero_copy_only=False).copy(), missing)
    if not _all(values, _NUMBER) or not _is_kept(values):
        return None
    numbers = values.cast(pa.float64()).to_numpy(zero_copy_only=False)
    return None if np.isinf(numbers).any() else numbers


def _is_kept(values: pa.LargeStringArray) -> bool:
    """Return whether numbers say the same as floats as they do as texts."""
    if _any(values, _ENDS_IN_ZERO):
        # A last zero means nothing only if all are written to the same decimal.
        points = pc.find_substring(values, ".")
        decimals = pc.subtract(pc.utf8_length(values), points)
        if pc.any(pc.less(points, 0)).as_py() or len(pc.unique(decimals.drop_null())) > 1:
            return False
    long = values.filter(pc.match_substring_regex(values, _LONG).fill_null(fill_value=False))
    return all(map(_is_float, long.to_pylist()))


def _is_float(text: str) -> bool:
    """Return whether a number is a float as it prints, with few digits or with many."""
    written, number = Decimal(text), float(text)
    digits = len(written.as_tuple().digits)
    return written in (Decimal(repr(number)), Decimal(f"{number:.{digits - 1}e}"))


def _all(values: pa.LargeStringArray, pattern: str) -> bool:
    """Return whether all values fit a pattern; most columns end after the first ones."""
    first = pc.match_substring_regex(values[:_FIRST], pattern)
    if pc.any(pc.invert(first)).as_py():
        return False
    return not pc.any(pc.invert(pc.match_substring_regex(values, pattern))).as_py()


def _any(values: pa.LargeStringArray, pattern: str) -> bool:
    return bool(pc.any(pc.match_substring_regex(values, pattern)).as_py())


def _typed_values(raw: pd.Series[Any], texts: pd.Series[str]) -> pd.Series[Any]:
    """Return values of JSON as numbers or truth values if all of them are."""
    # Files with and without a column leave several kinds of nothing in it.
    present = raw.notna()
    kinds = {type(value) for value in raw[present]}
    if kinds == {bool}:
        return raw.where(present, pd.NA).astype("boolean")
    if kinds == {int} and _fit(raw):
        return raw.where(present, pd.NA).astype("Int64")
    is_number = float in kinds and kinds <= {int, float} and _fit(raw, _EXACT)
    return raw.where(present, np.nan).astype("float64") if is_number else texts


def _fit(values: Iterable[Any], largest: int = _LARGEST) -> bool:
    return all(abs(value) <= largest for value in values if isinstance(value, int))


def _report(builder: TableBuilder, name: str, texts: pd.Series) -> None:
    rows = np.flatnonzero(texts.notna())
    marked = rows[builder.is_marked[rows]]
    others = rows[~builder.is_marked[rows]]
    meant = meant_field(name) if len(marked) else ""
    if meant:
        written = name.removeprefix(KEPT_PREFIX)
        message = f'unknown field "{written}"; it is kept as an extra column'
        hint = _hint(written, meant)
        edits = (Edit(written, written, meant, is_key=True),) if _is_only(name, meant) else ()
        builder.report(marked, "field-unknown", message, field=written, hint=hint, edits=edits)
    near = _near(name, _NEAR_OTHERS) if len(others) else ""
    if near and not builder.has(near):
        message = f'unknown column "{name}"; it is kept as an extra column'
        hint = f'did you mean "{near}"? Rename it, or set [read.columns] {near} = "{name}"'
        edits = (Edit(name, name, near, is_key=True),) if _is_only(name, near) else ()
        first = [int(others[0])]
        builder.report(first, "field-unknown", message, field=name, hint=hint, edits=edits)


def _hint(written: str, meant: str) -> str:
    if written in schema.BY_NAME:
        return f'write "{meant}" instead; dateline works out "{written}" itself'
    return f'did you mean "{meant}"?'


def meant_field(name: str) -> str:
    """Return the field that the writer of an event file most likely meant, or an empty text.

    >>> meant_field("tilte"), meant_field("brightness")
    ('title', '')
    """
    if name.startswith(KEPT_PREFIX):
        return "where" if name.removeprefix(KEPT_PREFIX) in _OF_PLACE else ""
    return _near(name, _NEAR_OWN)


def _is_only(name: str, meant: str) -> bool:
    """Return whether no other field may be meant by a name."""
    folded = fold_heading(name.removeprefix(KEPT_PREFIX)).replace(" ", "_")
    return folded in _OF_PLACE or [meant] == all_near(folded, _FIELDS, cutoff=_NEAR_OWN)


def _near(name: str, cutoff: float) -> str:
    folded = fold_heading(name).replace(" ", "_")
    if cutoff == _NEAR_OTHERS and max(heading_scores(name).values(), default=0) >= _KNOWN:
        return ""  # a word of its own, such as "County"
    near = nearest(folded, _FIELDS, cutoff=cutoff)
    return "" if near == folded else near
