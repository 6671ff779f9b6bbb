"""Lists in an event: convert tags, related ids, sources, figures and media to uniform tuples.

In delimited text a cell contains them as JSON or as plain text in the forms that the event format
describes. Links are checked in ``links.py``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from dateline import schema
from dateline.arrow import SLICE_ROWS, join_parts, map_ahead, replace_surrogates, to_arrow, to_texts
from dateline.nested import NestedArray
from dateline.normalise.builder import TableBuilder, quote
from dateline.normalise.links import (
    are_plain,
    as_records,
    is_safe_link,
    most_bytes,
    parse_sources,
    write_plain,
)
from dateline.normalise.near import nearest
from dateline.normalise.numbers import parse_number
from dateline.readers.document import describe

#: Record fields that are links, and the field that an unsafe link is moved to.
_LINKS: Final = {
    "sources": {"url": "locator", "archive_url": "locator"},
    "media": {"url": "caption"},
}

#: How similar an unknown field must be to a known one to be reported (see ``nearest``).
_NEAR: Final = 0.75

_NUMBERS: Final = frozenset({"value", "low", "high"})

#: A figure in a cell: ``soldiers: 3000 persons`` or ``casualties = 36 %``.
_FIGURE: Final = re.compile(
    r"(?P<label>[^:=]+?)\s*[:=]\s*(?P<value>[+-]?[\d.,' \u00a0\u202f]*\d)\s*(?P<unit>.*)"
)
_PERCENT: Final = re.compile(r"(.*\d)\s*%")


@dataclass(slots=True)
class ParsedValue:
    """The result of parsing one raw value: its items, and its faults by path."""

    items: list[Any] = field(default_factory=list)
    faults: list[tuple[str, str, str, str]] = field(default_factory=list)

    def report(self, code: str, message: str, *, path: str, hint: str) -> None:
        """Note a fault; ``path`` is below the field, such as ``[0].url``."""
        self.faults.append((code, path, message, hint))


Parse = Callable[[str, Any, ParsedValue], None]


def type_lists(builder: TableBuilder) -> None:
    """Set every given column of texts or records; a missing value becomes an empty tuple."""
    for column in schema.COLUMNS:
        if column.origin == "given" and column.dtype in ("texts", "records"):
            parse = _parse_texts if column.dtype == "texts" else _parse_records
            builder.columns[column.name] = _lists(builder, column.name, parse)


def _lists(builder: TableBuilder, name: str, parse: Parse) -> pd.Series:
    index = builder.raw.index
    if not builder.has(name):
        return builder.no_lists()
    if name == "sources":
        builder.raw[name] = write_plain(builder.raw[name])
    texts = to_arrow(builder.texts(name))
    is_plain = are_plain(texts) if name == "sources" else np.zeros(len(texts), dtype=bool)
    rows = np.flatnonzero(texts.is_valid().to_numpy(zero_copy_only=False) & ~is_plain)
    others = _parsed(builder, rows, texts, name=name, parse=parse)
    if is_plain.any():
        return pd.Series(_with_plain(texts, is_plain, rows=rows, others=others), index=index)
    place = np.full(len(texts), -1)
    place[rows] = np.arange(len(rows))
    return pd.Series(others.take(place, allow_fill=True), index=index)


def _with_plain(
    texts: pa.LargeStringArray, is_plain: np.ndarray, *, rows: np.ndarray, others: NestedArray
) -> NestedArray:
    """Return the sources of texts of plain links, merged with those of the other rows."""

    def part(start: int) -> pa.LargeStringArray:
        end = min(start + SLICE_ROWS, len(texts))
        mask = pa.array(is_plain[start:end])
        plain = pc.if_else(mask, texts[start:end], pa.scalar(None, texts.type))
        found = NestedArray(as_records(plain))
        first, last = np.searchsorted(rows, [start, end])
        if first < last:
            found = found.replace(rows[first:last] - start, others[first:last])
        return found.json

    parts = map_ahead(part, range(0, len(texts), SLICE_ROWS))
    room = most_bytes(texts) + others.nbytes
    return NestedArray(join_parts(parts, rows=len(texts), most_bytes=room))


def _parsed(
    builder: TableBuilder, rows: np.ndarray, texts: pa.LargeStringArray, *, name: str, parse: Parse
) -> NestedArray:
    """Return the lists of some rows; each distinct text is parsed and reported once."""
    codes, distinct = pd.factorize(to_texts(texts.take(pa.array(rows))))
    order = np.argsort(codes, kind="stable")
    ends = np.searchsorted(codes[order], np.arange(len(distinct) + 1))
    raw = None if builder.raw[name].dtype == "str" else builder.raw[name].to_numpy(dtype=object)
    items: list[list[Any]] = []
    for number, text in enumerate(distinct):
        some = rows[order[ends[number] : ends[number + 1]]]
        written = text if raw is None else raw[some[0]]
        value = written if isinstance(written, (list, dict, tuple)) else text
        parsed = ParsedValue()
        parse(name, _from_cell(value, name, parsed), parsed)
        items.append(parsed.items)
        _report_faults(builder, some, parsed, name=name)
    return NestedArray.from_values(items).take(codes)


def _report_faults(
    builder: TableBuilder, rows: np.ndarray, parsed: ParsedValue, *, name: str
) -> None:
    for code, path, message, hint in parsed.faults:
        if code in ("url-unsafe", "field-unknown"):
            builder.report(rows, code, message, field=name + path, hint=hint)
        else:
            builder.refuse(rows, code, message, field=name, path=name + path, hint=hint)


def _from_cell(raw: Any, name: str, parsed: ParsedValue) -> Any:
    """Return a raw value; a text that is JSON or a plain list of items is parsed first."""
    if not isinstance(raw, str):
        return raw
    if raw[:1] in ("[", "{"):
        try:
            return json.loads(raw)
        except (ValueError, RecursionError):
            if raw[:2] in ("[{", '["', '{"'):
                parsed.report(
                    "field-type",
                    f"{name} is {quote(raw)}, which is not JSON",
                    path="",
                    hint="check the commas, quotes and brackets",
                )
                return None
    return _PLAIN[name](raw)


def _split_texts(text: str) -> list[str]:
    """Return the items of a text, split at ``;``, else at ``|``, else at commas."""
    for mark in ";|,":
        if mark in text:
            return text.split(mark)
    return [text]


def _split_figures(text: str) -> list[Any]:
    return [_split_figure(piece.strip()) for piece in text.split(";") if piece.strip()]


def _split_figure(piece: str) -> Any:
    found = _FIGURE.fullmatch(piece)
    return piece if found is None else {k: v for k, v in found.groupdict().items() if v}


def _split_media(text: str) -> list[Any]:
    return [{"url": piece} for piece in re.split(r"[;|\s]+", text) if piece]


_PLAIN: Final[dict[str, Callable[[str], list[Any]]]] = {
    "tags": _split_texts,
    "related_ids": _split_texts,
    "sources": parse_sources,
    "figures": _split_figures,
    "media": _split_media,
}


def _parse_texts(name: str, value: Any, parsed: ParsedValue) -> None:
    items = value if isinstance(value, (list, tuple)) else [value]
    for number, item in enumerate(items):
        text = as_plain_text(item)
        if text is None and item is not None and item != "":
            parsed.report(
                "field-type",
                f"an entry of {name} is {describe(item)}, expected text",
                path=f"[{number}]",
                hint=f"write {name}: [one, two]",
            )
        elif text and text not in parsed.items:
            parsed.items.append(text)


def as_plain_text(value: Any) -> str | None:
    """Return a scalar as trimmed text; None for null and for anything that is not a scalar."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.15g}" if value == value else None  # noqa: PLR0124 - NaN
    if isinstance(value, (str, int)):
        return replace_surrogates(str(value)).strip()
    return None


