"""Columns that the geocoder fills: a list of distinct values and an integer code for each row.

This way a million rows never become a million Python objects. The values are computed elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from dateline import schema
from dateline.dataset import list_column, make_lists
from dateline.geocoder.candidates import Ints
from dateline.geodesy import Floats


@dataclass(slots=True)
class DictionaryColumn:
    """A dictionary-encoded column.

    Attributes:
        values: The values, in any order; duplicates are allowed, and None means missing.
        codes: Index into ``values`` of each row; -1 means missing.
    """

    values: list[Any]
    codes: Ints

    def put(self, rows: Ints, values: Sequence[Any], codes: Ints) -> None:
        """Set the values of some rows.

        Args:
            rows: Indices of the rows, each once.
            values: The distinct values to assign.
            codes: For each of ``rows`` the index into ``values``; -1 means missing.
        """
        self._set(rows, np.where(codes < 0, -1, codes + len(self.values)))
        self.values = [*self.values, *values]

    def fill(self, rows: Ints, value: Any) -> None:
        """Set some rows to one value."""
        self._set(rows, len(self.values))
        self.values = [*self.values, value]

    def clear(self, rows: Ints) -> None:
        """Set some rows to missing."""
        self._set(rows, -1)

    def _set(self, rows: Ints, codes: Ints | int) -> None:
        """Set the codes of some rows in a copy, because several columns may share one array."""
        changed = self.codes.copy()
        changed[rows] = codes
        self.codes = changed

    def column(self, name: str) -> pd.Series[Any]:
        """Return the column as a Series with the dtype that the schema gives for ``name``."""
        match schema.BY_NAME[name].dtype:
            case "category":
                return self._category(schema.BY_NAME[name].vocabulary)
            case "text":
                texts = pd.array([value or None for value in self.values] or [None], dtype="str")
                return pd.Series(texts.take(self.codes, allow_fill=True))
            case _:
                records = make_lists(name, [*self.values, None])
                return list_column(records.take(pa.array(self.codes % len(records))))

    def objects(self) -> NDArray[np.object_]:
        """Return the value of each row, None if missing; rows of one value share one object."""
        values = np.empty(len(self.values) + 1, dtype=object)
        for number, value in enumerate((*self.values, None)):
            values[number] = value
        return values[self.codes]

    def _category(self, words: Sequence[str]) -> pd.Series[Any]:
        numbers = {word: number for number, word in enumerate(words)}
        codes = np.array([*(numbers.get(value, -1) for value in self.values), -1], dtype=np.int64)
        dtype = pd.CategoricalDtype(list(words))
        return pd.Series(pd.Categorical.from_codes(codes[self.codes], dtype=dtype))


@dataclass(slots=True)
class Columns:
    """The columns that the geocoder fills, one value per row.

    Attributes:
        encoded: Dictionary-encoded columns (words and runners-up) by name.
        numbers: Numeric columns by name; NaN means missing.
        geometry: Geometries in OGC:CRS84; None means missing.
    """

    encoded: dict[str, DictionaryColumn]
    numbers: dict[str, Floats]
    geometry: NDArray[np.object_]
