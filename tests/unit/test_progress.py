"""Progress: what is told while a build runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.cli.console import progress_line
from dateline.export import FORMATS, blocks, export_events
from dateline.geocoder import geocode
from dateline.layers import assign_layers
from dateline.normalise import normalise
from dateline.pipeline import build
from dateline.progress import COSTS, Course, Stage, part, unwatched
from dateline.readers import even, file, read_events
from dateline.render import render_site
from dateline.render.text import BLOCK_ROWS
from dateline.settings import Settings
from export_sample import export_sample
from sample_events import point, table_of

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
    first = {stage.step: stage.events for stage in reversed(told)}
    assert [0, 2, 2, 2] == [first[step] for step in expected[:4]]
    assert "events.geojson" in [stage.name for stage in told]


def test_the_line_says_what_is_being_done() -> None:
    """The line has the bar, the share, the time that went by and the step."""
    line = progress_line(Stage("export", 0.8, 10, "events.gpkg"), 3.2)
    assert "━" * 16 + "─" * 4 + "  80 %   3 s  writing events.gpkg" == line


ADVANCES = st.lists(st.tuples(st.floats(-1, 200), st.floats(0, 100)), max_size=9)


@given(STEPS, ADVANCES)
def test_the_share_grows_within_a_step_and_never_leaves_it(
    steps: list[str], advances: list[tuple[float, float]]
) -> None:
    """Whatever a step tells of itself, the bar never falls and never runs ahead of the step."""
    told: list[float] = []
    course = Course(steps, lambda stage: told.append(stage.share))
    costs = [COSTS[step] for step in steps]
    for number, step in enumerate(steps, start=1):
        course.begin(step)
        for done, total in advances:
            course.advance(done, total)
        assert told[-1] <= sum(costs[:number]) / sum(costs) + 1e-9
    assert sorted(told) == told


def test_a_step_is_told_by_halves_of_a_per_cent_at_most() -> None:
    """A million small advances cost a few hundred lines, not a million."""
    told: list[Stage] = []
    course = Course(["read", "page"], told.append)
    course.begin("read")
    for done in range(100_000):
        course.advance(done, 100_000)
    assert 60 < len(told) < 90


def test_a_part_of_a_step_moves_between_its_own_ends() -> None:
    """What a part tells is scaled to its place in the step."""
    told: list[float] = []
    half = part(lambda done, total: told.append(done / total), 0.5, 1)
    half(0, 8)
    half(4, 8)
    half(8, 8)
    assert [0.5, 0.75, 1.0] == told
    assert part(unwatched, 0.5, 1) is unwatched


@pytest.mark.parametrize("suffix", FORMATS)
def test_an_export_tells_all_of_its_blocks(
    tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each format tells how far it is while it writes, from little to nearly all."""
    monkeypatch.setattr(blocks, "BLOCK_ROWS", 5)
    told: list[float] = []

    def advance(done: float, total: float) -> None:
        told.append(done / total)

    path = tmp_path / f"events{suffix}"
    export_events(export_sample(), path, Settings(), advance=advance)
    assert sorted(told) == told
    assert len(told) > 2
    assert 0 < told[0] < 0.5 < told[-1] <= 1


def test_placing_tells_each_company_of_names(tmp_path: Path) -> None:
    """Names of each layer are looked up together, and each layer is told."""
    text = "".join(f"- {{title: A, where: Kyiv, layer: L{n}}}\n" for n in range(4))
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    raw, _ = read_events([tmp_path], Settings())
    table, _ = normalise(raw, Settings())
    told: list[float] = []
    geocode(table, Settings(), advance=lambda done, total: told.append(done / total))
    assert sorted(told) == told
    assert len(told) == 4
    assert 0 < told[0] < told[-1] < 1


def test_a_page_tells_how_many_of_its_texts_are_packed() -> None:
    """A page tells how far it is from its first texts to its last; then it has to be written."""
    events = table_of([{"event_id": f"e{n}", **point(1, 2)} for n in range(5 * BLOCK_ROWS)])
    styled, layers = assign_layers(events, Settings())
    told: list[float] = []

    def advance(done: float, total: float) -> None:
        told.append(done / total)

    render_site(styled, layers, Settings(), advance=advance)
    assert sorted(told) == told
    assert 2 * 5 == len(told)
    assert 0 < told[0] < 0.5 < told[-1] < 1


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.csv"])
def test_reading_tells_the_bytes_behind_it(tmp_path: Path, name: str) -> None:
    """Of two files of one size, one is half of the work; JSON moves within a file too."""
    texts = {"a.json": '{"title": "A"}', "a.jsonl": '{"title": "A"}', "a.csv": "title\nA\n"}
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_text(texts[name], encoding="utf-8")
    told: list[float] = []
    read_events([tmp_path], Settings(), advance=lambda done, total: told.append(done / total))
    assert sorted(told) == told
    assert 0.5 in told
    assert told[-1] == 1


def test_reading_a_large_table_tells_each_piece(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a table that is read piece by piece, each piece is told."""
    monkeypatch.setattr(file, "_LARGE_BYTES", 10)
    monkeypatch.setattr(even, "_PIECE_BYTES", 1 << 6)
    text = "title\n" + "".join(f"Event {n:03}\n" for n in range(100))
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    told: list[float] = []
    read_events([tmp_path], Settings(), advance=lambda done, total: told.append(done / total))
    assert sorted(told) == told
    assert len(told) > 10
    assert told[-1] == 1


def test_only_what_is_done_is_shown_whole() -> None:
    """The bar is full, and says 100 %, at the end and not before."""
    nearly = progress_line(Stage("export", 0.9999, 10, "a.csv"), 1)
    assert ("─", " 99 %") == (nearly[19], nearly[21:26])
    assert "━" * 20 + " 100 %" == progress_line(Stage("done", 1.0), 1)[:26]
