"""The values that readers filter events by: one text, number or several texts for each event.

``render/facets.py`` encodes them for the page; which facets there are is decided there, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from dateline.dataset import as_lists
from dateline.json_values import as_values, json_texts
from dateline.schema import BY_NAME
from dateline.texts import TEXT, Texts, column_texts, one_chunk

#: A facet with more values than this is left out: its words are in the header of the page.
MOST_VALUES: Final = 2_000

#: A facet with more values than this is left out if they are more than half of its events: nearly
#: every event has its own.
_FEW_VALUES: Final = 40

#: Longer values are cut.
_MOST_CHARACTERS: Final = 200

#: Host of a link, without user, port and "www."
_HOST: Final = r"(?i)^https?://(?:[^/?#@]*@)?(?:www\.)?(?P<host>[^/:?#\\]+)"


@dataclass(frozen=True, slots=True)
class FacetValues:
    """The values of one facet.

    Attributes:
        rows: The event of each value.
        codes: Each value, as its position among the words.
        words: The distinct values, sorted; numbers as numbers.
        is_many: Whether an event may have several values.
        is_ordered: Whether the words have an order of their own, as numbers have.
    """

    rows: np.ndarray
    codes: np.ndarray
    words: list[str]
    is_many: bool = False
    is_ordered: bool = False

    @property
    def is_too_long(self) -> bool:
        """Whether there are too many distinct values to choose from."""
        events = int((np.bincount(self.rows) > 0).sum()) if len(self.words) > _FEW_VALUES else 0
        return len(self.words) > min(MOST_VALUES, max(_FEW_VALUES, events // 2))


def can_be_facet(name: str) -> bool:
    """Return whether a column of that name has values that readers can filter by."""
    column = BY_NAME.get(name)
    if column is None:
        return name != "geometry"
    return column.dtype not in ("records", "geometry", "instant") and not column.is_internal


def column_values(column: pd.Series[Any]) -> FacetValues:
    """Return the values of any column that :func:`can_be_facet` allows."""
    known = BY_NAME.get(str(column.name))
    if known is not None and known.dtype == "texts":
        return tag_values(column)
    if column.dtype == "str" or isinstance(column.dtype, pd.CategoricalDtype):
        return _values([column_texts(column)])
    values = as_values(column)
    texts = json_texts(values).filter(pa.array(column.notna().to_numpy()))
    rows = np.flatnonzero(column.notna().to_numpy())
    is_number = pd.api.types.is_numeric_dtype(column.dtype)
    if not is_number:  # a JSON text is written without its quotes
        texts = pc.replace_substring_regex(texts, r'^"(.*)"$', r"\1")
    found = _values([texts], [rows])
    return _by_number(found) if is_number and column.dtype not in (bool, "boolean") else found


def actor_values(gdf: gpd.GeoDataFrame) -> FacetValues:
    """Return who took part in each event: both actors."""
    return _values([column_texts(gdf[name]) for name in ("actor1", "actor2")], is_many=True)


def tag_values(column: pd.Series[Any]) -> FacetValues:
    """Return the texts of a column of lists of texts."""
    lists = as_lists(column)
    return _values([one_chunk(lists.flatten())], [_list_rows(lists)], is_many=True)


def source_values(column: pd.Series[Any]) -> FacetValues:
    """Return who published the sources of each event, or else the hosts of their links."""
    lists = as_lists(column)
    records = one_chunk(lists.flatten())
    publishers, links = (pc.struct_field(records, name) for name in ("publisher", "url"))
    named = pc.utf8_trim_whitespace(publishers.cast(TEXT))
    is_named = pc.fill_null(pc.not_equal(named, ""), fill_value=False)
    others = pc.if_else(is_named, pa.scalar(None, TEXT), links.cast(TEXT)).dictionary_encode()
    hosts = pc.struct_field(pc.extract_regex(others.dictionary, _HOST), "host").cast(TEXT)
    texts = pc.if_else(is_named, named, pc.utf8_lower(hosts).take(others.indices))
    return _values([one_chunk(texts)], [_list_rows(lists)], is_many=True)


def _list_rows(lists: pa.ListArray) -> np.ndarray:
    return np.repeat(np.arange(len(lists)), pc.list_value_length(lists).to_numpy())


def _values(
    columns: Sequence[Texts], rows: Sequence[np.ndarray] = (), *, is_many: bool = False
) -> FacetValues:
    """Return the distinct texts of columns, which are not missing or empty, and their rows."""
    rows = rows or [np.arange(len(texts)) for texts in columns]
    texts = pa.concat_arrays([texts.cast(TEXT) for texts in columns])
    encoded = texts.dictionary_encode()
    cut = pc.utf8_trim_whitespace(
        pc.utf8_slice_codeunits(pc.utf8_trim_whitespace(encoded.dictionary), 0, _MOST_CHARACTERS)
    )
    written = cut.to_pylist()
    words = sorted(set(written) - {""})
    number = {word: at for at, word in enumerate(words)}
    lookup = np.array([*(number.get(word, -1) for word in written), -1], np.int64)
    codes = lookup[encoded.indices.fill_null(len(written)).to_numpy()]
    stated = codes >= 0
    return FacetValues(np.concatenate(rows)[stated], codes[stated], words, is_many)


def _by_number(found: FacetValues) -> FacetValues:
    """Return the values with the words sorted as numbers."""
    order = sorted(range(len(found.words)), key=lambda at: float(found.words[at]))
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    words = [found.words[at] for at in order]
    return FacetValues(found.rows, rank[found.codes], words, is_ordered=True)
