"""Files that take far more memory or time than their size suggests, each with its limit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

MEGABYTE = 1_000_000


def _sized(unit: bytes, size: int, *, start: bytes = b"", end: bytes = b"") -> Iterator[bytes]:
    """Yield pieces of a file that repeats a unit until it has a given size."""
    yield start
    piece = unit * (MEGABYTE // len(unit))
    for _ in range(size // len(piece)):
        yield piece
    yield end


def _aliases(size: int, count: int) -> Iterator[bytes]:
    yield b"- title: A\n  description: &text " + b"x" * size + b"\n"
    yield b"- {title: B, description: *text}\n" * count


def _merges(count: int) -> Iterator[bytes]:
    yield b"- &a\n" + b"".join(b"  k%d: x\n" % number for number in range(1_000))
    yield b"- <<: *a\n  title: B\n" * count


def _headings(count: int) -> Iterator[bytes]:
    yield ",".join(["title", *(f"c{number}" for number in range(count))]).encode() + b"\n"
    yield b"A" + b"," * count + b"\n"


def _short_rows() -> Iterator[bytes]:
    yield ",".join(["title", *(f"c{number}" for number in range(1_500))]).encode() + b"\n"
    yield b"A\n" * 500_000


def _keys(count: int) -> Iterator[bytes]:
    yield b"[" + b",".join(b'{"title": "A", "k%d": 1}' % n for n in range(count)) + b"]"


def _defaults(size: int, count: int) -> Iterator[bytes]:
    yield b'{"defaults": {"description": "' + b"x" * size + b'"}, "events": ['
    yield b'{"title": "A"},' * (count - 1) + b'{"title": "A"}]}'


def _ring(count: int) -> Iterator[bytes]:
    yield b'{"type": "Feature", "properties": {"title": "A"}, "geometry": {"type": "LineString",'
    yield b'"coordinates": [' + b"[1,2]," * count + b"[1,3]]}}"


#: File to its content, and what the finding says; sizes are those that took gigabytes or minutes.
BOMBS: dict[str, tuple[Callable[[], Iterator[bytes]], str]] = {
    "aliases.yaml": (lambda: _aliases(100_000, 20_000), "limits.expanded_mb"),
    "merges.yaml": (lambda: _merges(20_000), "write the values out"),
    "flow.yaml": (lambda: _sized(b"[],", 40 * MEGABYTE, start=b"["), "limits.yaml_values"),
    "lines.yaml": (lambda: _sized(b"- a\n", 40 * MEGABYTE), "limits.yaml_values"),
    "deep.yaml": (lambda: _sized(b"[", 2 * MEGABYTE), "check the brackets"),
    "text.yaml": (lambda: _sized(b"x", 30 * MEGABYTE, start=b"- title: "), "limits.cell_mb"),
    "large.yaml": (lambda: _sized(b"# x\n", 60 * MEGABYTE), "limits.yaml_mb"),
    "columns.csv": (lambda: _headings(20_001), "limits.columns"),
    "line.csv": (lambda: _sized(b"x", 60 * MEGABYTE, start=b"title\n"), "limits.row_mb"),
    "commas.csv": (lambda: _sized(b",", 60 * MEGABYTE, start=b"title\n"), "limits.row_mb"),
    "quotes.csv": (lambda: _sized(b'"', 60 * MEGABYTE, start=b"title\n"), "limits.row_mb"),
    "cell.csv": (
        lambda: _sized(b"x", 15 * MEGABYTE, start=b"title,notes\nA,", end=b"\n"),
        "limits.cell_mb",
    ),
    "folded.csv": (
        lambda: _sized(b"x\n", 40 * MEGABYTE, start=b'title,notes\nA,"', end=b'"\n'),
        "limits.row_mb",
    ),
    "short.csv": (_short_rows, "limits.cells_million"),
    "tail.csv": (
        lambda: _sized(b",", 15 * MEGABYTE, start=b"title,notes\nA,B", end=b"\n"),
        "limits.columns",
    ),
    "text.json": (
        lambda: _sized(b"x", 60 * MEGABYTE, start=b'[{"title": "', end=b'"}]'),
        "limits.cell_mb",
    ),
    "escapes.json": (
        lambda: _sized(b"\\u0041", 60 * MEGABYTE, start=b'[{"title": "', end=b'"}]'),
        "limits.cell_mb",
    ),
    "lists.json": (
        lambda: _sized(b"[],", 160 * MEGABYTE, start=b"[", end=b"[]]"),
        "limits.json_values_million",
    ),
    "deep.json": (lambda: _sized(b"[", 20 * MEGABYTE), "check the brackets"),
    "closed.json": (lambda: _sized(b'{"a":', 20 * MEGABYTE), "check the brackets"),
    "keys.json": (lambda: _keys(20_000), "limits.columns"),
    "defaults.json": (lambda: _defaults(100_000, 20_000), "limits.expanded_mb"),
    "line.geojson": (lambda: _ring(600_000), "expected at most 500,000"),
    "text.jsonl": (
        lambda: _sized(b"x", 60 * MEGABYTE, start=b'{"title": "A"}\n{"title": "', end=b'"}\n'),
        "limits.cell_mb",
    ),
}


def write_bomb(name: str, folder: Path) -> Path:
    """Write one of the files and return its path."""
    path = folder / name
    with path.open("wb") as stream:
        for piece in BOMBS[name][0]():
            stream.write(piece)
    return path


#: Reads the files that it is given one by one, and says what it found and how much memory it took.
CHILD = """
import json, pathlib, resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (200, 200))
resource.setrlimit(resource.RLIMIT_AS, (8 * 10**9, 8 * 10**9))
from dateline.mapping import map_all
from dateline.readers import read_tables
from dateline.settings import Settings
def peak_mb():
    # ru_maxrss would count the memory of the process that started this one, too.
    status = pathlib.Path("/proc/self/status")
    if status.is_file():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024 // 10**6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 // 10**6
for path in sys.argv[1:]:
    tables, found = read_tables([path], Settings())
    table, findings, _ = map_all(tables, Settings(), found=found)
    found = [f"{one.message} {one.hint}" for one in findings if one.severity == "error"]
    print(json.dumps([len(table), found, peak_mb()]), flush=True)
"""
