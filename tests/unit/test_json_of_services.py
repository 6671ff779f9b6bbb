"""JSON as services give it: objects of dates, names, links and languages, and texts with HTML."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import dateline
from dateline.mapping.citing import plain_sources
from dateline.settings import ReadSettings, Settings

EVENT = {"title": "A flood", "when": "2024-03-05", "where": "Sumy"}


def read(folder: Path, rows: list[dict[str, Any]], **settings: Any) -> Any:
    path = folder / "events.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    return dateline.read(path, settings=Settings(**settings))


def links(table: Any, row: int = 0) -> list[str | None]:
    return [source.get("url") for source in table["sources"].iloc[row]]


def said(findings: Any, code: str) -> list[str]:
    return [f"{found.message} {found.hint}" for found in findings if found.code == code]


# --- objects of dates -----------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["event", "incident", "start"])
def test_the_date_of_the_event_is_read_from_an_object_of_dates(tmp_path: Path, key: str) -> None:
    """Beside the dates of the record, the one of the event is the date."""
    dates = {key: "2023-02-06T00:00:00+00:00", "created": "2023-02-07", "changed": "2023-05-01"}
    rows = [{"name": "A quake", "date": dates}, {"name": "A flood", "date": {key: "2023-09-10"}}]
    table, _ = read(tmp_path, rows)
    assert [when[:10] for when in table["when"]] == ["2023-02-06", "2023-09-10"]


@pytest.mark.parametrize("keys", [("original", "created"), ("created", "changed")])
def test_dates_of_the_record_are_named_and_not_read(tmp_path: Path, keys: tuple[str, str]) -> None:
    """Where no date is clearly the event's, one finding names the columns that hold dates."""
    dates = dict.fromkeys(keys, "2023-05-06T00:00:00+00:00")
    table, found = read(tmp_path, [{"title": "A flood", "date": dates}] * 2)
    assert table["when"].isna().all()
    [sentence] = said(found, "columns-undecided")
    assert f'"date.{keys[0]}"' in sentence
    assert '[read.columns] date = "date.' in sentence


def test_a_path_in_the_settings_reads_a_part_of_an_object(tmp_path: Path) -> None:
    """What the hint says to write is read: the path of a value inside an object."""
    rows = [{"title": "A flood", "date": {"original": "2023-05-06", "created": "2023-05-07"}}]
    reading = ReadSettings(columns={"date": "date.original"})
    table, found = read(tmp_path, rows, read=reading)
    assert table["when"].tolist() == ["2023-05-06"]
    assert not said(found, "columns-undecided") + said(found, "field-unknown")


# --- objects that are not opened ------------------------------------------------------------------


def test_objects_that_are_not_opened_are_named_with_the_way_to_read_them(tmp_path: Path) -> None:
    """An object with what the table lacks is named once, with the setting that reads it."""
    rows = [
        {"id": number, "meta": {"n": number}, "info": {"title": "Fire", "when": "2024-03-05"}}
        for number in (1, 2)
    ]
    table, found = read(tmp_path, rows)
    [sentence] = said(found, "columns-undecided")
    assert '"info" holds objects that are not opened, with "info.title" and "info.when"' in sentence
    columns = {"title": "info.title", "when": "info.when"}
    table, found = read(tmp_path, rows, read=ReadSettings(columns=columns))
    assert table["title"].tolist() == ["Fire", "Fire"]
    assert table["when"].tolist() == ["2024-03-05", "2024-03-05"]


def test_objects_and_other_values_in_one_column_are_named(tmp_path: Path) -> None:
    """A column of texts and objects is kept, and named if the table has no title without it."""
    rows = [{"when": "2024-03-05", "x": 5}, {"when": "2024-03-06", "x": {"headline": "Fire"}}]
    _, found = read(tmp_path, [{"kind": "a", **row} for row in rows])
    assert '"x.headline"' in said(found, "columns-undecided")[0]


def test_objects_that_add_nothing_are_not_named(tmp_path: Path) -> None:
    """Objects beside a table that has what it needs are kept without a word."""
    rows = [EVENT | {"account": {"title": "me", "date": "2020"}}] * 2
    _, found = read(tmp_path, rows)
    assert not said(found, "columns-undecided")


def test_an_object_of_which_a_part_is_read_is_opened(tmp_path: Path) -> None:
    """An object whose name is the place is not named as one that is not opened."""
    rows = [{"date": "2024-03-05", "location": {"name": "Davos", "height": 1}, "type": "Slide"}] * 2
    table, found = read(tmp_path, rows)
    assert table["where"].tolist() == ["Davos", "Davos"]
    assert not said(found, "columns-undecided")


# --- names ----------------------------------------------------------------------------------------


def test_objects_with_a_name_are_read_by_their_name(tmp_path: Path) -> None:
    """A country, a type or a tag may be an object, or a list of them, with its name."""
    rows = [
        {
            "title": "A flood",
            "date": "2024-03-05",
            "country": [{"id": 1, "name": name, "iso3": "xyz"}],
            "type": {"id": 4611, "name": "Flood"},
            "tags": [{"name": "water", "url": "https://a.org/t/water"}, {"name": "rain"}],
        }
        for name in ("Sudan", "Libya")
    ]
    table, found = read(tmp_path, rows)
    assert table["where"].tolist() == ["Sudan", "Libya"]
    assert table["event_type"].tolist() == ["Flood", "Flood"]
    assert list(table["tags"].iloc[0]) == ["water", "rain"]
    assert not [f for f in found if f.severity != "info"]


