"""The published wheel and source distribution work where they are installed."""

from __future__ import annotations

import csv
import shutil
import sys
import tarfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from distributions import (
    ROOT,
    Environment,
    build_sdist,
    build_wheel,
    contents,
    run,
    unpacked,
)
from pages import OpenPage

sys.path.insert(0, str(ROOT / "compile"))

import build
import inputs

MOST_BYTES = 60_000_000
COUNT = 6_000
PLACES = ("Sumy, Ukraine", "Kursk Oblast", "near Kharkiv", "Sea of Japan", "51.19, 35.27")

pytestmark = [pytest.mark.build, pytest.mark.browser, pytest.mark.xdist_group("build")]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from the compiled files, as pip does without build isolation."""
    return build_wheel(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_sdist(tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """Install only the wheel and its dependencies into a new environment."""
    environment = Environment.made(tmp_path_factory.mktemp("installed") / "venv")
    environment.install_locked(wheel)
    return environment


def test_the_wheel_is_small_enough(wheel: Path) -> None:
    """The wheel stays under 60 MB."""
    assert wheel.stat().st_size < MOST_BYTES


def test_the_wheel_holds_what_was_compiled_and_not_what_from(wheel: Path) -> None:
    """The wheel contains every built file, but not their sources."""
    names = set(contents(wheel))
    made = {name.removeprefix("src/") for name in build.shipped()}
    assert made == {name for name in names if "/_built/" in name}
    assert not [name for name in names if name.startswith(("dateline/web/", "compile/"))]
    assert "dateline/py.typed" in names


def test_an_installed_wheel_brings_what_it_needs(installed: Environment, tmp_path: Path) -> None:
    """An installed wheel works without the sources of the repository."""
    code = (
        "import dateline\n"
        "from dateline.gazetteer import Gazetteer\n"
        "with Gazetteer.open() as g:\n"
        "    place = g.candidates(['Sea of Japan'])['Sea of Japan'][0].place\n"
        "print(dateline.__version__, g.path, place.place_id)"
    )
    said = run(installed.program("python"), "-I", "-c", code, cwd=tmp_path)
    version, path, place_id = said.split()
    assert "marine:sea-of-japan" == place_id
    assert installed.folder.resolve() in Path(path).resolve().parents
    assert f"dateline {version}\n" == run(installed.program("dateline"), "--version")


def test_a_page_of_many_events_of_an_installed_wheel(
    installed: Environment, tmp_path: Path, open_page: OpenPage
) -> None:
    """An installed wheel builds a page of 6,000 events that is drawn and searched in a worker."""
    look_at(page_of(installed, tmp_path), open_page)


def page_of(environment: Environment, folder: Path) -> Path:
    """Build 6,000 events with the ``dateline`` of an environment, and return the page."""
    events = folder / "events.csv"
    with events.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["title", "date", "place"])
        numbers = range(1, COUNT + 1)
        rows.writerows([f"Report {n}", "2024-03-05", PLACES[n % len(PLACES)]] for n in numbers)
    run(environment.program("dateline"), "build", events, cwd=folder)
    return folder / "output" / "map.html"


def look_at(path: Path, open_page: OpenPage) -> None:
    page = open_page(path)
    expect(page.get_by_text("6,000 of 6,000 events shown").first).to_be_visible()
    page.get_by_role("searchbox", name="Search events").fill("Report 5999")
    expect(page.get_by_text("1 of 6,000 events shown").first).to_be_visible()
    assert 1 == len(page.workers)


def test_the_sdist_holds_what_builds_it_and_nothing_built(sdist: Path) -> None:
    """The source distribution contains the build hook and the sources, but no built file."""
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    needed = {
        path.relative_to(ROOT).as_posix() for a in build.ARTEFACTS for path in build.sources_of(a)
    }
    needed |= {"hatch_build.py", "compile/build.py", "pyproject.toml", "README.md", "LICENSE"}
    assert set() == needed - names
    assert not [n for n in names if "_built/" in n or "node_modules/" in n or ".cache" in n]


def test_the_sdist_builds_the_same_wheel(sdist: Path, wheel: Path, tmp_path: Path) -> None:
    """The wheel built from the source distribution equals that of the repository, file by file.

    The compiled files are not compiled again, because their fingerprints are the same.
    """
    sources = unpacked(sdist, tmp_path / "sources")
    shutil.copytree(inputs.BUILT, sources / inputs.BUILT.relative_to(ROOT))
    stale = "import sys; sys.path.insert(0, 'compile'); import build; print(build.stale())"
    assert "[]" == run(sys.executable, "-c", stale, cwd=sources).strip()
    assert contents(wheel) == contents(build_wheel(tmp_path, sources))


@pytest.mark.full
def test_the_sdist_installs_from_nothing(sdist: Path, tmp_path: Path, open_page: OpenPage) -> None:
    """``pip install`` of the source distribution compiles everything and ``dateline`` works."""
    environment = Environment.made(tmp_path / "venv")
    environment.install("--no-binary=dateline", sdist)
    look_at(page_of(environment, tmp_path), open_page)
