"""What readers can search for besides the texts of the list."""

from __future__ import annotations

import orjson
import pytest

from dateline.gazetteer import Gazetteer
from dateline.gazetteer.fold import fold
from dateline.render import search_texts
from dateline.render.search_texts import encode_names, searched_texts
from dateline.settings import Settings
from sample_events import table_of

KYIV = {"place_id": "geonames:703448", "place_name": "Kyiv"}
SUMY = {"place_id": "geonames:692194", "place_name": "Sumy"}


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch):
    """Return the names of the places of some rows, before they are compressed."""
    monkeypatch.setattr(search_texts, "pack", lambda raw, **_: orjson.loads(raw))
    return lambda rows: encode_names(table_of(rows), Settings())


def test_a_place_has_its_names_in_all_scripts():
    """Names are folded; keys of sounds are left out, and unknown ids have no names."""
    with Gazetteer.open() as gazetteer:
        names = gazetteer.names_of([KYIV["place_id"], "geonames:0"])
    assert [*names] == [KYIV["place_id"]]
    found = names[KYIV["place_id"]]
    assert {"kiev", fold("Київ"), "киев", "كييف", "키이우", "基辅"} <= set(found)
    assert not any(name.startswith("~") for name in found)
    assert found == sorted(found)


def test_each_place_of_the_page_is_there_once(written):
    """The number and order of the events do not matter."""
    one, other = written([KYIV, SUMY, {}]), written([SUMY, {}, KYIV, KYIV])
    assert one == other
    assert [*one] == ["Kyiv", "Sumy"]
    assert "kiev" in one["Kyiv"].split()


def test_places_with_many_events_come_first(written, monkeypatch):
    """Where not all names fit, those of the places with most events are kept."""
    monkeypatch.setattr(search_texts, "_LEAST_CHARACTERS", 500)
    assert [*written([SUMY, KYIV, KYIV])] == ["Kyiv"]


def test_pages_without_known_places_have_no_names():
    """There is no empty part."""
    assert encode_names(table_of([{}]), Settings()) == ""
    assert encode_names(table_of([{"place_id": "own:1", "place_name": "A"}]), Settings()) == ""


def test_texts_that_the_list_has_are_not_repeated():
    """Quotes, titles and publishers of sources and tags are searched, each once."""
    source = {"publisher": "Reuters", "title": "A report", "quote": "hit at dawn", "url": "u"}
    rows = [
        {"title": "A report by night", "sources": [source, source], "tags": ["fire"]},
        {"title": "None"},
    ]
    assert searched_texts(table_of(rows)).tolist()[0] == "Reuters hit at dawn fire"
    assert searched_texts(table_of(rows)).isna().tolist() == [False, True]
    assert searched_texts(table_of(rows[1:])) is None
