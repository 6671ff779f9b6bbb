"""The pinned inputs of the build: where each file is, and a check that it is the pinned one.

Only the standard library is imported, because the build hook asks for requirements before any are
installed. Other modules interpret the files.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import npm

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
BUILT = ROOT / "src" / "dateline" / "_built"


class BuildInputError(Exception):
    """Raised if an input is missing or is not the pinned one; the message is one line."""


@dataclass(frozen=True, slots=True)
class Input:
    """One pinned input file.

    Attributes:
        code: Its name in ``inputs.toml`` and, in the gazetteer, the source code of its places.
        registry: ``pypi`` or ``npm``.
        package: The package that contains it.
        version: The only accepted version.
        file: Its path, relative to the package (npm) or to the folder of packages (PyPI).
        sha256: Its SHA-256 in hexadecimal.
        title: The title of the data.
        licence: The licence of the data.
        url: The home page of the data.
    """

    code: str
    registry: str
    package: str
    version: str
    file: str
    sha256: str
    title: str
    licence: str
    url: str


@functools.cache
def pinned() -> dict[str, Input]:
    """Return every pinned input by code, in the order of ``inputs.toml``."""
    table = tomllib.loads((HERE / "inputs.toml").read_text(encoding="utf-8"))
    return {code: Input(code=code, **entry) for code, entry in table.items()}


def requirements() -> list[str]:
    """Return the requirements that install every PyPI input, each pinned."""
    pins = {f"{i.package}=={i.version}" for i in pinned().values() if i.registry == "pypi"}
    return sorted(pins)


@functools.cache
def path(code: str) -> Path:
    """Return the path of the input ``code`` after checking its hash.

    Raises:
        BuildInputError: It is missing, of another version, or has been changed.
        KeyError: There is no such input.
    """
    wanted = pinned()[code]
    found = _npm_path(wanted) if wanted.registry == "npm" else _pypi_path(wanted)
    if not found.is_file():
        raise BuildInputError(f"{_name(wanted)} is missing; {_remedy(wanted)}")
    with found.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    if sha256 != wanted.sha256:
        raise BuildInputError(
            f"{_name(wanted)} was altered: its sha256 is {sha256[:12]}…, "
            f"expected {wanted.sha256[:12]}…; {_remedy(wanted)}"
        )
    return found


def check() -> None:
    """Check every input before any time is spent on compiling.

    Raises:
        BuildInputError: An input is missing, of another version, or has been changed.
    """
    for code in pinned():
        path(code)


def _pypi_path(wanted: Input) -> Path:
    try:
        distribution = importlib.metadata.distribution(wanted.package)
    except importlib.metadata.PackageNotFoundError:
        raise BuildInputError(f"{_name(wanted)} is missing; {_remedy(wanted)}") from None
    if distribution.version != wanted.version:
        raise BuildInputError(
            f"{_name(wanted)} is of version {distribution.version}, expected {wanted.version}; "
            f"{_remedy(wanted)}"
        )
    return Path(str(distribution.locate_file(wanted.file)))


def _npm_path(wanted: Input) -> Path:
    try:
        return npm.unpacked(wanted.package, wanted.version, wanted.file)
    except npm.NpmError as error:
        raise BuildInputError(f"{_name(wanted)} cannot be fetched: {error}") from error


def _name(wanted: Input) -> str:
    return f"build input {wanted.package}=={wanted.version}:{wanted.file}"


def _remedy(wanted: Input) -> str:
    if wanted.registry == "npm":
        return "remove the folder .cache and build again"
    return f'run "pip install --force-reinstall {wanted.package}=={wanted.version}"'


def main() -> int:
    """Check every input, print its path, and return the exit code."""
    try:
        for code in pinned():
            print(f"{code}: {path(code)}")
    except BuildInputError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
