"""Lists in an event: read tags, related ids, sources, figures and media in every accepted form.

A cell has JSON or plain text in the forms that the event format describes. Cells are read many rows
at a time; links are found in ``links.py``, and the fields of records are checked in ``fields.py``.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from typing import Any, Final

import numpy as np
import orjson
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dateline import schema
from dateline.arrow import map_ahead, release_memory, to_arrow
from dateline.dataset import LIST_TYPES, ListBuilder, list_column
from dateline.diagnostics import Edit
from dateline.mapping.values import PICTURES
from dateline.normalise.builder import TableBuilder, quote, trim_texts
from dateline.normalise.fields import (
    Finding,
    RecordFault,
    as_plain_text,
    read_fields,
    text_values,
    wrong_entry,
)
from dateline.normalise.items import Ints, Items, merge, ordinals, without_empty, without_repeats
from dateline.normalise.json_cells import read_json_cells
from dateline.normalise.links import are_safe, cut, find_sources, find_words, repaired_link
from dateline.normalise.plain_links import split_links
from dateline.text_lists import are_text_lists, arrow_lists, as_objects, list_sizes
from dateline.texts import TEXT, Texts, exchange, join_pieces

#: Record fields that are links, and the field that an unsafe link is moved to.
_LINKS: Final = {
    "sources": {"url": "locator", "archive_url": "locator"},
    "media": {"url": "caption"},
}

#: A figure in a cell: ``soldiers: 3000 persons`` or ``casualties = 36 %``.
_FIGURE: Final = re.compile(r"(?P<value>[+-]?[\d.,' \u00a0\u202f]*\d)\s*(?P<unit>.*)")
_FIGURE_LABEL: Final = re.compile(r"([^:=]+)[:=]")

#: A cell that begins like this is meant to be JSON.
_LIKE_JSON: Final = ("[{", '["', '{"')

#: Number of rows read at a time; the positions of the words of more would not fit into a cache.
_SLICE_ROWS: Final = 1 << 13

#: Findings after which the value is still used.
_USED: Final = frozenset({"url-unsafe", "field-unknown"})


def type_lists(builder: TableBuilder, *, release: bool = False) -> None:
    """Set every given column of texts or records; a missing value becomes an empty list.

    Args:
        builder: The table.
        release: Whether to remove each column as written, which may be a third of the table.
    """
    for column in schema.COLUMNS:
        if column.origin == "given" and column.name in LIST_TYPES:
            builder.columns[column.name] = _lists(builder, column.name)
            if release:
                builder.release(column.name)


def _lists(builder: TableBuilder, name: str) -> pd.Series[Any]:
    if not builder.has(name):
        return builder.no_lists(name)
    raw = builder.raw[name]
    held: Texts | pa.LargeListArray | NDArray[np.object_]
    if raw.dtype == "str":
        held = to_arrow(builder.texts(name))
    elif are_text_lists(raw) and name in _READ:
        held = arrow_lists(raw)
    else:
        held = as_objects(raw).to_numpy(dtype=object)
    made = ListBuilder(name, rows=len(raw))
    rows_of: dict[Finding, list[int]] = defaultdict(list)
    starts = range(0, len(raw), _SLICE_ROWS)
    parts = map_ahead(lambda start: _read_slice(name, held[start : start + _SLICE_ROWS]), starts)
    for start, (items, faults) in zip(starts, parts, strict=True):
        count = min(_SLICE_ROWS, len(raw) - start)
        made.add(np.bincount(items.row, minlength=count), items.fields)
        for fault in faults:
            rows_of[fault.finding].append(start + fault.at)
    for (code, path, message, hint, edits), rows in rows_of.items():
        if code in _USED:
            placed = tuple(edit._replace(field=name + path) for edit in edits)
            builder.report(rows, code, message, field=name + path, hint=hint, edits=placed)
        else:
            builder.refuse(rows, code, message, field=name, path=name + path, hint=hint)
    release_memory()
    return list_column(made.finish(), builder.raw.index)


def _read_slice(
    name: str, values: Texts | pa.LargeListArray | NDArray[np.object_]
) -> tuple[Items, list[RecordFault]]:
    """Return the items of some rows and their faults by row."""
    faults: list[RecordFault] = []
    if isinstance(values, pa.LargeListArray):
        parts = [_read_text_lists(name, values)]
    else:
        parts = _read_values(name, values, faults)
    items = merge(parts)
    if name in _LINKS:
        items = _move_unsafe(name, items, faults)
    if schema.BY_NAME[name].dtype == "texts":
        return without_repeats(items), faults
    return without_empty(items), faults


def _read_text_lists(name: str, lists: pa.LargeListArray) -> Items:
    """Return the items of lists of texts."""
    row = np.repeat(np.arange(len(lists)), list_sizes(lists))
    return _of_texts(name, trim_texts(lists.flatten()), row, number=ordinals(row))


def _of_texts(name: str, texts: Texts, row: Ints, *, number: Ints) -> Items:
    """Return the items that single texts of lists stand for; a null stands for none."""
    if schema.BY_NAME[name].dtype == "texts":
        return Items(row, number, {"": texts})
    at = np.flatnonzero(texts.is_valid().to_numpy(zero_copy_only=False))
    read = _READ[name](texts.take(pa.array(at)))
    return Items(row[at[read.row]], number[at[read.row]], read.fields)


def _read_values(
    name: str, values: Texts | NDArray[np.object_], faults: list[RecordFault]
) -> list[Items]:
    """Return the items of texts, lists and mappings by row."""
    texts, lists, alike = _read_cells(name, values, faults)
    rows = np.flatnonzero(texts.is_valid().to_numpy(zero_copy_only=False))
    cells = texts.take(pa.array(rows)) if len(rows) < len(texts) else texts
    if name == "figures":
        lists |= zip(rows.tolist(), map(_split_figures, cells.to_pylist()), strict=True)
        parts = []
    else:
        found = _READ[name](cells)
        row = rows[found.row]
        parts = [Items(row, ordinals(row), found.fields)]
    return [*parts, *alike, *_read_lists(name, dict(sorted(lists.items())), faults)]


def _read_cells(
    name: str, values: Texts | NDArray[np.object_], faults: list[RecordFault]
) -> tuple[Texts, dict[int, Any], list[Items]]:
    """Return the cells of plain text, and the other values by row, of which JSON is parsed.

    If all cells of JSON are alike, their items come third.
    """
    lists: dict[int, Any] = {}
    if isinstance(values, np.ndarray):
        given = np.flatnonzero(~pd.isna(values)).tolist()
        lists = {row: values[row] for row in given if not isinstance(values[row], str)}
        texts = text_values([v if isinstance(v, str) else None for v in values])
    else:
        texts = values
    is_json = pc.match_substring_regex(texts, r"^[\[{]").fill_null(False)
    if not is_json.true_count:
        return texts, lists, []
    rows, cells = np.flatnonzero(is_json.to_numpy(zero_copy_only=False)), texts.filter(is_json)
    alike = _read_alike(name, cells, rows)
    if alike is not None:
        return pc.if_else(is_json, pa.scalar(None, TEXT), texts), lists, [alike]
    for row, text in zip(rows.tolist(), cells.to_pylist(), strict=True):
        value = _load(text)
        if value is not None:
            lists[row] = value
        elif text.startswith(_LIKE_JSON):
            message = f"{name} is {quote(text)}, which is not JSON"
            hint = "check the commas, quotes and brackets"
            faults.append(RecordFault(row, Finding("field-type", "", message, hint)))
            lists[row] = None
    is_read = np.zeros(len(texts), bool)
    is_read[[*lists]] = True
    return pc.if_else(pa.array(is_read), pa.scalar(None, TEXT), texts), lists, []


def _read_alike(name: str, cells: Texts, rows: Ints) -> Items | None:
    """Return the items of JSON cells that are all alike; None if they are not.

    Args:
        name: The column.
        cells: The cells.
        rows: Their rows.
    """
    found = read_json_cells(name, cells)
    if found is None:
        return None
    row, number, fields = rows[found.cell], found.number, found.fields
    if "" in fields:
        return _of_texts(name, fields[""], row, number=number)
    return Items(row, number, fields)


def _load(text: str) -> Any:
    """Return JSON as a Python value, or None if it is not JSON."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        pass
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


