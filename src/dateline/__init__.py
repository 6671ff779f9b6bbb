"""dateline: reported events in, an honest map out.

This module defines the public names. Importing it is cheap, because each name is loaded on first
use.

Example:
    >>> import dateline
    >>> result = dateline.build("events")  # doctest: +SKIP
    >>> result.counts.placed  # doctest: +SKIP
    10
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateline.dataset import Dataset
    from dateline.diagnostics import Diagnostic
    from dateline.errors import DatelineError
    from dateline.pipeline import (
        BuildResult,
        build,
        export,
        folium_map,
        from_frame,
        geocode,
        read,
    )
    from dateline.project import Project
    from dateline.settings import Settings, read_settings
    from dateline.timespan import TimeSpan

__version__ = "0.2.0"

_MODULE_BY_NAME = {
    "BuildResult": "pipeline",
    "Dataset": "dataset",
    "DatelineError": "errors",
    "Diagnostic": "diagnostics",
    "Project": "project",
    "Settings": "settings",
    "TimeSpan": "timespan",
    "build": "pipeline",
    "export": "export",
    "folium_map": "pipeline",
    "from_frame": "pipeline",
    "geocode": "pipeline",
    "read": "pipeline",
    "read_settings": "settings",
}

__all__ = [
    "BuildResult",
    "Dataset",
    "DatelineError",
    "Diagnostic",
    "Project",
    "Settings",
    "TimeSpan",
    "__version__",
    "build",
    "export",
    "folium_map",
    "from_frame",
    "geocode",
    "read",
    "read_settings",
]


def __getattr__(name: str) -> object:
    """Load a public name on first use, so that ``import dateline`` stays cheap."""
    if name not in _MODULE_BY_NAME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = import_module(f"dateline.{_MODULE_BY_NAME[name]}")
    # The package ``export`` can be called itself.
    value = module if name == "export" else getattr(module, name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
