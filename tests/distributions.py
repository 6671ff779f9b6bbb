"""Builds the wheel and the source distribution, and installs them elsewhere."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "requirements"

#: Minutes; building from nothing downloads and compiles everything.
_MOST_SECONDS = 1800


def run(*command: str | Path, cwd: Path = ROOT) -> str:
    """Run ``command`` as a user would, without access to the sources; return its output."""
    environment = {name: text for name, text in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=_MOST_SECONDS,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def build_wheel(folder: Path, sources: Path = ROOT) -> Path:
    """Build the wheel of ``sources`` into ``folder`` with the installed tools."""
    pip = (sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation")
    run(*pip, "--wheel-dir", folder, sources)
    return next(folder.glob("*.whl"))


def build_sdist(folder: Path) -> Path:
    run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", folder)
    return next(folder.glob("*.tar.gz"))


def unpacked(sdist: Path, folder: Path) -> Path:
    """Unpack a source distribution and return its folder."""
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    return next(folder.iterdir())


def contents(wheel: Path) -> dict[str, str]:
    """Return the hash of every file in a wheel, by name."""
    with zipfile.ZipFile(wheel) as archive:
        return {n: hashlib.sha256(archive.read(n)).hexdigest() for n in archive.namelist()}


@dataclass(frozen=True)
class Environment:
    """A new environment without any earlier installation of this project."""

    folder: Path

    @classmethod
    def made(cls, folder: Path) -> Environment:
        venv.create(folder, with_pip=False)
        return cls(folder)

    def program(self, name: str) -> Path:
        return self.folder / ("Scripts" if os.name == "nt" else "bin") / name

    def install(self, *arguments: str | Path) -> None:
        """Install with the pip that runs the tests."""
        pip = (sys.executable, "-m", "pip", "--python", self.program("python"))
        run(*pip, "install", "--quiet", "--no-compile", *arguments)

    def install_locked(self, *distributions: Path) -> None:
        """Install ``distributions`` and their dependencies in the locked versions."""
        self.install("--no-deps", "--require-hashes", "-r", REQUIREMENTS / "run.txt")
        self.install("--no-deps", *distributions)
