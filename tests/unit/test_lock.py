"""The lock: locked places stay where they are, and any difference is reported."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from dateline import pipeline
from dateline.geocoder import geocode
from dateline.geocoder.lock import read_lock
from dateline.normalise import normalise
from dateline.settings import Settings

EVENTS = """\
- {title: A, when: 2024-08, where: Sumy}
- {title: B, when: 2024-08, where: 10 km N of Sumy}
- {title: C, when: 2024-08, where: between Kyiv and Sumy}
- {title: D, when: 2024-08, where: '50.5, 30.5'}
- {title: E, when: 2024-08, where: Nowhere at all}
- {title: F, when: 2024-08, where: Georgia, layer: Caucasus}
- {title: G, when: 2024-08, where: Atlanta, layer: America}
- {title: H, when: 2024-08, where: Georgia, layer: America}
"""


@pytest.fixture
def project(tmp_path):
    """The settings of a project with events."""
    (tmp_path / "events.yaml").write_text(EVENTS, encoding="utf-8")
    return Settings(root=tmp_path)


def run(settings, **given):
    return pipeline.lock([settings.root / "events.yaml"], settings, **given)


def lines(settings):
    return settings.path(settings.place.lock).read_text(encoding="utf-8").splitlines()


def change(settings, old, new):
    """Rewrite the lock as if another gazetteer had made it."""
    path = settings.path(settings.place.lock)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def place(settings, where):
    table, _ = normalise(pd.DataFrame({"title": ["A"], "where": [where]}), settings)
    return geocode(table, settings)


def moved(found):
    return [f for f in found if f.code == "place-moved"]


def test_what_names_mean_is_written_down(project):
    """There is a sorted row for each text with names; the layer is given only where it matters."""
    assert 6 == run(project).count
    keys = [line.split(",")[:3] for line in lines(project)[1:]]
    assert [
        ["10 km N of Sumy", "", "geonames:692194"],
        ["Atlanta", "", "geonames:4180439"],
        ["Georgia", "America", "geonames:4197000"],
        ["Georgia", "Caucasus", "geonames:614540"],
        ["Sumy", "", "geonames:692194"],
        ["between Kyiv and Sumy", "", "geonames:703448|geonames:692194"],
    ] == keys


def test_locking_changes_no_event_and_locking_twice_no_byte(project):
    """A lock that agrees with the gazetteer changes no event."""
    paths = [project.root / "events.yaml"]
    before = pipeline.check(paths, project).placed
    run(project)
    first = lines(project)
    after = pipeline.check(paths, project).placed
    pd.testing.assert_frame_equal(before.table, after.table)
    assert before.diagnostics == after.diagnostics
    run(project)
    assert first == lines(project)


def test_a_locked_place_is_held_and_reported(project):
    """The event keeps the locked place and is pinned; a different choice is a warning."""
    run(project)
    change(project, "\nSumy,,geonames:692194,Sumy", "\nSumy,,geonames:692196,Sumy Oblast")
    table, found = place(project, "Sumy")
    row = table.iloc[0]
    assert ("geonames:692196", "pinned", 1.0) == (
        row["place_id"],
        row["geocode_method"],
        row["geocode_score"],
    )
    assert ["warning"] == [f.severity for f in moved(found)]
    assert 'would mean "Sumy" (geonames:692194)' in moved(found)[0].message


def test_a_locked_place_that_is_gone_is_reported(project):
    """The event is placed by the current gazetteer, with a warning at the lock's line."""
    run(project)
    change(project, "\nSumy,,geonames:692194", "\nSumy,,geonames:1")
    table, found = place(project, "Sumy")
    assert "geonames:692194" == table["place_id"].iloc[0]
    assert "(geonames:1), which no longer exists" in moved(found)[0].message
    origin = (moved(found)[0].file, moved(found)[0].line)
    assert (str(project.path(project.place.lock)), 6) == origin


def test_a_place_that_lies_elsewhere_now_is_reported(project):
    """If a place has other coordinates now, the event moves, with a warning."""
    run(project)
    change(project, "34.79906,50.91741", "35.79906,50.91741")
    _, found = place(project, "Sumy")
    assert 1 == len(moved(found))


def test_the_layer_decides_where_it_did(project):
    """A row with a layer applies to that layer, whatever the context."""
    run(project)
    table, _ = normalise(
        pd.DataFrame({"title": ["A"], "where": ["Georgia"], "layer": ["America"]}), project
    )
    placed, _ = geocode(table, project)
    assert "geonames:4197000" == placed["place_id"].iloc[0]


def test_places_csv_comes_before_the_lock(project):
    """places.csv takes precedence, and a warning says that the lock must be renewed."""
    run(project)
    own = project.path(project.place.places)
    own.write_text("id,name,kind,lon,lat\nsumy-hill,Sumy,region,34.0,50.0\n", encoding="utf-8")
    table, found = place(project, "Sumy")
    assert ("project:sumy-hill", 1) == (table["place_id"].iloc[0], len(moved(found)))


def test_locking_keeps_what_is_locked_and_anew_chooses_again(project):
    """Locking a new event does not move others; only ``--anew`` accepts new choices."""
    run(project)
    first = lines(project)
    change(project, "\nSumy,,geonames:692194,Sumy", "\nSumy,,geonames:692196,Sumy Oblast")
    kept = run(project)
    assert 1 == len(moved(kept.diagnostics))
    assert "Sumy,,geonames:692196" in "\n".join(lines(project))
    assert [] == moved(run(project, is_anew=True).diagnostics)
    assert first == lines(project)


def test_a_row_of_another_shape_is_reported(project):
    """A malformed row is reported and skipped; the other rows apply."""
    run(project)
    with project.path(project.place.lock).open("a", encoding="utf-8") as file:
        file.write("not a row\n")
    _, found = place(project, "Sumy")
    assert ["csv-syntax"] == [f.code for f in found]


def test_a_file_that_is_no_lock_is_reported(project):
    """A file without the columns of a lock is an error and locks nothing."""
    path = project.path(project.place.lock)
    path.parent.mkdir()
    path.write_text("broken\n", encoding="utf-8")
    found = read_lock(project)[1]
    assert [("csv-syntax", 1)] == [(one.code, one.line) for one in found]


def test_another_file_may_be_the_lock(project):
    """The setting ``place.lock`` names the file."""
    other = dataclasses.replace(
        project, place=dataclasses.replace(project.place, lock=project.root / "my.csv")
    )
    assert project.root / "my.csv" == run(other).path
    assert 7 == len(lines(other))


def test_a_project_without_places_has_an_empty_lock(project):
    """If no event has a place, the lock is only a heading."""
    (project.root / "events.yaml").write_text("- {title: A, where: Nowhereville}\n")
    assert 0 == run(project).count
    assert 1 == len(lines(project))
