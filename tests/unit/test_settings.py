"""``dateline.toml`` to settings."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from dateline.errors import SettingsError
from dateline.settings import (
    WORLDVIEWS,
    LayerSettings,
    Settings,
    find_settings,
    nearest_settings,
    parse_settings,
    read_settings,
)


def test_an_empty_file_gives_the_defaults():
    """Every setting has a default."""
    assert Settings() == parse_settings({})


def test_layers_are_read_in_their_order():
    """Layers on the map are in the order of the settings file."""
    table = {"layers": {"b": {"colour": "#FF0000"}, "a/c": {"visible": False, "title": "C"}}}
    expected = (
        LayerSettings("b", colour="#ff0000"),
        LayerSettings("a/c", title="C", is_visible=False),
    )
    assert expected == parse_settings(table).layers


def test_one_text_stands_for_a_list_of_one():
    """``near = "Kyiv"`` means ``near = ["Kyiv"]``."""
    assert ("Kyiv",) == parse_settings({"place": {"near": "Kyiv"}}).place.near


@pytest.mark.parametrize(
    ("table", "message", "hint"),
    [
        ({"titel": "x"}, 'unknown setting "titel"', 'did you mean "title"?'),
        ({"layers": {"a": {"color": "#fff"}}}, 'unknown setting "color" in [layers."a"]', "colour"),
        ({"layers": {"a": {"colour": "red"}}}, "'red', expected a colour", "layers"),
        ({"layers": ["a"]}, "expected a table of layers", "layers"),
        ({"layers": {"a": "red"}}, "expected a table", 'layers."a"'),
        ({"read": "x"}, "\"read\" is 'x', expected a table", "read"),
        ({"place": {"worldview": "us"}}, 'expected one of "un", "de-facto"', "place.worldview"),
        ({"place": {"near": [1]}}, "expected a list of text", "place.near"),
        ({"place": {"least_score": 2}}, "expected a number from 0 to 1", "place.least_score"),
        ({"title": 3}, "is 3, expected text", "title"),
        ({"language": 'en"><b>'}, "expected a language tag", "language"),
        ({"output": {"split_above_mb": -1}}, "is -1, expected a whole number", "split_above_mb"),
        ({"output": {"split_above_mb": True}}, "is True, expected a whole", "split_above_mb"),
        ({"read": {"columns": {"title": 1}}}, "a table of field = heading", "read.columns"),
        ({"layers": {"a": {"visible": "no"}}}, "expected true or false", "a"),
    ],
)
def test_a_wrong_setting_is_named_with_a_remedy(table, message, hint):
    """An unknown key or a wrong value is reported with the file, the key and what was expected."""
    with pytest.raises(SettingsError) as caught:
        parse_settings(table)
    assert message in caught.value.message
    assert caught.value.message.startswith("dateline.toml: ")
    assert hint in caught.value.hint


def test_settings_are_found_in_a_folder_above(tmp_path):
    """A project's settings apply to every folder below it."""
    (tmp_path / "dateline.toml").write_text('title = "Here"', encoding="utf-8")
    below = tmp_path / "events" / "2024"
    below.mkdir(parents=True)
    assert (tmp_path / "dateline.toml").resolve() == find_settings(below)
    assert "Here" == nearest_settings([below]).title


def test_relative_paths_start_at_the_settings_file(tmp_path):
    """Paths in the settings are relative to the folder of ``dateline.toml``."""
    path = tmp_path / "dateline.toml"
    path.write_text("", encoding="utf-8")
    assert tmp_path / "output" == read_settings(path).path("output")


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"title = ", "not valid TOML"),
        (b'title = "\xff"', "cannot be read"),
        (None, "cannot be read"),
    ],
)
def test_a_broken_settings_file_is_one_clear_error(tmp_path, raw, message):
    """A settings file that is missing, not TOML or not UTF-8 is reported with its path."""
    path = tmp_path / "dateline.toml"
    if raw is not None:
        path.write_bytes(raw)
    with pytest.raises(SettingsError, match=message):
        read_settings(path)


def test_standard_input_is_no_path(monkeypatch, tmp_path):
    """For ``-`` the settings of the working folder are used."""
    monkeypatch.chdir(tmp_path)
    Path("dateline.toml").write_text('title = "Work"', encoding="utf-8")
    assert "Work" == nearest_settings(["-"]).title


