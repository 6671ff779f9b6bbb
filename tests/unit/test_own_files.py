"""The own files, outputs and story of a project are no events, wherever they lie."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from dateline import build, read
from dateline.normalise.unknown import typed
from dateline.settings import OutputSettings, Settings

EVENTS = "event_id,title,when,where\na,Shelling,2024-08-06,Sudzha\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "events.csv").write_text(EVENTS, encoding="utf-8")
    (tmp_path / "story.yaml").write_text("stops:\n- title: A\n", encoding="utf-8")
    (tmp_path / "geodata").mkdir()
    (tmp_path / "geodata" / "places.csv").write_text(
        "id,name,lon,lat\nfield-7,Field 7,35,51\n", encoding="utf-8"
    )
    return tmp_path


@pytest.mark.parametrize("folder", ["output", ".", "site/map"])
def test_a_project_is_built_again_as_before(project: Path, folder: str) -> None:
    """Neither its outputs, nor its story, nor its own places are read as events."""
    output = OutputSettings(folder=Path(folder), exports=("a.geojson", "b.csv"))
    settings = Settings(root=project, output=output)
    built = [build(project, settings) for _ in range(2)]
    assert [len(result.events) for result in built] == [1, 1]
    assert [list(result.diagnostics) for result in built] == [[], []]


def test_an_output_folder_that_is_asked_for_is_read(project: Path) -> None:
    """Reading back what was written stays possible."""
    settings = Settings(root=project)
    build(project, settings)
    (project / "output" / "map.html").unlink()
    assert len(read(project / "output", settings).table) == 1


def test_columns_of_several_kinds_of_nothing_have_a_type() -> None:
    """Files with and without a column leave None, NaN and NA in it."""
    nothing = [None, float("nan"), pd.NA, pd.NaT]
    for value, dtype in ((True, "boolean"), (1, "Int64"), (1.5, "float64")):
        raw = pd.Series([*nothing, value], dtype=object)
        texts = pd.Series([None] * len(raw), dtype="str")
        assert typed(raw, texts).dtype == dtype
        assert typed(raw, texts).notna().tolist() == [False] * len(nothing) + [True]
