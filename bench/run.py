"""Measure the commands and write the table: ``make bench``.

Whole processes are measured, the median of several runs, one at a time; then the pages that they
wrote are opened in headless Chromium. The numbers say what this
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
import page

ROOT = Path(__file__).parent.parent
DATELINE = [sys.executable, "-m", "dateline"]


def commands(sizes: list[int], work: Path) -> Iterator[tuple[str, measure.Cost, Path | None]]:
    """Yield what was measured, its cost, and the page it wrote, if any."""
    yield "`dateline --help`", measure.median([*DATELINE, "--help"], runs=9), None
    seed = work / "seed" / "map.html"
    command = [*DATELINE, "build", "events", "--quiet", "--output", str(seed.parent)]
    yield "`dateline build` on the seed events", measure.median(command, cwd=ROOT), seed
    for count in sizes:
        source = work / f"{count}.csv"
        generate = [sys.executable, str(ROOT / "bench/generate.py"), str(count), str(source)]
        subprocess.run(generate, check=True)
        made = work / str(count) / "map.html"
        command = [*DATELINE, "build", str(source), "--quiet", "--output", str(made.parent)]
        cost = measure.median(command, runs=3, cwd=work)
        yield f"`dateline build` on {count:,} generated events", cost, made


def table(measured: list[tuple[str, measure.Cost, Path | None]]) -> str:
    """Return the tables in Markdown: the commands, then the pages they wrote."""
    lines = ["| command | wall | CPU | peak memory |", "|---|---|---|---|"]
    for name, cost, _ in measured:
        lines.append(
            f"| {name} | {cost.wall_s:.2f} s | {cost.cpu_s:.2f} s | {cost.peak_mb:.0f} MB |"
        )
    pages = {path: name for name, _, path in measured if path}
    lines += [
        "",
        "| page of | size | opens | filter, median | filter, longest | JavaScript heap |",
        "|---|---|---|---|---|---|",
    ]
    for (path, name), cost in zip(pages.items(), page.measure_all(list(pages)), strict=True):
        lines.append(
            f"| {name} | {path.stat().st_size / 1e6:.2f} MB | {cost.open_ms / 1000:.2f} s "
            f"| {cost.filter_ms:.1f} ms | {cost.filter_max_ms:.1f} ms | {cost.heap_mb:.1f} MB |"
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
        text = table(list(commands(given.sizes, Path(folder))))
    page = f"# What the commands cost\n\nMedians of whole processes. {machine()}\n\n{text}"
    (ROOT / "bench" / "commands.md").write_text(page, encoding="utf-8", newline="\n")
    print(page)


if __name__ == "__main__":
    main()
