"""What is shipped: the wheel works where it is installed, the sdist holds what builds it."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MOST_BYTES = 60_000_000

pytestmark = [pytest.mark.build, pytest.mark.xdist_group("build")]


def run(*command: str | Path, cwd: Path = ROOT) -> str:
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Build the wheel with what is compiled already, as pip does without build isolation."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = (sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation")
    run(*pip, "--wheel-dir", folder, ROOT)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def sdist(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sdist")
    run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", folder)
    return next(folder.glob("*.tar.gz"))


def test_the_wheel_is_small_enough(wheel):
    """The wheel stays under 60 MB."""
    assert wheel.stat().st_size < MOST_BYTES


def test_the_wheel_holds_what_was_compiled_and_not_what_from(wheel):
    """The compiled files are in the wheel; the page's sources and the build's notes are not."""
    names = set(zipfile.ZipFile(wheel).namelist())
    built = {"basemap.bin", "gazetteer.sqlite", "page.css", "page.js"}
    assert {f"dateline/_built/{name}" for name in built} == {
        name for name in names if "/_built/" in name
    }
    assert not [name for name in names if name.startswith(("dateline/web/", "compile/"))]
    assert "dateline/py.typed" in names


def test_an_installed_wheel_knows_its_places(wheel, tmp_path):
    """A wheel that is installed elsewhere looks a name up in the gazetteer it brought."""
    venv.create(tmp_path / "venv", with_pip=False)
    python = next((tmp_path / "venv").glob("[bS]*/python*"))
    site = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
    install = ("-m", "pip", "install", "--quiet", "--no-deps", "--target", site, wheel)
    run(sys.executable, *install)
    code = (
        "from dateline.gazetteer import Gazetteer\n"
        "with Gazetteer.open() as g:\n"
        "    print(g.path, g.candidates(['Sea of Japan'])['Sea of Japan'][0].place.place_id)"
    )
    path, place_id = run(python, "-I", "-c", code, cwd=tmp_path).split()
    assert "marine:sea-of-japan" == place_id
    assert Path(site).resolve() in Path(path).resolve().parents


def test_the_sdist_holds_what_builds_it_and_nothing_built(sdist):
    """The source distribution brings the hook, the lists and the page, and nothing compiled."""
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    needed = {
        "hatch_build.py",
        "compile/build.py",
        "compile/inputs.toml",
        "compile/package-lock.json",
        "geodata/places.csv",
        "src/dateline/web/package-lock.json",
        "src/dateline/web/src/main.js",
        "src/dateline/gazetteer/fold.py",
    }
    assert needed <= names
    assert not [n for n in names if "_built/" in n or "node_modules/" in n or ".cache" in n]
