"""What the values of a column look like: dates, clock times, numbers, positions, links, prose.

A sample of the distinct values is examined once per column; nothing is converted here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dateline.arrow import to_arrow, to_texts
from dateline.grids import grid_degrees
from dateline.mapping.dates.eras import has_era
from dateline.mapping.positions import PLAIN_NUMBER, WKT, is_angle, match_pair, parse_degrees
from dateline.readers.raw import as_text
from dateline.text_lists import are_text_lists, arrow_lists, as_objects

#: Texts that stand for no value, in lower case.
NOTHING: Final = frozenset(
    [
        "na",
        "n/a",
        "n.a.",
        "n.a",
        "nan",
        "null",
        "none",
        "nil",
        "-",
        "--",
        "---",
        "—",
        "–",
        ".",
        "?",
        "#n/a",
        "#na",
        "\\n",
        "(blank)",
        "(null)",
        "<na>",
    ]
)
#: The same in the cases that tables have.
NOTHING_TEXTS: Final = pa.array(
    sorted({"", " "} | NOTHING | {t.upper() for t in NOTHING} | {t.capitalize() for t in NOTHING}),
    pa.large_string(),
)

#: Those that are also names: Nan is a town in Thailand, NA the code of Namibia, and so on. Not
#: among them is ``null``, which programs write.
WORDS_FOR_NOTHING: Final = frozenset({"na", "nan", "none", "nil"})

_BLANKS: Final = frozenset(NOTHING_TEXTS.to_pylist())

#: No text that stands for nothing has more bytes than this.
_LONGEST_NOTHING: Final = max(len(text.encode()) for text in _BLANKS)

#: How many distinct values of a column are examined.
_SAMPLE: Final = 400

#: A code of two letters, as countries have.
_CODE: Final = re.compile("[A-Z]{2}")

#: This share of the values of a column says what it holds.
_NEARLY_ALL: Final = 0.9

#: Paths of pictures: one or more, separated by ``;`` or ``|``; no addresses.
_PICTURE: Final = r"[^:;|\r\n]+\.(?:jpe?g|png|webp|gif|avif)"
PICTURES: Final = rf"(?i)^{_PICTURE}(?:\s*[;|]\s*{_PICTURE})*$"

LINK: Final = re.compile(r"(?i)https?://\S|www\.\w")
_CLOCK: Final = re.compile(
    r"(?i)\d{1,2}[:.h]\d\d(:\d\d)?(\.\d+)?\s*([ap]\.?m\.?)?z?|\d{1,2}\s*[ap]\.?m\.?"
)
_INTEGER: Final = re.compile(r"[+-]?\d+")
_EPOCH: Final = re.compile(r"\d{10}(\.\d+)?|\d{13}")
#: A text with a year, or with two numbers and a separator, may be a date; a number may not.
_YEAR: Final = re.compile(r"(?<!\d)(1[5-9]|20)\d\d(?!\d)")
_SHORT_DATE: Final = re.compile(
    r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}[./-]\d{1,2}([./-]\d{1,2})?.*"
)
_COMPACT: Final = re.compile(r"(1[5-9]|20)\d\d(0[1-9]|1[0-2])([0-3]\d)?")
#: Two numbers with decimals that might look like years, maybe with altitude and accuracy.
_DEGREES: Final = re.compile(
    r"[+-]?\d{1,3}[.,]\d{3,}[^\d.+-]+[+-]?\d{1,3}[.,]\d{3,}( [+-]?\d+(\.\d+)? \d+(\.\d+)?)?"
)
_DATE_MARKS: Final = re.compile(r"\d")
_LONGEST_DATE: Final = 45
#: From this share on, values that are years alone are dates as well.
_SOME_DATES: Final = 0.4

_WORD: Final = re.compile(r"\w+")
_WIDE: Final = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")


def _are_texts(texts: pa.LargeStringArray) -> NDArray[np.bool_]:
    """Return which texts are given and do not stand for nothing."""
    short = pc.less_equal(pc.binary_length(texts), _LONGEST_NOTHING)
    rows = np.flatnonzero(short.fill_null(False).to_numpy(zero_copy_only=False))
    given: NDArray[np.bool_] = texts.is_valid().to_numpy(zero_copy_only=False)
    if len(rows):
        nothing = pc.is_in(texts.take(pa.array(rows)), value_set=NOTHING_TEXTS)
        given = given.copy()
        given[rows[nothing.to_numpy(zero_copy_only=False)]] = False
    return given


class SourceColumn:
    """A column of a raw table and what its values look like, each worked out when asked for."""

    #: Whether only its heading can make it a field, and not its values.
    needs_heading: bool = False

    def __init__(self, name: str, heading: str, raw: pd.Series[Any], *, number: int) -> None:
        """Remember the column under its unique name and its heading as written."""
        self.name = name
        self.heading = heading
        self.given = raw
        self.number = number

    @cached_property
    def raw(self) -> pd.Series[Any]:
        """The values, with a Python list for each list."""
        return as_objects(self.given)

    @cached_property
    def lists(self) -> pa.LargeListArray | None:
        """The values, if all are lists of texts that were read as such."""
        return arrow_lists(self.given) if are_text_lists(self.given) else None

    def _taken(self, rows: NDArray[np.int64]) -> pd.Series[str]:
        return as_text(self.given.iloc[rows])

    @cached_property
    def texts(self) -> pd.Series[str]:
        """The values as text, missing where they stand for nothing."""
        return as_text(self.given)

    @cached_property
    def filled(self) -> NDArray[np.bool_]:
        """Which rows have a value."""
        if self.given.dtype == "str":
            return _are_texts(to_arrow(self.given))
        if self.lists is not None:
            given: NDArray[np.bool_] = self.lists.is_valid().to_numpy(zero_copy_only=False)
            return given
        filled: NDArray[np.bool_] = self.raw.notna().to_numpy(dtype=bool)
        if any(issubclass(kind, str) for kind in self.kinds):
            blank = [isinstance(value, str) and value in _BLANKS for value in self.raw]
            filled = filled & ~np.array(blank, dtype=bool)
        return filled

    @cached_property
    def words_for_nothing(self) -> frozenset[str]:
        """The words that stand for no value in a column of numbers, dates or links, as written."""
        if max(self.numbers, self.dates, self.clocks, self.links) < _NEARLY_ALL:
            return frozenset()
        empty = as_text(self.raw[~self.filled]).dropna().str.strip().unique()
        return frozenset(text for text in empty if text.casefold() in WORDS_FOR_NOTHING)

    @cached_property
    def sample(self) -> list[str]:
        """Distinct values, evenly taken from all rows."""
        rows = np.flatnonzero(self.filled)
        if len(rows) > 4 * _SAMPLE:
            rows = rows[np.linspace(0, len(rows) - 1, 4 * _SAMPLE).astype(np.int64)]
        if self.given.dtype == "str":  # many times faster than pandas in wide tables
            texts = to_arrow(self.raw).take(pa.array(rows)).to_pylist()
        else:
            texts = self._taken(rows).tolist()
        return list(dict.fromkeys(text.strip() for text in texts))[:_SAMPLE]

    @cached_property
    def distinct_share(self) -> float:
        """The share of the values that are different from all before."""
        rows = np.flatnonzero(self.filled)[: 4 * _SAMPLE]
        return self._taken(rows).nunique() / len(rows) if len(rows) else 0.0

    @cached_property
    def kinds(self) -> frozenset[type]:
        """The types of all values, unless the column is one of texts."""
        if self.given.dtype == "str":
            return frozenset()
        if self.lists is not None:
            return frozenset({list, type(None)} if self.lists.null_count else {list})
        return frozenset(map(type, self.raw))

    @cached_property
    def is_nested(self) -> bool:
        """Whether values are lists or mappings."""
        return any(issubclass(kind, (list, dict)) for kind in self.kinds)

    @cached_property
    def is_shape(self) -> bool:
        """Whether values are geometries."""
        return any(hasattr(kind, "geom_type") for kind in self.kinds)

    def share(self, is_so: Callable[[str], object]) -> float:
        """Return the share of the sample for which a test is true; 0 without a value."""
        return (
            sum(1 for text in self.sample if is_so(text)) / len(self.sample) if self.sample else 0.0
        )

    @cached_property
    def dates(self) -> float:
        """The share of values that look like dates, with years alone if others do."""
        share = self.share(looks_like_date)
        return share if share < _SOME_DATES else share + self.share(_YEAR.fullmatch)

    @cached_property
    def clocks(self) -> float:
        """The share of values that are clock times."""
        return self.share(_CLOCK.fullmatch)

    @cached_property
    def epochs(self) -> float:
        """The share of values that are seconds or milliseconds since 1970."""
        return self.share(_EPOCH.fullmatch)

    @cached_property
    def links(self) -> float:
        """The share of values that contain a link."""
        return self.share(LINK.search)

    @cached_property
    def pairs(self) -> float:
        """The share of values that are two coordinates."""
        return self.share(
            lambda text: (
                match_pair(text) and not PLAIN_NUMBER.fullmatch(text) and not looks_like_date(text)
            )
        )

    @cached_property
    def grids(self) -> float:
        """The share of values that are references of a grid, such as MGRS."""
        return self.share(grid_degrees)

    @cached_property
    def shapes(self) -> float:
        """The share of values that are WKT."""
        return self.share(WKT.match)

    @cached_property
    def degrees(self) -> float:
        """The share of values in degrees, minutes and seconds, or with a letter for the side."""
        return self.share(lambda text: is_angle(text) and not PLAIN_NUMBER.fullmatch(text))

    @cached_property
    def numbers(self) -> float:
        """The share of values that are numbers."""
        return self.share(PLAIN_NUMBER.fullmatch)

    @cached_property
    def integers(self) -> float:
        """The share of values that are whole numbers."""
        return self.share(_INTEGER.fullmatch)

    @cached_property
    def decimals(self) -> float:
        """The share of values that are numbers with three decimals or more, as coordinates are."""
        return self.share(re.compile(r"[+-]?\d{1,3}[.,]\d{3,}").fullmatch)

    @cached_property
    def extremes(self) -> tuple[float, float]:
        """The least and the greatest number of the whole column; (nan, nan) without any."""
        texts = self.texts[self.filled].str.replace(",", ".", regex=False)
        numbers = pd.to_numeric(texts, errors="coerce")
        return float(numbers.min()), float(numbers.max())

    def holds(self, least: int, most: int, *, words: Callable[[str], object]) -> bool:
        """Return whether the values are numbers in a range or words, but for a slip here and there.

        Args:
            least: The least number.
            most: The greatest number.
            words: The test of a text that is no number; only half of the values have to pass it.
        """
        numbers = [float(t.replace(",", ".")) for t in self.sample if PLAIN_NUMBER.fullmatch(t)]
        inside = sum(1 for number in numbers if least <= number <= most)
        texts = [text for text in self.sample if not PLAIN_NUMBER.fullmatch(text)]
        slips = len(numbers) - inside
        known = inside + sum(1 for text in texts if words(text))
        return slips <= max(1, len(self.sample) // 10) and known >= max(1, len(self.sample) / 2)

    @cached_property
    def is_latitude(self) -> bool:
        """Whether every value can be a latitude."""
        return self._within(90.0)

    @cached_property
    def is_longitude(self) -> bool:
        """Whether every value can be a longitude."""
        return self._within(180.0)

    def _within(self, most: float) -> bool:
        degrees = [parse_degrees(text) for text in self.sample]
        return bool(degrees) and all(d is not None and abs(d) <= most for d in degrees)

    @cached_property
    def words(self) -> float:
        """The mean number of words of a value; without spaces, two letters count as a word."""
        counts = [
            max(len(_WORD.findall(text)), len(_WIDE.findall(text)) // 2) for text in self.sample
        ]
        return sum(counts) / len(counts) if counts else 0.0

    @cached_property
    def letters(self) -> float:
        """The mean number of characters of a value."""
        return sum(map(len, self.sample)) / len(self.sample) if self.sample else 0.0

    def vocabulary(
        self, words: Sequence[str] | frozenset[str], fold: Callable[[str], str]
    ) -> float:
        """Return the share of values that are words of a vocabulary, in folded form."""
        return self.share(lambda text: fold(text) in words)


def are_names(
    texts: pd.Series[str], columns: Sequence[SourceColumn], table: Sequence[SourceColumn]
) -> NDArray[np.bool_]:
    """Return which names are a word for nothing that the table does not use for nothing.

    Args:
        texts: The names.
        columns: The columns that they are from.
        table: All columns of the table.
    """
    texts = texts.str.strip()
    is_word = texts.str.casefold().isin(WORDS_FOR_NOTHING)
    sample = [text for column in columns for text in column.sample]
    are_codes = bool(sample) and all(_CODE.fullmatch(text) for text in sample)
    if is_word.any() and not are_codes:
        is_word &= ~texts.isin(frozenset().union(*(column.words_for_nothing for column in table)))
    return is_word.to_numpy(dtype=bool)


def looks_like_date(text: str) -> bool:
    """Return whether a text may be a date.

    >>> looks_like_date("7 June 2024"), looks_like_date("12"), looks_like_date("Kyiv")
    (True, False, False)
    >>> looks_like_date("كانون الثاني ٢٠٢٢")
    True
    """
    if len(text) > _LONGEST_DATE or not _DATE_MARKS.search(text) or "://" in text:
        return False
    text = _ascii_digits(text)
    if _DEGREES.fullmatch(text):
        return False
    if PLAIN_NUMBER.fullmatch(text):
        return bool(_COMPACT.fullmatch(text) or _EPOCH.fullmatch(text))
    return bool(_SHORT_DATE.match(text) or _YEAR.search(text) or has_era(text))


def _ascii_digits(text: str) -> str:
    return text if text.isascii() else "".join(str(int(c)) if c.isdecimal() else c for c in text)


def kept_values(column: pd.Series[Any], *, is_typed: bool, decimal: str) -> pd.Series[Any]:
    """Return an unknown column; ``string`` marks what its format says is text.

    Args:
        column: The column.
        is_typed: Whether its format tells text from numbers.
        decimal: The decimal sign of its file.
    """
    if column.dtype != "str":
        return column
    if is_typed:
        return column.astype("string")
    return with_points(column) if decimal == "," else column


_WITH_COMMA: Final = "^-?(0|[1-9][0-9]*)(,[0-9]+)?$"
#: Three digits after a comma may be thousands.
_THOUSANDS: Final = "^-?[1-9][0-9]{0,2},[0-9]{3}$"


def with_points(column: pd.Series[str]) -> pd.Series[str]:
    """Return numbers with decimal commas as numbers with points; other columns as they are."""
    texts = to_arrow(column)
    texts = pc.if_else(pc.is_in(texts, value_set=NOTHING_TEXTS), pa.scalar(None, texts.type), texts)
    are_numbers = pc.all(pc.match_substring_regex(texts, _WITH_COMMA)).as_py()
    if not are_numbers or pc.any(pc.match_substring_regex(texts, _THOUSANDS)).as_py():
        return column
    return to_texts(pc.replace_substring(texts, ",", "."), column.index)
