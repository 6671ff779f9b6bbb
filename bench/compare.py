"""Compare the build of a page with lonboard's, in turn: ``python bench/compare.py``.

Both get the same rows: dateline as a file, which it reads, types and places; lonboard as a table
with positions in memory, before its clock starts. Each run of one is followed by a run of the
other, so that their ratio holds although the speed of a machine changes. ``bench/compare.md`` is
written at the end.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import measure
import run

BENCH = Path(__file__).parent
RESULTS = run.WORK / "compare.json"

#: The most that a build may cost compared with lonboard's page: CPU time and peak memory.
MOST = {"CPU": 1.0, "peak memory": 0.8}


def pair(count: int, events: Path | None) -> dict[str, Any]:
    """Return what one build and one page of lonboard cost."""
    given = events or run.events_of(count)
    folder = run.folder_of(f"compare-{count}")
    source = run.placed_in(folder, given)
    steps = [sys.executable, str(BENCH / "steps.py"), str(source)]
    page = run.WORK / "compare.html"
    make = [str(run.peers_python()), str(BENCH / "peers" / "make_page.py"), "lonboard"]
    return {
        "dateline": measure.report(steps),
        "lonboard": measure.report([*make, str(source), str(page)]),
    }


def report_of(pairs: Sequence[dict[str, Any]], count: int) -> str:
    """Return the report."""
    rows = []
    for found in pairs:
        own, other = found["dateline"], found["lonboard"]
        rows.append((own["cpu_s"], other["build_cpu_s"], own["peak_mb"], other["peak_mb"]))
    text = (
        f"The same {count:,} events with their texts (`python bench/compare.py`).",
        "dateline reads, types and places the rows of a CSV file; lonboard gets them as a table in",
        "memory, and its CPU time begins after that. Each row is a run of one right after a run of",
        "the other. The machine had other work too, so only the ratios count.",
    )
    lines = [
        "# A page of dateline and one of lonboard",
        "",
        *text,
        "",
        "| dateline, CPU | lonboard, CPU | ratio | dateline, memory | lonboard, memory | ratio |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {own:.1f} s | {other:.1f} s | {own / other:.2f} "
        f"| {held / 1000:.2f} GB | {others / 1000:.2f} GB | {held / others:.2f} |"
        for own, other, held, others in rows
    ]
    ratios = {
        "CPU": statistics.median(own / other for own, other, _, _ in rows),
        "peak memory": statistics.median(held / others for _, _, held, others in rows),
    }
    said = "; ".join(
        f"{name} {ratio:.2f}, at most {MOST[name]} is the aim" for name, ratio in ratios.items()
    )
    return "\n".join([*lines, "", f"Medians: {said}."]) + "\n"


def main() -> None:
    """Measure both in turn, and write the report."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--events", type=Path, help="a file of that many events")
    given = parser.parse_args()
    run.WORK.mkdir(parents=True, exist_ok=True)
    pairs = [pair(given.count, given.events) for _ in range(given.runs)]
    RESULTS.write_text(json.dumps(pairs, indent=1), encoding="utf-8")
    text = report_of(pairs, given.count)
    (BENCH / "compare.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
