"""Runs commands as processes and measures their cost, as the operating system reports it."""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_STATUS = Path("/proc/self/status")


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
    spawn = [sys.executable, "-S", str(Path(__file__).resolve().parent / "spawn.py")]
    found = report([*spawn, *command], cwd=cwd)
    if found["exit_code"] not in (0, 1):
        ended = f"{' '.join(command)} ended with {found['exit_code']}"
        raise RuntimeError(f"{ended}:\n{found['stderr']}")
    return Cost(found["wall_s"], found["cpu_s"], _megabytes(found["maxrss"]))


def own_peak_mb() -> float:
    """Return the largest resident set of this process so far, in millions of bytes.

    On Linux the peak that the system reports for a process includes the memory of the process that
    started it; the line ``VmHWM`` of its status does not.
    """
    if _STATUS.is_file():
        lines = _STATUS.read_text(encoding="utf-8").splitlines()
        line = next(line for line in lines if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024 / 1e6
    return _megabytes(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def _megabytes(maxrss: int) -> float:
    # Linux counts in kibibytes, macOS in bytes.
    return maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6


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