# --- links ----------------------------------------------------------------------------------------


def test_links_deep_inside_objects_are_sources(tmp_path: Path) -> None:
    """The expanded links of a post are its sources, and the object is kept."""
    url = {"url": "https://t.co/a", "expanded_url": "https://example.org/fire", "indices": [1, 2]}
    rows = [
        EVENT | {"entities": {"urls": [url]}},
        EVENT | {"entities": {"hashtags": [{"tag": "a"}]}},
    ]
    table, found = read(tmp_path, rows)
    assert links(table) == ["https://example.org/fire"]
    assert links(table, 1) == []
    assert "entities" in table
    assert not [f for f in found if f.severity != "info"]


def test_parts_of_a_text_without_links_are_no_sources(tmp_path: Path) -> None:
    """Of a text in parts that its row has as text too, only the links are sources."""
    link = {"type": "text_link", "text": "here", "href": "https://example.org/k"}
    plain = [{"type": "plain", "text": "Alarm"}]
    whole = [{"type": "bold", "text": "Fire, see "}, link]
    rows = [
        {"id": 1, "date": "2024-03-05", "text": whole, "text_entities": whole},
        {
            "id": 2,
            "date": "2024-03-06",
            "text": "Alarm",
            "text_entities": plain,
        },
    ]
    table, _ = read(tmp_path, rows)
    assert links(table) == ["https://example.org/k"]
    assert links(table, 1) == []


def test_a_link_is_added_to_sources_that_are_objects(tmp_path: Path) -> None:
    """A column of links and a column of records of sources are sources together."""
    rows = [EVENT | {"source": [{"name": "OCHA"}], "url": "https://example.org/1"}] * 2
    table, _ = read(tmp_path, rows)
    assert links(table) == [None, "https://example.org/1"]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("[G1](https://a.org/1)", "G1 https://a.org/1"),
        ("[A](https://a.org/1), [B](https://a.org/2)", "A https://a.org/1; B https://a.org/2"),
        ("see [A (b)](https://a.org/x_(y)) for more", "see; A (b) https://a.org/x_(y); for more"),
        ('<a href="https://a.org/1">NDR &amp; co</a>', "NDR & co https://a.org/1"),
        ("<a target=x href='https://a.org/?a=1&amp;b=2'>A</a>", "A https://a.org/?a=1&b=2"),
        ("https://a.org/[1](2)", "https://a.org/[1](2)"),
    ],
)
def test_sources_in_markdown_and_html_are_titles_and_links(text: str, plain: str) -> None:
    """Links in Markdown and HTML become a title and a link."""
    assert plain_sources(pd.Series([text], dtype="str")).tolist() == [plain]


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("as said (https://a.org/1)", "https://a.org/1"),
        ("as said (https://a.org/1).", "https://a.org/1"),
        ("<https://a.org/1>", "https://a.org/1"),
        ("(https://a.org/x_(y))", "https://a.org/x_(y)"),
        ("https://a.org/x_(y)", "https://a.org/x_(y)"),
    ],
)
def test_a_bracket_around_a_link_is_no_part_of_it(tmp_path: Path, text: str, link: str) -> None:
    """What closes a bracket before a link does not belong to the link."""
    table, _ = read(tmp_path, [EVENT | {"sources": text}])
    assert links(table) == [link]


# --- HTML -----------------------------------------------------------------------------------------


def test_html_in_texts_becomes_plain_and_its_links_sources(tmp_path: Path) -> None:
    """Titles and descriptions are what a reader sees; links are kept as sources."""
    tag = '<a href="https://m.org/tags/a" class="mention hashtag">#<span>a</span></a>'
    rows = [
        {
            "when": "2024-03-05",
            "where": "Lyon",
            "content": f'<p>Fire &amp; smoke <a href="https://a.org/1">see</a> {tag}</p><p>Now</p>',
        },
        {"when": "2024-03-06", "where": "Lyon", "content": "5 < 6 and 7 > 6"},
    ]
    table, _ = read(tmp_path, rows)
    assert table["description"].tolist() == ["Fire & smoke see #a\nNow", "5 < 6 and 7 > 6"]
    assert links(table) == ["https://a.org/1"]
    assert "<" not in table["title"].iloc[0]


# --- SPARQL ---------------------------------------------------------------------------------------


def sparql(item: str, label: str, language: str) -> dict[str, Any]:
    return {
        "item": {"type": "uri", "value": f"http://www.wikidata.org/entity/{item}"},
        "label": {"type": "literal", "xml:lang": language, "value": label},
        "date": {"type": "literal", "value": "1942-03-05T00:00:00Z"},
    }


@pytest.mark.parametrize(
    ("language", "label"), [("de", "Schlacht"), ("en", "Battle"), ("pl", "Battle")]
)
def test_one_language_of_sparql_is_chosen(tmp_path: Path, language: str, label: str) -> None:
    """An event with labels in several languages is one event, in the language of the settings."""
    rows = [
        sparql("Q1", "Battle", "en-GB"),
        sparql("Q1", "Schlacht", "de"),
        sparql("Q2", "Бій", "uk"),
    ]
    table, found = read(tmp_path, {"results": {"bindings": rows}}, language=language)
    assert table["title"].tolist() == [label, "Бій"]
    assert table["label language"].iloc[1] == "uk"
    assert (
        "1 row with the same event in another language left out" in said(found, "columns-mapped")[0]
    )
