"""Tests run on a fresh machine: a missing browser is installed once, or its absence explained."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import chromium

ROOT = Path(__file__).parents[2]


def failing(text: str) -> list[str]:
    return [sys.executable, "-c", f"import sys; sys.exit({text!r})"]


def test_a_browser_that_cannot_be_installed_is_reported_with_what_was_said(monkeypatch):
    """Every command that failed is shown with its own message, after the way out."""
    monkeypatch.setattr(chromium, "find_chromium", lambda: None)
    said = ["E: Could not get lock", "no such host"]
    monkeypatch.setattr(chromium, "_commands", lambda: map(failing, said))
    with pytest.raises(RuntimeError, match="set the variable DATELINE_CHROMIUM") as caught:
        chromium.install_chromium()
    assert all(f"exit code 1\n  {text}" in str(caught.value) for text in said)


def test_no_further_command_runs_once_there_is_a_browser(monkeypatch, tmp_path):
    """The first command after which a browser is found is the last one."""
    made = tmp_path / "browser"
    commands = [
        failing("first"),
        [sys.executable, "-c", f"open({str(made)!r}, 'w').close()"],
        [sys.executable, "-c", f"open({str(tmp_path / 'too much')!r}, 'w').close()"],
    ]
    monkeypatch.setattr(chromium, "_commands", lambda: commands)
    monkeypatch.setattr(chromium, "find_chromium", lambda: made if made.exists() else None)
    assert made == chromium.install_chromium()
    assert [made] == list(tmp_path.iterdir())


def test_apt_waits_for_another_process(monkeypatch):
    """Where another process holds dpkg's lock, apt waits instead of failing."""
    monkeypatch.setattr(chromium.os, "geteuid", lambda: 0, raising=False)
    monkeypatch.setattr(chromium.shutil, "which", lambda name: f"/usr/bin/{name}")
    apt = [command for command in chromium._commands() if command[0] == "apt-get"]
    assert 2 == len(apt)
    assert all(any("Lock::Timeout=" in part for part in command) for command in apt)


@pytest.mark.parametrize("options", [[], ["-p", "no:xdist"]])
def test_a_single_file_of_tests_runs_by_itself(options):
    """One file of browser tests can be run alone, without pytest-xdist too."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", *options]
    ran = subprocess.run(
        [*command, "tests/browser/test_links.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert 0 == ran.returncode, ran.stdout + ran.stderr
