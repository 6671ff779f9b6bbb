"""Paths that no file can have, devices, pipes and links in a circle: reported, not waited for."""

from __future__ import annotations

import os
import sys
import threading

import pytest

from command_line import dateline
from dateline.errors import SettingsError
from dateline.geocoder.lock import read_lock
from dateline.limits import SETTINGS_BYTES
from dateline.settings import Settings, nearest_settings, read_settings
from deadline import deadline
from reading import read_events

LONG = "x" * 300
UNIX = pytest.mark.skipif(sys.platform == "win32", reason="a system with devices and pipes")


@UNIX
@pytest.mark.parametrize(
    "arguments",
    [
        ["check", LONG],
        ["check", f"{LONG}.csv"],
        ["build", LONG],
        ["build", "ok.csv", "-o", LONG],
        ["build", "ok.csv", "-o", f"{LONG}/site"],
        ["export", "ok.csv", "-o", f"{LONG}.geojson"],
        ["export", LONG, "-o", "a.geojson"],
        ["check", "ok.csv", "-c", LONG],
        ["lock", LONG],
        ["init", LONG],
        ["gazetteer", "add", LONG],
        ["check", "ok.csv", "-c", "/dev/zero"],
        ["gazetteer", "add", "/dev/zero"],
        ["check", "/dev/zero"],
    ],
    ids=lambda words: " ".join(words).replace(LONG, "LONG"),
)
def test_a_path_that_cannot_be_is_wrong_usage(tmp_path, arguments):
    """A name too long for a file, or a device, is one error, exit code 2, and no fault of ours."""
    (tmp_path / "ok.csv").write_text("title,when\nA,2024\n")
    done = dateline(*arguments, cwd=tmp_path)
    errors = [line for line in done.stderr.splitlines() if line.startswith("dateline: error: ")]
    assert (2, 1) == (done.returncode, len(errors))
    assert "internal error" not in done.stderr
    assert "Traceback" not in done.stderr


def messages(paths):
    return [found.message for found in read_events(paths, Settings())[1]]


@pytest.mark.parametrize("name", [LONG, f"{LONG}.csv", "a\0b.csv", "a" * 5_000])
def test_a_path_that_cannot_be_is_a_finding_in_python(name):
    """Reading a path that no file can have is a finding and is not raised."""
    (message,) = messages([name])
    assert "cannot be read" in message
    nearest_settings([name])


@UNIX
def test_links_in_a_circle_are_reported(tmp_path):
    """A file that is a link to itself is reported."""
    (tmp_path / "a.csv").symlink_to(tmp_path / "b.csv")
    (tmp_path / "b.csv").symlink_to(tmp_path / "a.csv")
    with deadline():
        assert "form a loop" in messages([tmp_path / "a.csv"])[0]


@UNIX
def test_names_that_are_no_text_are_read(tmp_path):
    """A file whose name is not UTF-8 is read, and its name can be written."""
    name = os.fsencode(tmp_path) + b"/\xff.csv"
    with open(name, "wb") as file:  # noqa: PTH123 - a name of bytes
        file.write(b"title,when\nA,2024\n")
    table, _ = read_events([tmp_path], Settings())
    table["origin_file"].iloc[0].encode()


@UNIX
def test_a_pipe_that_nobody_writes_to_is_not_waited_for(tmp_path, monkeypatch):
    """A pipe without a writer is reported after a while; one with a writer is read."""
    monkeypatch.setattr("dateline.readers.file._PIPE_SECONDS", 0.2)
    path = tmp_path / "a.csv"
    os.mkfifo(path)
    with deadline():
        assert "no program writes" in messages([path])[0]
    monkeypatch.setattr("dateline.readers.file._PIPE_SECONDS", 20)
    writer = threading.Thread(target=path.write_text, args=("title,when\nA,2024\n",))
    writer.start()
    with deadline():
        table, _ = read_events([path], Settings())
        writer.join()
    assert ["A"] == table["title"].tolist()


def test_settings_are_bounded(tmp_path):
    """A settings file that is too large, too deep or no file is a set-up fault and not read."""
    path = tmp_path / "dateline.toml"
    for content in (b"#" * (SETTINGS_BYTES + 1), b"title = " + b"[" * 20_000):
        path.write_bytes(content)
        with pytest.raises(SettingsError):
            read_settings(path)
    with pytest.raises(SettingsError, match="not a file"):
        read_settings(tmp_path)


def test_a_lock_that_is_too_large_is_reported(tmp_path, monkeypatch):
    """A lock of more bytes than are read is a finding."""
    monkeypatch.setattr("dateline.geocoder.lock.TABLE_BYTES", 10)
    (tmp_path / "geodata").mkdir()
    (tmp_path / "geodata" / "lock.csv").write_text("where,layer,place_ids,name,lon,lat\n")
    lock, found = read_lock(Settings(root=tmp_path))
    assert ((), ["file-unreadable"]) == (lock.rows, [one.code for one in found])
