"""Lets the compile step use the package's own light modules (``fold``) before it is installed.

The package's ``__init__`` files are not run: they may import what the build does not have.
"""

from __future__ import annotations

import importlib
import sys
import types
from pathlib import Path

SRC = Path(__file__).resolve().parent.parent / "src"


def load(name: str) -> types.ModuleType:
    """Return the module ``name`` of the sources, such as ``dateline.gazetteer.fold``."""
    parts = name.split(".")
    for count in range(1, len(parts)):
        parent = ".".join(parts[:count])
        if parent not in sys.modules:
            shell = types.ModuleType(parent)
            shell.__path__ = [str(SRC.joinpath(*parts[:count]))]
            sys.modules[parent] = shell
    return importlib.import_module(name)


fold = load("dateline.gazetteer.fold").fold
splits = load("dateline.gazetteer.kinds").splits