# --- cells of plain text --------------------------------------------------------------------------


def _read_sources(texts: Texts) -> Items:
    plain = split_links(texts)
    parts = [Items(plain.text, plain.text, {"url": plain.urls})]
    if not plain.is_plain.all():
        rows = np.flatnonzero(~plain.is_plain)
        found = find_sources(texts.take(pa.array(rows)))
        parts.append(Items(rows[found.text], rows[found.text], found.fields))
    return merge(parts)


def _read_media(texts: Texts) -> Items:
    are_files = pc.match_substring_regex(texts, PICTURES)
    rows = np.flatnonzero(are_files.to_numpy(zero_copy_only=False))
    parts = []
    if len(rows):
        lists = pc.split_pattern_regex(texts.filter(are_files), "[;|]")
        row = rows[pc.list_parent_indices(lists).to_numpy()]
        parts.append(Items(row, row, {"file": trim_texts(lists.flatten())}))
    if len(rows) < len(texts):
        others = np.flatnonzero(~are_files.to_numpy(zero_copy_only=False))
        words = find_words(texts.filter(pc.invert(are_files)), is_parted=True)
        urls = cut(words.letters, words.starts, words.ends)
        parts.append(Items(others[words.text], others[words.text], {"url": urls}))
    return merge(parts)


def _split_texts(texts: Texts) -> Items:
    """Return the parts of texts, split at ``;``, else at ``|``, else at commas."""
    rest = np.ones(len(texts), bool)
    parts = []
    for mark in ";|,":
        has_mark = pc.match_substring(texts, mark).to_numpy(zero_copy_only=False)
        rows = np.flatnonzero(rest & has_mark if mark != "," else rest)
        rest[rows] = False
        lists = pc.split_pattern(texts.take(pa.array(rows)), mark)
        row = rows[pc.list_parent_indices(lists).to_numpy()]
        parts.append(Items(row, row, {"": trim_texts(lists.flatten())}))
    return merge(parts)


