"""Bundle the page: ``src/dateline/web`` into scripts and a style sheet.

The lock file gives the packages, and a wheel provides Node.js. Run as a script it bundles; with
``--check-types`` it checks the types of the sources instead.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import inputs
import npm

WEB = inputs.ROOT / "src" / "dateline" / "web"
#: The programs of features, which only the pages that need them have: each a script and its style.
PARTS = ("media", "numbers", "story")
OUTPUTS = (
    *("page.js", "page.css", "worker.js", "page-with-layers.js"),
    *(f"{part}.{kind}" for part in PARTS for kind in ("js", "css")),
)

#: Leaflet's names for itself become short, which saves 10 kB; it reads those with "_leaflet" by
#: their texts, too. Not in the program for added layers, which may use any of them.
_SHORT_NAMES = ("--mangle-props=^_[a-zA-Z]", "--reserve-props=^_leaflet")

#: What each run bundles, and the conditions under which it resolves "#leaflet" (package.json).
_RUNS = (
    ("page=src/main.js", "page=page.css", "worker=src/worker.js", *_SHORT_NAMES),
    ("page-with-layers=src/main-with-layers.js", "--conditions=layers"),
    tuple(f"{part}=src/parts/{part}.js" for part in PARTS),
)
_OPTIONS = (
    "--bundle",
    "--minify",
    "--format=iife",
    "--target=es2022",
    "--charset=utf8",
    "--legal-comments=inline",
    "--loader:.png=dataurl",
    "--loader:.svg=dataurl",
    "--log-level=warning",
)


def bundle_page(folder: Path) -> None:
    """Bundle the page's scripts and styles into ``folder``; equal sources give equal bytes.

    Raises:
        npm.NpmError: A package cannot be installed, or the sources cannot be bundled.
    """
    modules = npm.installed(WEB, "--omit=dev")
    with tempfile.TemporaryDirectory(dir=folder) as unfinished:
        for entries in _RUNS:
            npm.run_node(
                str(modules / "esbuild" / "bin" / "esbuild"),
                *entries,
                *_OPTIONS,
                f"--outdir={unfinished}",
                cwd=WEB,
                env={"NODE_PATH": str(modules)},
            )
        for name in OUTPUTS:
            (Path(unfinished) / name).replace(folder / name)


def check_types() -> None:
    """Check the types of the page's sources with TypeScript.

    Raises:
        npm.NpmError: A package cannot be installed, or a type is wrong.
    """
    modules = npm.installed_beside(WEB)
    npm.run_node(str(modules / "typescript" / "bin" / "tsc"), "--noEmit", "-p", ".", cwd=WEB)


def main(arguments: list[str]) -> int:
    """Bundle, or check types if ``--check-types`` is given; return the exit code."""
    try:
        if arguments == ["--check-types"]:
            check_types()
        else:
            inputs.BUILT.mkdir(parents=True, exist_ok=True)
            bundle_page(inputs.BUILT)
    except npm.NpmError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
