"""What a build reports about its progress while it runs."""

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
from dateline.progress import COSTS, ProgressTracker, Stage, part, unwatched
from dateline.readers import even, file
from dateline.render import render_site
from dateline.render.text import BLOCK_ROWS
from dateline.settings import Settings
from export_sample import export_sample
from reading import read_events
from sample_events import point, table_of

STEPS = st.lists(st.sampled_from(sorted(COSTS)), min_size=1, max_size=6)


@given(STEPS)
def test_the_share_never_falls_and_ends_at_one(steps: list[str]) -> None:
    """For any steps the share grows from 0 to 1 and never falls."""
    reported: list[Stage] = []
    tracker = ProgressTracker(steps, reported.append)
    for step in steps:
        tracker.begin(step)
    tracker.end()
    shares = [stage.share for stage in reported]
    assert sorted(shares) == shares
    assert (0.0, 1.0, "done") == (shares[0], shares[-1], reported[-1].step)


def test_a_step_out_of_turn_is_a_fault() -> None:
    """A step out of order raises an error."""
    tracker = ProgressTracker(["read", "page"])
    tracker.begin("read")
    with pytest.raises(ValueError, match='"geocode"'):
        tracker.begin("geocode")


def test_a_build_tells_each_step_as_it_begins(tmp_path: Path) -> None:
    """The steps are reported in order, with the number of events as soon as they are read."""
    events = tmp_path / "events.csv"
    events.write_text("title,when,where\nA,2024,Kyiv\nB,2024,Lviv\n", encoding="utf-8")
    reported: list[Stage] = []
    build(events, Settings(root=tmp_path), progress=reported.append)
    expected = ["read", "normalise", "geocode", "layers", "page", "export", "done"]
    assert expected == list(dict.fromkeys(stage.step for stage in reported))
    first = {stage.step: stage.events for stage in reversed(reported)}
    assert [0, 2, 2, 2] == [first[step] for step in expected[:4]]
    assert "events.geojson" in [stage.name for stage in reported]


def test_the_line_says_what_is_being_done() -> None:
    """The line shows the bar, the share, the elapsed time and the step."""
    line = progress_line(Stage("export", 0.8, 10, "events.gpkg"), 3.2)
    assert "━" * 16 + "─" * 4 + "  80 %   3 s  writing events.gpkg" == line


ADVANCES = st.lists(st.tuples(st.floats(-1, 200), st.floats(0, 100)), max_size=9)


@given(STEPS, ADVANCES)
def test_the_share_grows_within_a_step_and_never_leaves_it(
    steps: list[str], advances: list[tuple[float, float]]
) -> None:
    """The bar never falls and never exceeds the step, whatever the step reports."""
    reported: list[float] = []
    tracker = ProgressTracker(steps, lambda stage: reported.append(stage.share))
    costs = [COSTS[step] for step in steps]
    for number, step in enumerate(steps, start=1):
        tracker.begin(step)
        for done, total in advances:
            tracker.advance(done, total)
        assert reported[-1] <= sum(costs[:number]) / sum(costs) + 1e-9
    assert sorted(reported) == reported


def test_a_step_reports_at_most_every_half_per_cent() -> None:
    """A million small advances give a few hundred reports, not a million."""
    reported: list[Stage] = []
    tracker = ProgressTracker(["read", "page"], reported.append)
    tracker.begin("read")
    for done in range(100_000):
        tracker.advance(done, 100_000)
    assert 60 < len(reported) < 90


def test_a_part_of_a_step_moves_between_its_own_ends() -> None:
    """The progress of a part is scaled to its share of the step."""
    reported: list[float] = []
    half = part(lambda done, total: reported.append(done / total), 0.5, 1)
    half(0, 8)
    half(4, 8)
    half(8, 8)
    assert [0.5, 0.75, 1.0] == reported
    assert part(unwatched, 0.5, 1) is unwatched


@pytest.mark.parametrize("suffix", FORMATS)
def test_an_export_tells_all_of_its_blocks(
    tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each format reports its progress while it writes, from little to nearly all."""
    monkeypatch.setattr(blocks, "BLOCK_ROWS", 5)
    reported: list[float] = []

    def advance(done: float, total: float) -> None:
        reported.append(done / total)

    path = tmp_path / f"events{suffix}"
    export_events(export_sample(), path, Settings(), advance=advance)
    assert sorted(reported) == reported
    assert len(reported) > 2
    assert 0 < reported[0] < 0.5 < reported[-1] <= 1


def test_placing_reports_each_context_of_names(tmp_path: Path) -> None:
    """Names of each layer are looked up together, and each layer is reported."""
    text = "".join(f"- {{title: A, where: Kyiv, layer: L{n}}}\n" for n in range(4))
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    raw, _ = read_events([tmp_path], Settings())
    table, _ = normalise(raw, Settings())
    reported: list[float] = []
    geocode(table, Settings(), advance=lambda done, total: reported.append(done / total))
    assert sorted(reported) == reported
    assert len(reported) == 4
    assert 0 < reported[0] < reported[-1] < 1


def test_a_page_tells_how_many_of_its_texts_are_packed() -> None:
    """A page reports its progress from the first to the last text, before it is written."""
    events = table_of([{"event_id": f"e{n}", **point(1, 2)} for n in range(5 * BLOCK_ROWS)])
    styled, layers = assign_layers(events, Settings())
    reported: list[float] = []

    def advance(done: float, total: float) -> None:
        reported.append(done / total)

    render_site(styled, layers, Settings(), advance=advance)
    assert sorted(reported) == reported
    assert 2 * 5 == len(reported)
    assert 0 < reported[0] < 0.5 < reported[-1] < 1


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.csv"])
def test_reading_tells_the_bytes_behind_it(tmp_path: Path, name: str) -> None:
    """Each of two files of equal size is half of the work; JSON also reports within a file."""
    texts = {"a.json": '{"title": "A"}', "a.jsonl": '{"title": "A"}', "a.csv": "title\nA\n"}
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_text(texts[name], encoding="utf-8")
    reported: list[float] = []
    read_events([tmp_path], Settings(), advance=lambda done, total: reported.append(done / total))
    assert sorted(reported) == reported
    assert 0.5 in reported
    assert reported[-1] == 1


def test_reading_a_large_table_tells_each_piece(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading a table piece by piece reports progress after each piece."""
    monkeypatch.setattr(file, "_LARGE_BYTES", 10)
    monkeypatch.setattr(even, "_PIECE_BYTES", 1 << 6)
    text = "title\n" + "".join(f"Event {n:03}\n" for n in range(100))
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    reported: list[float] = []
    read_events([tmp_path], Settings(), advance=lambda done, total: reported.append(done / total))
    assert sorted(reported) == reported
    assert len(reported) > 10
    assert reported[-1] == 1


def test_only_what_is_done_is_shown_whole() -> None:
    """The bar is full and shows 100 % only at the end."""
    nearly = progress_line(Stage("export", 0.9999, 10, "a.csv"), 1)
    assert ("─", " 99 %") == (nearly[19], nearly[21:26])
    assert "━" * 20 + " 100 %" == progress_line(Stage("done", 1.0), 1)[:26]
