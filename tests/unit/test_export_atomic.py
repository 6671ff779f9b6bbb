"""A file is written whole or not at all."""

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
    """The file has the bytes, and there is nothing beside it."""
    write_atomic(tmp_path / "a.txt", b"new")
    assert {"a.txt": b"new"} == contents(tmp_path)


def test_a_writer_is_given_a_new_path_beside_the_file(tmp_path: Path) -> None:
    """What writes is given a path that does not exist, in the same folder, with the suffix."""
    seen: list[Path] = []

    def writer(path: Path) -> None:
        seen.append(path)
        assert not path.exists()
        path.write_bytes(b"new")

    write_atomic(tmp_path / "a.gpkg", writer)
    assert (tmp_path, ".gpkg") == (seen[0].parent, seen[0].suffix)
    assert {"a.gpkg": b"new"} == contents(tmp_path)


def test_missing_folders_are_made(tmp_path: Path) -> None:
    """The folder of the file is made, and those above it."""
    write_atomic(tmp_path / "a" / "b" / "c.txt", b"new")
    assert b"new" == (tmp_path / "a" / "b" / "c.txt").read_bytes()


def test_an_interrupt_leaves_the_last_good_file(tmp_path: Path) -> None:
    """Stopped half way, the old file is as it was and nothing is left beside it."""
    (tmp_path / "a.gpkg").write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt):
        write_atomic(tmp_path / "a.gpkg", interrupted)
    assert {"a.gpkg": b"old"} == contents(tmp_path)


def test_a_full_disk_is_one_line_and_leaves_the_last_good_file(tmp_path: Path) -> None:
    """A disk without space is reported as such."""
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
    """A folder that cannot be made is reported with the path that was asked for."""
    (tmp_path / "taken").write_bytes(b"")
    with pytest.raises(OutputError, match=r'cannot write ".*taken/a\.txt": ') as caught:
        write_atomic(tmp_path / "taken" / "a.txt", b"new")
    assert "\n" not in caught.value.message


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_folder_without_permission_is_one_line(tmp_path: Path) -> None:
    """A folder that may not be written to is reported as such."""
    tmp_path.chmod(0o500)
    with pytest.raises(OutputError, match="Permission denied"):
        write_atomic(tmp_path / "a.txt", b"new")


def test_the_mode_of_the_old_file_stays(tmp_path: Path) -> None:
    """A file that only its owner may read stays so."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    path.chmod(0o600)
    write_atomic(path, b"new")
    assert (b"new", 0o600) == (path.read_bytes(), path.stat().st_mode & 0o777)


def test_a_link_is_written_through(tmp_path: Path) -> None:
    """A link stays a link; the file it points to is the one that is written."""
    target = tmp_path / "real.txt"
    target.write_bytes(b"old")
    link = tmp_path / "link.txt"
    link.symlink_to(target)
    write_atomic(link, b"new")
    assert (True, b"new") == (link.is_symlink(), target.read_bytes())
