"""Origins in published files: file names relative to the project, never paths of a machine.

Findings on a terminal name files as the user did. Everything that is written to a file uses the
names from here.
"""

from __future__ import annotations

import dataclasses
import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path, PureWindowsPath
from typing import Final, TypeVar

import pandas as pd

from dateline.diagnostics import Diagnostic
from dateline.settings import Settings

#: Columns that give the file and the row of an event.
ORIGIN: Final = ("origin_file", "origin_line")

#: A Windows path with a drive or a server name.
_OF_WINDOWS: Final = re.compile(r"[A-Za-z]:[\\/]|[\\/]{2}")

_Frame = TypeVar("_Frame", bound=pd.DataFrame)


def public_name(name: str, root: Path) -> str:
    """Return a file's path from the project's root, or its bare name if it lies elsewhere.

    Args:
        name: As the user gave it, from the working folder; ``<stdin>`` stays what it is.
        root: The project's root; links on the way to it and ``..`` make no difference.

    >>> public_name("/elsewhere/a.csv", Path("project")), public_name("events/a.csv", Path())
    ('a.csv', 'events/a.csv')
    """
    if _OF_WINDOWS.match(name) and os.sep == "/":
        return PureWindowsPath(name).name
    given, real = Path(os.path.abspath(name)), Path(os.path.realpath(name))  # noqa: PTH100 - resolves ".." and no link
    roots = [Path(os.path.abspath(root)), Path(os.path.realpath(root))]  # noqa: PTH100
    for path in (given, real):
        for folder in roots:
            if path.is_relative_to(folder):
                return path.relative_to(folder).as_posix()
    return Path(name).name


def with_public_origins(events: _Frame, settings: Settings) -> _Frame:
    """Return the events as written to files: with public origins if requested, otherwise without.

    Args:
        events: Read: ``origin_file`` and ``origin_line``, if present.
        settings: Read: ``output.origin`` and ``root``.
    """
    present = [name for name in ORIGIN if name in events]
    if not settings.output.origin:
        return events.drop(columns=present)
    if "origin_file" not in events:
        return events
    codes, names = pd.factorize(events["origin_file"])
    public = [public_name(str(name), settings.root) for name in names]
    texts = pd.array([*public, None], dtype="str").take(codes)
    return events.assign(origin_file=texts)


def public_findings(findings: Sequence[Diagnostic], settings: Settings) -> list[Diagnostic]:
    """Return findings with public file names, in their messages too.

    Args:
        findings: Their ``file`` is the name that the user gave.
        settings: Read: ``root``.
    """
    names = {found.file for found in findings} - {""}
    folders = {os.path.realpath(settings.root), os.path.abspath(settings.root), str(Path.cwd())}  # noqa: PTH100
    hidden = {name: public_name(name, settings.root) for name in names if name != "<stdin>"}
    texts = {name: public for name, public in hidden.items() if name != public}
    texts |= {folder.rstrip(os.sep) + os.sep: "" for folder in folders}
    ordered = sorted(texts.items(), key=lambda item: -len(item[0]))
    return [
        dataclasses.replace(
            found,
            file=hidden.get(found.file, found.file),
            message=_replaced(found.message, ordered),
            hint=_replaced(found.hint, ordered),
        )
        for found in findings
    ]


def _replaced(text: str, names: Iterable[tuple[str, str]]) -> str:
    for name, public in names:
        if name in text:
            text = text.replace(name, public)
    return text
