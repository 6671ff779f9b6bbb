"""Colours, sizes and forms that columns give to the marks of a picture, and their legend."""

from __future__ import annotations

import dataclasses
import math
import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from dateline.errors import SettingsError
from dateline.interface import load_words
from dateline.layers import assign_layers
from dateline.map_settings import StyleSettings
from dateline.render.picture import View, draw_picture
from dateline.settings import Settings
from dateline.styles import FORMS
from sample_events import point, table_of

SVG = "{http://www.w3.org/2000/svg}"
KINDS = ("battle", "strike", "battle", "protest")
DEATHS = (400, 100, 1, None)


def drawn(language: str = "en", status: str = "occurred", **style: Any) -> str:
    settings = dataclasses.replace(Settings(title="A"), style=StyleSettings(**style))
    rows = [
        {"event_id": f"e{n}", "title": "E", "event_type": KINDS[n], "fatalities_best": DEATHS[n],
         "status": status, **point(10 + 8 * n, 48)}
        for n in range(len(KINDS))
    ]  # fmt: skip
    events, layers = assign_layers(table_of(rows), settings)
    return draw_picture(events, layers, settings, view=View(), words=load_words(language))


def texts(svg: str) -> list[str]:
    return [one.text or "" for one in ET.fromstring(svg).iter(f"{SVG}text")]  # noqa: S314


def marks(svg: str) -> list[ET.Element]:
    """Return the marks on the map, from west to east."""
    root = ET.fromstring(svg).find(f"{SVG}svg")  # noqa: S314
    assert root is not None
    found = {}
    for one in root.findall(f"{SVG}g"):
        at = re.match(r"translate\(([\d.]+)", one.get("transform", ""))
        if at:
            found[float(at[1])] = one
    return [found[x] for x in sorted(found)]


def test_areas_are_proportional_to_numbers() -> None:
    """Four times the deaths are four times the area; the smallest can still be seen."""
    found = marks(drawn(size="fatalities_best"))
    radii = [max(float(part.get("r", 0)) for part in one if part.get("stroke")) for one in found]
    assert math.isclose(radii[0] - 0.2, 22, abs_tol=0.3)
    assert math.isclose(radii[1] - 0.2, 11, abs_tol=0.3)
    assert math.isclose(radii[2] - 0.2, 3.5, abs_tol=0.3)
    fills = [part.get("fill") for part in found[3]]
    assert fills[-1] == "none"  # a number that is not stated is an open ring


def test_the_legend_says_what_sizes_mean() -> None:
    """It has round numbers, the smallest size and that of events without a number."""
    found = texts(drawn(size="fatalities_best"))
    at = found.index("Size: Fatalities best")
    assert found[at + 1 : at + 7] == ["200", "100", "20", "Up to 1", "Not stated", "On the map"]


def test_words_have_forms_and_the_status_fills_them() -> None:
    """The most frequent word has the first form; planned events of it are dashed."""
    found = marks(drawn(symbol="event_type"))
    paths = [{part.get("d") for part in one} for one in found]
    assert [FORMS[0].outer in one for one in paths] == [True, False, True, False]
    assert FORMS[2].outer in paths[1] | paths[3]
    dashed = marks(drawn(symbol="event_type", status="planned"))
    assert all(one[-1].get("stroke-dasharray") for one in dashed)
    assert not any(one[-1].get("stroke-dasharray") for one in found)


def test_legends_of_words_speak_the_language_of_the_page() -> None:
    """Columns, event types and classes of numbers are said in words of the catalogue."""
    german = texts(drawn("de", symbol="event_type", colour="fatalities_best"))
    words = load_words("de")
    assert words.say("legend.symbol", column=words.say("facet.type")) in german
    assert words.say("legend.missing") in german
    assert "Not stated" not in german
    assert not any("{" in text for text in german)


def test_without_settings_marks_and_legend_are_as_before() -> None:
    """Layers give the colours, statuses the forms, and no headings stand in the legend."""
    svg = drawn()
    assert "Colour:" not in svg
    assert "On the map" not in texts(svg)
    assert {part.get("r") for one in marks(svg) for part in one} == {"7.6", "6", "6.2"}


@pytest.mark.parametrize("what", ["size", "symbol", "colour"])
def test_a_missing_column_is_refused(what: str) -> None:
    """The message names the setting, as for the page."""
    with pytest.raises(SettingsError, match=rf"style\.{what}"):
        drawn(**{what: "nothing"})
