"""The build hook: compile the gazetteer, the base map and the page before a wheel is made.

This file only connects to hatchling; ``compile/build.py`` decides what is built and when.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).resolve().parent / "compile"))

import build


class CustomBuildHook(BuildHookInterface[Any]):
    """Compiles into ``src/dateline/_built`` for all wheels, including editable ones."""

    def dependencies(self) -> list[str]:
        """Return the packages to install first; none if everything is up to date."""
        return build.requirements()

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Compile whatever is stale, and add all compiled files to the wheel.

        A missing or changed input stops the build with a one-line message.
        """
        try:
            build.build(self.app.display_info, build.inputs.BUILT)
        except build.BuildError as error:
            self.app.abort(f"error: {error}")
        build_data["artifacts"] += build.shipped()
