"""What every kind of test shares: the browser that the report's header names."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from chromium import find_chromium, install_chromium

_HERE = Path(__file__).parent


def pytest_report_header(config: pytest.Config) -> str:
    """Say which browser the browser tests drive; install one if they need it."""
    found = find_chromium()
    if found is None and _runs_browser_tests(config):
        found = install_chromium()
        os.environ["DATELINE_CHROMIUM"] = str(found)
    return f"browser: {found or 'none found'}"


def _runs_browser_tests(config: pytest.Config) -> bool:
    given = [Path(argument.split("::")[0]).resolve() for argument in config.args]
    folder = _HERE / "browser"
    return any(path in {folder, *folder.parents} or folder in path.parents for path in given)
