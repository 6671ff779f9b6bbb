"""The house rules, enforced by tests."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import dateline
from dateline.diagnostics import CODES

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "dateline"
MODULES = sorted(SOURCE.rglob("*.py"))

#: Names that say nothing of what is inside.
EMPTY_WORDS = {"utils", "helpers", "manager", "misc", "common", "data", "info"}
EMPTY_VERBS = ("process_", "handle_", "do_", "get_")

MAX_FUNCTION_LINES = 60
MAX_MODULE_LINES = 420
MAX_PUBLIC_NAMES = 20


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def tracked() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return [name for name in listed.stdout.split("\0") if name]


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_is_explained(code):
    """Each diagnostic code has a page that explains it."""
    page = ROOT / "docs" / "codes" / f"{code}.md"
    assert page.is_file(), f"docs/codes/{code}.md is missing"
    assert page.read_text(encoding="utf-8").startswith(f"# {code}\n")


#: Codes that no text file can cause: of maps in Python (tests/browser/test_folium.py), and of
#: workbooks, which tests/unit/test_read_workbook.py writes.
OF_OTHERS = {"layer-linked", "worksheet-skipped"}


@pytest.mark.parametrize("code", sorted(CODES.keys() - OF_OTHERS))
def test_every_code_has_a_rejected_case(code):
    """Each diagnostic code occurs in a case of the corpus."""
    cases = (ROOT / "tests" / "corpus" / "reject").glob("*/expected*")
    reported = [case.read_text(encoding="utf-8") for case in cases if case.is_file()]
    assert any(code in text for text in reported), f"no case in tests/corpus/reject reports {code}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_functions_are_short(path):
    """No function is longer than sixty lines."""
    long = [f.name for f in functions(path) if f.end_lineno - f.lineno >= MAX_FUNCTION_LINES]
    assert [] == long


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_modules_are_short(path):
    """No module is longer than the limit of about four hundred lines."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_MODULE_LINES


def type_names(module):
    """Yield the name and the definition of each type alias and class at the top of a module."""
    for node in module.body:
        if isinstance(node, ast.ClassDef):
            yield node.name, f"class {node.name}"
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if isinstance(target, ast.Name) and re.fullmatch("[A-Z]+[a-z]\\w*", target.id):
                yield target.id, ast.unparse(node.value)


def test_names_say_something():
    """No module or function has a meaningless name."""
    modules = [p.stem for p in MODULES if p.stem in EMPTY_WORDS]
    verbs = [f.name for p in MODULES for f in functions(p) if f.name.startswith(EMPTY_VERBS)]
    assert ([], []) == (modules, verbs)


def test_no_two_classes_share_a_name():
    """A class name has one meaning: no other class has it, with or without an underscore."""
    places: dict[str, list[str]] = {}
    for path in (*MODULES, *sorted((ROOT / "compile").glob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                place = f"{path.relative_to(ROOT).as_posix()}:{node.lineno}"
                places.setdefault(node.name.lstrip("_"), []).append(place)
    assert {} == {name: found for name, found in places.items() if len(found) > 1}


def test_type_aliases_have_one_meaning():
    """Type aliases of one name have the same definition, and no class has their name."""
    meanings: dict[str, set[str]] = {}
    for path in (*MODULES, *sorted((ROOT / "compile").glob("*.py"))):
        for name, meaning in type_names(ast.parse(path.read_text(encoding="utf-8"))):
            meanings.setdefault(name, set()).add(meaning)
    assert {} == {name: found for name, found in meanings.items() if len(found) > 1}


def test_a_type_alias_with_two_meanings_is_recognised():
    """Type aliases and classes are found by name; constants and variables are not types."""
    module = "Rows = list[int]\nRow: TypeAlias = int\nROWS = [1]\nrows = list()\nclass Part: ..."
    expected = [("Rows", "list[int]"), ("Row", "int"), ("Part", "class Part")]
    assert expected == list(type_names(ast.parse(module)))


def test_public_names_are_few_and_documented():
    """The package has at most twenty public names, each with a docstring."""
    names = [name for name in dateline.__all__ if name != "__version__"]
    bare = [name for name in names if not getattr(dateline, name).__doc__]
    assert [] == bare
    assert len(dateline.__all__) <= MAX_PUBLIC_NAMES


def test_help_imports_nothing_heavy():
    """``dateline --help`` imports none of pandas, geopandas, folium, shapely and numpy."""
    script = (
        "import sys; sys.argv = ['dateline', '--help']\n"
        "from dateline.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'pandas', 'geopandas', 'folium', 'shapely', 'numpy', 'sqlite3', 'yaml'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "[]\n" == ran.stderr


@pytest.mark.parametrize(
    ("work", "unused"),
    [
        ("dateline.read(seed)", ["folium", "requests", "pyogrio", "pyarrow.parquet"]),
        ("dateline.build(seed, settings)", ["pyogrio", "pyarrow.parquet", "dateline.export.kml"]),
    ],
)
def test_nothing_is_imported_that_is_not_used(work, unused, tmp_path):
    """Reading does not import what draws maps, and a build only the exporters it writes with."""
    script = (
        "import dataclasses, sys, dateline\n"
        f"seed, folder = {str(ROOT / 'events')!r}, {str(tmp_path)!r}\n"
        "settings = dateline.Settings()\n"
        "output = dataclasses.replace(settings.output, folder=folder)\n"
        "settings = dataclasses.replace(settings, output=output)\n"
        f"{work}\n"
        f"print(sorted(set({unused!r}) & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "[]\n" == ran.stdout


def test_no_generated_file_is_tracked():
    """Generated files are never committed."""
    endings = (".sqlite", ".whl", ".pyc", ".gpkg", ".min.js")
    folders = ("node_modules/", "dist/", "_built/")
    made = [n for n in tracked() if n.endswith(endings) or any(f in n for f in folders)]
    assert [] == made


def test_output_folder_is_tracked_empty():
    """Only the placeholder in output/ is tracked."""
    assert [name for name in tracked() if name.startswith("output/")] in ([], ["output/.gitkeep"])
