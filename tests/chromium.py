"""Finds a Chromium for the browser tests, or installs one where there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

#: No network of its own, and no sandbox, which a container may not allow.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)


def find_chromium() -> Path | None:
    """Return the browser that ``DATELINE_CHROMIUM`` names, the machine's, or playwright's."""
    named = os.environ.get("DATELINE_CHROMIUM")
    if named:
        return Path(named)
    found = (shutil.which(name) for name in NAMES)
    return next((Path(path) for path in found if path), None) or _own_chromium()


def install_chromium() -> Path:
    """Install a browser and return where it is; with apt where that is at hand, else playwright's.

    Raises:
        RuntimeError: None could be installed; the message says how to do it by hand.
    """
    tries = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        tries.insert(0, ["apt-get", "install", "--yes", "--no-install-recommends", "chromium"])
        subprocess.run(["apt-get", "update"], check=False, capture_output=True)
    for command in tries:
        subprocess.run(command, check=False, capture_output=True)
        found = find_chromium()
        if found:
            return found
    raise RuntimeError(
        "no Chromium was found and none could be installed; "
        "install one and name it in the variable DATELINE_CHROMIUM"
    )


def _own_chromium() -> Path | None:
    # Asked of a process of its own: playwright has to start its driver to know.
    script = (
        "from playwright.sync_api import sync_playwright as s\n"
        "with s() as p: print(p.chromium.executable_path)"
    )
    asked = subprocess.run(
        [sys.executable, "-c", script], check=False, capture_output=True, text=True
    )
    path = Path(asked.stdout.strip() or "missing")
    return path if path.is_file() else None
