"""``--format json``: stderr contains only JSON lines, whatever happens."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dateline import cli

KEYS = {"code", "severity", "message", "hint", "file", "line", "column", "event_id", "count"}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with an event that has a warning and one that has an error."""
    (tmp_path / "events").mkdir()
    text = "- {title: A drill, when: 2024-03-05, where: Nowhereville}\n- {title: B, when: soon}\n"
    (tmp_path / "events" / "one.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "dateline.toml").write_text('title = "Test"\n', encoding="utf-8")
    (tmp_path / "places.csv").write_text("name,lon,lat\nA,1,2\nB,x,2\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    """Run a command in the project; return its exit code and its stderr."""
    monkeypatch.chdir(project)

    def ran(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["dateline", *arguments])
        with pytest.raises(SystemExit) as leaving:
            cli.main()
        return int(leaving.value.code or 0), capsys.readouterr().err

    return ran


def reported(stderr: str) -> list[dict[str, object]]:
    lines = [json.loads(line) for line in stderr.splitlines()]
    assert all(KEYS == set(line) for line in lines)
    return lines


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["build"], 1),
        (["check"], 1),
        (["export", "-o", "out.gpkg"], 1),
        (["lock"], 1),
        (["place", "Nowhereville", "--map", "out.html"], 1),
        (["gazetteer", "add", "places.csv"], 1),
    ],
)
def test_stderr_holds_findings_and_nothing_else(
    run: Callable[..., tuple[int, str]], arguments: list[str], code: int
) -> None:
    """Between the findings there are no counts and no list of written files."""
    left, stderr = run(*arguments, "--format", "json")
    found = reported(stderr)
    assert (code, True) == (left, len(found) > 0), stderr
    assert "error" in [line["severity"] for line in found]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["build", "--no-such-option"], "usage-error"),
        (["build", "--date-format", "WHAT"], "usage-error"),
        (["build", "missing.yaml"], "input-error"),
        (["check", "--config", "missing.toml"], "settings-error"),
        (["export", "-o", "events.xyz"], "output-error"),
        (["gazetteer", "search", "Sumy", "--limit", "0"], "usage-error"),
    ],
)
def test_an_error_that_stops_the_command_is_json_too(
    run: Callable[..., tuple[int, str]], arguments: list[str], code: str
) -> None:
    """The error is the last line, with the keys of a finding and its own code."""
    left, stderr = run(*arguments, "--format=json")
    assert (2, code) == (left, reported(stderr)[-1]["code"])


def test_names_that_are_no_text_are_json(run: Callable[..., tuple[int, str]]) -> None:
    """A file name that is not valid UTF-8 does not stop the report."""
    _, stderr = run("check", "no\udcfftext.yaml", "--format", "json")
    assert "file-missing" in [line["code"] for line in reported(stderr)]


@pytest.mark.parametrize(
    ("options", "is_written"),
    [
        ([], False),
        (["--origin"], True),
        (["--format", "json"], True),
        (["--format", "json", "--no-origin"], False),
    ],
)
def test_findings_as_json_can_be_matched_with_features(
    run: Callable[..., tuple[int, str]], options: list[str], *, is_written: bool
) -> None:
    """An export with JSON findings names the file and line of each event, as the findings do."""
    run("export", "-o", "out.geojson", *options)
    features = json.loads(Path("out.geojson").read_text(encoding="utf-8"))["features"]
    origins = [
        (f["properties"].get("origin_file"), f["properties"].get("origin_line")) for f in features
    ]
    assert origins == (
        [("events/one.yaml", 1), ("events/one.yaml", 2)] if is_written else [(None, None)] * 2
    )
