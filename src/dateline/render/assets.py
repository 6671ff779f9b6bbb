"""Reads the compiled parts of the page, which the build hook writes to ``dateline/_built``."""

from __future__ import annotations

from importlib.resources import files

from dateline.errors import OutputError
from dateline.render.links import escape_script


def read_asset(name: str) -> bytes:
    """Return the bytes of one compiled file, such as ``page.js``.

    Raises:
        OutputError: The file is missing, because the package was not built.
    """
    path = files("dateline") / "_built" / name
    try:
        return path.read_bytes()
    except OSError as error:
        raise OutputError(
            f'the page needs "{name}", which is missing from the installed package: {error}',
            hint="reinstall dateline, or run `make web` in its repository",
        ) from error


def read_program(name: str = "page.js") -> str:
    """Return a compiled script, ready to stand in a script element.

    Raises:
        OutputError: The file is missing, because the package was not built.
    """
    return escape_script(read_asset(name).decode("utf-8").strip())


def read_shell() -> str:
    """Return the HTML frame of the page as a Jinja template."""
    return (files("dateline.render") / "shell.html").read_text(encoding="utf-8")
