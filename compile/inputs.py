"""The pinned inputs of the build: where each file lies, and proof that it is the one meant.

Only the standard library is imported here, because the build hook asks what it needs before
anything is installed. What the files hold is the business of the modules that read them.
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
    """An input is missing or is not the one that was pinned; the message is one line."""


@dataclass(frozen=True, slots=True)
class Input:
    """One pinned input file.

    Attributes:
        code: Its name in ``inputs.toml`` and, in the gazetteer, the source of what it gave.
        registry: ``pypi`` or ``npm``.
        package: The package that ships it.
        version: The only version that will do.
        file: Its path, from the package's folder (npm) or from where packages lie (PyPI).
        sha256: Of its bytes, in hexadecimal.
        title: What it holds, for people.
        licence: Of its data.
        url: The home of its data.
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
    """Return every pinned input by its code, in the order of ``inputs.toml``."""
    table = tomllib.loads((HERE / "inputs.toml").read_text(encoding="utf-8"))
    return {code: Input(code=code, **entry) for code, entry in table.items()}


def requirements() -> list[str]:
    """Return the requirements that put every PyPI input in place, each pinned."""
    pins = {f"{i.package}=={i.version}" for i in pinned().values() if i.registry == "pypi"}
    return sorted(pins)


@functools.cache
def path(code: str) -> Path:
    """Return where the input ``code`` lies, once its bytes are known to be the pinned ones.

    Raises:
        BuildInputError: It is missing, of another version, or altered.
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
    """Prove every input to be the pinned one, before time is spent on any.

    Raises:
        BuildInputError: One is missing, of another version, or altered.
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
        modules = npm.installed(HERE)
    except npm.NpmError as error:
        raise BuildInputError(f"{_name(wanted)} cannot be installed: {error}") from error
    return modules / wanted.package / wanted.file


def _name(wanted: Input) -> str:
    return f"build input {wanted.package}=={wanted.version}:{wanted.file}"


def _remedy(wanted: Input) -> str:
    if wanted.registry == "npm":
        return "remove the folder .cache and build again"
    return f'run "pip install --force-reinstall {wanted.package}=={wanted.version}"'


def main() -> int:
    """Check every input; print where each lies and return the exit code."""
    try:
        for code in pinned():
            print(f"{code}: {path(code)}")
    except BuildInputError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
