"""What the properties of tests/fuzz share: how many examples, and the bounds that each one keeps.

``make test`` runs a few examples of each property, the same ones every time. ``make fuzz`` runs
them with new ones until its time is up (tests/fuzz/explore.py).
"""

from __future__ import annotations

import os
import signal
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from hypothesis import HealthCheck, settings

from dateline.diagnostics import CODES, Diagnostic

#: Set by tests/fuzz/explore.py: how many times more examples a call of a property draws.
MORE_EXAMPLES = int(os.environ.get("DATELINE_FUZZ_FACTOR", "1"))

#: What one example may take.
MAX_CPU_SECONDS = 20
MAX_MEGABYTES = 500
#: A finding quotes what was seen; the quotation is cut.
MAX_FINDING_CHARACTERS = 1000

_STATUS = Path("/proc/self/status")
_RESET_PEAK = Path("/proc/self/clear_refs")


def examples(count: int) -> settings:
    """Return the settings of a property that draws ``count`` examples in ``make test``."""
    return settings(max_examples=count * MORE_EXAMPLES, suppress_health_check=list(HealthCheck))


class TooSlowError(AssertionError):
    """An example took longer than it may."""


class TooLargeError(AssertionError):
    """An example took more memory than it may."""


@contextmanager
def bounded() -> Iterator[None]:
    """Fail for a warning, for more CPU time than an example may take, and for more memory.

    Time is that of the process and not of the clock, so a busy machine fails nothing. Memory is
    watched on Linux only.
    """

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TooSlowError(f"more than {MAX_CPU_SECONDS} s of CPU time")

    before = _memory("VmRSS", reset=True)
    replaced = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, MAX_CPU_SECONDS)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            # As in pyproject.toml: pyproj handles both ways in which NumPy answers here.
            warnings.filterwarnings("ignore", "Conversion of an array with ndim > 0 to a scalar")
            yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, replaced)
    taken = _memory("VmHWM") - before
    if taken > MAX_MEGABYTES:
        raise TooLargeError(f"{taken} MB of memory")


def _memory(line: str, *, reset: bool = False) -> int:
    """Return the present (``VmRSS``) or highest (``VmHWM``) size of the process in megabytes."""
    if not _STATUS.exists():
        return 0
    if reset:
        _RESET_PEAK.write_text("5", encoding="ascii")
    found = [text for text in _STATUS.read_text("utf-8").splitlines() if text.startswith(line)]
    return int(found[0].split()[1]) >> 10


def check_findings(findings: Iterable[Diagnostic], *, lines: int = 1 << 30) -> None:
    """Check that each finding says what, where and what to do.

    Args:
        findings: What was reported.
        lines: The number of lines, rows or features of the file.
    """
    for found in findings:
        assert found.code in CODES
        assert found.file, found
        assert 0 <= found.line <= lines, found
        assert found.column >= 0, found
        assert found.message, found
        assert found.hint or found.severity == "info", found
        assert len(found.message) + len(found.hint) < MAX_FINDING_CHARACTERS, found
        assert (found.message + found.hint).isprintable() or not _breaks(found), found


def _breaks(found: Diagnostic) -> bool:
    """Return whether a finding would be more than one line on a terminal."""
    text = found.message + found.hint
    return len(text.splitlines()) > 1 or any(ord(character) < ord(" ") for character in text)
