"""Measure reading and typing tables of many shapes: ``make bench-shapes``.

Every shape has the same events as ``generate.py`` makes, written in another way. Each is read and
typed in its own process. ``bench/shapes.md`` is written at the end; its ratios count, because the
seconds are those of one machine on one day.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import generate
import measure
import pyarrow as pa
import pyarrow.parquet as pq

BENCH = Path(__file__).parent
WORK = Path(os.environ.get("DATELINE_CACHE") or BENCH.parent / ".cache") / "bench" / "shapes"

Event = dict[str, Any]
Change = Callable[[Event], Event]


def joined(mark: str) -> Change:
    """Return the change that joins the links of an event by a mark."""
    return lambda event: event | {"sources": mark.join(event["sources"])}


def as_json(event: Event) -> Event:
    """Write the links as JSON records."""
    return event | {"sources": json.dumps([{"url": link} for link in event["sources"]])}


def titled(event: Event) -> Event:
    """Write a title before each link."""
    words = [link.rsplit("/", 1)[1].replace("-", " ") for link in event["sources"]]
    pairs = zip(words, event["sources"], strict=True)
    return event | {"sources": "; ".join(f"{title} {link}" for title, link in pairs)}


def titled_json(event: Event) -> Event:
    """Write records with a title, a publisher and a link."""
    records = [
        {"title": link.rsplit("/", 1)[1], "publisher": link.split("/")[2], "url": link}
        for link in event["sources"]
    ]
    return event | {"sources": json.dumps(records)}


def without(*names: str) -> Change:
    """Return the change that leaves fields out."""
    plain = joined("; ")
    return lambda event: {k: v for k, v in plain(event).items() if k not in names}


def started(event: Event) -> Event:
    """Write the date as two columns."""
    given = without("when")(event)
    start, _, end = event["when"].rstrip("~").partition("/")
    return given | {"start": start, "end": end or start}


def unknown(event: Event) -> Event:
    """Add four columns that dateline does not know, two of them numbers."""
    number = int(event["event_id"][1:])
    extra = {
        "their_rank": number % 97,
        "their_value": number / 7,
        "their_code": f"c{number % 5000}",
    }
    return joined("; ")(event) | extra | {"their_note": event["title"][:24]}


#: No shape should cost more for each byte than this many times the cheapest.
MOST = 2

#: What reading and typing a million events should cost at most: CPU time and peak memory.
AIM_S, AIM_GB = 4, 1.2

#: The shapes by name: the change to each event, and the suffix of the file.
SHAPES: Mapping[str, tuple[Change, str]] = {
    "links; semicolon": (joined("; "), ".csv"),
    "links; space": (joined(" "), ".csv"),
    "links; comma": (joined(", "), ".csv"),
    "links; newline": (joined("\n"), ".csv"),
    "links as JSON": (as_json, ".csv"),
    "links with titles": (titled, ".csv"),
    "records as JSON": (titled_json, ".csv"),
    "no links": (without("sources"), ".csv"),
    "start and end": (started, ".csv"),
    "no layers": (without("layer"), ".csv"),
    "no descriptions": (without("description"), ".csv"),
    "no positions": (without("lon", "lat", "uncertainty_m", "geometry"), ".csv"),
    "unknown columns": (unknown, ".csv"),
    "JSON lines": (lambda event: event, ".jsonl"),
    "GeoJSON": (joined("; "), ".geojson"),
    "Parquet": (lambda event: event, ".parquet"),
}


def events(count: int) -> Iterator[Event]:
    """Yield the events as dicts, with the links as a list."""
    for row in generate.rows(count, seed=20240301):
        event = dict(zip(generate.HEADINGS, row, strict=True))
        yield event | {"sources": str(event["sources"]).split("; ")}


def write(path: Path, made: Iterator[Event]) -> None:
    """Write events to a file, in the format of its suffix; Parquet without compression."""
    if path.suffix == ".parquet":
        rows = [{k: None if v == "" else v for k, v in event.items()} for event in made]
        pq.write_table(pa.Table.from_pylist(rows), path, compression="none")
        return
    with path.open("w", encoding="utf-8", newline="") as stream:
        if path.suffix == ".csv":
            first = next(made)
            writer = csv.DictWriter(stream, [*first], lineterminator="\n")
            writer.writeheader()
            writer.writerow(first)
            writer.writerows(made)
        elif path.suffix == ".jsonl":
            stream.writelines(json.dumps(event) + "\n" for event in made)
        else:
            stream.write('{"type":"FeatureCollection","features":[\n')
            stream.write(",\n".join(json.dumps(_feature(event)) for event in made))
            stream.write("\n]}\n")


def _feature(event: Event) -> dict[str, Any]:
    place = {"type": "Point", "coordinates": [event["lon"], event["lat"]]}
    rest = {k: v for k, v in event.items() if v != "" and k not in ("lon", "lat", "geometry")}
    return {"type": "Feature", "geometry": place, "properties": rest}


def measure_one(path: Path) -> dict[str, float]:
    """Return the cost of reading and typing a file in this process."""
    import dateline  # noqa: PLC0415 - so that its import is not part of the cost
    from dateline import pipeline  # noqa: F401, PLC0415

    wall, cpu = time.perf_counter(), time.process_time()
    table, found = dateline.read(path)
    seconds, used = time.perf_counter() - wall, time.process_time() - cpu
    return {
        "rows": len(table),
        "found": len(found),
        "wall_s": seconds,
        "cpu_s": used,
        "peak_mb": measure.own_peak_mb(),
        "mb": path.stat().st_size / 1e6,
    }


def table_of(
    found: Mapping[str, dict[str, float]], count: int, large: dict[str, float] | None = None
) -> str:
    """Return the report; ``large`` is what a larger file of the first shape costs."""
    least = min(cost["cpu_s"] / cost["mb"] for cost in found.values())
    lines = [
        "# Shapes of input",
        "",
        f"Reading and typing {count:,} events, written in different ways (`make bench-shapes`).",
        "The last column is the CPU time for each byte of the file, compared with the cheapest.",
        "",
        "| shape | file | CPU | peak memory | per byte |",
        "|---|---|---|---|---|",
    ]
    for name, cost in found.items():
        ratio = cost["cpu_s"] / cost["mb"] / least
        lines.append(
            f"| {name} | {cost['mb']:,.0f} MB | {cost['cpu_s']:.1f} s "
            f"| {cost['peak_mb'] / 1000:.2f} GB | {ratio:.1f} |"
        )
    slow = [name for name, cost in found.items() if cost["cpu_s"] / cost["mb"] > MOST * least]
    if slow:
        lines += ["", f"These cost more than {MOST} times the cheapest: {', '.join(slow)}."]
    if large is not None:
        text = (
            f"A CSV file of {large['rows']:,} events with links joined by semicolons "
            f"({large['mb']:,.0f} MB) took {large['cpu_s']:.1f} s of CPU and "
            f"{large['peak_mb'] / 1000:.2f} GB on the same machine, which other work kept busy. "
            f"The aims are {AIM_S} s and {AIM_GB} GB."
        )
        lines += ["", text]
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure each shape in its own process, and write the report."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--only", nargs="*", default=[*SHAPES], help="names of shapes")
    parser.add_argument("--one", type=Path, help="measure one file, and print the cost as JSON")
    parser.add_argument("--large", type=Path, help="also measure a larger CSV file")
    parser.add_argument("--output", type=Path, default=BENCH / "shapes.md")
    given = parser.parse_args(arguments)
    if given.one:
        print(json.dumps(measure_one(given.one)))
        return
    WORK.mkdir(parents=True, exist_ok=True)
    found = {}
    for name in given.only:
        change, suffix = SHAPES[name]
        path = WORK / f"events{suffix}"
        write(path, map(change, events(given.count)))
        found[name] = measure.report([sys.executable, __file__, "--one", str(path)])
        path.unlink()
        print(f"{name}: {found[name]}", flush=True)
    one = [sys.executable, __file__, "--one", str(given.large)]
    large = measure.report(one) if given.large else None
    given.output.write_text(table_of(found, given.count, large), encoding="utf-8")


if __name__ == "__main__":
    main()
