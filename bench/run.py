"""Measure the commands and write the table: ``make bench``.

Whole processes are measured, the median of several runs, one at a time. The numbers say what this
machine did on this day; compare ratios within a table, not tables.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import measure

ROOT = Path(__file__).parent.parent
DATELINE = [sys.executable, "-m", "dateline"]


def rows(sizes: list[int], work: Path) -> Iterator[tuple[str, measure.Cost, int]]:
    """Yield what was measured, its cost, and the size of the page it wrote in bytes (or 0)."""
    yield "`dateline --help`", measure.median([*DATELINE, "--help"], runs=9), 0
    page = work / "seed" / "map.html"
    command = [*DATELINE, "build", "events", "--quiet", "--output", str(page.parent)]
    yield "`dateline build` on the seed events", measure.median(command, cwd=ROOT), size(page)
    for count in sizes:
        source = work / f"{count}.csv"
        generate = [sys.executable, str(ROOT / "bench/generate.py"), str(count), str(source)]
        subprocess.run(generate, check=True)
        page = work / str(count) / "map.html"
        command = [*DATELINE, "build", str(source), "--quiet", "--output", str(page.parent)]
        cost = measure.median(command, runs=3, cwd=work)
        yield f"`dateline build` on {count:,} generated events", cost, size(page)


def size(path: Path) -> int:
    """Return the size of a file in bytes."""
    return path.stat().st_size


def table(measured: list[tuple[str, measure.Cost, int]]) -> str:
    """Return the table in Markdown."""
    lines = ["| what | wall | CPU | peak memory | page |", "|---|---|---|---|---|"]
    for name, cost, page in measured:
        shown = f"{page / 1e6:.2f} MB" if page else ""
        lines.append(
            f"| {name} | {cost.wall_s:.2f} s | {cost.cpu_s:.2f} s "
            f"| {cost.peak_mb:.0f} MB | {shown} |"
        )
    return "\n".join(lines) + "\n"


def machine() -> str:
    """Return one line about the machine and Python."""
    return f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()}."


def main() -> None:
    """Measure and write ``bench/commands.md``."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        text = table(list(rows(given.sizes, Path(folder))))
    page = f"# What the commands cost\n\nMedians of whole processes. {machine()}\n\n{text}"
    (ROOT / "bench" / "commands.md").write_text(page, encoding="utf-8", newline="\n")
    print(page)


if __name__ == "__main__":
    main()
