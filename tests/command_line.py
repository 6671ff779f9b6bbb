"""Runs the command line as users do: in another process, with its streams and exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def dateline(*arguments: str, cwd: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dateline", *arguments],
        cwd=cwd,
        input=stdin,
        env={**os.environ, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=600,
    )
