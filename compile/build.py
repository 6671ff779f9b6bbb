"""The artefacts of the build, their sources, and whether they must be built again.

Each artefact has a fingerprint: the hash of every file that it depends on; for an input, its
recorded hash is used instead of the file. While the fingerprint is the same, nothing is built and
nothing needs to be installed. Only the standard library is imported at the top, because the build
hook asks for requirements before any are installed.
"""

from __future__ import annotations

import ast
import contextlib
import gc
import hashlib
import importlib
import json
import os
import re
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import inputs
import npm

ROOT = inputs.ROOT
STAMPS = "fingerprints.json"
#: The tools that compile the data, within the bounds of ``pyproject.toml``; ``inputs.toml`` pins
#: the data itself.
_TOOLS = ("antimeridian", "geopandas", "numpy", "orjson", "pyogrio", "pyproj", "shapely")
_LISTS = ("inputs.toml", "names.toml", "points.toml")


class BuildError(Exception):
    """Raised if the package cannot be built; the message is one line."""


@dataclass(frozen=True, slots=True)
class Artefact:
    """Something that the build makes.

    Attributes:
        name: Its name, which is also the name of the module in this folder that makes it.
        maker: The function in that module; its argument is where to write.
        outputs: Files in ``_built``. The maker of a single file gets its path, any other the
            folder.
        sources: Files and folders that it is made from, relative to the root, besides the module
            and the modules that it imports.
        needs_data: Whether it is made from the pinned data packages.
        seconds: About how many seconds it takes, for messages.
    """

    name: str
    maker: str
    outputs: tuple[str, ...]
    sources: tuple[str, ...]
    needs_data: bool = True
    seconds: int = 0

    @property
    def requirements(self) -> list[str]:
        """Return the packages that must be installed to make it."""
        data = [*_bounded(*_TOOLS), *inputs.requirements()] if self.needs_data else []
        return [*_bounded(npm.NODE), *data]


ARTEFACTS = (
    Artefact(
        "gazetteer",
        "compile_gazetteer",
        ("gazetteer.sqlite",),
        (
            "geodata/geography.csv",
            "geodata/places.csv",
            "geodata/regions.geojson",
            "src/dateline/gazetteer/fold.py",
            "src/dateline/gazetteer/kinds.py",
            "src/dateline/gazetteer/sounds.py",
            "src/dateline/gazetteer/store.py",
            "src/dateline/geodesy.py",
        ),
        seconds=60,
    ),
    Artefact("basemap", "build_basemap", ("basemap.bin",), (), seconds=30),
    Artefact(
        "bundle",
        "bundle_page",
        (
            *("page.js", "page.css", "worker.js", "page-with-layers.js"),
            *("media.js", "media.css", "numbers.js", "numbers.css", "story.js", "story.css"),
        ),
        (
            "src/dateline/web/package-lock.json",
            "src/dateline/web/package.json",
            "src/dateline/web/css",
            "src/dateline/web/page.css",
            "src/dateline/web/src",
        ),
        needs_data=False,
        seconds=5,
    ),
)


def stale(built: Path = inputs.BUILT) -> list[Artefact]:
    """Return the artefacts that must be built because a source has changed or a file is missing."""
    stamps = _stamps(built)
    return [a for a in ARTEFACTS if stamps.get(a.name) != _stamp(a, built)]


def shipped() -> list[str]:
    """Return every file that the build makes and a wheel contains, from the project's root."""
    folder = inputs.BUILT.relative_to(ROOT).as_posix()
    return sorted(f"{folder}/{name}" for artefact in ARTEFACTS for name in artefact.outputs)


def requirements(artefacts: Iterable[Artefact] | None = None) -> list[str]:
    """Return the packages needed to build ``artefacts``; None means the stale artefacts."""
    made = stale() if artefacts is None else artefacts
    return sorted({requirement for artefact in made for requirement in artefact.requirements})