_READ: Final[dict[str, Callable[[Texts], Items]]] = {
    "tags": _split_texts,
    "related_ids": _split_texts,
    "sources": _read_sources,
    "media": _read_media,
}


def _split_figures(text: str) -> list[Any]:
    return [_split_figure(piece.strip()) for piece in text.split(";") if piece.strip()]


def _split_figure(piece: str) -> Any:
    # One pattern for all of it would take the square of a long run of spaces.
    label = _FIGURE_LABEL.match(piece)
    found = _FIGURE.fullmatch(piece[label.end() :].strip()) if label else None
    if label is None or found is None:
        return piece
    parts = {"label": label[1].strip(), **found.groupdict()}
    return {name: text for name, text in parts.items() if text}


# --- lists and mappings ---------------------------------------------------------------------------


def _read_lists(name: str, lists: Mapping[int, Any], faults: list[RecordFault]) -> list[Items]:
    """Return the items of lists, or of single values, by row."""
    values = [v if isinstance(v, (list, tuple)) else (v,) for v in lists.values()]
    items = list(chain.from_iterable(values))
    row = np.repeat(np.array([*lists], np.int64), [len(value) for value in values])
    number = ordinals(row)

    found: list[RecordFault] = []
    if schema.BY_NAME[name].dtype == "texts":
        parts = [Items(row, number, {"": _plain_texts(name, items, found)})]
    else:
        parts = [
            Items(row[at], number[at], fields) for at, fields in _read_items(name, items, found)
        ]
    for fault in found:
        path = f"[{number[fault.at]}]{fault.finding.path}"
        faults.append(RecordFault(int(row[fault.at]), fault.finding._replace(path=path)))
    return parts


def _plain_texts(name: str, items: Sequence[Any], faults: list[RecordFault]) -> Texts:
    texts = [as_plain_text(item) for item in items]
    faults += [
        wrong_entry(at, name, item)
        for at, (item, text) in enumerate(zip(items, texts, strict=True))
        if text is None and item is not None
    ]
    return pa.array([text or None for text in texts], TEXT)


def _read_items(
    name: str, items: Sequence[Any], faults: list[RecordFault]
) -> list[tuple[Ints, dict[str, pa.Array]]]:
    """Return the fields of mappings and of texts among the items, each with the items' numbers."""
    kinds = set(map(type, items))
    records = {kind for kind in kinds if issubclass(kind, Mapping)}
    mappings = [at for at, item in enumerate(items) if type(item) in records] if records else []
    fields, found = read_fields(name, [items[at] for at in mappings])
    faults += [RecordFault(mappings[fault.at], fault.finding) for fault in found]
    parts = [(np.array(mappings, np.int64), fields)]
    if len(mappings) == len(items):
        return parts
    read_texts = _READ.get(name)
    words = items
    if read_texts is None or not kinds <= {str, type(None)}:
        is_text = [isinstance(item, str) and read_texts is not None for item in items]
        words = [item if one else None for one, item in zip(is_text, items, strict=True)]
        faults += [
            wrong_entry(at, name, item)
            for at, item in enumerate(items)
            if not is_text[at] and type(item) not in records and item not in (None, "")
        ]
    if read_texts is not None:
        texts = text_values(words)
        rows = np.flatnonzero(texts.is_valid().to_numpy(zero_copy_only=False))
        read = read_texts(texts.take(pa.array(rows)))
        parts.append((rows[read.row], read.fields))
    return parts


# --- whole lists ----------------------------------------------------------------------------------


def _move_unsafe(name: str, items: Items, faults: list[RecordFault]) -> Items:
    """Move links that lead to no web page into a text field, and report them."""
    fields = dict(items.fields)
    for key, target in _LINKS[name].items():
        if key not in fields or (is_safe := are_safe(fields[key])).all():
            continue
        unsafe = pa.array(~is_safe)
        none = pa.nulls(len(is_safe), TEXT)
        before = fields.get(target, none)
        links = fields[key].filter(unsafe)
        joined = join_pieces([before.filter(unsafe), "; ", links])
        fields[target] = exchange(before, ~is_safe, pc.coalesce(joined, links))
        fields[key] = pc.if_else(unsafe, none, fields[key])
        for at, link in zip(np.flatnonzero(~is_safe), links.to_pylist(), strict=True):
            message = (
                f"{key} is {quote(link)}, expected a link that starts with http:// or https://"
            )
            meant = repaired_link(link)
            whole = "write the full address; for now it is shown as text"
            if name == "media" and re.match(PICTURES, link):
                whole = "write it as file, if it is a picture of the project"
            said = Finding(
                "url-unsafe",
                f"[{items.number[at]}].{key}",
                message,
                f'did you mean "{meant}"?' if meant else whole,
                (Edit("", link, meant),) if meant else (),
            )
            faults.append(RecordFault(int(items.row[at]), said))
    return Items(items.row, items.number, fields)
