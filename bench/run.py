"""Measure dateline and other tools: ``make bench``.

The measurements run one after the other, each in its own process. Results are saved in
``.cache/bench/results.json`` immediately, so that ``--resume`` can continue an interrupted run. At
the end ``bench/commands.md`` and ``bench/cost.svg`` are written. The numbers are from one machine
on one day: compare ratios within a table, not different tables.
"""

from __future__ import annotations

import argparse
import dataclasses
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import measure
import page
from report import write_report

BENCH = Path(__file__).parent
ROOT = BENCH.parent
WORK = Path(os.environ.get("DATELINE_CACHE") or ROOT / ".cache") / "bench"
DATELINE = [sys.executable, "-m", "dateline"]
SIZES = (1_000, 10_000, 100_000, 1_000_000)
#: Number of events of the page that is also opened as on a phone.
PHONE_SIZE = 10_000
TOPONYMS = 30_000
#: The largest number of events measured for each tool: beyond it, the page stays blank or the tool
#: takes minutes.
PEERS = {"lonboard": 1_000_000, "folium-fast": 100_000, "folium": 10_000}
PARTS = ("commands", "build", "pages", "exports", "peers", "toponyms")
#: From this size on a run takes about a minute, so fewer runs are needed.
LARGE = 500_000

Measured = dict[str, Any]


class Results:
    """Measurements by name, saved to disk."""

    def __init__(self, path: Path, *, resume: bool) -> None:
        self.path = path
        self.found: Measured = {}
        if resume and path.is_file():
            self.found = json.loads(path.read_text(encoding="utf-8"))

    def add(self, name: str, how: Callable[[], Any]) -> Any:
        """Return a measurement, taking and saving it first if it is missing."""
        if name not in self.found:
            started = time.perf_counter()
            try:
                self.found[name] = how()
            except Exception as error:  # noqa: BLE001 - any error becomes a row of the report
                self.found[name] = {"failed": " ".join(str(error).split())[-160:]}
            print(f"{name}: {time.perf_counter() - started:.1f} s", flush=True)
            self.path.write_text(json.dumps(self.found, indent=1), encoding="utf-8")
        return self.found[name]


