"""Load light modules of the package (such as ``fold``) before it is installed.

The package's ``__init__`` files are not run, because they may import packages that the build does
not have.
"""

from __future__ import annotations

import functools
import importlib
import sys
import types
from pathlib import Path

SRC = Path(__file__).resolve().parent.parent / "src"


def load(name: str) -> types.ModuleType:
    """Return the module ``name`` from the sources, such as ``dateline.gazetteer.fold``."""
    parts = name.split(".")
    for count in range(1, len(parts)):
        parent = ".".join(parts[:count])
        if parent not in sys.modules:
            shell = types.ModuleType(parent)
            shell.__path__ = [str(SRC.joinpath(*parts[:count]))]
            sys.modules[parent] = shell
    return importlib.import_module(name)


# The names of a region and of its towns are compared with one another again and again.
fold = functools.lru_cache(maxsize=1 << 16)(load("dateline.gazetteer.fold").fold)
splits = load("dateline.gazetteer.kinds").splits
sound_key = load("dateline.gazetteer.sounds").sound_key
