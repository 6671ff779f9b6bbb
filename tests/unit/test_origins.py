"""No output reveals the machine it was made on, and origins are included only if requested."""

from __future__ import annotations

import io
import json
import os
import time
import zipfile
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from dateline import pipeline
from dateline.diagnostics import finding
from dateline.export import FORMATS
from dateline.origins import public_findings, public_name
from dateline.settings import OutputSettings, Settings, read_settings
from export_sample import read_gis
from page_text import read_page

EVENTS = """\
- {title: A drill, when: 2024-03-05, where: 'Sumy, Ukraine', event_id: a}
- {title: A drill, when: soon, where: Nowhereville, event_id: a}
"""
SUFFIXES = [suffix for suffix in FORMATS if suffix != ".json"]


def make_project(folder: Path, *, origin: bool, split: bool) -> Path:
    (folder / "events").mkdir(parents=True)
    (folder / "geodata").mkdir()
    (folder / "events" / "one.yaml").write_text(EVENTS, encoding="utf-8")
    (folder / "geodata" / "places.csv").write_text("id,name,lon,lat\nx,Y,far,1\n")
    (folder / "geodata" / "regions.geojson").write_text("{}")
    exports = ", ".join(f'"events{suffix}"' for suffix in SUFFIXES)
    settings = f"[output]\norigin = {str(origin).lower()}\nexports = [{exports}]\n"
    settings += "show_findings = true\n"
    settings += "split_above_mb = 0\n" if split else ""
    (folder / "dateline.toml").write_text(settings, encoding="utf-8")
    return folder


def unpacked(path: Path) -> bytes:
    """Return the content of a file, including what is packed in it."""
    content = path.read_bytes()
    if path.suffix == ".kmz":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content += b"".join(archive.read(name) for name in archive.namelist())
    if path.suffix == ".parquet":
        table = pq.read_table(path).drop_columns(["geometry", "bbox"])
        content += json.dumps(table.to_pylist(), default=str).encode()
    if path.suffix == ".html":
        content += json.dumps(read_page(path)).encode()
    return content


@pytest.mark.parametrize("origin", [False, True])
@pytest.mark.parametrize("split", [False, True])
def test_no_output_of_an_absolute_path_names_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, origin: bool, split: bool
) -> None:
    """No output contains the project's, the working or the home folder."""
    root = make_project(tmp_path / "secret-project", origin=origin, split=split)
    work = tmp_path / "secret-work"
    work.mkdir()
    monkeypatch.chdir(work)
    built = pipeline.build([root / "events"], read_settings(root / "dateline.toml"))
    pipeline.lock([root / "events"], read_settings(root / "dateline.toml"))
    files = [path for path in (root / "output").rglob("*") if path.is_file()]
    files += [root / "geodata" / "lock.csv"]
    assert len(files) > len(SUFFIXES) + 1
    hidden = [b"secret-", str(Path.home()).encode() + b"/"]
    for path in files:
        content = unpacked(path)
        assert [name for name in hidden if name in content] == [], path
    # What is said on the terminal still names files as they were given.
    assert str(root / "events" / "one.yaml") in {found.file for found in built.diagnostics}


def build_in(folder: Path, work: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """Return the files of a build of a new project, by name, run in another working folder."""
    root = make_project(folder, origin=True, split=False)
    work.mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(work)
    pipeline.build([root / "events"], read_settings(root / "dateline.toml"))
    pipeline.lock([root / "events"], read_settings(root / "dateline.toml"))
    files = [*(root / "output").iterdir(), root / "geodata" / "lock.csv"]
    return {path.name: path.read_bytes() for path in files}


def test_bytes_do_not_depend_on_folder_zone_or_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Project folder, working folder, time zone and umask do not change any byte."""
    first = build_in(tmp_path / "one", tmp_path / "one", monkeypatch)
    monkeypatch.setenv("TZ", "Asia/Kathmandu")
    time.tzset()
    before = os.umask(0o077)
    try:
        other = build_in(tmp_path / "a longer name" / "two", tmp_path / "elsewhere", monkeypatch)
    finally:
        os.umask(before)
        monkeypatch.undo()
        time.tzset()
    assert len(SUFFIXES) + 2 == len(first)
    assert [] == [name for name, content in first.items() if content != other[name]]


@pytest.mark.parametrize("origin", [False, True])
def test_origins_are_written_if_asked_for(tmp_path: Path, *, origin: bool) -> None:
    """An export contains file and line, relative to the project, only with ``output.origin``."""
    root = make_project(tmp_path, origin=origin, split=False)
    pipeline.build([root / "events"], read_settings(root / "dateline.toml"))
    collection = json.loads((root / "output" / "events.geojson").read_bytes())
    found = [
        (f["properties"].get("origin_file"), f["properties"].get("origin_line"))
        for f in collection["features"]
    ]
    expected = [("events/one.yaml", 1), ("events/one.yaml", 2)] if origin else [(None, None)] * 2
    assert expected == found
    page = read_page(root / "output" / "map.html")
    assert {"A drill"} == set(page["texts"]["title"])
    assert (["events/one.yaml"] if origin else []) == page["texts"].get("origin_file", [])
    assert ["events/one.yaml"] == sorted(
        {f["file"] for f in page["header"]["page"]["findings"] if f["file"].startswith("events")}
    )
    for suffix in (".gpkg", ".fgb"):
        table = read_gis(root / "output" / f"events{suffix}")
        assert origin == ("origin_file" in table)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("{root}/events/a.yaml", "events/a.yaml"),
        ("{root}/events/../b.csv", "b.csv"),
        ("{root}/../outside/a.yaml", "a.yaml"),
        ("{link}/events/a.yaml", "events/a.yaml"),
        ("{root}/events/link.yaml", "events/link.yaml"),
        ("events/a.yaml", "events/a.yaml"),
        ("./events//a.yaml", "events/a.yaml"),
        ("../outside/a.yaml", "a.yaml"),
        ("~/a.yaml", "~/a.yaml"),
        ("<stdin>", "<stdin>"),
        ("C:\\Users\\me\\a.yaml", "a.yaml"),
        ("C:/Users/me/a.yaml", "a.yaml"),
        ("\\\\server\\share\\a.yaml", "a.yaml"),
        ("/a.yaml", "a.yaml"),
    ],
)
@pytest.mark.parametrize("through", ["root", "link"])
def test_names_start_at_the_project_or_are_bare(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, name: str, expected: str, through: str
) -> None:
    """A public name is the path in the project or the bare file name."""
    root, link = tmp_path / "project", tmp_path / "link"
    (root / "events").mkdir(parents=True)
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "a.yaml").touch()
    (root / "events" / "link.yaml").symlink_to(tmp_path / "outside" / "a.yaml")
    link.symlink_to(root)
    monkeypatch.chdir(root)
    given = name.format(root=root, link=link)
    assert expected == public_name(given, root if through == "root" else link)
    assert expected == public_name(given, Path())


def test_messages_name_files_as_others_may_see_them(tmp_path: Path) -> None:
    """A path in the message of a finding is replaced by the public name."""
    path = str(tmp_path / "events" / "a.csv")
    found = finding("id-duplicate", f'as at {path}:3, not "{path}"', hint=path, file=path, line=9)
    (public,) = public_findings([found], Settings(root=tmp_path, output=OutputSettings()))
    assert ("events/a.csv", 'as at events/a.csv:3, not "events/a.csv"', "events/a.csv", 9) == (
        public.file,
        public.message,
        public.hint,
        public.line,
    )
