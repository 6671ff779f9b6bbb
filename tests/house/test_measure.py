"""The benchmark's measurements: memory is that of the measured process alone."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[2] / "bench"
#: More than an empty Python takes, and less than the test holds.
SMALL_MB = 150


@pytest.fixture
def measure(monkeypatch):
    """Return the module ``measure`` of the folder ``bench``."""
    monkeypatch.syspath_prepend(str(BENCH))
    yield importlib.import_module("measure")
    sys.modules.pop("measure", None)


@pytest.fixture
def held():
    """Hold 300 MB while a process is measured."""
    memory = bytearray(300_000_000)
    memory[::4096] = b"x" * len(memory[::4096])
    return memory


def test_the_memory_of_a_command_is_its_own(measure, held):
    """The peak of a small command is small, however much the measuring process holds."""
    cost = measure.run([sys.executable, "-c", "pass"])
    assert 0 < cost.peak_mb < SMALL_MB < len(held) / 1e6


def test_the_memory_that_a_process_reports_is_its_own(measure, held):
    """A process started by a large one reports only what it holds itself."""
    asked = f"import sys; sys.path.insert(0, {str(BENCH)!r}); import measure"
    found = measure.report([sys.executable, "-c", f"{asked}; print(measure.own_peak_mb())"])
    assert 0 < found < SMALL_MB < len(held) / 1e6


def test_the_cost_of_a_command_is_that_of_the_command(measure, tmp_path):
    """A command runs in the given folder; its time and memory are counted."""
    work = (
        "open('made', 'w').close(); m = bytearray(400_000_000); m[::4096] = b'x' * (10**8 // 1024)"
    )
    cost = measure.run([sys.executable, "-c", work], cwd=tmp_path)
    assert (tmp_path / "made").is_file()
    assert cost.peak_mb > 400
    assert 0 < cost.cpu_s
    assert 0 < cost.wall_s


@pytest.mark.parametrize("code", [0, 1])
def test_findings_do_not_stop_a_measurement(measure, code):
    """Exit code 1 means errors in the data, which are measured as well."""
    assert measure.run([sys.executable, "-c", f"raise SystemExit({code})"]).wall_s > 0


def test_a_command_that_fails_is_shown_with_its_words(measure):
    """Any other exit code stops the measurement, with the end of what the command said."""
    with pytest.raises(RuntimeError, match="ended with 2:\nno such thing"):
        measure.run(
            [
                sys.executable,
                "-c",
                "import sys; sys.exit(print('no such thing', file=sys.stderr) or 2)",
            ]
        )
