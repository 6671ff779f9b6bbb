"""The gazetteer file: a broken set-up is one clear line with a hint."""

from __future__ import annotations

import shutil
import sqlite3

import pytest

from dateline.errors import GazetteerError
from dateline.gazetteer import Gazetteer
from dateline.gazetteer.store import APPLICATION_ID, PACKAGED, SCHEMA_VERSION, cell_of


def made(path, *, application=APPLICATION_ID, version=SCHEMA_VERSION):
    """Write a small database that claims to be a gazetteer."""
    connection = sqlite3.connect(path)
    connection.executescript(
        f"PRAGMA application_id={application}; PRAGMA user_version={version}; CREATE TABLE t(x);"
    )
    connection.close()
    return path


def refusal(path):
    with pytest.raises(GazetteerError) as caught, Gazetteer.open(path) as gazetteer:
        gazetteer.candidates(["Sumy"])
    assert caught.value.hint
    assert "\n" not in caught.value.message
    assert str(path) in caught.value.message
    return caught.value.message


def test_a_missing_file_is_named(tmp_path):
    """A missing gazetteer is reported as missing."""
    assert refusal(tmp_path / "no.sqlite").endswith("is missing")


def test_a_file_of_another_format_is_damaged(tmp_path):
    """A file that does not start like a database is refused, quoting both beginnings."""
    path = tmp_path / "g.sqlite"
    path.write_text("<!doctype html><title>Not found</title>", encoding="utf-8")
    assert "is damaged: it starts with b'<!doctype html>'" in refusal(path)


def test_an_empty_file_is_damaged(tmp_path):
    """An empty file is refused."""
    path = tmp_path / "g.sqlite"
    path.touch()
    assert "is damaged" in refusal(path)


def test_a_file_cut_short_is_damaged(tmp_path):
    """A file shorter than its header says is refused at once, with both sizes."""
    path = made(tmp_path / "g.sqlite")
    path.write_bytes(path.read_bytes()[:-100])
    assert "bytes, expected" in refusal(path)


def test_a_file_spoilt_inside_is_damaged(tmp_path):
    """A file with damaged pages is refused by the look-up that reads them."""
    path = tmp_path / "g.sqlite"
    shutil.copyfile(PACKAGED, path)
    with path.open("r+b") as file:
        file.seek(8_192)
        file.write(b"\xff" * 60_000_000)
    assert "is damaged" in refusal(path)


def test_another_program_s_database_is_no_gazetteer(tmp_path):
    """A database without the gazetteer's application id is refused."""
    assert "not a gazetteer" in refusal(made(tmp_path / "g.sqlite", application=1))


def test_a_gazetteer_of_another_version_is_refused(tmp_path):
    """A gazetteer of another version is refused, naming both versions."""
    message = refusal(made(tmp_path / "g.sqlite", version=SCHEMA_VERSION + 1))
    assert message.endswith(f"has version {SCHEMA_VERSION + 1}, expected {SCHEMA_VERSION}")


def test_a_folder_is_no_gazetteer(tmp_path):
    """A folder is refused without a traceback."""
    assert "cannot be read" in refusal(tmp_path)


def test_a_path_with_signs_of_its_own_opens(tmp_path):
    """A path may contain characters that have a meaning in URIs."""
    path = made(tmp_path / "a?b#c%20 d.sqlite")
    Gazetteer.open(path).close()


@pytest.mark.parametrize(
    ("lon", "lat", "cell"),
    [(-180, -90, 0), (180, 90, 179 * 360 + 359), (0, 0, 90 * 360 + 180), (-0.1, 0, 90 * 360 + 179)],
)
def test_cells_are_degrees(lon, lat, cell):
    """Cells count from 180 W, 90 S, eastwards then northwards; the last ones include the edges."""
    assert cell == cell_of(lon, lat)