def folder_of(name: str, *, split: bool = False, html: bool = True) -> Path:
    """Return the folder of a new, empty project in the cache that writes no exports."""
    folder = WORK / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    lines = ["[output]", 'folder = "."', "exports = []"]
    lines += [f"split_above_mb = {0 if split else 1_000_000}"] if html else ['html = ""']
    (folder / "dateline.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def events_of(count: int, *options: str) -> Path:
    """Return a file of generated events, created once for each version of the generator."""
    generator = BENCH / "generate.py"
    source = generator.read_bytes() + (BENCH / "texts.py").read_bytes()
    made_by = hashlib.sha256(source).hexdigest()[:8]
    path = WORK / f"{'-'.join(['events', *options, str(count), made_by]).replace('--', '')}.csv"
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        command = [sys.executable, str(generator), str(count), str(part), *options]
        subprocess.run(command, check=True, cwd=ROOT)
        part.rename(path)
    return path


def costs(command: list[str], *, runs: int, cwd: Path) -> Measured:
    """Return the median costs of a command."""
    return dataclasses.asdict(measure.median(command, runs=runs, cwd=cwd))


def placed_in(folder: Path, events: Path) -> Path:
    """Return a link to the events inside a project, so that its settings apply."""
    source = folder / "events.csv"
    os.link(events, source)
    return source


def built(count: int, *, split: bool = False) -> Measured:
    """Return the cost of building ``count`` events, step by step."""
    folder = folder_of(f"{'split' if split else 'page'}-{count}", split=split)
    source = placed_in(folder, events_of(count))
    reported: Measured = measure.report([sys.executable, str(BENCH / "steps.py"), str(source)])
    reported["page_mb"] = sum(reported["outputs"].values()) / 1e6
    return reported


def opened(path: Path, *, runs: int, reader: Any = None) -> Measured:
    """Return the cost of a page in the browser."""
    (cost,) = page.measure_all([path], runs=runs, reader=reader)
    return dataclasses.asdict(cost)


def exported(count: int) -> Measured:
    """Return the cost of each export format and of its plain route."""
    folder = folder_of(f"exports-{count}")
    source = placed_in(folder, events_of(count))
    command = [sys.executable, "-W", "ignore", str(BENCH / "export_steps.py")]
    found: Measured = measure.report([*command, str(source), str(folder)])
    return found


def peers_python() -> Path:
    """Return the Python interpreter of the other tools, in an environment created once.

    Raises:
        subprocess.CalledProcessError: The tools can't be installed.
    """
    wanted = BENCH / "peers" / "requirements.txt"
    place = WORK / f"peers-{hashlib.sha256(wanted.read_bytes()).hexdigest()[:8]}"
    python = place / ("Scripts" if os.name == "nt" else "bin") / "python"
    if not (place / "done").is_file():
        venv.create(place, with_pip=True, clear=True)
        pip = [str(python), "-m", "pip", "install", "--quiet", "--requirement", str(wanted)]
        subprocess.run(pip, check=True)
        (place / "done").touch()
    return python


def peer(tool: str, count: int) -> Measured:
    """Return the cost of another tool for the same rows, and the time its page takes to open."""
    html = WORK / f"{tool}-{count}.html"
    make = [str(peers_python()), str(BENCH / "peers" / "make_page.py"), tool]
    reported: Measured = measure.report([*make, str(events_of(count)), str(html)])
    reported |= measure.report([sys.executable, str(BENCH / "peer_page.py"), tool, str(html)])
    return reported


def resolved(count: int) -> Measured:
    """Return the cost of a build without a page for events that have only place names."""
    folder = folder_of(f"toponyms-{count}", html=False)
    source = placed_in(folder, events_of(count, "--toponyms", str(TOPONYMS)))
    reported: Measured = measure.report([sys.executable, str(BENCH / "steps.py"), str(source)])
    return reported | {"events": count, "names": TOPONYMS}


# --- the run --------------------------------------------------------------------------------------


def measure_commands(results: Results, sizes: list[int]) -> None:
    """Measure whole commands."""
    results.add("help", lambda: costs([*DATELINE, "--help"], runs=9, cwd=ROOT))
    seed = WORK / "seed"
    build = [*DATELINE, "build", "events", "--quiet", "--output", str(seed)]
    results.add("seed", lambda: costs(build, runs=5, cwd=ROOT))
    if (seed / "map.html").is_file():
        size = (seed / "map.html").stat().st_size / 1e6
        results.add("seed size", lambda: {"page_mb": size})
    for count in sizes:
        runs = 1 if count >= LARGE else 3
        folder = folder_of(f"command-{count}")
        source = placed_in(folder, events_of(count))
        build = [*DATELINE, "build", str(source), "--quiet"]
        results.add(f"command {count}", lambda: costs(build, runs=runs, cwd=folder))  # noqa: B023


def measure_pages(results: Results, sizes: list[int]) -> None:
    """Measure the pages that were built."""
    seed = WORK / "seed" / "map.html"
    if seed.is_file():
        results.add("page seed", lambda: opened(seed, runs=5))
    for count in sizes:
        path, runs = WORK / f"page-{count}" / "map.html", 3 if count >= LARGE else 5
        if not path.is_file():
            built(count)
        results.add(f"page {count}", lambda: opened(path, runs=runs))  # noqa: B023
        if count == PHONE_SIZE:
            results.add("phone", lambda: opened(path, runs=5, reader=page.PHONE))  # noqa: B023
    largest = max(sizes)
    results.add(f"split build {largest}", lambda: built(largest, split=True))
    split = WORK / f"split-{largest}" / "map" / "index.html"
    if split.is_file():
        results.add(f"split page {largest}", lambda: opened(split, runs=3))


def measure_peers(results: Results, sizes: list[int]) -> None:
    """Measure the other tools at the sizes they can handle."""
    for tool, most in PEERS.items():
        for count in sizes:
            if count <= most:
                results.add(f"peer {tool} {count}", lambda: peer(tool, count))  # noqa: B023


def main() -> None:
    """Take the measurements and write the report."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--sizes", default=",".join(map(str, SIZES)), help="numbers of events, comma-separated"
    )
    parser.add_argument("--only", default=",".join(PARTS), help="parts to run, comma-separated")
    parser.add_argument(
        "--resume", action="store_true", help="keep the results of the previous run"
    )
    given = parser.parse_args()
    sizes = sorted(int(size) for size in given.sizes.split(","))
    parts = set(given.only.split(","))
    WORK.mkdir(parents=True, exist_ok=True)
    results = Results(WORK / "results.json", resume=given.resume)
    if "commands" in parts:
        measure_commands(results, sizes)
    if "build" in parts:
        for count in sizes:
            results.add(f"build {count}", lambda: built(count))  # noqa: B023
    if "peers" in parts:
        measure_peers(results, sizes)
    if "pages" in parts:
        measure_pages(results, sizes)
    if "exports" in parts:
        for count in sizes:
            results.add(f"exports {count}", lambda: exported(count))  # noqa: B023
    if "toponyms" in parts:
        results.add("toponyms", lambda: resolved(max(sizes)))
    machine = f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()}."
    print(write_report(results.found, sizes, BENCH, machine=machine))


if __name__ == "__main__":
    main()
