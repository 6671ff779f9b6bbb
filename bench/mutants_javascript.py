"""Changes modules of the page with StrykerJS, and says which changes their tests notice."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from mutants_report import Module, Options, change

ROOT = Path(__file__).resolve().parent.parent
LOCKED = Path(__file__).parent / "mutants"
SOURCES = "src/dateline/web/src"
_NODE_OPTIONS = ["--test-reporter=tap", "-r", "{{hookFile}}", "{{testFile}}"]

sys.path.insert(0, str(ROOT / "compile"))

import npm  # noqa: E402 - of the folder that was just named

_ALL = "0123456789"


def run(group: dict[str, Any], work: Path, options: Options) -> list[Module]:
    """Try the changes of a group and return what became of them, module by module.

    Args:
        group: Of ``groups.toml``.
        work: A folder for the copy that is changed; made anew.
        options: Which changes are tried.
    """
    modules = npm.installed(LOCKED)
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(ROOT / SOURCES, work / SOURCES)
    shutil.copytree(ROOT / "tests" / "web", work / "tests" / "web")
    shutil.copy(ROOT / "src" / "dateline" / "web" / "package.json", work / SOURCES)
    shutil.copy(LOCKED / "package.json", work)
    (work / "node_modules").symlink_to(modules)
    settings = {
        "mutate": [
            lines for module in group["modules"] for lines in _lines(module, options.digits)
        ],
        "testRunner": "tap",
        "plugins": ["@stryker-mutator/tap-runner"],
        "tap": {
            "testFiles": [f"tests/web/{test}" for test in group["tests"]],
            "nodeArgs": _NODE_OPTIONS,
        },
        "coverageAnalysis": "perTest",
        "concurrency": 1,
        "reporters": ["json", "progress-append-only"],
        "jsonReporter": {"fileName": "results.json"},
        "symlinkNodeModules": True,
        "timeoutMS": 20_000,
    }
    (work / "stryker.config.json").write_text(json.dumps(settings), encoding="utf-8")
    node = npm.node()
    path = f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    stryker = modules / "@stryker-mutator" / "core" / "bin" / "stryker.js"
    with (work / "log.txt").open("w", encoding="utf-8") as log:
        subprocess.run(
            [str(node), str(stryker), "run"],
            cwd=work,
            env={**os.environ, "PATH": path},
            stdout=log,
            check=True,
        )
    found = json.loads((work / "results.json").read_text(encoding="utf-8"))["files"]
    is_whole = set(_ALL) <= set(options.digits)
    return [_module(name, file, is_whole=is_whole) for name, file in sorted(found.items())]


def _lines(module: str, digits: str) -> list[str]:
    """Return what StrykerJS is to change of a module: all of it, or some of its lines."""
    path = f"{SOURCES}/{module}"
    if set(_ALL) <= set(digits):
        return [path]
    count = len((ROOT / path).read_text(encoding="utf-8").splitlines())
    return [f"{path}:{n}-{n}" for n in range(1, count + 1) if str(n)[-1] in digits]


def _module(path: str, file: dict[str, Any], *, is_whole: bool) -> Module:
    mutants = file["mutants"]
    counts = Counter(mutant["status"] for mutant in mutants)
    unseen = [mutant for mutant in mutants if mutant["status"] in {"Survived", "NoCoverage"}]
    return Module(
        path=path,
        count=len(mutants) if is_whole else 0,
        killed=counts["Killed"] + counts["RuntimeError"],
        timeouts=counts["Timeout"],
        survivors=[_change(mutant, file["source"].splitlines()) for mutant in unseen],
    )


def _change(mutant: dict[str, Any], lines: list[str]) -> str:
    """Return the line that a change begins in, before and after."""
    start, end = mutant["location"]["start"], mutant["location"]["end"]
    line = lines[start["line"] - 1]
    stop = end["column"] - 1 if end["line"] == start["line"] else len(line)
    after = line[: start["column"] - 1] + mutant["replacement"] + line[stop:]
    return change(line, after)
