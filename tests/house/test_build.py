"""The build: what is built again and when, and how a missing or changed input stops it."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import io
import json
import os
import re
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COMPILE = ROOT / "compile"
LOCK = ROOT / "src/dateline/web/package-lock.json"


@pytest.fixture
def compiler(monkeypatch):
    """Return a function that imports a module from the folder ``compile``."""
    monkeypatch.syspath_prepend(str(COMPILE))
    names = {path.stem for path in COMPILE.glob("*.py")} | {"hatch_build"}
    before = {name: sys.modules.pop(name) for name in names if name in sys.modules}
    yield importlib.import_module
    for name in names:
        sys.modules.pop(name, None)
    sys.modules.update(before)


@pytest.fixture
def build(compiler):
    return compiler("build")


def artefact(build, name):
    return next(a for a in build.ARTEFACTS if a.name == name)


def test_what_is_made_is_what_the_package_reads(build):
    """Every compiled file that the package reads is made, by one artefact only."""
    made = [name for a in build.ARTEFACTS for name in a.outputs]
    package = ROOT / "src" / "dateline"
    readers = [*(package / "render").glob("*.py"), package / "gazetteer" / "store.py"]
    nodes = (node for path in readers for node in ast.walk(ast.parse(path.read_bytes())))
    texts = {node.value for node in nodes if isinstance(node, ast.Constant)}
    asked = [t for t in texts if re.fullmatch(r"[\w-]+\.(bin|css|js|sqlite)", str(t))]
    assert sorted(asked) == sorted(made)


def test_all_that_is_made_is_shipped(build):
    """The wheel contains every file of every artefact; there is no second list of them."""
    names = {name for a in build.ARTEFACTS for name in a.outputs}
    assert {f"src/dateline/_built/{name}" for name in names} == set(build.shipped())
    elsewhere = [ROOT / "pyproject.toml", ROOT / "hatch_build.py", ROOT / "Makefile"]
    texts = [path.read_text(encoding="utf-8") for path in elsewhere]
    assert [] == [name for name in names if any(name in text for text in texts)]


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("gazetteer", "compile/gazetteer.py"),
        ("gazetteer", "compile/records.py"),
        ("gazetteer", "compile/inputs.toml"),
        ("gazetteer", "compile/polygons_disputes.py"),
        ("gazetteer", "geodata/places.csv"),
        ("gazetteer", "src/dateline/gazetteer/fold.py"),
        ("basemap", "compile/polygons.py"),
        ("bundle", "src/dateline/web/src/main.js"),
        ("bundle", "src/dateline/web/page.css"),
        ("bundle", "compile/npm.py"),
    ],
)
def test_an_artefact_depends_on_its_sources(build, name, source):
    """A change of a source, or of a module that makes it, makes an artefact stale."""
    assert ROOT / source in set(build.sources_of(artefact(build, name)))


def test_a_change_to_the_page_does_not_make_the_gazetteer_again(build):
    """The gazetteer does not depend on files of the page."""
    sources = set(build.sources_of(artefact(build, "gazetteer")))
    assert not [path for path in sources if "web" in path.parts]


def test_the_fingerprint_follows_the_content_of_a_source(build, monkeypatch, tmp_path):
    """The fingerprint changes with the content of a source, and only then."""
    source = tmp_path / "a.txt"
    made_from = build.Artefact("none", "none", (), (source.name,), needs_data=False)
    monkeypatch.setattr(build, "ROOT", tmp_path)
    prints = []
    for text in ("one", "two", "one"):
        source.write_text(text, encoding="utf-8")
        prints.append(build.fingerprint(made_from))
    assert prints[0] == prints[2] != prints[1]


@pytest.fixture
def small(build, monkeypatch, tmp_path):
    """Return a build with one artefact made by a module of this test, and its output folder."""
    maker = tmp_path / "maker.py"
    maker.write_text("def make(target):\n    target.write_text('made')\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    made = build.Artefact("maker", "make", ("it.txt",), ("a.txt",), needs_data=False)
    monkeypatch.setattr(build, "ROOT", tmp_path)
    monkeypatch.setattr(build, "ARTEFACTS", (made,))
    (tmp_path / "a.txt").write_text("one", encoding="utf-8")
    yield tmp_path
    sys.modules.pop("maker", None)


def test_a_second_build_makes_nothing(build, small):
    """With unchanged sources nothing is built and nothing must be installed."""
    said: list[str] = []
    build.build(said.append, small / "built")
    build.build(said.append, small / "built")
    assert ["compiling it.txt (a moment)"] == said
    assert [] == build.stale(small / "built")


@pytest.mark.parametrize(
    "announced",
    [(5, "about 5 seconds"), (60, "about a minute"), (100, "about 2 minutes")],
)
def test_the_build_says_what_it_makes_and_how_long_that_takes(build, small, announced):
    """Each step is announced before it begins, with about how long it takes."""
    seconds, said = announced
    made = dataclasses.replace(build.ARTEFACTS[0], seconds=seconds)
    build.ARTEFACTS = (made,)
    lines: list[str] = []
    build.build(lines.append, small / "built")
    assert [f"compiling it.txt ({said})"] == lines


def test_every_artefact_says_how_long_it_takes(build):
    """No artefact leaves its user waiting without a word."""
    assert all(a.seconds > 0 for a in build.ARTEFACTS)


def test_the_hook_puts_every_artefact_into_the_wheel(build, small, monkeypatch):
    """A new artefact of the build is in the wheel without further steps."""
    monkeypatch.syspath_prepend(str(ROOT))
    monkeypatch.setattr(build.inputs, "BUILT", small / "built")
    hook = importlib.import_module("hatch_build").CustomBuildHook(
        str(ROOT), {}, None, None, "", "wheel"
    )
    data = {"artifacts": []}
    hook.initialize("standard", data)
    assert {"artifacts": ["built/it.txt"]} == data
    assert (small / "built" / "it.txt").is_file()


@pytest.mark.parametrize("harm", ["source", "output", "size", "stamps"])
def test_a_changed_source_or_a_spoilt_output_is_made_again(build, small, harm):
    """A new source, a missing or truncated output or a bad stamp causes a rebuild."""
    built = small / "built"
    build.build(lambda _: None, built)
    if harm == "source":
        (small / "a.txt").write_text("two", encoding="utf-8")
    elif harm == "output":
        (built / "it.txt").unlink()
    elif harm == "size":
        (built / "it.txt").write_text("ma", encoding="utf-8")
    else:
        (built / build.STAMPS).write_text("{", encoding="utf-8")
    assert ["maker"] == [a.name for a in build.stale(built)]


def test_a_tool_that_is_missing_is_named_in_one_line(build, small):
    """The error names a missing tool and the command that installs it."""
    (small / "maker.py").write_text("import no_such_tool\n", encoding="utf-8")
    with pytest.raises(build.BuildError, match="no_such_tool is needed to compile it") as caught:
        build.build(lambda _: None, small / "built")
    assert "run: pip install" in str(caught.value)
    assert "\n" not in str(caught.value)


def an_input(inputs, **changes):
    given = {
        "code": "it",
        "registry": "pypi",
        "package": "pytest",
        "version": importlib.metadata.version("pytest"),
        "file": "pytest/__init__.py",
        "sha256": "0" * 64,
        "title": "it",
        "licence": "none",
        "url": "",
    }
    return inputs.Input(**{**given, **changes})


@pytest.mark.parametrize(
    ("changes", "message_part"),
    [
        ({}, "was altered: its sha256 is "),
        ({"package": "no-such-package"}, "is missing; run "),
        ({"file": "pytest/no_such_file"}, "is missing; run "),
        ({"version": "0.0.1"}, "expected 0.0.1; run "),
    ],
)
def test_an_input_that_is_not_the_pinned_one_stops_the_build(compiler, changes, message_part):
    """A missing or changed input gives a one-line error that says what to do."""
    inputs = compiler("inputs")
    inputs.pinned = lambda: {"it": an_input(inputs, **changes)}
    with pytest.raises(inputs.BuildInputError) as caught:
        inputs.check()
    message = str(caught.value)
    assert message_part in message
    assert message.startswith("build input ")
    assert "\n" not in message
    assert "pip install --force-reinstall" in message


def test_every_input_is_read(compiler):
    """The list of sources names no package that nothing is compiled from."""
    trees = [ast.parse(path.read_bytes()) for path in COMPILE.glob("*.py")]
    nodes = (node for tree in trees for node in ast.walk(tree))
    texts = {node.value for node in nodes if isinstance(node, ast.Constant)}
    assert [] == [code for code in compiler("inputs").pinned() if code not in texts]


def test_the_compiled_files_are_as_the_sources_say(build):
    """The installed files were compiled from the current sources."""
    assert [] == [a.name for a in build.stale()]


def test_asking_whether_anything_is_stale_costs_less_than_a_second():
    """A check with unchanged inputs takes less than a second of processor time."""
    before = _children_seconds()
    asked = "import sys; sys.path.insert(0, 'compile'); import build; build.stale()"
    subprocess.run([sys.executable, "-c", asked], cwd=ROOT, check=True)
    assert _children_seconds() - before < 1.0


def _children_seconds() -> float:
    times = os.times()
    return times.children_user + times.children_system


def test_the_lock_file_of_the_page_names_no_host_and_hashes_every_package():
    """A lock file works with any mirror, and what a mirror gives is proved by its hash."""
    packages = json.loads(LOCK.read_text(encoding="utf-8"))["packages"]
    own = {name: package for name, package in packages.items() if name}
    assert [] == [name for name, package in own.items() if "resolved" in package]
    assert [] == [name for name, package in own.items() if "integrity" not in package]


@pytest.fixture
def packed(compiler, monkeypatch, tmp_path):
    """Return the module ``npm``, whose packages hold two files, and the list of those fetched."""
    npm = compiler("npm")
    fetched = []

    def pack(command, package, *, cwd):
        fetched.append((command, package))
        with tarfile.open(cwd / "it-1.0.0.tgz", "w:gz") as archive:
            for name in ("package/data/wanted.json", "package/data/other.json"):
                member = tarfile.TarInfo(name)
                member.size = len(name)
                archive.addfile(member, io.BytesIO(name.encode()))
        return "it-1.0.0.tgz\n"

    monkeypatch.setattr(npm, "_npm", pack)
    monkeypatch.setenv("DATELINE_CACHE", str(tmp_path / "cache"))
    return npm, fetched


def test_of_a_package_of_data_only_the_wanted_file_is_unpacked(packed, tmp_path):
    """A file of an npm package is fetched once, and the package's other files are left out."""
    npm, fetched = packed
    found = [npm.unpacked("it", "1.0.0", "data/wanted.json") for _ in range(2)]
    assert found[0] == found[1]
    assert found[0].read_text(encoding="utf-8") == "package/data/wanted.json"
    files = [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]
    assert found[:1] == files
    assert [("pack", "it@1.0.0")] == fetched


def test_a_file_that_a_package_does_not_have_is_named(packed, tmp_path):
    """The error names the package and the file, and nothing is left in the cache."""
    npm, _ = packed
    with pytest.raises(npm.NpmError, match=r'it-1\.0\.0\.tgz holds no file "data/no\.json"'):
        npm.unpacked("it", "1.0.0", "data/no.json")
    assert [] == [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]
