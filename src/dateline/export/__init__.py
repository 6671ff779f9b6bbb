"""Exports events to files for GIS programs, spreadsheets and virtual globes.

The package can be called: ``dateline.export(events, path)`` is ``dateline.pipeline.export``, which
has its name (decision 0042).
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType

from dateline.export.atomic import write_atomic
from dateline.export.page_files import (
    named_texts,
    refuse_foreign,
    remove_page,
    remove_texts,
    write_once,
)
from dateline.export.registry import FORMATS, Format, check_format, check_outputs, export_events

__all__ = [
    "FORMATS",
    "Format",
    "check_format",
    "check_outputs",
    "export_events",
    "named_texts",
    "refuse_foreign",
    "remove_page",
    "remove_texts",
    "write_atomic",
    "write_once",
]


class _CallablePackage(ModuleType):
    """The type of this package, so that the public function of its name can be called."""

    def __call__(self, *args: object, **kwargs: object) -> object:
        """Call ``dateline.pipeline.export``."""
        return import_module("dateline.pipeline").export(*args, **kwargs)


sys.modules[__name__].__class__ = _CallablePackage
