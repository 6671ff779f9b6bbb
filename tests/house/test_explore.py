"""``make fuzz``: what it explores, and what it keeps of a failure."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

FUZZ = Path(__file__).parents[1] / "fuzz"


@pytest.fixture
def explore(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return tests/fuzz/explore.py, which keeps what fails in a folder of the test."""
    spec = importlib.util.spec_from_file_location("explore", FUZZ / "explore.py")
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "explore", module)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "FINDS", tmp_path)
    return module


def test_every_area_is_explored(explore: ModuleType) -> None:
    """Readers, dates, places, settings, exports and the page are explored."""
    assert ["dates", "exports", "page", "places", "readers", "settings"] == explore.AREAS


def test_a_failure_is_kept_once_and_hides_no_other(explore: ModuleType, tmp_path: Path) -> None:
    """The shortest example of a failure is kept; later runs look for other failures."""

    @settings(max_examples=200)
    @given(st.integers(0, 10_000))
    def check(number: int) -> None:
        assert number < 100
        assert number < 0

    both = explore.Property("made: check", check)
    explore.explore(both)
    explore.explore(both)
    texts = "".join(path.read_text("utf-8") for path in tmp_path.glob("check-*.txt"))
    assert "number=100" in texts
    assert "number=0" in texts
    assert (2, True) == (len(both.faults), both.examples > 100)
    kept = sorted(tmp_path.iterdir())
    explore.explore(both)
    assert kept == sorted(tmp_path.iterdir())
