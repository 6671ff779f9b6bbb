"""Limits: what exceeds one is reported in one line, with little memory; the rest is read."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys

import pytest

from bombs import BOMBS, CHILD, write_bomb
from dateline.limits import NESTING, LimitSettings
from dateline.readers.yaml_tree import TreeError, parse_documents
from dateline.settings import Settings, parse_settings
from deadline import deadline
from reading import read_events

#: What Python and the libraries take is about 120 of it.
MOST_MB = 500


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    """Return the findings of a separate process for each of the files, and its peak memory."""
    if sys.platform == "win32":
        pytest.skip("this system has no limits for a process")
    folder = tmp_path_factory.mktemp("bombs")
    paths = [write_bomb(name, folder) for name in BOMBS]
    done = subprocess.run(
        [sys.executable, "-c", CHILD, *map(str, paths)], capture_output=True, text=True, check=False
    )
    assert (0, "") == (done.returncode, done.stderr)
    for path in paths:
        path.unlink()
    return dict(zip(BOMBS, map(json.loads, done.stdout.splitlines()), strict=True))


@pytest.mark.parametrize("name", BOMBS)
def test_what_is_beyond_a_limit_is_one_finding_and_little_memory(read, name):
    """A file that would take far more than its size gives one finding with a hint."""
    _, found, peak = read[name]
    assert 1 == len(found)
    assert BOMBS[name][1] in found[0]
    assert peak < MOST_MB


def settings(**limits):
    return Settings(limits=dataclasses.replace(LimitSettings(), **limits))


def codes(paths, chosen, **rest):
    found = read_events(paths, chosen, **rest)[1]
    return [one.code for one in found if one.severity != "info"]


def test_other_files_are_read(tmp_path):
    """A file that exceeds a limit does not affect the files before and after it."""
    for name, text in (("a", "title\nA\n"), ("b", "title,b,c\nB,1,2\n"), ("c", "title\nC\n")):
        (tmp_path / f"{name}.csv").write_text(text)
    table, found = read_events([tmp_path], settings(columns=2))
    assert (["A", "C"], ["limit-exceeded"]) == (table["title"].tolist(), [f.code for f in found])


def test_columns_and_cells_of_all_files_together_are_limited(tmp_path):
    """Files that exceed a limit only together are not all read."""
    for number in range(3):
        (tmp_path / f"{number}.csv").write_text(f"title,c{number}\nA,1\nB,2\n")
    assert ["limit-exceeded"] == codes([tmp_path], settings(columns=3))
    many = "title\n" + "A\n" * 600_000
    (tmp_path / "many.csv").write_text(many)
    assert ["limit-exceeded"] == codes([tmp_path], settings(cells_million=1))


def test_a_limit_is_exact(tmp_path):
    """A file exactly at a limit is read."""
    text = "x" * 1_000_000
    (tmp_path / "a.csv").write_text(f"title,notes\nA,{text}\n")
    (tmp_path / "a.json").write_text(json.dumps([{"title": "A", "notes": text}]))
    (tmp_path / "a.yaml").write_text(f"- title: A\n  notes: {text}\n")
    table, found = read_events([tmp_path], settings(cell_mb=1, row_mb=2))
    assert (3, []) == (len(table), [one.message for one in found if one.severity == "error"])
    for path in tmp_path.iterdir():
        path.write_text(path.read_text().replace("xx", "xxx", 1))
        if path.suffix != ".csv":  # only rows read one by one are measured exactly
            assert ["limit-exceeded"] == codes([path], settings(cell_mb=1, row_mb=2))


def test_a_cell_of_an_irregular_row_is_limited(tmp_path):
    """A cell that is too long is refused in rows with too many or too few cells, too."""
    path = tmp_path / "a.csv"
    for text, expected in (("x" * 1_000_000, []), ("é" * 500_001, ["limit-exceeded"])):
        path.write_text(f'title,notes\nA,"{text}",more\nB\n', encoding="utf-8")
        found = codes([path], settings(cell_mb=1, row_mb=2))
        assert expected == [code for code in found if code != "csv-syntax"]


@pytest.mark.parametrize(("setting", "name"), [("yaml_mb", "a.yaml"), ("file_mb", "a.json")])
def test_the_size_of_a_file_is_limited(tmp_path, setting, name):
    """A file with more megabytes than the setting is not opened."""
    (tmp_path / name).write_bytes(b" " * 1_000_001)
    assert ["limit-exceeded"] == codes([tmp_path / name], settings(**{setting: 1}))
    assert ["file-empty"] == codes([tmp_path / name], settings(**{setting: 2}))


def test_standard_input_is_limited():
    """Standard input with more megabytes than the setting is refused."""
    content = b"title,when\n" + b"A,\n" * 350_000
    assert ["limit-exceeded"] == codes(["-"], settings(pipe_mb=1), stdin=content)
    assert [] == codes(["-"], settings(pipe_mb=2), stdin=content)


def test_files_of_a_folder_are_limited(tmp_path):
    """A folder with more files than the setting is refused as a whole."""
    for number in range(4):
        (tmp_path / f"{number}.csv").write_text("title\nA\n")
    assert ["limit-exceeded"] == codes([tmp_path], settings(files=3))
    assert [] == codes([tmp_path], settings(files=4))


def test_limits_are_settings():
    """Each limit that is a setting can be raised in the settings file and is above 0."""
    for field in dataclasses.fields(LimitSettings):
        raised = parse_settings({"limits": {field.name: 10**9}})
        assert 10**9 == getattr(raised.limits, field.name)
        with pytest.raises(Exception, match="1 or more"):
            parse_settings({"limits": {field.name: 0}})


@pytest.mark.parametrize("loader", ["CSafeLoader", "SafeLoader"])
@pytest.mark.parametrize("unit", ["[", "{a: ", "- "])
def test_nesting_is_checked_before_the_library_does(monkeypatch, loader, unit):
    """Nesting that is too deep is reported at its position, with both YAML loaders."""
    import yaml  # noqa: PLC0415 - only here

    monkeypatch.setattr("dateline.readers.yaml_tree._Loader", getattr(yaml, loader))
    with deadline(), pytest.raises(TreeError) as caught:
        parse_documents("a: 1\n---\n" + unit * 3_000)
    assert (3, NESTING * len(unit) + 1) == caught.value.at
    assert f"at most {NESTING}" in caught.value.message


@pytest.mark.parametrize("at", [3, 30, 300])
def test_a_library_that_stops_early_changes_nothing(monkeypatch, at):
    """A loader that stops at its own limit, wherever it looks ahead to, changes nothing."""
    import yaml  # noqa: PLC0415 - only here

    whole = yaml.parse

    def strict(text, Loader):  # noqa: N803 - the library calls it so
        if text.count("[") > NESTING + at:
            place = [i for i, letter in enumerate(text) if letter == "["][NESTING + at]
            mark = yaml.Mark("a", place, 0, place, text, place)
            raise yaml.parser.ParserError(None, None, "too deep for me", mark)
        return whole(text, Loader=Loader)

    monkeypatch.setattr(yaml, "parse", strict)
    with pytest.raises(TreeError) as caught:
        parse_documents("[" * 1_000)
    assert (1, NESTING + 1) == caught.value.at


def test_aliases_nest_no_deeper_than_what_is_written():
    """The depth of nested aliases counts like written nesting."""
    lines = ["a0: &a0 " + "[" * 40 + "]" * 40, "a1: &a1 " + "[" * 40 + "*a0" + "]" * 40]
    with pytest.raises(TreeError, match="levels deep"):
        parse_documents("\n".join(lines))
