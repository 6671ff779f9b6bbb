"""A file is written completely or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from dateline.errors import OutputError
from dateline.export import write_atomic


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def interrupted(path: Path) -> None:
    path.write_bytes(b"half a file")
    path.with_name(path.name + "-journal").write_bytes(b"of SQLite's")
    raise KeyboardInterrupt


def full(path: Path) -> None:
    path.write_bytes(b"half a file")
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_bytes_are_written(tmp_path: Path) -> None:
    """The file has the given bytes, and no other file is left next to it."""
    write_atomic(tmp_path / "a.txt", b"new")
    assert {"a.txt": b"new"} == contents(tmp_path)


def test_a_writer_is_given_a_new_path_beside_the_file(tmp_path: Path) -> None:
    """A writer gets a new path in the same folder with the same suffix."""
    seen: list[Path] = []

    def writer(path: Path) -> None:
        seen.append(path)
        assert not path.exists()
        path.write_bytes(b"new")

    write_atomic(tmp_path / "a.gpkg", writer)
    assert (tmp_path, ".gpkg") == (seen[0].parent, seen[0].suffix)
    assert {"a.gpkg": b"new"} == contents(tmp_path)


def test_missing_folders_are_made(tmp_path: Path) -> None:
    """The folder of the file and its parents are created."""
    write_atomic(tmp_path / "a" / "b" / "c.txt", b"new")
    assert b"new" == (tmp_path / "a" / "b" / "c.txt").read_bytes()


def test_an_interrupt_leaves_the_last_good_file(tmp_path: Path) -> None:
    """After an interrupt the old file is unchanged and no other file is left."""
    (tmp_path / "a.gpkg").write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt):
        write_atomic(tmp_path / "a.gpkg", interrupted)
    assert {"a.gpkg": b"old"} == contents(tmp_path)


def test_a_full_disk_is_one_line_and_leaves_the_last_good_file(tmp_path: Path) -> None:
    """A full disk is reported as such, and the old file stays."""
    (tmp_path / "a.txt").write_bytes(b"old")
    with pytest.raises(OutputError) as caught:
        write_atomic(tmp_path / "a.txt", full)
    assert f'cannot write "{tmp_path / "a.txt"}": No space left on device' == caught.value.message
    assert "free some space, or write to another disk" == caught.value.hint
    assert {"a.txt": b"old"} == contents(tmp_path)


def test_a_folder_is_not_overwritten(tmp_path: Path) -> None:
    """A path that is a folder is refused."""
    with pytest.raises(OutputError, match="it is a folder, expected a file"):
        write_atomic(tmp_path, b"new")


def test_a_file_where_a_folder_should_be_is_one_line(tmp_path: Path) -> None:
    """A folder that cannot be created is reported with the requested path."""
    (tmp_path / "taken").write_bytes(b"")
    with pytest.raises(OutputError, match=r'cannot write ".*taken/a\.txt": ') as caught:
        write_atomic(tmp_path / "taken" / "a.txt", b"new")
    assert "\n" not in caught.value.message


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_folder_without_permission_is_one_line(tmp_path: Path) -> None:
    """A folder without write permission is reported as such."""
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError, match=r"^cannot write "):
        write_atomic(tmp_path / "a.txt", b"new")


def test_the_mode_of_the_old_file_stays(tmp_path: Path) -> None:
    """The new file has the permissions of the old one."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    path.chmod(0o600)
    write_atomic(path, b"new")
    assert (b"new", 0o600) == (path.read_bytes(), path.stat().st_mode & 0o777)


def test_a_link_is_written_through(tmp_path: Path) -> None:
    """A symbolic link stays; the file that it points to is written."""
    target = tmp_path / "real.txt"
    target.write_bytes(b"old")
    link = tmp_path / "link.txt"
    link.symlink_to(target)
    write_atomic(link, b"new")
    assert (True, b"new") == (link.is_symlink(), target.read_bytes())