def _parse_records(name: str, value: Any, parsed: ParsedValue) -> None:
    items = value if isinstance(value, (list, tuple)) else [value]
    for number, item in enumerate(items):
        if isinstance(item, str) and name != "figures":
            for plain in _PLAIN[name](item) if item.strip() else ():
                _add_record(name, plain, path=f"[{number}]", parsed=parsed)
        elif isinstance(item, Mapping):
            _add_record(name, item, path=f"[{number}]", parsed=parsed)
        elif item is not None and item != "":
            parsed.report(
                "field-type",
                f"an entry of {name} is {describe(item)}, expected a mapping",
                path=f"[{number}]",
                hint=_EXAMPLES[name],
            )


_EXAMPLES: Final = {
    "sources": 'write {title: "A report", url: "https://example.org/report"}',
    "figures": "write {label: Soldiers, value: 3000, unit: persons}",
    "media": 'write {url: "https://example.org/picture.jpg", caption: "What it shows"}',
}


def _add_record(name: str, item: Mapping[str, Any], *, path: str, parsed: ParsedValue) -> None:
    fields = schema.BY_NAME[name].fields
    record: dict[str, Any] = {}
    for key, value in item.items():
        below = f"{path}.{key}"
        if key not in fields:
            _report_near(str(key), name, path=below, parsed=parsed)
        if name == "figures" and key in _NUMBERS:
            _set_number(record, str(key), value, below=below, parsed=parsed)
        else:
            _set_text(record, str(key), value, below=below, parsed=parsed)
    for key, target in _LINKS.get(name, {}).items():
        _move_unsafe(record, key, target=target, below=f"{path}.{key}", parsed=parsed)
    if record:
        ordered = {key: record[key] for key in fields if key in record}
        parsed.items.append({**ordered, **record})


