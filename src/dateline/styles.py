"""Colours, sizes and symbols of events by a column, in the page and in exports.

Colours: one for each word, or for classes of numbers. Sizes: the area of a mark is proportional to
its number. Symbols: a form for each of a few words. Nothing is drawn here.
"""

from __future__ import annotations

import difflib
import math
from typing import Any, Final, NamedTuple

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

#: Radius in pixels of the mark of the largest number, and the smallest radius of any number.
LARGEST_PX: Final = 22.0
SMALLEST_PX: Final = 3.5

#: Sizes in the legend differ by at least this much, so that they can be told apart.
_APART_PX: Final = 3.5
_MOST_SIZES: Final = 4


class Form(NamedTuple):
    """A form of marks, as SVG path data around (0, 0) in pixels: whole, and smaller inside."""

    name: str
    outer: str
    inner: str


def _polygon(name: str, *corners: tuple[float, float]) -> Form:
    """Return a form with straight sides; its inside is 0.55 times as large."""
    paths = (
        "M" + "L".join(f"{x * by:.3g} {y * by:.3g}" for x, y in corners) + "Z" for by in (1, 0.55)
    )
    return Form(name, *paths)


def _star() -> Form:
    radii = (8.2, 3.6) * 5
    turns = [math.pi * (n / 5 - 0.5) for n in range(10)]
    corners = zip(radii, turns, strict=True)
    return _polygon("star", *((r * math.cos(turn), r * math.sin(turn)) for r, turn in corners))


def _circle(radius: float) -> str:
    arc = f"A{radius} {radius} 0 1 1"
    return f"M{radius} 0{arc}-{radius} 0{arc}{radius} 0Z"


#: The forms of words, the most frequent first: of about equal area, and different at 12 pixels.
FORMS: Final = (
    Form("circle", _circle(6.2), _circle(3.6)),
    _polygon("square", (-5.5, -5.5), (5.5, -5.5), (5.5, 5.5), (-5.5, 5.5)),
    _polygon("triangle", (0, -7.6), (7.2, 5.2), (-7.2, 5.2)),
    _polygon("diamond", (0, -8), (8, 0), (0, 8), (-8, 0)),
    _polygon(
        "plus", (-2.5, -7), (2.5, -7), (2.5, -2.5), (7, -2.5), (7, 2.5), (2.5, 2.5),
        (2.5, 7), (-2.5, 7), (-2.5, 2.5), (-7, 2.5), (-7, -2.5), (-2.5, -2.5),
    ),
    _star(),
    _polygon("triangle-down", (0, 7.6), (7.2, -5.2), (-7.2, -5.2)),
)  # fmt: skip

#: The forms of all other words, and of events without one.
OTHER_FORM: Final = _polygon("bar", (-7.5, -3.2), (7.5, -3.2), (7.5, 3.2), (-7.5, 3.2))
MISSING_FORM: Final = Form("dot", _circle(3.2), _circle(1.8))


def colours_of(gdf: gpd.GeoDataFrame, column: str) -> tuple[np.ndarray, dict[str, Any]]:
    """Return the class of each event, as uint8, and the column with its classes, for the legend.

    Words have their own colours up to the number of colours, the most frequent first; the others
    share one. Numbers are in up to five classes of about as many events each, with round limits.

    Raises:
        SettingsError: The events have no such column, or it holds neither words nor numbers.
    """
    values = _column(gdf, column, setting="colour", holds="words or numbers")
    if _is_number(values):
        (codes, ranges, colours), has_others = _by_number(values), False
        labels = [_range_label(**one) for one in ranges]
    else:
        codes, labels, has_others = _frequent(values, most=len(PALETTE), shares_last=True)
        colours = list(PALETTE[: len(labels)])
    looks = [{"colour": light, "colour_on_dark": dark} for light, dark in (*colours, GROUP_COLOUR)]
    entry = _entry(column, labels, looks, has_others=has_others)
    if _is_number(values):
        for one, limits in zip(entry["classes"], ranges, strict=False):
            one.update(limits)
    return codes.astype(np.uint8), entry


def sizes_of(gdf: gpd.GeoDataFrame, column: str) -> tuple[np.ndarray, dict[str, Any] | None]:
    """Return twice the radius of each mark in pixels, as uint8, and the sizes for the legend.

    Areas are proportional to the numbers. Below a radius of 3.5 pixels a mark could not be seen, so
    smaller numbers have that size, and the legend says up to which. 0 is a number that is not
    stated. The legend has round numbers, the largest first; it is None if no number is stated.

    Raises:
        SettingsError: The events have no such column, it holds no numbers, or a negative one.
    """
    values = _column(gdf, column, setting="size", holds="numbers")
    if not _is_number(values):
        if values.isna().all():
            return np.zeros(len(gdf), np.uint8), None
        raise _no_column(column, gdf, setting="size", holds="numbers")
    numbers = values.to_numpy(dtype=float, na_value=np.nan)
    stated = np.isfinite(numbers)
    if not stated.any():
        return np.zeros(len(gdf), np.uint8), None
    if numbers[stated].min() < 0:
        raise SettingsError(
            f'setting "style.size" is "{clipped(column)}", which has the number '
            f"{_said(float(numbers[stated].min()))}, expected numbers of 0 or more: no area is "
            "less than nothing",
            hint=f'use colour = "{clipped(column)}" instead, which shows numbers below 0',
        )
    top = float(numbers[stated].max()) or 1.0
    radii = LARGEST_PX * np.sqrt(np.where(stated, numbers, 0) / top)
    codes = np.where(stated, np.round(2 * np.maximum(radii, SMALLEST_PX)), 0)
    smallest = numbers[stated & (radii <= SMALLEST_PX)]
    entry = {
        "column": column,
        "sizes": [[value, LARGEST_PX * math.sqrt(value / top)] for value in _round_sizes(top)],
        "smallest": float(smallest.max()) if len(smallest) else None,
        "missing": not stated.all(),
    }
    return codes.astype(np.uint8), entry


