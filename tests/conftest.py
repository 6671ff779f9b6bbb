"""What every kind of test shares: the browser and the JavaScript packages, there beforehand."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import hypothesis
import pytest
from hypothesis.internal.conjecture import providers

from chromium import find_chromium, install_chromium
from node import ROOT, WEB

_HERE = Path(__file__).parent

# The same examples on every run, and none kept from an earlier one. How long an example takes says
# how busy the machine is. `make fuzz` looks for new examples (tests/fuzz/, decision 0033).
hypothesis.settings.register_profile(
    "dateline",
    derandomize=True,
    database=None,
    max_examples=100,
    deadline=None,
    print_blob=True,
)
hypothesis.settings.load_profile("dateline")
# Hypothesis also draws from the constants of the modules that are loaded. Which are depends on
# which tests run before in the same process, so none are drawn from.
providers._get_local_constants = lambda: providers._local_constants


def pytest_configure(config: pytest.Config) -> None:
    """Install what tests need and is not there, once, before test processes are started."""
    if hasattr(config, "workerinput") or config.option.collectonly:
        return
    if _runs(config, "web", "browser"):
        sys.path.insert(0, str(ROOT / "compile"))
        import npm  # noqa: PLC0415 - of the folder that was just named

        npm.installed_beside(WEB)
    if _runs(config, "browser"):
        # Test processes inherit the variable, so none of them looks for a browser or installs one.
        os.environ["DATELINE_CHROMIUM"] = str(_chromium())


def _chromium() -> Path:
    found = find_chromium()
    if found is None:
        sys.stderr.write("No browser was found: installing Chromium.\n")
        try:
            found = install_chromium()
        except RuntimeError as error:
            raise pytest.UsageError(str(error)) from None
    return found


def pytest_report_header() -> str:
    """Say which browser the browser tests drive."""
    return f"browser: {os.environ.get('DATELINE_CHROMIUM', 'not needed')}"


def _runs(config: pytest.Config, *folders: str) -> bool:
    """Return whether any of these folders of tests is among what is to run."""
    given = [Path(argument.split("::", 1)[0]).resolve() for argument in config.args]
    wanted = [_HERE / folder for folder in folders]
    return any(
        path in {folder, *folder.parents} or folder in path.parents
        for path in given
        for folder in wanted
    )
