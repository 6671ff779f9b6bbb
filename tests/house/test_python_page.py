"""The examples in ``docs/python.md`` work."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "python.md"


def test_the_examples_give_what_they_show(tmp_path, monkeypatch):
    """Each block of the page runs, in order, and prints exactly what the page says."""
    blocks = re.findall(r"^```pycon\n(.*?)^```$", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    assert len(blocks) > 5
    monkeypatch.chdir(tmp_path)
    names = {}
    for number, block in enumerate(blocks, 1):
        test = doctest.DocTestParser().get_doctest(block, names, f"block {number}", str(PAGE), 0)
        said = []
        doctest.DocTestRunner().run(test, out=said.append, clear_globs=False)
        names = test.globs
        assert [] == said, "".join(said)
        assert test.examples


def test_every_block_is_an_example():
    """The page has no block of code that is not run."""
    kinds = re.findall(r"^```(\w+)$", PAGE.read_text("utf-8"), re.MULTILINE)
    assert {"pycon"} == set(kinds)
