"""The page's own tests and types, run by the Node.js of the development environment."""

from __future__ import annotations

from pathlib import Path

from node import SPEAKS, WEB, run_node

HERE = Path(__file__).parent


def test_modules() -> None:
    """Every JavaScript unit test passes, in several time zones."""
    tests = sorted(HERE.glob("*.test.mjs"))
    result = run_node("--test", "--test-reporter=dot", SPEAKS, *tests)
    assert 0 == result.returncode, result.stdout + result.stderr


def test_types() -> None:
    """The page's JavaScript passes `tsc --strict`."""
    compiler = WEB / "node_modules" / "typescript" / "bin" / "tsc"
    result = run_node(compiler, "-p", WEB)
    assert 0 == result.returncode, result.stdout
