"""The page's own tests and types, run by the Node.js of the development environment."""

from __future__ import annotations

from pathlib import Path

from node import WEB, run_node

HERE = Path(__file__).parent


def test_modules() -> None:
    """Every JavaScript unit test passes; the dates change the time zone themselves."""
    tests = sorted(HERE.glob("*.test.mjs"))
    result = run_node("--test", "--test-reporter=dot", *tests)
    assert 0 == result.returncode, result.stdout + result.stderr


def test_types() -> None:
    """The page's JavaScript is typed without a gap, as `tsc --strict` sees it."""
    compiler = WEB / "node_modules" / "typescript" / "bin" / "tsc"
    result = run_node(compiler, "-p", WEB)
    assert 0 == result.returncode, result.stdout
