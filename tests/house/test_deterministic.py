"""`make test` gives the same result on every run: no random examples, clock or unseeded draws."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import hypothesis
import pytest

TESTS = Path(__file__).parents[1]
SOURCE = TESTS.parent / "src" / "dateline"
PYTHON = [*sorted(TESTS.rglob("*.py")), *sorted(SOURCE.rglob("*.py"))]
SCRIPTS = [
    *sorted((TESTS / "web").glob("*.mjs")),
    *sorted((SOURCE / "web" / "src").rglob("*.js")),
]

#: Random by design: the name of a file that is written beside another and then takes its place.
HARMLESS = {"secrets.token_hex"}
#: Calls whose result is another one on the next run, by the dotted name they are written with.
UNSEEDED = re.compile(
    r"(np|numpy)\.random\.(?!default_rng$|Generator$)\w+"
    r"|random\.(?!Random$|seed$)\w+"
    r"|secrets\.\w+|uuid\.uuid[14]|uuid[14]|os\.urandom|(random\.)?SystemRandom"
    r"|time\.(time|time_ns|localtime|gmtime|ctime|strftime)"
    r"|(\w+\.)*(datetime|date|Timestamp)\.(now|today|utcnow)"
)
#: Calls that draw from the seed they are given, and from the system when they are given none.
NEED_A_SEED = re.compile(r"(random\.)?Random|(np\.random\.|numpy\.random\.)?default_rng")
UNSEEDED_SCRIPT = re.compile(r"Math\.random\b|crypto\.|Date\.now\b|new Date\(\s*\)|\bDate\(\s*\)")

#: A property whose examples are printed; it lives outside this folder, where no profile is set.
PRINTED = """
import sys
sys.path.insert(0, {tests!r})
import conftest
from hypothesis import given, strategies as st
{more}

@given(st.integers(), st.text(), st.floats())
def check(number, text, real):
    print(ascii((number, text, real)))

check()
"""


def dotted(node: ast.expr) -> str:
    """Return a dotted name such as ``np.random.rand`` as written; empty if it is not one."""
    if isinstance(node, ast.Name):
        return node.id
    root = dotted(node.value) if isinstance(node, ast.Attribute) else ""
    return f"{root}.{node.attr}" if root else ""


def unrepeatable(path: Path) -> list[str]:
    """Return the calls in a file that could make two runs differ."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    # What is called random and was not imported is a parameter: drawn by hypothesis, or seeded.
    imported = {
        (alias.asname or alias.name).split(".")[0]
        for node in nodes
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    calls = [(dotted(node.func), node) for node in nodes if isinstance(node, ast.Call)]
    return [
        f"{path.name}:{call.lineno}: {name}"
        for name, call in calls
        if (UNSEEDED.fullmatch(name) and name.split(".")[0] in imported)
        or (NEED_A_SEED.fullmatch(name) and not call.args and not call.keywords)
        or any(word.arg == "use_true_random" and word.value.value for word in call.keywords)
    ]


def test_examples_are_the_same_on_every_run():
    """The default profile draws no random examples, stores none, and has no deadline."""
    default = hypothesis.settings()
    assert (True, None, None, 100) == (
        default.derandomize,
        default.database,
        default.deadline,
        default.max_examples,
    )


def test_examples_do_not_depend_on_what_else_is_loaded():
    """A property gets the same examples alone and after other test modules."""
    runs = [
        subprocess.run(
            [sys.executable, "-c", PRINTED.format(tests=str(TESTS), more=more)],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for more in ("", "import time_cases, edtf_texts")
    ]
    assert runs[0].count("\n") == 100
    assert runs[0] == runs[1]


def test_python_repeats():
    """Neither the tests nor the package read the clock's date or draw without a seed."""
    found = [call for path in PYTHON for call in unrepeatable(path)]
    assert [] == [call for call in found if call.split(": ")[1] not in HARMLESS]


def test_scripts_repeat():
    """Neither the page nor its tests read the clock's date or draw without a seed."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in SCRIPTS}
    assert {} == {
        name: found for name, text in texts.items() if (found := UNSEEDED_SCRIPT.findall(text))
    }


@pytest.mark.parametrize(
    ("line", "is_unrepeatable"),
    [
        ("np.random.default_rng()", True),
        ("np.random.default_rng(1)", False),
        ("numpy.random.rand(3)", True),
        ("random.random()", True),
        ("random.Random()", True),
        ("random.Random(4)", False),
        ("draw.random()", False),
        ("uuid.uuid4()", True),
        ("datetime.datetime.now(tz=UTC)", True),
        ("date.today()", True),
        ("pd.Timestamp.now()", True),
        ("time.time()", True),
        ("time.monotonic()", False),
        ("st.randoms(use_true_random=True)", True),
        ("st.randoms(use_true_random=False)", False),
    ],
)
def test_what_does_not_repeat_is_recognised(tmp_path, line, is_unrepeatable):
    """The check detects unseeded draws and the clock, and nothing else."""
    path = tmp_path / "made.py"
    imports = "import datetime, numpy, random, time, uuid\nimport numpy as np, pandas as pd\n"
    imports += "from datetime import date\n"
    path.write_text(imports + line, encoding="utf-8")
    assert is_unrepeatable == bool(unrepeatable(path))
