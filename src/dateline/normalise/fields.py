"""The fields of records: read one field of all records at a time, and check it.

Which items are records is decided in ``records.py``.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dateline import schema
from dateline.arrow import replace_surrogates
from dateline.dataset import OTHER, OTHER_TYPE, spread_others
from dateline.diagnostics import Edit
from dateline.normalise.builder import quote, trim_texts
from dateline.normalise.near import all_near, nearest
from dateline.normalise.numbers import parse_number
from dateline.readers.document import describe
from dateline.texts import TEXT, Texts

#: How similar an unknown field must be to a known one to be reported (see ``nearest``).
_NEAR: Final = 0.75

_PERCENT: Final = re.compile(r"(.*\d)\s*%")

_EXAMPLES: Final = {
    "sources": 'write {title: "A report", url: "https://example.org/report"}',
    "figures": "write {label: Soldiers, value: 3000, unit: persons}",
    "media": 'write {url: "https://example.org/picture.jpg", caption: "What it shows"}',
}


class Finding(NamedTuple):
    """A finding about a value: its code, the path below the field, and the words."""

    code: str
    path: str
    message: str
    hint: str
    edits: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordFault:
    """A finding, and the number of the item or row that has it."""

    at: int
    finding: Finding


def wrong_entry(at: int, name: str, item: object) -> RecordFault:
    """Return the fault of an item that is no record, or no text, where one is expected."""
    expected, hint = "a mapping", _EXAMPLES.get(name, "")
    if name not in _EXAMPLES:
        expected, hint = "text", f"write {name}: [one, two]"
    message = f"an entry of {name} is {describe(item)}, expected {expected}"
    return RecordFault(at, Finding("field-type", "", message, hint))


def read_fields(
    name: str, items: Sequence[Mapping[str, Any]]
) -> tuple[dict[str, pa.Array], list[RecordFault]]:
    """Return the fields of records that have a value, and their faults by number of the item.

    Args:
        name: The column.
        items: The records as given.
    """
    column = schema.BY_NAME[name]
    given: set[Any] = set().union(*items)
    if OTHER in given:
        items = [spread_others(item) for item in items]
        given = set().union(*items)
    faults: list[RecordFault] = []
    fields: dict[str, pa.Array] = {}
    percents = np.zeros(len(items), bool)
    for key in (key for key in column.fields if key in given):
        values = [item.get(key) for item in items]
        if key in column.numbers:
            fields[key] = _numbers(values, key, percents=percents, faults=faults)
        else:
            fields[key] = text_values(values, key, faults=faults)
    if percents.any():
        signs = pa.array(["%" if one else None for one in percents], TEXT)
        fields["unit"] = pc.coalesce(fields.get("unit", pa.nulls(len(items), TEXT)), signs)
    if unknown := given - {*column.fields}:
        fields[OTHER] = _others(name, items, unknown, faults=faults)
    return fields, faults


def text_values(
    values: Sequence[Any], key: str = "", *, faults: list[RecordFault] | None = None
) -> Texts:
    """Return scalars as trimmed texts; blank ones are missing, and so is any other value.

    Args:
        values: The values, which become text.
        key: The field, for the faults.
        faults: Values that are no scalars are added to it.
    """
    if {*map(type, values)} <= {str, type(None)}:
        with contextlib.suppress(UnicodeEncodeError):
            return trim_texts(pa.array(values, TEXT))
    texts = [as_plain_text(value) for value in values]
    for at, (value, text) in enumerate(zip(values, texts, strict=True)):
        if faults is not None and text is None and _is_value(value):
            faults.append(_wrong_field(at, key, f"{key} is {describe(value)}, expected text"))
    return pa.array([text or None for text in texts], TEXT)


def as_plain_text(value: Any) -> str | None:
    """Return a scalar as trimmed text; None for null and for anything that is not a scalar."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.15g}" if value == value else None  # noqa: PLR0124 - NaN
    if isinstance(value, (str, int)):
        return replace_surrogates(str(value)).strip()
    return None


def _wrong_field(
    at: int, key: str, message: str, *, hint: str = "write a single text, in quotes"
) -> RecordFault:
    return RecordFault(at, Finding("field-type", f".{key}", message, hint))


def _numbers(
    values: Sequence[Any], key: str, *, percents: NDArray[np.bool_], faults: list[RecordFault]
) -> pa.Array:
    """Return numbers, or null; ``36 %`` is 36, and marked in ``percents``."""
    numbers: list[float | None] = []
    for at, value in enumerate(values):
        text = as_plain_text(value)
        percent = _PERCENT.fullmatch(text or "")
        number = None if text is None else parse_number(percent[1] if percent else text)
        percents[at] |= number is not None and percent is not None
        if number is None and text:
            message = f"{key} is {quote(text)}, expected a number"
            hint = "write only digits; use low and high for a range, and null if not reported"
            faults.append(_wrong_field(at, key, message, hint=hint))
        numbers.append(number)
    return pa.array(numbers, pa.float64())


def _others(
    name: str, items: Sequence[Mapping[str, Any]], unknown: set[Any], *, faults: list[RecordFault]
) -> pa.Array:
    """Return the fields that the schema does not list; a name like one of its own is reported."""
    near = {key: nearest(str(key), schema.BY_NAME[name].fields, cutoff=_NEAR) for key in unknown}
    rows: list[list[tuple[str, str]] | None] = []
    for at, item in enumerate(items):
        pairs: list[tuple[str, str]] = []
        for key in (key for key in item if key in unknown):
            written = replace_surrogates(str(key))
            if near[key]:
                message = f'unknown field "{written}" in {name}; it is kept as it is'
                hint = f'did you mean "{near[key]}"?'
                alike = all_near(written, schema.BY_NAME[name].fields, cutoff=_NEAR)
                edits = (Edit("", written, near[key], is_key=True),) if len(alike) == 1 else ()
                said = Finding("field-unknown", f".{written}", message, hint, edits)
                faults.append(RecordFault(at, said))
            text = as_plain_text(item[key])
            if text:
                pairs.append((written, text))
            elif text is None and _is_value(item[key]):
                message = f"{written} is {describe(item[key])}, expected text"
                faults.append(_wrong_field(at, written, message))
        rows.append(pairs or None)
    return pa.array(rows, OTHER_TYPE)


def _is_value(value: Any) -> bool:
    return value is not None and value == value  # noqa: PLR0124 - NaN
