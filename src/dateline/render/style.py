"""Colours of events by a column: one for each word, or for classes of numbers."""

from __future__ import annotations

import math
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd

from dateline.errors import SettingsError
from dateline.layers import GROUP_COLOUR, PALETTE
from dateline.one_line import clipped

#: Colours of classes of numbers from low to high, for a light and a dark background: one hue, so
#: that they can be told apart by their lightness alone.
_RAMP: Final = (
    ("#8fb9c0", "#2f5a62"),
    ("#5b97a1", "#46818c"),
    ("#2f7280", "#66a9b4"),
    ("#0f4f5c", "#95d0d9"),
    ("#042c35", "#d5f2f6"),
)

_OTHERS: Final = "Other"
_NOT_STATED: Final = "Not stated"


def style_of(gdf: gpd.GeoDataFrame, column: str) -> tuple[np.ndarray, dict[str, Any]]:
    """Return the class of each event, as uint8, and the column with its classes, for the legend.

    Wording have their own colours up to the number of colours, the most frequent first; the others
    share one. Numbers are in up to five classes of about as many events each, with round limits.

    Raises:
        SettingsError: The events have no such column, or it holds neither words nor numbers.
    """
    values = gdf[column] if column in gdf.columns else None
    if values is None or column == gdf.geometry.name or pd.api.types.is_list_like(_first(values)):
        raise SettingsError(
            f'setting "style.colour" is "{clipped(column)}", expected a column of the events with '
            "words or numbers",
            hint='use a column such as "event_type" or "fatalities_best"',
        )
    is_number = pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)
    codes, labels, colours = _by_number(values) if is_number else _by_word(values)
    classes = [
        {"label": label, "colour": light, "colour_on_dark": dark}
        for label, (light, dark) in zip(
            (*labels, _NOT_STATED), (*colours, GROUP_COLOUR), strict=True
        )
    ]
    return codes.astype(np.uint8), {"column": column, "classes": classes}


def _first(values: pd.Series) -> object:
    known = values.dropna()
    return known.iloc[0] if len(known) else None


def _by_word(values: pd.Series) -> tuple[np.ndarray, list[str], list[tuple[str, str]]]:
    codes, found = pd.factorize(values.astype("str").where(values.notna()))
    words = [str(word) for word in found]
    used = np.bincount(codes[codes >= 0], minlength=len(words))
    order = sorted(range(len(words)), key=lambda code: (-used[code], words[code]))
    kept = order if len(order) <= len(PALETTE) else order[: len(PALETTE) - 1]
    labels = [words[code] for code in kept]
    colours = list(PALETTE[: len(kept)])
    if len(kept) < len(words):
        labels.append(_OTHERS)
        colours.append(PALETTE[-1])
    lookup = np.full(len(words) + 1, len(kept))
    lookup[kept] = np.arange(len(kept))
    lookup[-1] = len(labels)  # not stated
    return lookup[codes], labels, colours


def _by_number(values: pd.Series) -> tuple[np.ndarray, list[str], list[tuple[str, str]]]:
    numbers = values.to_numpy(dtype=float, na_value=np.nan)
    known = np.isfinite(numbers)
    if not known.any():
        return np.zeros(len(numbers), int), [], []
    shares = np.linspace(0, 1, len(_RAMP) + 1)[1:-1]
    limits = sorted({_rounded(limit) for limit in np.quantile(numbers[known], shares)})
    codes = np.searchsorted(limits, np.where(known, numbers, 0), side="right")
    used, codes = np.unique(codes, return_inverse=True)
    low, high = numbers[known].min(), numbers[known].max()
    edges = [low, *(limits[n - 1] for n in used[1:])]
    ends = [*(limits[n] for n in used[:-1]), high]
    labels = [
        f"{_said(start)} to {'less than ' if n + 1 < len(used) else ''}{_said(end)}"
        for n, (start, end) in enumerate(zip(edges, ends, strict=True))
    ]
    steps = np.round(np.linspace(0, len(_RAMP) - 1, len(used))).astype(int)
    return np.where(known, codes, len(labels)), labels, [_RAMP[step] for step in steps]


def _rounded(number: float) -> float:
    """Return the number with one digit that is not zero, or two below 100."""
    if number == 0:
        return 0.0
    digits = math.floor(math.log10(abs(number)))
    return float(round(number, 1 - digits if abs(number) < 100 else -digits))  # noqa: PLR2004


def _said(number: float) -> str:
    return f"{number:,.6g}"
