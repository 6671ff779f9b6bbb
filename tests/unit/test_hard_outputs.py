"""Settings and names that no file can hold as they are: replaced, or refused with a hint."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pandas as pd
import pytest

import dateline
from dateline.errors import OutputError
from dateline.map_settings import MapSettings
from dateline.settings import LayerSettings, OutputSettings

EVENTS = pd.DataFrame({"title": ["raid"], "where": ["Sumy"], "layer": ["L"]})


def test_surrogates_in_settings(tmp_path):
    """Lone surrogates in settings become U+FFFD in the page and in every export."""
    bad = "a\ud800b"
    settings = dateline.Settings(
        root=tmp_path,
        title=bad,
        description=bad,
        note=bad,
        layers=(LayerSettings("L", title=bad),),
        map=MapSettings(tiles=f"https://tiles.example/{bad}", tiles_attribution=bad),
        output=OutputSettings(exports=("e.geojson", "e.gpkg", "e.csv", "e.kml", "e.parquet")),
    )
    built = dateline.build(EVENTS, settings)
    assert 6 == len(built.outputs)
    assert "a\ufffdb" in (tmp_path / "output" / "map.html").read_text("utf-8")


@pytest.mark.parametrize("name", ["a\0b.html", "a\ud800.html"])
def test_impossible_names(tmp_path, name):
    """A name that no file can have is refused, in the page as in an export."""
    output = OutputSettings(html=name, exports=())
    with pytest.raises(OutputError, match="cannot write") as error:
        dateline.build(EVENTS, dateline.Settings(root=tmp_path, output=output))
    assert error.value.hint


@pytest.mark.parametrize("split_above_mb", [0, 200])
def test_long_names(tmp_path, split_above_mb):
    """A name that is too long for a file or a folder is refused with the way out."""
    for output in (
        OutputSettings(html="x" * 300 + ".html", exports=()),
        OutputSettings(folder=Path("x" * 300), exports=()),
    ):
        chosen = dataclasses.replace(output, split_above_mb=split_above_mb)
        with pytest.raises(OutputError) as error:
            dateline.build(EVENTS, dateline.Settings(root=tmp_path, output=chosen))
        assert "use a shorter name" == error.value.hint


def test_too_many_columns_for_a_geopackage(tmp_path):
    """More columns than a GeoPackage can have are refused before GDAL fails."""
    extra = pd.DataFrame({f"c{number}": [number] for number in range(2_000)})
    with pytest.raises(OutputError, match="at most 1,998 columns") as error:
        dateline.export(pd.concat([EVENTS, extra], axis="columns"), tmp_path / "events.gpkg")
    assert "GeoParquet" in error.value.hint
    assert [] == list(tmp_path.iterdir())


def test_a_tag_of_a_nul_is_read_back(tmp_path):
    """A tag that is only a NUL character comes back from CSV as U+FFFD, not as nothing."""
    events = dateline.from_frame(EVENTS.assign(tags=[["\0", "b"]]))
    dateline.export(events, tmp_path / "events.csv")
    again = dateline.read(tmp_path / "events.csv").table
    assert [["\ufffd", "b"]] == [list(tags) for tags in again["tags"]]
