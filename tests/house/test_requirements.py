"""The lock: the installed versions and hashes fit the bounds in ``pyproject.toml``."""

from __future__ import annotations

import functools
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "requirements"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
FILES = ["run.txt", "build.txt", "dev.txt"]
PLATFORMS = ["linux", "darwin", "win32"]

_PIN = re.compile(r"(?P<name>[a-z0-9-]+)==(?P<version>[\w.+!]+)(?: ; (?P<marker>[^\\]+))?")
_HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}")


@functools.cache
def pins(name: str) -> tuple[tuple[str, str, Marker | None, int], ...]:
    """Return name, version, marker and number of hashes; anything else in the file is an error."""
    return tuple(read_pins(name))


def read_pins(name: str) -> Iterator[tuple[str, str, Marker | None, int]]:
    text = (FOLDER / name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    for block in "\n".join(lines).replace(" \\\n", "\\").splitlines():
        head, *hashes = block.split("\\")
        pin = _PIN.fullmatch(head)
        assert pin, f"{name}: {head!r} is not a name, a version and a marker"
        assert all(map(_HASH.fullmatch, hashes)), f"{name}: {head} has more than hashes"
        marker = Marker(pin["marker"]) if pin["marker"] else None
        yield pin["name"], pin["version"], marker, len(hashes)


def locked(name: str, python: str, platform: str) -> dict[str, list[str]]:
    """Return the versions that a file locks for one Python and platform, by package."""
    environment = {
        "python_version": python,
        "python_full_version": f"{python}.0",
        "sys_platform": platform,
        "platform_python_implementation": "CPython",
    }
    found: dict[str, list[str]] = {}
    for package, version, marker, _ in pins(name):
        if marker is None or marker.evaluate(environment):
            found.setdefault(package, []).append(version)
    return found


def claimed() -> list[str]:
    """Return the versions of Python in the classifiers."""
    texts = (c.rpartition(" :: ")[2] for c in PROJECT["project"]["classifiers"])
    return [text for text in texts if re.fullmatch(r"3\.\d+", text)]


def group(name: str) -> list[str]:
    """Return the requirements of a dependency group, including those of groups in it."""
    listed = PROJECT["dependency-groups"][name]
    nested = [
        text for entry in listed if isinstance(entry, dict) for text in group(*entry.values())
    ]
    return [*nested, *(entry for entry in listed if isinstance(entry, str))]


@functools.cache
def wanted(name: str) -> list[Requirement]:
    """Return the requirements that a file must satisfy."""
    ask = (
        "import sys; sys.path.insert(0, 'compile'); import build\n"
        "print('\\n'.join(build.requirements(build.ARTEFACTS)))"
    )
    compiled = subprocess.run(
        [sys.executable, "-c", ask], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    own = PROJECT["project"]["dependencies"]
    more = {
        "run.txt": [],
        "build.txt": [*group("build"), *compiled, *PROJECT["build-system"]["requires"]],
        "dev.txt": [*group("dev"), *compiled],
    }
    return [Requirement(text) for text in [*own, *more[name]]]


@pytest.mark.parametrize("name", FILES)
def test_every_package_has_hashes_and_nothing_has_an_address(name):
    """A lock line is a name, a version, a marker or a hash; each package has a hash."""
    assert [] == [package for package, _, _, hashes in pins(name) if not hashes]
    text = (FOLDER / name).read_text(encoding="utf-8")
    assert not re.search(r"://|file:|--(extra-)?index-url|--find-links|@", text)


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("name", FILES)
def test_the_lock_is_within_the_bounds_on_every_python(name, platform):
    """On each supported Python every requirement is locked once, within its bounds."""
    requirements = wanted(name)
    for python in claimed():
        found = locked(name, python, platform)
        assert {} == {n: versions for n, versions in found.items() if len(versions) != 1}
        for requirement in requirements:
            versions = found.get(canonicalize_name(requirement.name), [])
            assert versions, f"{requirement} is not in {name} for Python {python} on {platform}"
            assert requirement.specifier.contains(versions[0], prereleases=True), requirement


@pytest.mark.parametrize(("part", "whole"), [("run.txt", "build.txt"), ("build.txt", "dev.txt")])
def test_the_files_agree(part, whole):
    """Run-time packages have the same versions for building and testing."""
    assert set() == {p[:2] for p in pins(part)} - {p[:2] for p in pins(whole)}


def test_every_python_between_the_lowest_and_the_newest_is_claimed():
    """The classifiers list every Python from the lowest allowed one, without gaps."""
    minors = [int(version.partition(".")[2]) for version in claimed()]
    assert minors == list(range(minors[0], minors[-1] + 1))
    admitted = SpecifierSet(PROJECT["project"]["requires-python"])
    assert all(admitted.contains(version) for version in claimed())
    assert not admitted.contains(f"3.{minors[0] - 1}")


def test_every_bound_is_a_lowest_version():
    """Requirements have lower bounds and no upper bounds."""
    listed = [*PROJECT["project"]["dependencies"], *group("dev")]
    assert [] == [text for text in listed if not re.fullmatch(r"[\w.-]+>=[\d.]+", text)]


@pytest.mark.parametrize("target", ["map", "test"])
def test_make_installs_nothing_but_the_lock(target, tmp_path):
    """``make`` installs only packages with hashes, and builds dateline with them."""
    command = ["make", "--dry-run", "--always-make", f"VENV={tmp_path}/venv", target]
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    installs = [line for line in said.splitlines() if "pip" in line and " install" in line]
    proved = [line for line in installs if "--require-hashes" in line and "--no-deps" in line]
    own = [
        line for line in installs if line.endswith("--no-deps --no-build-isolation --editable .")
    ]
    assert proved
    assert 1 == len(own)
    assert sorted(installs) == sorted(proved + own)
