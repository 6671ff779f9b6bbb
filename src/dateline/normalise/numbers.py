"""Numbers as people write them; thousands separators are accepted where they are unambiguous.

Nothing is rounded and no unit is converted. Coordinates are checked in ``places.py``.
"""

from __future__ import annotations

import math
import re
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from dateline import schema
from dateline.arrow import to_arrow
from dateline.normalise.builder import TableBuilder, quote, rows_by_text
from dateline.normalise.estimates import read_estimate

_PLAIN: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")

#: Groups of three digits after a comma, any space, an apostrophe or an underscore.
_GROUPED: Final = re.compile(r"[+-]?\d{1,3}(([,_'’ \u00a0\u2009\u202f])\d{3})(\2\d{3})*(\.\d+)?")
_DECIMAL_COMMA: Final = re.compile(r"[+-]?\d+,\d+")

#: One group of three digits after a point: 3000 to some readers, 3 to others.
_DOUBTFUL: Final = re.compile(r"[+-]?\d{1,3}\.\d{3}")

#: Texts that tables contain in place of a missing number.
_NO_NUMBER: Final = ("nan", "na", "n/a", "null", "none", "-", "\\n", "#n/a")

_BEST, _LOW, _HIGH = "fatalities_best", "fatalities_low", "fatalities_high"

_LARGEST: Final = 2**63 - 1

#: Half the way round the Earth, in metres, rounded up: no place is farther off than that.
_FARTHEST_M: Final = 20_004_000


def parse_number(text: str, *, has_decimal_comma: bool = False) -> float | None:
    """Return the number that a text means, or None if it is not one or is ambiguous.

    Args:
        text: Such as ``3000``, ``3,000``, ``3 000``, ``-1.5e3``.
        has_decimal_comma: Read ``36,25`` as 36.25; for fields that never have thousands.

    >>> parse_number("3,000"), parse_number("36,25"), parse_number("~4000")
    (3000.0, None, None)
    >>> parse_number("36,25", has_decimal_comma=True)
    36.25
    """
    text = text.strip().replace("\u2212", "-")
    if has_decimal_comma and _DECIMAL_COMMA.fullmatch(text):
        text = text.replace(",", ".")
    elif _GROUPED.fullmatch(text):
        text = re.sub(r"[,_'’ \u00a0\u2009\u202f]", "", text)
    if not text.isascii() or _PLAIN.fullmatch(text) is None:
        return None
    number = float(text)
    return number if math.isfinite(number) else None


def parse_integer(text: str) -> int | None:
    """Return the integer that a text means, or None; ``3.000`` is ambiguous and so is None.

    >>> parse_integer("1,200"), parse_integer("12.0"), parse_integer("3.000")
    (1200, 12, None)
    """
    number = None if _DOUBTFUL.fullmatch(text.strip()) else parse_number(text)
    if number is None or number != math.floor(number) or abs(number) > _LARGEST:
        return None
    return int(number)


def type_integers(builder: TableBuilder) -> None:
    """Set every given count; any other value than an integer from 0 up is ``field-type``.

    An estimate or a bound of deaths, such as "61–63", is read into the fields for it.
    """
    parts = _spread_estimates(builder)
    for column in schema.COLUMNS:
        if column.dtype == "integer" and column.origin == "given":
            builder.columns[column.name] = _integers(builder, column.name)
    for name, (rows, values) in parts.items():
        builder.columns[name][rows] = values


def _spread_estimates(builder: TableBuilder) -> dict[str, tuple[list[int], list[int]]]:
    """Return the rows and numbers that estimates of deaths give to each field, and report them.

    Rows that give a low or high number of their own are left as they are.
    """
    texts = builder.texts(_BEST)
    is_free = np.ones(len(builder), dtype=bool)
    for name in (_LOW, _HIGH):
        is_free &= builder.texts(name).isna().to_numpy()
    found: dict[str, tuple[list[int], list[int]]] = {}
    read: list[int] = []
    for text, among in rows_by_text(texts).items():
        parts = read_estimate(text, parse_integer) if parse_integer(text) is None else {}
        rows = among[is_free[among]].tolist() if parts else []
        for part, number in parts.items():
            known = found.setdefault(f"fatalities_{part}", ([], []))
            known[0].extend(rows)
            known[1].extend([number] * len(rows))
        read += rows
    if read:
        _report_estimates(builder, np.sort(np.array(read, dtype=np.int64)))
    return found


