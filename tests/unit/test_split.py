"""A split page: its texts are in separate files, and the result equals a page in one file."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path

import pytest

from dateline import outputs, pipeline
from dateline.errors import OutputError
from dateline.layers import assign_layers
from dateline.render import Site, render_page, render_site
from dateline.render.payload import encode_payload
from dateline.render.split import FILE_CHARACTERS, site_folder, split_texts
from dateline.settings import OutputSettings, Settings
from sample_events import point, sample_events, table_of


def site_of(limit_mb: int) -> Site:
    settings = Settings(output=OutputSettings(split_above_mb=limit_mb))
    return render_site(*assign_layers(sample_events(), settings), settings)


def test_small_page_is_one_file() -> None:
    """Below the limit the page is one file, identical to one without a limit."""
    site = site_of(200)
    settings = Settings()
    assert render_page(*assign_layers(sample_events(), settings), settings) == site.page
    assert () == site.texts


def test_page_above_the_limit_is_split() -> None:
    """Above the limit the page has no text nodes, and may load only the files that it names."""
    site = site_of(0)
    html = site.page.decode()
    assert "dateline-text-" not in re.sub(r"<script>.*?</script>", "", html, flags=re.DOTALL)
    for file in site.texts:
        assert f'"text/{file.name}"' in html
    policy = re.search(r'content="(default-src [^"]*)"', html)
    assert policy
    assert " 'self' file:; style-src" in policy[1]
    assert "connect-src 'none'" in policy[1]
    assert "unsafe" not in policy[1]


def test_two_splits_give_the_same_files() -> None:
    """The same events give the same page and texts, with file names from their content."""
    assert site_of(0) == site_of(0)
    for file in site_of(0).texts:
        found = re.fullmatch(r'datelineText\("(\w+)","([^"\\<\s]+)"\);\n', file.content.decode())
        assert found
        assert f"{found[1]}.js" == file.name
        assert hashlib.sha256(found[2].encode()).hexdigest().startswith(found[1])


@pytest.mark.parametrize(
    ("html", "folder"),
    [("map.html", "map"), ("map.htm", "map.htm-site"), ("map", "map-site")],
)
def test_the_folder_of_a_site_has_the_name_of_the_page(html: str, folder: str) -> None:
    """Two pages in one folder become two folders."""
    assert folder == site_folder(html)


def test_every_block_comes_back() -> None:
    """The blocks of a split page equal those of a page in one file."""
    rows = [{"event_id": f"e{n}", "title": f"{n} {n * n} t", **point(1, 2)} for n in range(9000)]
    styled, layers = assign_layers(table_of(rows), Settings())
    whole = encode_payload(styled, layers, page={})
    rest, files = split_texts(whole)
    before, after = json.loads(whole.header)["text"], json.loads(rest.header)["text"]
    texts = {f"text/{f.name}": f.content.decode().split('"')[3] for f in files}
    named = [texts[name] for name in after["files"]]
    for part in ("head", "body"):
        expected = [whole.text_nodes[n][at : at + size] for n, at, size in before[part]["blocks"]]
        assert expected == [named[n][at : at + size] for n, at, size in after[part]["blocks"]]
    assert all(len(text) <= FILE_CHARACTERS for text in named)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of one event."""
    events = tmp_path / "events"
    events.mkdir()
    (events / "one.yaml").write_text("- {title: A drill, when: 2024-03-05}\n", encoding="utf-8")
    return tmp_path


def built(project: Path, *, limit_mb: int) -> set[str]:
    """Build, and return the names of the text files next to the page."""
    output = OutputSettings(exports=(), split_above_mb=limit_mb)
    result = pipeline.build([project / "events"], Settings(root=project, output=output))
    for made in result.outputs:
        files = made.path.iterdir() if made.path.is_dir() else [made.path]
        assert made.size == sum(path.stat().st_size for path in files)
    folder = project / "output" / "map" / "text"
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


def test_texts_of_an_older_page_are_removed(project: Path) -> None:
    """After a build only the texts of the new page are left."""
    first = built(project, limit_mb=0)
    another = "- {title: Another}\n- {title: Third, description: Elsewhere}\n"
    (project / "events" / "one.yaml").write_text(another, encoding="utf-8")
    second = built(project, limit_mb=0)
    assert first
    assert second
    assert not first & second


def test_page_in_one_file_leaves_no_texts_beside_it(project: Path) -> None:
    """A page in one file removes the texts of a split page, but no foreign files."""
    assert built(project, limit_mb=0)
    assert set() == built(project, limit_mb=200)
    assert not (project / "output" / "map").exists()
    assert (project / "output" / "map.html").is_file()
    built(project, limit_mb=0)
    assert not (project / "output" / "map.html").exists()
    (project / "output" / "map" / "text" / "notes.txt").write_text("mine", encoding="utf-8")
    assert {"notes.txt"} == built(project, limit_mb=200)


def test_a_page_in_one_file_leaves_another_page_alone(project: Path) -> None:
    """A foreign file with the name of a split page is kept."""
    index = project / "output" / "map" / "index.html"
    built(project, limit_mb=200)
    other = (project / "output" / "map.html").read_bytes()
    for content in (b"<p>mine</p>", other):
        index.parent.mkdir(exist_ok=True)
        index.write_bytes(content)
        built(project, limit_mb=200)
        assert content == index.read_bytes()


def test_a_split_page_replaces_no_file_of_somebody_else(project: Path) -> None:
    """A foreign file where the folder should go is reported before anything is written."""
    index = project / "output" / "map" / "index.html"
    index.parent.mkdir(parents=True)
    index.write_text("<p>mine</p>", encoding="utf-8")
    with pytest.raises(OutputError, match="is not a split page of dateline"):
        built(project, limit_mb=0)
    assert ["index.html"] == [path.name for path in index.parent.iterdir()]
    assert "<p>mine</p>" == index.read_text(encoding="utf-8")


def test_only_texts_that_an_older_page_named_are_removed(project: Path) -> None:
    """A file that only looks like a text of ours stays, and so does a linked folder."""
    built(project, limit_mb=0)
    folder = project / "output" / "map" / "text"
    (folder / "0123456789abcdef.js").write_text("mine", encoding="utf-8")
    assert {"0123456789abcdef.js"} == built(project, limit_mb=200)
    shutil.move(folder, project / "elsewhere")
    (project / "elsewhere" / "0123456789abcdef.js").unlink()
    folder.symlink_to(project / "elsewhere")
    built(project, limit_mb=0)
    built(project, limit_mb=200)
    assert folder.is_symlink()


def test_damaged_text_is_written_again(project: Path) -> None:
    """A build replaces texts that were changed since."""
    (name, *_) = sorted(built(project, limit_mb=0))
    path = project / "output" / "map" / "text" / name
    whole = path.read_bytes()
    path.write_bytes(whole.swapcase())
    built(project, limit_mb=0)
    assert whole == path.read_bytes()


def test_page_is_written_after_its_texts(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An interrupted build leaves the old page with all of its texts."""
    built(project, limit_mb=0)
    page = (project / "output" / "map" / "index.html").read_text(encoding="utf-8")
    named = set(re.findall(r"text/(\w+\.js)", page))
    (project / "events" / "one.yaml").write_text("- {title: Another}\n", encoding="utf-8")

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(outputs, "write_atomic", stop)
    with pytest.raises(KeyboardInterrupt):
        built(project, limit_mb=0)
    there = {path.name for path in (project / "output" / "map" / "text").iterdir()}
    assert named <= there