def _report_near(key: str, name: str, *, path: str, parsed: ParsedValue) -> None:
    near = nearest(key, schema.BY_NAME[name].fields, cutoff=_NEAR)
    if near:
        message = f'unknown field "{key}" in {name}; it is kept as it is'
        parsed.report("field-unknown", message, path=path, hint=f'did you mean "{near}"?')


def _set_text(
    record: dict[str, Any], key: str, value: Any, *, below: str, parsed: ParsedValue
) -> None:
    text = as_plain_text(value)
    if text:
        record[key] = text
    elif value is not None and text is None:
        message = f"{key} is {describe(value)}, expected text"
        hint = "write a single text, in quotes"
        parsed.report("field-type", message, path=below, hint=hint)


def _set_number(
    record: dict[str, Any], key: str, value: Any, *, below: str, parsed: ParsedValue
) -> None:
    """Set a number or null; ``36 %`` is 36 with the unit ``%`` unless a unit is given."""
    text = as_plain_text(value)
    percent = _PERCENT.fullmatch(text or "")
    number = None if text is None else parse_number(percent[1] if percent else text)
    if number is not None and percent:
        record.setdefault("unit", "%")
    if number is None and text:
        message = f"{key} is {quote(text)}, expected a number"
        hint = "write only digits; use low and high for a range, and null if it is not reported"
        parsed.report("field-type", message, path=below, hint=hint)
    record[key] = int(number) if number is not None and number.is_integer() else number


def _move_unsafe(
    record: dict[str, Any], key: str, *, target: str, below: str, parsed: ParsedValue
) -> None:
    link = record.get(key)
    if not link or is_safe_link(link):
        return
    del record[key]
    record[target] = f"{record[target]}; {link}" if record.get(target) else link
    parsed.report(
        "url-unsafe",
        f"{key} is {quote(link)}, expected a link that starts with http:// or https://",
        path=below,
        hint="write the full address; for now it is shown as text",
    )
