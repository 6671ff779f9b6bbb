"""Reading as a whole: which files, in which order, and the result for any content."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from dateline.errors import InputError, SettingsError
from dateline.normalise import normalise
from dateline.readers.file import EventFile
from dateline.settings import ReadSettings, Settings
from event_files import EVENTS, FORMAT, WRITERS, plain_event
from reading import read_events, read_file

SAMPLES = Path(__file__).parents[2] / ".." / "shared" / "samples"


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def read_bytes(content: bytes, kind: str, settings: Settings | None = None):
    return read_file(EventFile(f"events.{kind}", content, kind), settings or Settings())


@pytest.mark.parametrize("name", sorted(WRITERS))
@examples(deadline=None, max_examples=25)
@given(events=st.lists(EVENTS, min_size=1, max_size=4))
def test_what_was_written_is_read(name, events):
    """Events written in any format are read back equal, without findings."""
    raw, found = read_bytes(WRITERS[name](events), FORMAT[name])
    raw["origin_file"] = pd.Series(["events"] * len(raw), dtype="str")
    table, more = normalise(raw, Settings())
    actual = [plain_event(row) for _, row in table.iterrows()]
    expected = [{k: v for k, v in event.items() if k != "event_id"} for event in events]
    assert expected == actual
    assert [] == [d for d in [*found, *more] if d.severity == "error"]


@pytest.mark.parametrize("kind", ["yaml", "json", "jsonl", "delimited"])
@examples(deadline=None, max_examples=40)
@given(content=st.binary(max_size=300))
def test_no_bytes_raise(kind, content):
    """Any bytes in a file are read or reported; nothing is raised."""
    raw, found = read_bytes(content, kind)
    raw["origin_file"] = pd.Series(["x"] * len(raw), dtype="str")
    table, more = normalise(raw, Settings())
    assert len(raw) == len(table)
    assert table["event_id"].is_unique
    assert all(d.message and d.code for d in [*found, *more])


SYNTAX = st.sampled_from(
    ["title", "when", "lat", "lon", "sources", "figures", "geometry", "defaults", "events", "- ",
     ": ", ":", "\n", "  ", ",", ";", "\t", '"', "'", "{", "}", "[", "]", "&a ", "*a", "<<: ", "|",
     ">", "#", "!!str ", "2024-13", "2024", "NaN", "null", "1e999", "javascript:", "https://x.y",
     "POINT (1 2)", '{"type": "Feature", "properties": {}, "geometry": ', '"coordinates": [1]',
     "\x1e", "\r", "\ufeff", "é", "---\n", "x: y\n"]
)  # fmt: skip


@pytest.mark.parametrize("kind", ["yaml", "json", "jsonl", "delimited"])
@examples(deadline=None, max_examples=40)
@given(parts=st.lists(SYNTAX, max_size=25))
def test_no_syntax_raises(kind, parts):
    """Pieces of the formats in any order are read or reported; nothing is raised."""
    raw, _ = read_bytes("".join(parts).encode(), kind)
    raw["origin_file"] = pd.Series(["x"] * len(raw), dtype="str")
    table, _ = normalise(raw, Settings())
    assert len(raw) == len(table)


def test_a_folder_is_read_in_the_order_of_its_paths(tmp_path, monkeypatch):
    """Files are sorted by path, and subfolders come after files."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"e/b.yaml": "- title: B", "e/a.csv": "title\nA", "e/a/z.yaml": "- title: Z"})
    table, _ = read_events(["e"], Settings())
    assert ["A", "B", "Z"] == table["title"].tolist()
    assert ["e/a.csv", "e/b.yaml", "e/a/z.yaml"] == table["origin_file"].tolist()


def test_event_files_are_read_whatever_their_name(tmp_path):
    """Names such as README are skipped only for files that are not event files."""
    events = {"notes.csv": "title\nA", "Readme.yaml": "- title: B", "license.csv": "title\nC"}
    write(tmp_path, {**events, "notes.md": "Mine.", "LICENSE": "Theirs.", "other.md": "What?"})
    table, found = read_events([tmp_path], Settings())
    assert {"A", "B", "C"} == set(table["title"])
    assert ["format-unknown"] == [item.code for item in found]


def test_paths_keep_their_order(tmp_path, monkeypatch):
    """Files given one by one are read in the order given."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"b.yaml": "- title: B", "a.yaml": "- title: A"})
    table, _ = read_events(["b.yaml", Path("a.yaml")], Settings())
    assert ["B", "A"] == table["title"].tolist()


def test_a_file_is_read_once(tmp_path, monkeypatch):
    """A file that is given twice, or also by its folder, is read once."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"e/a.yaml": "- title: A"})
    table, _ = read_events(["e", "e/a.yaml", "./e/../e/a.yaml"], Settings())
    assert ["A"] == table["title"].tolist()


