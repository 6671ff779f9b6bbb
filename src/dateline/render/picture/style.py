"""What columns of the settings give the marks of a picture: their size and form, and its words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import geopandas as gpd
import numpy as np

from dateline.interface import Wording
from dateline.map_settings import StyleSettings
from dateline.styles import Form, sizes_of, symbols_of

#: Radius in pixels of a mark of the usual size, and of one whose number is not stated.
_BASE_PX: Final = 6.0
_UNSIZED_PX: Final = 2.6

#: Sections of the catalogue with the words of columns, and the columns that filters call otherwise.
_SECTIONS: Final = {
    "record_status": "record",
    "place_precision": "facet_precision",
    "date_precision": "facet_dates",
}
_FACETS: Final = {
    "record_status": "record",
    "event_type": "type",
    "place_precision": "precision",
    "date_precision": "dates",
}


@dataclass(frozen=True, slots=True)
class MarkStyle:
    """Sizes and forms of the marks, one entry per event.

    Attributes:
        scale: How many times as large as usual each is.
        is_unsized: Whether numbers give the sizes, and the event states none.
        form: What a column gives, or None.
        sizes: Numbers and the radius in pixels of their marks, for the legend, the largest first.
        smallest: The largest number whose mark has the smallest size; None if there is none.
        forms: The forms in use and their words.
        size_title: The column that gives the sizes, in words; empty without one.
        form_title: The column that gives the forms, in words; empty without one.
    """

    scale: list[float]
    is_unsized: list[bool]
    form: list[Form | None]
    sizes: list[tuple[float, float]]
    smallest: float | None
    forms: list[tuple[Form, str]]
    size_title: str
    form_title: str


def mark_style(gdf: gpd.GeoDataFrame, style: StyleSettings, words: Wording) -> MarkStyle:
    """Return the sizes and forms of the events, by the rules of the page (``dateline.styles``).

    Raises:
        SettingsError: A column of the settings is missing or holds something else.
    """
    count = len(gdf)
    codes, size = sizes_of(gdf, style.size) if style.size else (np.zeros(count, np.uint8), None)
    forms: list[Form | None] = [None] * count
    used: list[tuple[Form, str]] = []
    if style.symbol:
        found, entry = symbols_of(gdf, style.symbol)
        known = [Form(one["name"], one["outer"], one["inner"]) for one in entry["classes"]]
        forms = [known[code] for code in found.tolist()]
        titles = [class_words(style.symbol, one, words) for one in entry["classes"]]
        used = [(known[code], titles[code]) for code in np.unique(found).tolist()]
    return MarkStyle(
        scale=[(code / 2 or _UNSIZED_PX) / _BASE_PX if size else 1.0 for code in codes.tolist()],
        is_unsized=[size is not None and code == 0 for code in codes.tolist()],
        form=forms,
        sizes=[(value, radius) for value, radius in size["sizes"]] if size else [],
        smallest=size["smallest"] if size else None,
        forms=used,
        size_title=words.say("legend.size", column=column_words(style.size, words)) if size else "",
        form_title=words.say("legend.symbol", column=column_words(style.symbol, words))
        if style.symbol
        else "",
    )


def column_words(column: str, words: Wording) -> str:
    """Return the title of a column, as the page says it."""
    name = _FACETS.get(column, column)
    if words.has(f"facet_reason.{name}"):
        return words.say(f"facet.{name}")
    return _capital(column.replace("_", " "))


def class_words(column: str, one: Mapping[str, Any], words: Wording) -> str:
    """Return the title of a class of ``dateline.styles``, as the page says it."""
    kind = one.get("kind", "")
    if kind:
        limits = {end: f"{one.get(end, 0):,.6g}" for end in ("low", "high")}
        return words.say(f"legend.{kind}", **limits)
    label = str(one["label"])
    return words.word_of(_SECTIONS.get(column, column), label) or _capital(label)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
