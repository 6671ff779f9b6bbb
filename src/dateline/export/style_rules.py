"""Looks of events as rules for GIS programs: which events have which colour, size and form.

A rule has a condition on a column, so that a program can draw events that are added later, too. The
colours, sizes and forms are those of the page. Nothing here knows how a program writes a style.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd

from dateline.layers import GROUP_COLOUR, UNSORTED_TITLE, assign_layers, layer_codes
from dateline.settings import Settings
from dateline.styles import LARGEST_PX, SMALLEST_PX, colours_of, sizes_of, symbols_of

#: Radius of a mark of the usual size, and of one without a number where numbers give the sizes.
USUAL_PX: Final = 6.0
UNSIZED_PX: Final = 2.6

#: Values with a rule of their own, the most frequent first; the rules of more could not be read.
_MOST_VALUES: Final = 250
_OTHERS: Final = "Other"

#: Events that have not happened are drawn hollow, or with dashes.
HOLLOW: Final = ("planned", "forecast", "cancelled")
RETRACTED: Final = "retracted"


@dataclass(frozen=True, slots=True)
class Condition:
    """Which events a rule is for, by one column; all others if it tests nothing.

    Attributes:
        column: The column, as it is called in the file; empty for all other events.
        values: The texts, numbers or truth values that it may have.
        is_missing: Whether it is for events that have no value there.
        low: The least number, or None.
        high: The number below which it must be, or None.
    """

    column: str = ""
    values: tuple[str | int | float, ...] = ()
    is_missing: bool = False
    low: float | None = None
    high: float | None = None

    @property
    def is_others(self) -> bool:
        """Whether it is for the events that no other rule is for."""
        return not (self.column and (self.values or self.is_missing or self._is_range))

    @property
    def _is_range(self) -> bool:
        return self.low is not None or self.high is not None


@dataclass(frozen=True, slots=True)
class ColourRule:
    """The colour, ``#rrggbb``, of some events, and its label in the legend."""

    label: str
    colour: str
    test: Condition


@dataclass(frozen=True, slots=True)
class SizeRule:
    """How numbers give the radii of marks: as their square root, up to a largest one.

    Attributes:
        column: The column, as it is called in the file.
        top: The number of the largest mark.
        classes: For programs that cannot compute: the least number of each class with its radius
            in pixels, the largest first.
    """

    column: str
    top: float
    classes: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class StyleRules:
    """The looks of all events.

    Attributes:
        colours: The rules of colours; one for all others is last.
        forms: The form of marks by test; those of all others and of missing values included.
        size: How numbers give sizes; None if all marks have the usual size.
        columns: What columns of the event table are called in the file.
        has_retracted: Whether events are retracted.
    """

    colours: tuple[ColourRule, ...]
    forms: tuple[tuple[str, Condition], ...] = ()
    size: SizeRule | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    has_retracted: bool = False


def style_rules(
    events: gpd.GeoDataFrame, settings: Settings, columns: Mapping[str, str]
) -> StyleRules:
    """Return the looks of events as rules: by the columns of ``[style]``, or by layer.

    Args:
        events: As for :func:`export_events`.
        settings: Read: ``style`` and ``layers``.
        columns: What columns of the event table are called in the file; a column that is not there
            gives no rule.

    Raises:
        SettingsError: A column of ``[style]`` does not exist or cannot give colours or sizes.
    """
    style = settings.style
    if style.colour:
        codes, entry = colours_of(events, style.colour)
        colours = _colour_rules(entry, _tests(events[style.colour], codes, entry, names=columns))
    else:
        colours = _layer_rules(events, settings, columns)
    forms: list[tuple[str, Condition]] = []
    if style.symbol:
        codes, entry = symbols_of(events, style.symbol)
        tests = _tests(events[style.symbol], codes, entry, names=columns)
        forms = [(one["name"], test) for one, test in zip(entry["classes"], tests, strict=True)]
    size = _size_rule(events, style.size, columns) if style.size else None
    has_retracted = "record_status" in columns and bool(
        (events["record_status"] == RETRACTED).any()
    )
    return StyleRules(tuple(colours), tuple(forms), size, columns, has_retracted)


