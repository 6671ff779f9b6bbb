"""Runs commands as processes and measures their cost, as the operating system reports it."""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of a process.

    Attributes:
        wall_s: Seconds from start to end.
        cpu_s: Seconds of user and system time.
        peak_mb: Largest resident set of the process, in millions of bytes.
    """

    wall_s: float
    cpu_s: float
    peak_mb: float


def run(command: Sequence[str], *, cwd: Path | None = None) -> Cost:
    """Run a command once and return its cost.

    Raises:
        RuntimeError: The exit code is above 1 (1 means that the data has errors).
    """
    started = time.perf_counter()
    with tempfile.TemporaryFile() as reported:
        process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=reported)
        _, status, usage = os.wait4(process.pid, 0)
        reported.seek(0)
        words = reported.read().decode(errors="replace")
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}:\n{words[-2000:]}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, _megabytes(usage))


def own_peak_mb() -> float:
    """Return the largest resident set of this process so far, in millions of bytes."""
    return _megabytes(resource.getrusage(resource.RUSAGE_SELF))


def _megabytes(usage: resource.struct_rusage) -> float:
    # Linux counts in kibibytes, macOS in bytes.
    return usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6


def report(command: Sequence[str], *, cwd: Path | None = None) -> Any:
    """Run a command once and return its last line of output, parsed as JSON.

    Raises:
        RuntimeError: The command failed; the message has the end of its stderr.
    """
    ran = subprocess.run(
        command, cwd=cwd, capture_output=True, check=False, encoding="utf-8", errors="replace"
    )
    if ran.returncode:
        raise RuntimeError(f"{command[1]} ended with {ran.returncode}: {ran.stderr[-600:].strip()}")
    return json.loads(ran.stdout.splitlines()[-1])


def median(command: Sequence[str], *, runs: int = 5, cwd: Path | None = None) -> Cost:
    """Return the medians of several runs after a warm-up run, or the cost of a single run."""
    if runs > 1:
        run(command, cwd=cwd)
    costs = [run(command, cwd=cwd) for _ in range(runs)]
    return Cost(
        statistics.median(cost.wall_s for cost in costs),
        statistics.median(cost.cpu_s for cost in costs),
        statistics.median(cost.peak_mb for cost in costs),
    )
