"""``dateline gazetteer``: its output, the file it writes, and its effect on a build."""

from __future__ import annotations

import json

import pytest

from command_line import dateline

HAMLET = "Zhuravkivtsi"


@pytest.fixture
def project(tmp_path):
    """A project with an event in a hamlet that only an additional GeoNames file knows."""
    (tmp_path / "dateline.toml").write_text('title = "Test"\n', encoding="utf-8")
    (tmp_path / "events").mkdir()
    event = f"- {{title: A drill, when: 2024-03-05, where: {HAMLET}}}\n"
    (tmp_path / "events" / "one.yaml").write_text(event, encoding="utf-8")
    cells = ["99900001", HAMLET, HAMLET, "", "51.2", "34.1", "P", "PPL", "UA", "", "21", "", "", ""]
    line = "\t".join([*cells, "0", "", "120", "Europe/Kyiv", "2026-01-01"])
    (tmp_path / "UA.txt").write_text(line + "\n", encoding="utf-8")
    return tmp_path


def test_a_build_places_what_was_added(project):
    """The hamlet is unknown until the dump is added; then the same build places the event."""
    before = dateline("build", cwd=project)
    assert (1, True) == (before.returncode, "place-unknown" in before.stderr)
    added = dateline("gazetteer", "add", "UA.txt", cwd=project)
    assert 0 == added.returncode, added.stderr
    assert "UA.txt: 1 place, 2 names" in added.stderr
    assert "wrote geodata/gazetteer.sqlite" in added.stderr
    after = dateline("build", cwd=project)
    assert 0 == after.returncode, after.stderr
    made = json.loads((project / "output" / "events.geojson").read_text(encoding="utf-8"))
    assert [34.1, 51.2] == made["features"][0]["geometry"]["coordinates"]


def test_a_search_lists_candidates_without_choosing(project):
    """JSON output has one object per line; kind and country narrow the search."""
    dateline("gazetteer", "add", "UA.txt", cwd=project)
    asked = ("Sumy", HAMLET, "--kind", "settlement", "--country", "ua", "--format", "json")
    ran = dateline("gazetteer", "search", *asked, cwd=project)
    found = [json.loads(line) for line in ran.stdout.splitlines()]
    assert 0 == ran.returncode, ran.stderr
    assert ["geonames:692194", "geonames:99900001"] == [one["place_id"] for one in found]


def test_a_search_for_an_unknown_name_leaves_with_1(project):
    """A search for an unknown name suggests names with a similar spelling."""
    ran = dateline("gazetteer", "search", "Kharkiw", cwd=project)
    assert 1 == ran.returncode
    assert "Kharkiw: 0 places" in ran.stdout
    assert "Kharkiv" in ran.stdout


def test_info_shows_places_and_licences(project):
    """It lists both files, their sources, and how many places each has."""
    dateline("gazetteer", "add", "UA.txt", cwd=project)
    ran = dateline("gazetteer", "info", cwd=project)
    assert 0 == ran.returncode, ran.stderr
    assert "worldviews: de-facto, un" in ran.stdout
    assert "GeoNames: UA.txt  [CC BY 4.0]" in ran.stdout
    assert "project: 1 place" in ran.stdout


@pytest.mark.parametrize(
    ("file", "reported"),
    [("nowhere.txt", "cannot be read"), ("dateline.toml", "expected a GeoNames dump")],
)
def test_a_file_that_cannot_be_added_changes_nothing(project, file, reported):
    """There is one clear line and exit code 2, and the earlier additions stay."""
    dateline("gazetteer", "add", "UA.txt", cwd=project)
    before = (project / "geodata" / "gazetteer.sqlite").read_bytes()
    ran = dateline("gazetteer", "add", file, cwd=project)
    assert (2, True) == (ran.returncode, reported in ran.stderr)
    assert before == (project / "geodata" / "gazetteer.sqlite").read_bytes()
    assert ["gazetteer.sqlite"] == [path.name for path in (project / "geodata").iterdir()]
