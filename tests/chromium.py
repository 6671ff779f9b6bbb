"""Finds a Chromium for the browser tests, or installs one if there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

_LOCK_SECONDS = 300
_INSTALL_SECONDS = 900
#: Of the output of a command that failed, the last so many lines are reported.
_LINES = 8

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
        RuntimeError: None could be installed; the message holds what each command said, and how
            to install one by hand.
    """
    said = []
    for command in _commands():
        said.append(_output(command))
        found = find_chromium()
        if found:
            return found
    raise RuntimeError(
        "no Chromium was found and none could be installed; install one, "
        "or set the variable DATELINE_CHROMIUM to its path\n" + "\n".join(filter(None, said))
    )


def _commands() -> Iterator[list[str]]:
    """Yield the commands that may install a browser, in the order to try them."""
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        # Another process may be installing too: wait for its lock.
        apt = ["apt-get", "-o", f"DPkg::Lock::Timeout={_LOCK_SECONDS}"]
        yield [*apt, "update"]
        yield [*apt, "install", "--yes", "--no-install-recommends", "chromium"]
    yield [sys.executable, "-m", "playwright", "install", "chromium"]


def _output(command: list[str]) -> str:
    """Run ``command``; if it fails, return it and the last lines of its output."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command,
            check=False,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=_INSTALL_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"{' '.join(command)}: {error}"
    if done.returncode == 0:
        return ""
    lines = "\n".join(f"  {line}" for line in done.stdout.strip().splitlines()[-_LINES:])
    return f"{' '.join(command)}: exit code {done.returncode}\n{lines}"


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
