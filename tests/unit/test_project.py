"""A project keeps the gazetteer open and the files parsed, and gives what the functions give."""

from __future__ import annotations

import threading
from pathlib import Path

import pandas as pd
import pytest

import dateline
from dateline import gazetteer, session
from dateline.readers import read_file

YAML = """\
- title: Bridge closed
  where: near Sumy
  when: 2024-03-05
  tags: [bridge, road]
  figures: [{label: Losses, value: 3}]
  sources: [{title: A report, url: "https://example.org/a"}]
  odd: {a: [1, 2]}
"""
CSV = "date,headline,place\n05/03/2024,Depot on fire,Kursk Oblast\n25/03/2024,Again,Belgorod\n"
JSON = '[{"title": "Rail cut", "where": "Bryansk", "when": "2024-04", "odd": {"b": {"c": 1}}}]'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    events = tmp_path / "events"
    events.mkdir()
    (events / "a.yaml").write_text(YAML, encoding="utf-8")
    (events / "b.csv").write_text(CSV, encoding="utf-8")
    (events / "c.json").write_text(JSON, encoding="utf-8")
    (tmp_path / "dateline.toml").write_text('title = "Kept"\n', encoding="utf-8")
    return tmp_path


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the files that are parsed from here on."""
    names: list[str] = []

    def read(file, settings, *, advance):
        names.append(Path(file.name).name)
        return read_file(file, settings, advance=advance)

    monkeypatch.setattr(session, "read_file", read)
    return names


def test_a_project_gives_what_the_functions_give(folder: Path) -> None:
    """Reading and placing with a project gives the same tables, however often it is done."""
    events = folder / "events"
    plain = dateline.read(events)
    with dateline.Project(folder) as project:
        for _ in range(3):
            table, found = project.read()
            pd.testing.assert_frame_equal(plain.table, table)
            assert plain.diagnostics == found
        placed = project.geocode()
    settings = dateline.read_settings(folder / "dateline.toml")
    expected = dateline.geocode(plain.table, settings)
    pd.testing.assert_frame_equal(pd.DataFrame(expected.table), pd.DataFrame(placed.table))
    assert 4 == placed.table["place_name"].notna().sum()


def test_only_changed_files_are_parsed_again(folder: Path, parsed: list[str]) -> None:
    """A file whose content is the same is parsed once; a changed one is parsed anew."""
    with dateline.Project(folder) as project:
        project.read()
        assert ["a.yaml", "b.csv", "c.json"] == parsed
        project.build()
        assert 3 == len(parsed)
        (folder / "events" / "a.yaml").write_text(YAML.replace("Bridge", "Road"), encoding="utf-8")
        assert "Road closed" in project.read().table["title"].tolist()
        assert ["a.yaml"] == parsed[3:]


def test_a_run_of_the_command_line_keeps_no_files(folder: Path, parsed: list[str]) -> None:
    """Without `keeps_files` nothing that was parsed stays in memory."""
    with dateline.Project(folder, keeps_files=False) as project:
        project.read()
        project.read()
    assert 6 == len(parsed)


def test_files_beyond_the_room_are_not_kept(
    folder: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is kept has a limit in bytes."""
    monkeypatch.setattr(session, "_KEPT_BYTES", len(YAML))
    with dateline.Project(folder) as project:
        project.read()
        project.read()
    assert ["b.csv", "c.json"] == parsed[3:]


def test_the_gazetteer_is_opened_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading, placing and building use one open gazetteer; an added place opens it again.

    The page reads other names of places in a thread of its own, and so opens it again.
    """
    opened = []
    original = gazetteer.Gazetteer.open

    def counted(*args, **kwargs):
        if threading.current_thread() is threading.main_thread():
            opened.append(kwargs)
        return original(*args, **kwargs)

    monkeypatch.setattr(gazetteer.Gazetteer, "open", counted)
    with dateline.Project(folder) as project:
        project.build()
        project.geocode(["near Sumy", "Kursk Oblast"])
        project.place(["Belgorod"])
        project.folium_map(["Sumy"])
        assert 1 == len(opened)
        assert project.gazetteer.additions is None
        target = folder / "geodata" / "gazetteer.sqlite"
        target.parent.mkdir()
        target.write_bytes(gazetteer.store.PACKAGED.read_bytes())
        assert project.gazetteer.additions is not None
        assert project.gazetteer is project.gazetteer


def test_a_closed_project_can_be_used_again(folder: Path) -> None:
    """What was closed is opened again when it is needed."""
    project = dateline.Project(folder)
    first = project.geocode(["Sumy"]).table["place_id"].tolist()
    project.close()
    assert first == project.geocode(["Sumy"]).table["place_id"].tolist()
    project.close()


def test_a_project_takes_paths_and_tables(folder: Path) -> None:
    """A path of the project means its events; a table is built instead of them."""
    with dateline.Project(folder) as project:
        assert 4 == len(project.read(folder).table)
        assert 1 == len(project.read([folder / "events" / "a.yaml"]).table)
        assert 4 == project.build(folder).counts.events
        table = project.from_frame(pd.DataFrame({"what": ["x"]}), columns={"title": "what"}).table
        assert 1 == project.build(table).counts.events
        assert "Kept" == project.settings.title
        assert 4 == project.lock().count
        assert 1 == project.save_mapping(project.check().mappings[1:2]).count
        written = project.export(project.geocode(), folder / "out.geojson")
        assert 4 == written.counts.events


def test_every_function_takes_a_project(folder: Path) -> None:
    """A project can stand in place of settings."""
    with dateline.Project(folder) as project:
        events = dateline.read(folder / "events", project).table
        placed = dateline.geocode(events, project)
        assert 4 == dateline.build(placed, project).counts.events
        assert "Kept" in dateline.folium_map(placed, project).get_root().render()
    assert (folder / "output" / "map.html").is_file()


def test_a_folder_without_settings_is_a_project(tmp_path: Path) -> None:
    """Without `dateline.toml`, events and outputs are in the folder that was given."""
    (tmp_path / "events").mkdir()
    (tmp_path / "events" / "a.yaml").write_text(YAML, encoding="utf-8")
    with dateline.Project(tmp_path) as project:
        assert 1 == project.build().counts.events
    assert (tmp_path / "output" / "map.html").is_file()


def test_a_project_must_exist(tmp_path: Path) -> None:
    """A folder that does not exist is refused, not replaced by the working folder."""
    with pytest.raises(dateline.DatelineError, match="there is no folder"):
        dateline.Project(tmp_path / "missing")
