"""Runs the command line: in another process, as users do, or quicker in this one."""

from __future__ import annotations

import contextlib
import inspect
import io
import os
import subprocess
import sys
import warnings
from pathlib import Path
from unittest import mock

from click.testing import CliRunner, Result

from dateline import cli

Ran = subprocess.CompletedProcess[str]


def dateline(*arguments: str, cwd: Path, stdin: str = "") -> Ran:
    """Run the command line in a folder, in this process, with its streams and exit code."""
    streams = {
        name: io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
        for name in ("stdout", "stderr")
    }
    given = io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8")
    with (
        contextlib.chdir(cwd),
        mock.patch.multiple(sys, argv=["dateline", *arguments], stdin=given, **streams),
        warnings.catch_warnings(),
    ):
        try:
            cli.main()
        except SystemExit as leaving:
            code = leaving.code
    texts = {name: stream.buffer.getvalue().decode() for name, stream in streams.items()}
    return Ran(arguments, int(code or 0), **texts)


def dateline_process(*arguments: str, cwd: Path, stdin: str = "") -> Ran:
    """Run the command line in a folder, in a process of its own."""
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


def invoke(*arguments: str, stdin: str = "") -> Result:
    """Run one command in this process as if at a terminal of Click's test runner."""
    # Before Click 8.2 the streams are captured together unless this is said; later it can't be.
    has_option = "mix_stderr" in inspect.signature(CliRunner).parameters
    options = {"mix_stderr": False} if has_option else {}
    return CliRunner(**options).invoke(cli.dateline, arguments, input=stdin)