def build(say: Callable[[str], None], built: Path = inputs.BUILT) -> None:
    """Build the stale artefacts; if one fails, those built before it stay.

    Args:
        say: Called with a line about what is being built.
        built: The folder to write to.

    Raises:
        BuildError: An input or a tool is missing or has been changed.
    """
    for artefact in stale(built):
        say(f"compiling {', '.join(artefact.outputs)} {_about(artefact.seconds)}")
        built.mkdir(parents=True, exist_ok=True)
        made_from = fingerprint(artefact)
        _make(artefact, built)
        stamp = {**_stamp(artefact, built), "fingerprint": made_from}
        stamps = {**_stamps(built), artefact.name: stamp}
        unfinished = built / f"{STAMPS}.{os.getpid()}"
        unfinished.write_text(json.dumps(stamps, indent=1, sort_keys=True), encoding="utf-8")
        unfinished.replace(built / STAMPS)


def fingerprint(artefact: Artefact) -> str:
    """Return the hash of the names and contents of everything that ``artefact`` is made from."""
    digest = hashlib.sha256()
    for path in sorted(set(sources_of(artefact))):
        digest.update(f"{path.relative_to(ROOT).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _make(artefact: Artefact, built: Path) -> None:
    target = built / artefact.outputs[0] if len(artefact.outputs) == 1 else built
    try:
        if artefact.needs_data:
            inputs.check()
        maker = getattr(importlib.import_module(artefact.name), artefact.maker)
        with _without_collector():
            maker(target)
    except (inputs.BuildInputError, npm.NpmError) as error:
        raise BuildError(str(error)) from error
    except ModuleNotFoundError as error:
        wanted = " ".join(f'"{requirement}"' for requirement in artefact.requirements)
        raise BuildError(
            f"{error.name} is needed to compile {artefact.outputs[0]} and is not installed; "
            f"run: pip install {wanted}"
        ) from error


@contextlib.contextmanager
def _without_collector() -> Iterator[None]:
    """Keep Python from looking for reference cycles among millions of records, where are none."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _about(seconds: int) -> str:
    """Return a duration in words."""
    if seconds < 45:
        return f"(about {seconds} seconds)" if seconds else "(a moment)"
    minutes = round(seconds / 60)
    return "(about a minute)" if minutes == 1 else f"(about {minutes} minutes)"


def _bounded(*names: str) -> list[str]:
    """Return the requirements in ``pyproject.toml`` for the packages ``names``.

    Raises:
        BuildError: A package has no requirement there.
    """
    table = tomllib.loads((inputs.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    listed = [*table["project"]["dependencies"], *table["dependency-groups"]["build"]]
    found = {re.split(r"[^\w.-]", text, maxsplit=1)[0]: text for text in listed}
    missing = [name for name in names if name not in found]
    if missing:
        raise BuildError(f"pyproject.toml has no bound for {', '.join(missing)}; add one")
    return [found[name] for name in names]


def _stamp(artefact: Artefact, built: Path) -> dict[str, object]:
    """Return the record of an artefact that was made: fingerprint and sizes of its files."""
    files = [built / name for name in artefact.outputs]
    sizes = [path.stat().st_size if path.is_file() else -1 for path in files]
    return {"fingerprint": fingerprint(artefact), "sizes": sizes}


def _stamps(built: Path) -> dict[str, object]:
    try:
        found = json.loads((built / STAMPS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def sources_of(artefact: Artefact) -> Iterator[Path]:
    """Yield the files that ``artefact`` is made from; the list of hashes stands for the inputs."""
    yield from _modules(artefact.name, set())
    if artefact.needs_data:
        yield from (inputs.HERE / name for name in _LISTS)
    for source in artefact.sources:
        path = ROOT / source
        yield from _files(path) if path.is_dir() else filter(Path.is_file, [path])


def _files(folder: Path) -> Iterable[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _modules(name: str, met: set[str]) -> Iterator[Path]:
    """Yield the module ``name`` of this folder and the modules that it imports, each once."""
    path = inputs.HERE / f"{name}.py"
    if name in met or not path.is_file():
        return
    met.add(name)
    yield path
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield from _modules(alias.name, met)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from _modules(node.module, met)


def main() -> int:
    """Build the stale artefacts and return the exit code."""
    try:
        build(print)
    except BuildError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
