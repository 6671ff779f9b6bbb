"""Starts each browser engine with what Debian has, listening on 127.0.0.1 only."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest

from chromium import ARGUMENTS, find_chromium
from conformance.webdriver import SECONDS, Driver, DriverError, HttpWire, MarionetteWire

_T = TypeVar("_T")

#: The same place, language and hour for all.
_ENVIRONMENT = {"TZ": "UTC", "LANG": "C.UTF-8", "LANGUAGE": "en", "NO_AT_BRIDGE": "1"}

#: A browser's note that it lays out again in the next frame, as it should after a change of size.
_NOTE = "ResizeObserver loop completed"

_PREFERENCES = {
    "intl.accept_languages": '"en-US"',
    "marionette.port": "0",
    "datareporting.policy.dataSubmissionEnabled": "false",
    "network.proxy.type": "1",  # nothing answers there, so nothing leaves the machine
    "network.proxy.http": '"127.0.0.1"',
    "network.proxy.http_port": "9",
    "network.proxy.ssl": '"127.0.0.1"',
    "network.proxy.ssl_port": "9",
    "ui.prefersReducedMotion": "1",
}

_SAID = """
const said = [];
for (const one of Services.console.getMessageArray()) {
  if (!(one instanceof Ci.nsIScriptError) || one.flags & Ci.nsIScriptError.warningFlag) continue;
  if (one.sourceName.startsWith("file:")) said.push(one.errorMessage);
}
return said;
"""


@contextlib.contextmanager
def chromium(folder: Path) -> Iterator[Driver]:
    """Chromium, by chromedriver."""
    program, browser = need("chromedriver", "chromium-driver"), find_chromium()
    if browser is None:
        pytest.skip("Chromium is not installed: apt install chromium")
    port = free_port()
    arguments = [*ARGUMENTS, "--headless=new", "--lang=en-US", "--force-prefers-reduced-motion"]
    log = folder / "chromium.log"
    wanted = {
        "browserName": "chrome",
        "goog:chromeOptions": {
            "binary": str(browser),
            "args": [
                *arguments,
                f"--user-data-dir={folder / 'chromium'}",
                "--enable-logging=stderr",
            ],
        },
    }
    with running([program, f"--port={port}", "--enable-chrome-logs"], log):
        wire = begun(lambda: HttpWire(port, wanted))
        with contextlib.closing(Driver(wire, lambda: console(log), can_print=True)) as it:
            yield it


@contextlib.contextmanager
def firefox(folder: Path) -> Iterator[Driver]:
    """Firefox, by its own socket."""
    program = need("firefox-esr", "firefox-esr")
    profile = folder / "firefox"
    profile.mkdir()
    written = [f'user_pref("{name}", {value});\n' for name, value in _PREFERENCES.items()]
    (profile / "user.js").write_text("".join(written), encoding="utf-8")
    arguments = [
        "--headless",
        "--marionette",
        "-remote-allow-system-access",
        "--no-remote",
        "--profile",
        str(profile),
    ]
    with running([program, *arguments], folder / "firefox.log"):
        active = profile / "MarionetteActivePort"
        wire = begun(lambda: MarionetteWire(int(active.read_text(encoding="utf-8"))))
        faults = lambda: [str(one) for one in wire.in_browser(_SAID)]  # noqa: E731
        with contextlib.closing(Driver(wire, faults, can_print=True)) as it:
            yield it


@contextlib.contextmanager
def webkit(folder: Path) -> Iterator[Driver]:
    """WebKitGTK's MiniBrowser, by WebKitWebDriver, on a screen that nobody sees."""
    program = need("WebKitWebDriver", "webkit2gtk-driver")
    screen = need("Xvfb", "xvfb")
    found = sorted(Path("/usr").glob("lib*/**/webkit2gtk-4*/MiniBrowser"))
    if not found:
        pytest.skip("MiniBrowser is not installed: apt install webkit2gtk-driver")
    port, log, display = free_port(), folder / "webkit.log", folder / "display"
    # WebKitWebDriver drops what the browser says, so a script of ours keeps it.
    kept = folder / "MiniBrowser"
    kept.write_text(f'#!/bin/sh\nexec "{found[-1]}" "$@" >"{log}" 2>&1\n', encoding="utf-8")
    kept.chmod(0o700)
    wanted = {
        "browserName": "MiniBrowser",
        "webkitgtk:browserOptions": {
            "binary": str(kept),
            "args": ["--automation", "--enable-write-console-messages-to-stdout=true"],
        },
    }
    shown = ["-displayfd", "1", "-screen", "0", "2600x1600x24", "-nolisten", "tcp"]
    with running([screen, *shown], display):
        number = begun(lambda: int(display.read_text(encoding="utf-8").split()[0]))
        more = {
            "DISPLAY": f":{number}",
            "XDG_CACHE_HOME": str(folder),
            "XDG_DATA_HOME": str(folder),
        }
        with running([program, "--host=127.0.0.1", f"--port={port}"], folder / "driver.log", more):
            wire = begun(lambda: HttpWire(port, wanted))
            with contextlib.closing(Driver(wire, lambda: console(log), can_print=False)) as it:
                yield it


ENGINES = {"chromium": chromium, "firefox": firefox, "webkit": webkit}


def need(program: str, package: str) -> str:
    """Return the path of a program, or skip the test and say what to install."""
    found = shutil.which(program)
    if not found:
        pytest.skip(f"{program} is not installed: apt install {package}")
    return found


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@contextlib.contextmanager
def running(command: list[str], log: Path, more: dict[str, str] | None = None) -> Iterator[None]:
    """Run a program until the block ends; what it says goes to ``log``."""
    with log.open("wb") as said:
        process = subprocess.Popen(
            command, stdout=said, stderr=said, env={**os.environ, **_ENVIRONMENT, **(more or {})}
        )
        try:
            yield
        finally:
            process.terminate()
            process.wait(SECONDS)


def begun(begin: Callable[[], _T]) -> _T:
    """Return what ``begin`` returns as soon as the program that it asks has started."""
    until = time.monotonic() + SECONDS
    while True:
        try:
            return begin()
        except (OSError, ValueError, IndexError) as error:
            if time.monotonic() > until:
                raise DriverError(str(error)) from error
            time.sleep(0.1)


def console(log: Path) -> list[str]:
    """Return what the console said, of a log of Chromium or WebKit."""
    said = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return [line for line in said if "CONSOLE" in line and _NOTE not in line]
