"""The build hook: has the gazetteer, the base map and the page compiled before a wheel is made.

Only the joint to hatchling is here; what is made, and when, is in ``compile/build.py``.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).resolve().parent / "compile"))

import build


class CustomBuildHook(BuildHookInterface[Any]):
    """Compiles into ``src/dateline/_built`` for wheels, editable ones too."""

    def dependencies(self) -> list[str]:
        """Return what has to be installed first: nothing while all is compiled."""
        return build.requirements()

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Compile what has changed, and have all that was compiled put into the wheel.

        A missing or altered input stops the build with one line.
        """
        try:
            build.build(self.app.display_info, build.inputs.BUILT)
        except build.BuildError as error:
            self.app.abort(f"error: {error}")
        build_data["artifacts"] += build.shipped()
