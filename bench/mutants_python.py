"""Changes Python modules with mutmut, and says which changes their tests notice."""

from __future__ import annotations

import fnmatch
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
REQUIREMENTS = Path(__file__).parent / "mutants" / "requirements.txt"
SESSION = Path(__file__).parent / "mutants_session.py"
_ALL = "0123456789"
_KILLED = {1, 3, -6, -9, -11}  # failed, broke pytest, or ended the process
_TIMEOUT = {-14, -24}
_UNSEEN = {0, 5, 33}  # passed, or no test runs the line

_SETTINGS = """\
[tool.mutmut]
source_paths = ["src"]
only_mutate = {modules}
pytest_add_cli_args_test_selection = {tests}
pytest_add_cli_args = {options}
timeout_multiplier = 4.0
timeout_constant = 5.0
track_dependencies = false
use_git_change_detection = false

[tool.pytest.ini_options]
testpaths = ["tests"]
pythonpath = ["tests"]
addopts = ["--import-mode=importlib", "--strict-markers", "-q"]
filterwarnings = ["error"]
markers = ["browser: of the page", "build: of the wheel"]
"""

#: Added to the tests' own settings: a change is tried on few examples, and always the same ones.
_SETUP = """

hypothesis.settings.register_profile(
    "mutants", hypothesis.settings.get_profile("dateline"), max_examples=20
)
hypothesis.settings.load_profile("mutants")

"""

#: Run in the working folder: the changes that these names stand for, as JSON.
_SHOW = """\
import json, sys
from mutmut.mutation.diff_apply import find_mutant, get_diff_for_mutant
names = json.load(sys.stdin)
print(json.dumps([get_diff_for_mutant(name, path=find_mutant(name).path) for name in names]))
"""


def run(group: dict[str, Any], work: Path, options: Options) -> list[Module]:
    """Try the changes of a group and return what became of them, module by module.

    Args:
        group: Of ``groups.toml``.
        work: A folder for the copy that is changed; made anew unless the run goes on.
        options: Which changes are tried, and for how long.
    """
    environment = {**os.environ, "PYTHONPATH": str(_tools(work.parent / "python"))}
    last = "*" if set(_ALL) <= set(options.digits) else f"*[{options.digits}]"
    names = [f"{function}{last}" for function in _functions(group)]
    if options.goes_on and (work / "mutants").is_dir():
        names = _left(work, _functions(group))
        _copy_tests(group, work)
    else:
        _copy(group, work)
    command = [sys.executable, str(SESSION), str(options.minutes)]
    with (work / "log.txt").open("w", encoding="utf-8") as log:
        subprocess.run([*command, *names], cwd=work, env=environment, stdout=log, check=True)
    return [
        _module(path, work, environment, functions=_functions(group))
        for path in sorted((work / "mutants").rglob("*.py.meta"))
    ]


def _functions(group: dict[str, Any]) -> list[str]:
    """Return patterns of the names of changes, one for each function that is changed."""
    chosen = [f"*.x_{name}__mutmut_" for name in group.get("functions", [])]
    return chosen or ["*__mutmut_"]


def _tools(place: Path) -> Path:
    """Return the folder that mutmut is installed in; its own, so that the tests' stays as it is."""
    stamp = place / ".installed"
    wanted = REQUIREMENTS.read_text(encoding="utf-8")
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != wanted:
        shutil.rmtree(place, ignore_errors=True)
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
        where = ["--target", str(place), "--no-deps", "--require-hashes"]
        where += ["--requirement", str(REQUIREMENTS)]
        subprocess.run([*pip, *where], check=True)
        stamp.write_text(wanted, encoding="utf-8")
    return place


def _copy(group: dict[str, Any], work: Path) -> None:
    """Lay out the sources and the tests, and what is compiled as a link: nothing changes it."""
    shutil.rmtree(work, ignore_errors=True)
    skip = shutil.ignore_patterns("_built", "web", "__pycache__")
    shutil.copytree(ROOT / "src" / "dateline", work / "src" / "dateline", ignore=skip)
    _copy_tests(group, work)
    package = work / "mutants" / "src" / "dateline"
    package.mkdir(parents=True)
    (package / "_built").symlink_to(ROOT / "src" / "dateline" / "_built")


def _copy_tests(group: dict[str, Any], work: Path) -> None:
    """Lay out the tests, and say which of them try which modules."""
    skip = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "tests", work / "tests", ignore=skip, dirs_exist_ok=True)
    with (work / "tests" / "conftest.py").open("a", encoding="utf-8") as conftest:
        conftest.write(_SETUP)
    modules = [f"src/dateline/{module}" for module in group["modules"]]
    tests = [f"tests/{test}" for test in group["tests"]]
    options = ["-p", "no:cacheprovider", "-p", "no:xdist"]
    options += [f"--deselect=tests/{test}" for test in group.get("without", [])]
    settings = _SETTINGS.format(
        modules=json.dumps(modules), tests=json.dumps(tests), options=json.dumps(options)
    )
    (work / "pyproject.toml").write_text(settings, encoding="utf-8")


def _left(work: Path, functions: list[str]) -> list[str]:
    """Return the changes that no test noticed so far, or that were not tried."""
    metas = (work / "mutants").rglob("*.py.meta")
    codes = [_codes(meta, functions) for meta in metas]
    return [name for some in codes for name, code in some.items() if code in {None, *_UNSEEN}]


def _codes(meta: Path, functions: list[str]) -> dict[str, int | None]:
    """Return what became of the changes of a module, as exit codes; None if not tried."""
    codes = json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"]
    patterns = [f"{function}*" for function in functions]
    return {
        name: code
        for name, code in codes.items()
        if any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)
    }


def _module(meta: Path, work: Path, environment: dict[str, str], *, functions: list[str]) -> Module:
    codes = _codes(meta, functions)
    counts = Counter(codes.values())
    unseen = [name for name, code in codes.items() if code in _UNSEEN]
    shown = subprocess.run(
        [sys.executable, "-c", _SHOW],
        cwd=work,
        env=environment,
        input=json.dumps(unseen),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return Module(
        path=str(meta.relative_to(work / "mutants")).removesuffix(".meta"),
        count=len(codes),
        killed=sum(counts[code] for code in _KILLED),
        timeouts=sum(counts[code] for code in _TIMEOUT),
        survivors=[_change(diff) for diff in json.loads(shown.stdout)],
    )


def _change(diff: str) -> str:
    """Return the lines that a unified diff takes away and puts in, as a change."""
    lines = [line for line in diff.splitlines() if not line.startswith(("---", "+++"))]
    sides = ["".join(line[1:] + " " for line in lines if line.startswith(mark)) for mark in "-+"]
    return change(*sides)
