"""The project's own places: which files are read."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dateline.gazetteer import Gazetteer
from dateline.geocoder.overrides import read_own_places
from dateline.settings import read_settings

GEODATA = Path(__file__).parents[2] / "geodata"


class _Counting(Gazetteer):
    """A gazetteer that counts look-ups of names."""

    asked = 0

    def candidates(self, names):
        self.asked += 1
        return super().candidates(names)


@pytest.fixture
def gazetteer():
    with _Counting.open() as opened:
        yield opened


@pytest.fixture
def settings(tmp_path):
    """The settings of a project with the files that the gazetteer was compiled from."""
    (tmp_path / "geodata").mkdir()
    for name in ("places.csv", "regions.geojson"):
        shutil.copyfile(GEODATA / name, tmp_path / "geodata" / name)
    (tmp_path / "dateline.toml").write_text("", encoding="utf-8")
    return read_settings(tmp_path / "dateline.toml")


def test_compiled_files_are_not_looked_up_again(settings, gazetteer):
    """Files that the gazetteer was compiled from pin nothing and cost no look-up."""
    own, found = read_own_places(settings, gazetteer)
    assert ({}, {}, [], 0) == (own.names, own.regions, found, gazetteer.asked)


def test_a_changed_file_is_read(settings, gazetteer):
    """One more row in the file pins its name, although all other rows are compiled."""
    path = settings.path(settings.place.places)
    row = "zz-mine,My hill,,mountain,,,10,50,1000,,0.5,me,by hand\n"
    path.write_text(path.read_text(encoding="utf-8") + row, encoding="utf-8")
    own, found = read_own_places(settings, gazetteer)
    assert (["my hill"], []) == (list(own.names), found)
    assert gazetteer.asked