@pytest.mark.parametrize("attribution", ["", "   "])
def test_tiles_without_an_attribution_are_refused(tmp_path, attribution):
    """Online tiles without an attribution are refused, naming the missing setting."""
    path = tmp_path / "dateline.toml"
    tiles = 'tiles = "https://tiles.example.org/{z}/{x}/{y}.png"'
    path.write_text(f'[map]\n{tiles}\ntiles_attribution = "{attribution}"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match=r"dateline\.toml: .*map\.tiles_attribution") as refused:
        read_settings(path)
    assert "tiles_attribution" in refused.value.hint


def test_the_docs_of_the_settings_hold_values():
    """The page of the settings has the values of constants, never their names."""
    text = (Path(__file__).parents[2] / "docs" / "settings.md").read_text(encoding="utf-8")
    assert set() == set(re.findall(r"`[A-Z]+(?:_[A-Z]+)*S`|:\w+:`", text))
    assert [] == [word for word in WORLDVIEWS if f"`{word}`" not in text]


@pytest.mark.parametrize(
    "table",
    [
        {"title": "a\0b"},
        {"output": {"folder": "\0"}},
        {"output": {"html": "map\0.html"}},
        {"output": {"exports": ["a\0.csv"]}},
        {"output": {"exports": "a\0.csv"}},
        {"place": {"lock": "\0"}},
    ],
)
def test_text_with_a_null_character_is_refused(table):
    """A null character, which no path can hold, is refused when the settings are read."""
    with pytest.raises(SettingsError):
        parse_settings(table)


@pytest.mark.parametrize(
    ("section", "name"),
    [
        ("place", "places"),
        ("place", "regions"),
        ("place", "lock"),
        ("place", "gazetteer"),
        ("read", "mapping"),
        ("read", "profiles"),
        ("output", "folder"),
    ],
)
@pytest.mark.parametrize("path", ["x" * 256, "é" * 128 + "/a.csv", "a/" * 1001])
def test_a_path_that_no_file_can_have_is_refused(section, name, path):
    """A path with a name of more than 255 bytes, or a very long one, is refused."""
    with pytest.raises(SettingsError, match="255 for each name"):
        parse_settings({section: {name: path}})
    parse_settings({section: {name: "é" * 127 + "/" + "x" * 255}})


@pytest.mark.parametrize(
    "table",
    [
        {"open": {"lon": 36.2, "lat": 50, "zoom": 9}, "from": 2024, "to": "2024-03"},
        {
            "open": {"west": 170, "south": -20, "east": -175, "north": -10},
            "from": date(2024, 2, 29),
        },
        {"from": "", "to": "2024-03-05"},
    ],
)
def test_the_opening_view_and_window_can_be_set(table):
    """The view is a middle and a zoom or a box; the window has years, months or days as ends."""
    settings = parse_settings({"map": table}).map
    assert dict(settings.open) == table.get("open", {})
    assert settings.first_day == str(table.get("from", ""))
    assert settings.last_day == str(table.get("to", ""))


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"open": {"lon": 36, "lat": 50}}, "map.open"),
        ({"open": {"lon": 36, "lat": 89, "zoom": 3}}, "map.open"),
        ({"open": {"lon": True, "lat": 50, "zoom": 3}}, "map.open"),
        ({"open": {"lon": float("nan"), "lat": 50, "zoom": 3}}, "map.open"),
        ({"open": {"west": 1, "south": 5, "east": 2, "north": 4}}, "south below north"),
        ({"open": {"west": 1, "south": 3, "east": 1, "north": 4}}, "west and east apart"),
        ({"open": " "}, "map.open"),
        ({"from": "March 2024"}, '"map.from"'),
        ({"to": "2024-02-30"}, '"map.to"'),
        ({"from": "2024-13"}, '"map.from"'),
        ({"from": "2025", "to": "2024-12-31"}, "in this order"),
        ({"first_day": "2024"}, 'unknown setting "first_day"'),
    ],
)
def test_a_wrong_opening_view_or_window_is_refused(table, said):
    """What no map can show is refused, by the name that the setting has in the file."""
    with pytest.raises(SettingsError) as refused:
        parse_settings({"map": table})
    assert said in str(refused.value)
    assert refused.value.hint