def test_a_bad_file_does_not_hide_the_next(tmp_path, monkeypatch):
    """A file that cannot be parsed is reported, and the others are read."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"a.yaml": "- {", "b.json": "[", "c.csv": "title\nC"})
    table, found = read_events(["a.yaml", "b.json", "c.csv"], Settings())
    assert ["C"] == table["title"].tolist()
    assert ["yaml-syntax", "json-syntax"] == [d.code for d in found]


def test_nothing_gives_an_empty_table():
    """Without paths the table has no rows but the columns of origin."""
    table, found = read_events([], Settings())
    assert (0, []) == (len(table), found)
    assert {"origin_file", "origin_line", "origin_positions"} <= set(table.columns)


def test_standard_input_has_a_name():
    """Events from standard input have ``<stdin>`` as their file."""
    table, _ = read_events(["-"], Settings(), stdin=b"- title: A")
    assert ["<stdin>"] == table["origin_file"].tolist()


def test_missing_standard_input_is_a_broken_call():
    """``-`` without standard input raises, because no file is at fault."""
    with pytest.raises(InputError):
        read_events(["-"], Settings())


def test_an_unknown_encoding_is_a_broken_setting():
    """``read.encoding`` with an unknown codec raises, because no file is at fault."""
    with pytest.raises(SettingsError):
        read_bytes(b"title\nA", "delimited", Settings(read=ReadSettings(encoding="utf-99")))


def test_an_unknown_field_in_columns_is_a_broken_setting():
    """``read.columns`` with an unknown field raises, because no file is at fault."""
    with pytest.raises(SettingsError):
        read_bytes(b"a\nb", "delimited", Settings(read=ReadSettings(columns={"headline": "a"})))


def test_two_gigabytes_of_nothing_are_not_read(tmp_path):
    """A file that begins with a mebibyte of zeros is reported without reading the rest."""
    path = tmp_path / "nothing.csv"
    path.touch()
    os.truncate(path, 2**31)
    table, found = read_events([path], Settings())
    assert (0, ["encoding-unknown"]) == (len(table), [d.code for d in found])


def test_a_file_without_permission_is_reported(tmp_path, monkeypatch):
    """A file without read permission is reported and does not raise."""

    def refuse(*_args, **_kwargs):
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "a.yaml"
    write(tmp_path, {"a.yaml": "- title: A"})
    monkeypatch.setattr(Path, "open", refuse)
    _, found = read_events([path], Settings())
    assert ["file-unreadable"] == [d.code for d in found]
    assert "permission denied" in found[0].message


def test_linked_folders_are_read_once(tmp_path, monkeypatch):
    """A link to a folder is followed, and a circular link ends."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"events/a.yaml": "- title: A", "elsewhere/b.yaml": "- title: B"})
    (tmp_path / "events" / "linked").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere" / "circle").symlink_to(tmp_path / "events")
    table, found = read_events(["events"], Settings())
    assert (["A", "B"], []) == (table["title"].tolist(), found)


def test_a_folder_without_permission_is_reported(tmp_path, monkeypatch):
    """A subfolder that cannot be searched is reported, and the others are read."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"events/a.yaml": "- title: A", "events/shut/b.yaml": "- title: B"})
    scan = os.scandir

    def refuse(path):
        if str(path).endswith("shut"):
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    table, found = read_events(["events"], Settings())
    assert ["A"] == table["title"].tolist()
    assert [("file-unreadable", "events/shut")] == [(d.code, d.file) for d in found]


def test_a_pipe_is_read(tmp_path):
    """A named pipe, such as the shell's ``<(...)``, is read like a file."""
    path = tmp_path / "events"
    os.mkfifo(path)
    if os.fork() == 0:  # pragma: no cover - the child writes and ends
        path.write_text("- title: A", encoding="utf-8")
        os._exit(0)
    table, _ = read_events([path], Settings())
    os.wait()
    assert ["A"] == table["title"].tolist()


@pytest.mark.parametrize(
    ("sample", "expected"),
    [
        ("usgs/all_week.geojson", ["event_id", "title", "when", "geometry", "sources"]),
        ("firms/MODIS_C6_1_Global_24h_head1500.csv", ["when", "lon", "lat"]),
        ("ucdp-ged/conflict_data_ukr_2022.csv", ["event_id", "title", "when", "lon", "sources"]),
        ("uk-police/2018-04-city-of-london-street.csv", ["when", "where", "lon", "lat"]),
        ("eonet/events.json", ["event_id", "title", "sources"]),
    ],
)
def test_files_that_others_publish_are_understood(sample, expected):
    """Headings of well-known files are mapped to fields; missing fields are reported once."""
    path = SAMPLES / sample
    if not path.is_file():
        pytest.skip("the shared samples are not here")
    raw, found = read_events([path], Settings())
    table, more = normalise(raw, Settings())
    assert set(expected) <= set(raw.columns)
    assert len(raw) == len(table) > 100
    assert len([d for d in [*found, *more] if d.severity == "error"]) <= 1
