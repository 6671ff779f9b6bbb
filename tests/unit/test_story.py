"""A story: what is read of ``story.yaml``, what is refused, and what of it reaches the page."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from dateline import build
from dateline.diagnostics import Diagnostic
from dateline.gazetteer import Gazetteer
from dateline.page_settings import PageSettings
from dateline.pipeline import check
from dateline.settings import Settings
from dateline.story import Run, Stop, Story
from dateline.story_file import MOST_LABELS, MOST_STOPS, StoryNames, read_story

NAMES = StoryNames(["a", "b"], {"Kursk", "Kursk/Sudzha"})


def read(folder: Path, text: str | bytes) -> tuple[Story | None, list[Diagnostic]]:
    content = text if isinstance(text, bytes) else text.encode()
    (folder / "story.yaml").write_bytes(content)
    with Gazetteer.open() as gazetteer:
        return read_story(Settings(root=folder), gazetteer, lambda: NAMES)


def stops(folder: Path, *written: dict[str, Any]) -> tuple[list[Stop], list[Diagnostic]]:
    story, found = read(folder, yaml.safe_dump({"stops": list(written)}, allow_unicode=True))
    return list(story.stops) if story else [], found


def test_no_story_is_no_finding(tmp_path: Path) -> None:
    """A project without the file has no story; what it may name is not even asked for."""
    with Gazetteer.open() as gazetteer:
        assert read_story(Settings(root=tmp_path), gazetteer, lambda: 1 / 0) == (None, [])  # type: ignore[arg-type,return-value]


def test_all_of_a_stop_is_read(tmp_path: Path) -> None:
    """Text, links, view, window, events, layers and labels arrive as values."""
    (stop,), found = stops(
        tmp_path,
        {
            "title": "The border",
            "text": "One [page](https://example.org/a?b=c) and\nan [event](#a).\n\nThe end.",
            "view": {"lon": 35.3, "lat": "51.2", "zoom": 9},
            "from": "2024-08",
            "to": 2025,
            "events": ["b", "a"],
            "layers": "Kursk",
            "labels": [{"text": "Here", "at": "51.25 N 35.5 E"}],
        },
    )
    assert found == []
    assert stop.id == "the-border"
    assert stop.paragraphs == (
        (
            Run("One "),
            Run("page", url="https://example.org/a?b=c"),
            Run(" and an "),
            Run("event", event_id="a"),
            Run("."),
        ),
        (Run("The end."),),
    )
    assert stop.view == {"lon": 35.3, "lat": 51.2, "zoom": 9}
    assert (stop.first_day, stop.last_day) == ("2024-08", "2025")
    assert (stop.event_ids, stop.layers) == (("b", "a"), ("Kursk",))
    assert [tuple(label) for label in stop.labels] == [("Here", 35.5, 51.25)]


def test_places_are_looked_up_as_those_of_events_are(tmp_path: Path) -> None:
    """A name becomes a box; one that may mean several is refused with the candidates."""
    made, found = stops(
        tmp_path, {"title": "A", "view": "Kursk Oblast"}, {"title": "B", "view": "Springfield"}
    )
    box = made[0].view
    assert box is not None
    assert box["west"] < 34.2
    assert box["east"] > 38
    assert 50.5 < box["south"] < box["north"] < 53
    assert made[1].view is None
    assert "Springfield, Massachusetts" in found[0].message


@pytest.mark.parametrize(
    ("titles", "ids"),
    [
        (["Kursk", "Kursk!", "Курск", "", "Kursk 2"], ["kursk", "kursk-2", "3", "4", "kursk-2-2"]),
        (["a" * 90], ["a" * 40]),
    ],
)
def test_links_of_stops_differ(tmp_path: Path, titles: list[str], ids: list[str]) -> None:
    """Each stop has a name of its own in links, whatever their titles are."""
    made, _ = stops(tmp_path, *({"title": title} for title in titles))
    assert [stop.id for stop in made] == ids


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ({"title": ["A"]}, '"title" is a list: expected text'),
        ({"title": "A", "id": "No Spaces"}, '"id" is "No Spaces": expected small letters'),
        ({"title": "A", "from": "soon"}, '"from" is "soon": expected a year, month or day'),
        ({"title": "A", "view": ["x"]}, '"view" is a list: expected the name of a place'),
        ({"title": "A", "view": {"lon": 1, "lat": 95, "zoom": 3}}, '"view" is a mapping'),
        ({"title": "A", "events": [{"a": 1}]}, '"events" has a mapping, expected a name'),
        ({"title": "A", "labels": ["x"]}, 'a label is "x", expected text and at'),
        ({"title": "A", "labels": [{"text": "x", "at": "Nowhereville"}]}, '"at" is'),
    ],
)
def test_what_cannot_be_used_is_named_and_left_out(
    tmp_path: Path, written: dict[str, Any], message: str
) -> None:
    """Each fault is an error with its line, and the stop stays."""
    made, found = stops(tmp_path, written)
    assert len(made) == 1
    assert [each.code for each in found] == ["story-invalid"]
    assert found[0].message.startswith(message)
    assert found[0].file.endswith("story.yaml")
    assert found[0].line > 1
    assert found[0].column > 1
    assert (made[0].view, made[0].event_ids, made[0].labels) == (None, (), ())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "stops: []",
        "stops: {a: 1}",
        "- title: A",
        "title: A",
        b"stops:\n- title: \xff\xfe",
        "stops: [",
        "a: &a [*a]",
        "stops: " + "[" * 3000,
        "stops:\n" + "- &x {title: a}\n" + "- *x\n" * 60_000,
        "stops: !!python/object/apply:os.system ['echo']",
    ],
    ids=range(11),
)
def test_a_file_that_is_no_story_is_one_finding_or_none(tmp_path: Path, text: str | bytes) -> None:
    """Nothing raises, nothing runs, and no story of nothing is made."""
    story, found = read(tmp_path, text)
    assert story is None or len(story.stops) <= MOST_STOPS
    assert all(each.code == "story-invalid" for each in found)
    assert story or found or text == "stops: []"


def test_endless_stories_are_cut_off_with_a_finding(tmp_path: Path) -> None:
    """More stops and labels than a page can have are counted and left out."""
    labels = [{"text": "x", "at": "1 N 1 E"}] * (MOST_LABELS + 1)
    made, found = stops(tmp_path, *([{"title": "A", "labels": labels}] * (MOST_STOPS + 1)))
    assert len(made) == MOST_STOPS
    assert {len(stop.labels) for stop in made} == {MOST_LABELS}
    assert sum("stops, expected at most" in each.message for each in found) == 1
    assert sum("labels, expected at most" in each.message for each in found) == MOST_STOPS


@pytest.fixture
def project(tmp_path: Path) -> Settings:
    (tmp_path / "events.csv").write_text(
        "event_id,title,when,where\na,Shelling,2024-08-06,Sudzha\n", encoding="utf-8"
    )
    (tmp_path / "tale.yaml").write_text(
        "title: </script><b>T\nstops:\n  - title: </script><script>alert(1)</script>\n"
        '    text: "[x](javascript:alert) [y](https://e.org/%22onclick=1)"\n'
        "    events: [a, b]\n",
        encoding="utf-8",
    )
    return Settings(root=tmp_path, page=PageSettings(story=Path("tale.yaml")))


def test_the_page_has_the_story_as_data(project: Settings) -> None:
    """It is in a script element that closes nowhere early; check and build report the same."""
    built = build(project.root / "events.csv", project)
    codes = [each.code for each in built.diagnostics if each.code == "story-invalid"]
    assert len(codes) == 1
    checked = check([project.root / "events.csv"], project)
    assert [each for each in checked.placed.diagnostics if each.code == "story-invalid"]
    html = (project.root / "output" / "map.html").read_text(encoding="utf-8")
    node = re.search(r'<script[^>]*id="dateline-story"[^>]*>(.*?)</script>', html, re.DOTALL)
    assert node is not None
    story = json.loads(node[1])
    assert story["title"] == "</script><b>T"
    (stop,) = story["stops"]
    assert stop["title"] == "</script><script>alert(1)</script>"
    assert stop["events"] == ["a"]
    assert stop["text"][0][1] == {"text": "y", "url": "https://e.org/%22onclick=1"}
    assert "alert(1)</script>" not in html


def test_pages_without_a_story_carry_nothing_of_it(project: Settings) -> None:
    """Neither program nor style nor words."""
    settings = dataclasses.replace(project, page=PageSettings())
    build(project.root / "events.csv", settings)
    html = (project.root / "output" / "map.html").read_text(encoding="utf-8")
    for words in ("dateline-story", "story-stop", "story.read"):
        assert words not in html
