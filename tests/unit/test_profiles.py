"""Profiles: tables of known sources are found by their columns and read as their codebooks say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from shapely.geometry.base import BaseGeometry
from tests.reading import read_events

from dateline.errors import SettingsError
from dateline.mapping import map_all, profile
from dateline.mapping.profile import find_profiles, packaged, read_profile
from dateline.mapping.titles import first_sentence
from dateline.normalise import normalise, type_events
from dateline.readers import read_tables
from dateline.settings import Settings, parse_settings

CASES = Path(__file__).parent.parent / "profiles"
PROFILES = {profile.name: profile for profile in packaged()}
MINE = """
title = "Mine"
headings = ["Ref no", "Seen on"]
[columns]
event_id = "Ref no"
when = "Seen on"
[texts]
title = ["{What} by {Who}", "{What}"]
[words.status]
"""


def _value(value: Any) -> Any:
    """Return a value of the table in the form of a case."""
    if isinstance(value, (list, dict, str)):
        return value
    if isinstance(value, BaseGeometry):
        return value.wkt
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    return None if pd.isna(value) else str(value).removesuffix(".0")


def test_every_profile_has_a_case():
    """A profile without a case cannot be added."""
    assert set(PROFILES) == {folder.name for folder in CASES.iterdir() if folder.is_dir()}


@pytest.mark.parametrize("name", sorted(PROFILES))
def test_a_table_is_read_as_its_codebook_says(name):
    """A table is found by its columns, whatever its file is called, and read by its profile."""
    folder = CASES / name
    source = next(folder.glob("input.*"))
    table, found = read_events([source], Settings())
    said = [one.message for one in found if one.code == "columns-mapped"]
    assert [f"columns mapped: read as {PROFILES[name].title}"] == [s.split(";")[0] for s in said]
    assert {"info"} == {one.severity for one in found}
    typed, _ = normalise(table, Settings())
    table["when"] = typed["when"]
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    assert len(expected) == len(table)
    for number, row in enumerate(expected):
        seen = {
            field: _value(table[field].iloc[number]) if field in table else None for field in row
        }
        assert row == seen, f"row {number + 1}"


def test_a_table_that_fits_two_profiles_is_read_by_its_headings(tmp_path):
    """Two profiles that fit one table leave the decision to the general mapping, which says so."""
    (tmp_path / "own").mkdir()
    for name in ("one", "two"):
        (tmp_path / "own" / f"{name}.toml").write_text(MINE.replace("Mine", name), encoding="utf-8")
    (tmp_path / "events.csv").write_text("Ref no,Seen on,title\n1,2024,A\n", encoding="utf-8")
    settings = parse_settings({"read": {"profiles": "own"}}, root=tmp_path)
    table, found = read_events([tmp_path / "events.csv"], settings)
    assert ["A"] == table["title"].tolist()
    assert "headings read one by one, because they fit one and two" in found[0].message


def test_the_profiles_of_a_project_come_first(tmp_path):
    """A folder of profiles in the settings reads tables that the package does not know."""
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / "mine.toml").write_text(MINE, encoding="utf-8")
    body = "Ref no,Seen on,What,Who\n7,2024-03,Fire,Ann\n8,2024-03,Smoke,\n"
    (tmp_path / "events.csv").write_text(body, encoding="utf-8")
    settings = parse_settings({"read": {"profiles": "profiles"}}, root=tmp_path)
    table, _ = read_events([tmp_path / "events.csv"], settings)
    assert ["7", "8"] == table["event_id"].tolist()
    assert ["Fire by Ann", "Smoke"] == table["title"].tolist()
    assert ["Fire", "Smoke"] == table["What"].tolist()


def _mine(tmp_path, *dates, form='"MM/dd/yyyy"', **settings):
    """Return the dates of a table that a profile of the project reads, and the errors."""
    (tmp_path / "mine.toml").write_text(f"{MINE}[dates]\nformat = {form}\n", encoding="utf-8")
    (tmp_path / "dateline.toml").write_text('title = "A map"\n', encoding="utf-8")
    (tmp_path / "events").mkdir(exist_ok=True)
    body = "Ref no,Seen on,What,Who\n" + "".join(f"{d},{d},Fire,Ann\n" for d in dates)
    (tmp_path / "events" / "a.csv").write_text(body, encoding="utf-8")
    read = parse_settings({"read": {"profiles": ".", **settings}}, root=tmp_path)
    tables, _ = read_tables([tmp_path / "events"], read)
    typed = type_events(map_all(tables, read), read)
    errors = [one.code for one in typed.diagnostics if one.severity == "error"]
    return [None if pd.isna(when) else when for when in typed.table["when"]], errors


def test_the_format_of_a_profile_decides_its_dates(tmp_path):
    """Figures that no row decides are read as the profile says; the settings come first."""
    assert (["2024-03-04", "2024-05-06"], []) == _mine(tmp_path, "03/04/2024", "05/06/2024")
    forms = '["dd|MM|yyyy", "dd/MM/yy"]'
    assert (["2024-04-03", "2024-06-05"], []) == _mine(
        tmp_path, "03|04|2024", "05/06/24", form=forms
    )
    found = _mine(tmp_path, "03/04/2024", date_format="DD/MM/YYYY")
    assert (["2024-04-03"], []) == found


def test_the_folder_of_the_settings_may_hold_profiles(tmp_path):
    """``profiles = "."`` reads the profiles next to ``dateline.toml``, which is none itself."""
    (tmp_path / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    assert (["2024-03-04"], []) == _mine(tmp_path, "03/04/2024")
    assert parse_settings({"read": {"profiles": ""}}).read.profiles is None


def test_profiles_of_a_project_are_read_once(tmp_path, monkeypatch):
    """Many tables do not read the profiles again, unless one of them has changed."""
    path = tmp_path / "mine.toml"
    path.write_text(MINE, encoding="utf-8")
    opened = []
    read = profile.read_profile
    monkeypatch.setattr(profile, "read_profile", lambda p: opened.append(p) or read(p))
    titles = [[p.title for p in find_profiles(["Ref no", "Seen on"], tmp_path)] for _ in range(3)]
    assert ([["Mine"]] * 3, [path]) == (titles, opened)
    path.write_text(MINE.replace("Mine", "Other"), encoding="utf-8")
    assert ["Other"] == [p.title for p in find_profiles(["Ref no", "Seen on"], tmp_path)]


def test_settings_take_precedence_over_a_profile():
    """A heading that the settings name is read, whatever the profile says."""
    source = CASES / "acled" / "input.csv"
    settings = parse_settings({"read": {"columns": {"title": "notes"}}})
    table, _ = read_events([source], settings)
    assert "A clash is reported." == table["title"].iloc[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("headings = ['a']", 'has no "title"'),
        ("title = 'A'\nheadings = []", 'has no "headings"'),
        ("title = 'A'\nheadings = ['a']\ncolour = 1", 'unknown key "colour"'),
        ("title = 'A'\nheadings = ['a']\n[columns]\nnme = 'a'", 'unknown field "nme"'),
        ("title = 'A'\nheadings = ['a']\n[dates]\nprecison = 'a'", 'unknown key "precison"'),
        ("title = 'A'\nheadings = ['a']\n[dates]\nformat = 'MM/QQ'", '"MM/QQ" in [dates]'),
        ("title = 'A'\nheadings = ['a']\n[dates]\ncodes = { 1 = 'weeks' }", 'rule "weeks"'),
        ("title = 'A'\nheadings = ['a']\n[place.default]\nprecision = 'about'", '"about"'),
        ("title = 'A'\nheadings = ['a']\n[place.codes.1]\nradius = 3", "expected only"),
        ("title = ", "cannot be read"),
    ],
)
def test_a_wrong_profile_is_refused_by_name(tmp_path, text, said):
    """An error in a profile names its file and what is wrong in it."""
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as refused:
        read_profile(path)
    assert said in refused.value.message
    assert "mine.toml" in refused.value.message


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mr. Doe left the town. He came back.", "Mr. Doe left the town"),
        ("Was it a fire? Nobody knows.", "Was it a fire?"),
        ("The bridge over\nthe river is closed. Wait.", "The bridge over"),
        (
            "桥梁于三月五日因洪水被关闭直到另行通知。其他道路开放。",
            "桥梁于三月五日因洪水被关闭直到另行通知",
        ),
        ("नदी के ऊपर का पुल बंद है। और कुछ नहीं।", "नदी के ऊपर का पुल बंद है"),
        ("Short.", "Short"),
        ("...", "..."),
        ("", ""),
        ("word " * 40, "word " * 17 + "word…"),
    ],
)
def test_a_title_is_the_first_sentence_of_a_text(text, expected):
    """It ends at the mark of its script or its line, and is cut between words if it is too long."""
    assert expected == first_sentence(text, 92)


def test_a_folder_of_profiles_must_exist(tmp_path):
    """A setting that names no folder is refused."""
    with pytest.raises(SettingsError, match="not a folder"):
        find_profiles(["a"], tmp_path / "none")