def symbols_of(gdf: gpd.GeoDataFrame, column: str) -> tuple[np.ndarray, dict[str, Any]]:
    """Return the form of each event, as uint8, and the column with its forms, for the legend.

    The most frequent words have forms of their own; the others share one.

    Raises:
        SettingsError: The events have no such column, or it holds neither words nor numbers.
    """
    values = _column(gdf, column, setting="symbol", holds="words")
    codes, labels, has_others = _frequent(values, most=len(FORMS))
    forms = [*FORMS, OTHER_FORM] if has_others else FORMS[: len(labels)]
    looks = [form._asdict() for form in (*forms, MISSING_FORM)]
    return codes.astype(np.uint8), _entry(column, labels, looks, has_others=has_others)


def _entry(
    column: str, labels: list[str], looks: list[dict[str, Any]], *, has_others: bool
) -> dict[str, Any]:
    """Return a column with its classes; ``kind`` marks those that are no words of the column.

    They are ``missing`` and ``others``, and for numbers ``range`` and ``below`` (which excludes its
    upper limit), both with ``low`` and ``high``. Labels of kinds are English.
    """
    classes = [
        {"label": label, **look} for label, look in zip((*labels, _NOT_STATED), looks, strict=True)
    ]
    classes[-1]["kind"] = "missing"
    if has_others:
        classes[-2]["kind"] = "others"
    return {"column": column, "classes": classes}


def _column(gdf: gpd.GeoDataFrame, column: str, *, setting: str, holds: str) -> pd.Series:
    """Return a column that the settings name; raise if it does not exist or holds lists."""
    values = gdf[column] if column in gdf.columns else None
    if values is None or column == gdf.geometry.name or pd.api.types.is_list_like(_first(values)):
        raise _no_column(column, gdf, setting=setting, holds=holds)
    chosen: pd.Series = values
    return chosen


def _no_column(column: str, gdf: gpd.GeoDataFrame, *, setting: str, holds: str) -> SettingsError:
    names = [str(name) for name in gdf.columns if gdf[name].notna().any()]
    near = difflib.get_close_matches(column, [name for name in names if name != column], n=1)
    listed = "event_type" if holds == "words" else "fatalities_best"
    return SettingsError(
        f'setting "style.{setting}" is "{clipped(column)}", expected a column of the events with '
        f"{holds}",
        hint=f'did you mean "{clipped(near[0])}"?' if near else f'use a column such as "{listed}"',
    )


def _is_number(values: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)


def _round_sizes(top: float) -> list[float]:
    """Return round numbers up to ``top``, the largest first, whose marks differ in size."""
    power = math.floor(math.log10(top))
    steps = [digit * 10.0**n for n in range(power, power - 5, -1) for digit in (5, 2, 1)]
    found: list[float] = []
    last = LARGEST_PX + _APART_PX
    for value in steps:
        radius = LARGEST_PX * math.sqrt(value / top)
        if value > top or last - radius < _APART_PX or radius <= SMALLEST_PX:
            continue
        found.append(float(f"{value:.6g}"))
        last = radius
    return found[:_MOST_SIZES]


def _first(values: pd.Series) -> object:
    known = values.dropna()
    return known.iloc[0] if len(known) else None


def _frequent(
    values: pd.Series, *, most: int, shares_last: bool = False
) -> tuple[np.ndarray, list[str], bool]:
    """Return the class of each value, the words of the classes, and whether one is of all others.

    The most frequent words come first. If there are more than ``most``, the last class is that of
    all others, or the ``most``-th if it ``shares_last``. Values that are not stated have the class
    after the last.
    """
    codes, found = pd.factorize(values.astype("str").where(values.notna()))
    words = [str(word) for word in found]
    used = np.bincount(codes[codes >= 0], minlength=len(words))
    order = sorted(range(len(words)), key=lambda code: (-used[code], words[code]))
    has_others = len(order) > most
    kept = order[: most - 1] if has_others and shares_last else order[:most]
    labels = [*(words[code] for code in kept), *([_OTHERS] if has_others else [])]
    lookup = np.full(len(words) + 1, len(kept))
    lookup[kept] = np.arange(len(kept))
    lookup[-1] = len(labels)  # not stated
    return lookup[codes], labels, has_others


def _by_number(
    values: pd.Series,
) -> tuple[np.ndarray, list[dict[str, Any]], list[tuple[str, str]]]:
    """Return the class of each number, the kind and limits of the classes, and their colours."""
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
    ranges = [
        {
            "kind": "below" if n + 1 < len(used) else "range",
            "low": _short(start),
            "high": _short(end),
        }
        for n, (start, end) in enumerate(zip(edges, ends, strict=True))
    ]
    steps = np.round(np.linspace(0, len(_RAMP) - 1, len(used))).astype(int)
    return np.where(known, codes, len(ranges)), ranges, [_RAMP[step] for step in steps]


def _range_label(kind: str, low: float, high: float) -> str:
    return f"{_said(low)} to {'less than ' if kind == 'below' else ''}{_said(high)}"


def _rounded(number: float) -> float:
    """Return the number with one digit that is not zero, or two below 100."""
    if number == 0:
        return 0.0
    digits = math.floor(math.log10(abs(number)))
    return float(round(number, 1 - digits if abs(number) < 100 else -digits))  # noqa: PLR2004


def _short(number: float) -> float:
    return float(f"{number:.6g}")


def _said(number: float) -> str:
    return f"{number:,.6g}"
