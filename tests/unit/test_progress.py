"""Progress: what is told while a build runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.cli.console import progress_line
from dateline.pipeline import build
from dateline.progress import COSTS, Course, Stage
from dateline.settings import Settings

STEPS = st.lists(st.sampled_from(sorted(COSTS)), min_size=1, max_size=6)


@given(STEPS)
def test_the_share_never_falls_and_ends_at_one(steps: list[str]) -> None:
    """Whatever the steps, the share that is done only grows, from 0 to 1."""
    told: list[Stage] = []
    course = Course(steps, told.append)
    for step in steps:
        course.begin(step)
    course.end()
    shares = [stage.share for stage in told]
    assert sorted(shares) == shares
    assert (0.0, 1.0, "done") == (shares[0], shares[-1], told[-1].step)


def test_a_step_out_of_turn_is_a_fault() -> None:
    """A step that was not announced would make the bar lie."""
    course = Course(["read", "page"])
    course.begin("read")
    with pytest.raises(ValueError, match='"geocode"'):
        course.begin("geocode")


def test_a_build_tells_each_step_as_it_begins(tmp_path: Path) -> None:
    """The steps are told in order, with the number of events as soon as they are read."""
    events = tmp_path / "events.csv"
    events.write_text("title,when,where\nA,2024,Kyiv\nB,2024,Lviv\n", encoding="utf-8")
    told: list[Stage] = []
    build(events, Settings(root=tmp_path), progress=told.append)
    expected = ["read", "normalise", "geocode", "layers", "page", "export", "done"]
    assert expected == list(dict.fromkeys(stage.step for stage in told))
    assert [0, 2, 2, 2] == [stage.events for stage in told[:4]]
    assert "events.geojson" in [stage.name for stage in told]


def test_the_line_says_what_is_being_done() -> None:
    """The line has the bar, the share, the time that went by and the step."""
    line = progress_line(Stage("export", 0.8, 10, "events.gpkg"), 3.2)
    assert "━" * 16 + "─" * 4 + "  80 %   3 s  writing events.gpkg" == line