def _report_estimates(builder: TableBuilder, rows: np.ndarray) -> None:
    """Keep the texts of estimates, and report them once for each file."""
    texts = builder.texts(_BEST)
    builder.keep(rows, _BEST)
    numbers = builder.file_numbers[rows]
    for file in np.unique(numbers):
        here = rows[numbers == file]
        parts = read_estimate(texts.iloc[here[0]], parse_integer)
        said = " and ".join(f"fatalities_{part} {number}" for part, number in parts.items())
        builder.report(
            [int(here[0])],
            "field-type",
            f"{_BEST} has an estimate or a bound in {len(here):,} "
            f"row{'' if len(here) == 1 else 's'}: {quote(texts.iloc[here[0]])} is read as {said}",
            field=_BEST,
            hint=f"check them; the texts are kept in given_{_BEST}",
            severity="info",
        )
    refused = np.zeros(len(builder), dtype=bool)
    refused[rows] = True
    builder.blank(_BEST, refused)


def numeric_texts(builder: TableBuilder, name: str, numbers: pd.Series) -> pd.Series[str]:
    """Return the texts of a numeric column; words for "not a number" become missing.

    Args:
        builder: The builder of the table.
        name: The name of the column.
        numbers: The result of :func:`read_numbers` for the column.
    """
    texts = builder.texts(name)
    left = np.flatnonzero(numbers.isna() & texts.notna())
    is_word = texts.iloc[left].str.casefold().isin(_NO_NUMBER).to_numpy()
    if not is_word.any():
        return texts
    rows = np.zeros(len(texts), dtype=bool)
    rows[left[is_word]] = True
    return texts.mask(rows)


def _integers(builder: TableBuilder, name: str) -> pd.arrays.IntegerArray:
    values = np.zeros(len(builder), dtype=np.int64)
    missing = np.ones(len(builder), dtype=bool)
    for text, rows in rows_by_text(builder.texts(name)).items():
        if text.casefold() in _NO_NUMBER:
            continue
        number = parse_integer(text)
        if number is None or number < 0:
            builder.refuse(
                rows,
                "field-type",
                f"{name} is {quote(text)}, expected a whole number, 0 or more",
                field=name,
                hint="write only digits, such as 3000, or leave it out if it is not reported",
            )
        else:
            values[rows], missing[rows] = number, False
    return pd.arrays.IntegerArray(values, missing)


def type_uncertainty(builder: TableBuilder) -> None:
    """Set ``uncertainty_m``; any other value than a number from 0 up is ``field-type``."""
    numbers = read_numbers(builder, "uncertainty_m")
    texts = numeric_texts(builder, "uncertainty_m", numbers)
    bad = (texts.notna() & ~numbers.between(0, _FARTHEST_M)).to_numpy()
    for text, rows in rows_by_text(texts[bad]).items():
        builder.refuse(
            np.flatnonzero(bad)[rows],
            "field-type",
            f"uncertainty_m is {quote(text)}, expected metres, from 0 to {_FARTHEST_M:,}",
            field="uncertainty_m",
            hint="write metres without a unit, such as 2000",
        )
    builder.columns["uncertainty_m"] = numbers.mask(bad)


def _cast(texts: pd.Series) -> pd.Series:
    """Return texts as numbers, in one operation if all of them are numbers."""
    try:
        numbers = pc.cast(to_arrow(texts), pa.float64())
    except pa.ArrowInvalid:
        return pd.to_numeric(texts, errors="coerce").astype("float64")
    return pd.Series(numbers.to_numpy(zero_copy_only=False), index=texts.index)


def read_numbers(builder: TableBuilder, name: str, *, has_decimal_comma: bool = False) -> pd.Series:
    """Return a column as numbers; a value that is not a number becomes NaN and is not reported."""
    texts = builder.texts(name)
    numbers = _cast(texts)
    numbers = numbers.where(np.isfinite(numbers))
    left = np.flatnonzero(numbers.isna() & texts.notna())
    for text, rows in rows_by_text(texts.iloc[left]).items():
        number = parse_number(text, has_decimal_comma=has_decimal_comma)
        if number is not None:
            numbers.iloc[left[rows]] = number
    return numbers