def _colour_rules(entry: Mapping[str, Any], tests: list[Condition]) -> list[ColourRule]:
    rules = [
        ColourRule(one["label"], one["colour"], test)
        for one, test in zip(entry["classes"], tests, strict=True)
    ]
    # The rule for others is last, whether the events have others or not: they may get some.
    named = [rule for rule in rules if not rule.test.is_others]
    others = [rule for rule in rules if rule.test.is_others]
    return [*named, *(others or [ColourRule(_OTHERS, GROUP_COLOUR[0], Condition())])]


def _tests(
    values: pd.Series[Any], codes: np.ndarray, entry: Mapping[str, Any], *, names: Mapping[str, str]
) -> list[Condition]:
    """Return a test for each class of a column."""
    name = names.get(entry["column"], "")
    is_bool = pd.api.types.is_bool_dtype(values)
    tests = []
    for code, one in enumerate(entry["classes"]):
        kind = one.get("kind")
        if kind == "missing":
            tests.append(Condition(name, is_missing=True))
        elif kind == "others":
            tests.append(Condition())
        elif kind in ("range", "below"):
            ends = (one["low"] if code else None, one["high"] if kind == "below" else None)
            # A single class has neither end, so it is given its least number.
            low = one["low"] if ends == (None, None) else ends[0]
            tests.append(Condition(name, low=low, high=ends[1]))
        else:
            found = values[codes == code].iloc[0]
            tests.append(Condition(name, (int(found) if is_bool else str(found),)))
    return tests


def _layer_rules(
    events: gpd.GeoDataFrame, settings: Settings, columns: Mapping[str, str]
) -> list[ColourRule]:
    """Return a rule for each layer with events; the values are as the events have them."""
    table, layers = assign_layers(events, settings)
    codes = layer_codes(table["layer"], layers)
    given, texts = pd.factorize(events["layer"])
    rows = np.flatnonzero(given >= 0)[::-1]
    counts = np.bincount(given[rows], minlength=len(texts))
    first = np.zeros(len(texts), np.int64)
    first[given[rows]] = rows  # the first row of each text, because the last one given counts
    listed = sorted(range(len(texts)), key=lambda n: (-counts[n], str(texts[n])))[:_MOST_VALUES]
    by_layer: dict[int, list[str]] = {}
    for number in sorted(listed, key=lambda n: (codes[first[n]], str(texts[n]))):
        by_layer.setdefault(int(codes[first[number]]), []).append(str(texts[number]))
    name = columns.get("layer", "")
    rules = [
        ColourRule(layers[code].path, layers[code].colour, Condition(name, tuple(values)))
        for code, values in by_layer.items()
        if layers[code].path
    ]
    unsorted = next((layer for layer in layers if not layer.path), None)
    if unsorted:
        rules.append(ColourRule(UNSORTED_TITLE, unsorted.colour, Condition(name, is_missing=True)))
    return [*rules, ColourRule(_OTHERS, GROUP_COLOUR[0], Condition())]


def _size_rule(
    events: gpd.GeoDataFrame, column: str, columns: Mapping[str, str]
) -> SizeRule | None:
    _, entry = sizes_of(events, column)
    if entry is None or column not in columns:
        return None
    numbers = events[column].to_numpy(dtype=float, na_value=np.nan)
    top = float(np.nanmax(np.where(np.isfinite(numbers), numbers, np.nan))) or 1.0
    steps = [(top, LARGEST_PX), *((value, radius) for value, radius in entry["sizes"])]
    radii = dict(steps)
    return SizeRule(columns[column], top, (*radii.items(), (0.0, SMALLEST_PX)))
