"""Writes the tables and the plot of the measurements from ``run.py``. Measures nothing itself."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from plot import Lines, draw_plot

Measured = dict[str, Any]

#: Steps that turn rows in memory into a page.
FROM_ROWS = ("normalise", "geocode", "layers", "page")
STEPS = ("read", *FROM_ROWS)
#: From this size on, cost should grow no faster than the number of events.
SLOPE_FROM = 10_000
SLOPE_BOUND = 1.05
#: Steps that turn a table with dates and positions into a page. The times of the other tools cover
#: the same steps, because they start from such a table.
FROM_TABLE = ("layers", "page")
#: Time allowed for reading a million rows of CSV, seconds.
READING_S = 8.0
#: Comparisons with lonboard, and the largest allowed ratio of dateline to lonboard.
RATIOS = {
    "page from a table": 0.4,
    "CSV to page, minus 8 s": 0.4,
    "peak memory": 0.8,
    "bytes": 1.0,
}
TOOLS = {
    "lonboard": "lonboard",
    "folium-fast": "folium FastMarkerCluster",
    "folium": "folium Marker + MarkerCluster",
}


def write_report(found: Measured, sizes: Sequence[int], folder: Path, *, machine: str) -> str:
    """Write ``commands.md`` and ``cost.svg`` to a folder; return the text of the former.

    Args:
        found: Measurements by the names from ``run.py``; missing ones are omitted.
        sizes: Numbers of events, ascending.
        folder: Output folder.
        machine: One line that describes the machine.
    """
    sections = {
        "Commands": _commands(found, sizes),
        "Build, step by step": _builds(found, sizes),
        "Growth": _growth(found, sizes),
        "In the browser": _pages(found, sizes),
        "Exports": _exports(found, sizes),
        "Other tools, the same rows": _peers(found, sizes),
        "Compared with lonboard": _ratios(found, sizes),
        "Places by name": _toponyms(found),
        "Not measured": _failures(found),
    }
    lines = [
        "# What the commands cost",
        "",
        "`make bench` writes this page; the numbers are from one machine on one day.",
        f"{machine}",
    ]
    for heading, text in sections.items():
        rows = list(text)
        if rows:
            lines += ["", f"## {heading}", "", *rows]
    panels = _panels(found, sizes)
    if any(panels.values()):
        picture = draw_plot(panels, title="Cost of a page against the number of events")
        (folder / "cost.svg").write_text(picture, encoding="utf-8", newline="\n")
    text = "\n".join(lines) + "\n"
    (folder / "commands.md").write_text(text, encoding="utf-8", newline="\n")
    return text


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    if rows:
        yield f"| {' | '.join(headings)} |"
        yield "|" + "---|" * len(headings)
        yield from (f"| {' | '.join(row)} |" for row in rows)


def _commands(found: Measured, sizes: Sequence[int]) -> Iterator[str]:
    names = {"help": "`dateline --help`", "seed": "`dateline build` on the seed events"}
    names |= {f"command {n}": f"`dateline build` on {n:,} generated events" for n in sizes}
    rows = [
        [
            title,
            f"{found[name]['wall_s']:.2f} s",
            f"{found[name]['cpu_s']:.2f} s",
            f"{found[name]['peak_mb']:.0f} MB",
        ]
        for name, title in names.items()
        if "wall_s" in found.get(name, {})
    ]
    if rows:
        yield "Whole processes, median of several runs; reading is included, exports are not."
        yield ""
    yield from _table(["command", "wall", "CPU", "peak memory"], rows)


def _builds(found: Measured, sizes: Sequence[int]) -> Iterator[str]:
    rows = []
    for count in sizes:
        reported = found.get(f"build {count}", {})
        if "steps" in reported:
            steps = [f"{reported['steps'].get(step, 0):.2f} s" for step in STEPS]
            ends = [f"{reported['peak_mb']:.0f} MB", f"{reported['page_mb']:.2f} MB"]
            rows.append([f"{count:,}", *steps, f"{_seconds(reported, FROM_ROWS):.2f} s", *ends])
    headings = ["events", *STEPS, "from rows in memory", "peak memory", "one file"]
    yield from _table(headings, rows)


def _seconds(reported: Measured, steps: Sequence[str]) -> float:
    return float(sum(reported["steps"].get(step, 0) for step in steps))


def _growth(found: Measured, sizes: Sequence[int]) -> Iterator[str]:
    counts = [n for n in sizes if n >= SLOPE_FROM and "steps" in found.get(f"build {n}", {})]
    if len(counts) < 2:
        return
    reported = [found[f"build {count}"] for count in counts]
    costs = {
        "build, CPU": [one["cpu_s"] for one in reported],
        "build from rows in memory": [_seconds(one, FROM_ROWS) for one in reported],
        "bytes of the page": [one["page_mb"] for one in reported],
        "peak memory": [one["peak_mb"] for one in reported],
    }
    yield f"Slope of log cost against log size from {counts[0]:,} to {counts[-1]:,} events;"
    yield "1 means in proportion. ![cost against size](cost.svg)"
    yield ""
    rows = [
        [name, f"{slope:.2f}", f"{SLOPE_BOUND}", _kept(slope <= SLOPE_BOUND)]
        for name, slope in ((name, _slope(counts, values)) for name, values in costs.items())
    ]
    yield from _table(["cost", "slope", "bound", ""], rows)


def _slope(counts: Sequence[int], costs: Sequence[float]) -> float:
    """Return the slope of the least-squares line through the logarithms."""
    x, y = [math.log(count) for count in counts], [math.log(cost) for cost in costs]
    middle, height = sum(x) / len(x), sum(y) / len(y)
    rise = sum((a - middle) * (b - height) for a, b in zip(x, y, strict=True))
    return rise / sum((a - middle) ** 2 for a in x)


def _kept(holds: bool) -> str:  # noqa: FBT001 - the value is the fact itself
    return "kept" if holds else "**missed**"


def _pages(found: Measured, sizes: Sequence[int]) -> Iterator[str]:
    names = {"page seed": "seed"} | {f"page {n}": f"{n:,}" for n in sizes}
    names |= {f"split page {n}": f"{n:,} split" for n in sizes} | {"phone": "10,000 on a phone"}
    columns = {
        title: found[name] for name, title in names.items() if "open_ms" in found.get(name, {})
    }
    if not columns:
        return
    yield "Headless Chromium without a graphics card; median of several runs."
    yield '"On a phone" has the screen size of a phone and a processor slowed down four times.'
    yield ""
    measures = list(next(iter(columns.values())))
    rows = [
        [
            _said(name),
            *(f"{reported[name]:.1f}" if name in reported else "" for reported in columns.values()),
        ]
        for name in measures
    ]
    yield from _table(["", *columns], rows)


def _said(name: str) -> str:
    """Return the name of a measure in words with its unit, such as ``open, ms`` for ``open_ms``."""
    words, _, unit = name.rpartition("_")
    unit = unit.upper() if unit == "mb" else unit
    return f"{words.replace('_', ' ')}, {unit}"


def _exports(found: Measured, sizes: Sequence[int]) -> Iterator[str]:
    measured = [n for n in sizes if ".geojson" in found.get(f"exports {n}", {})]
    if not measured:
        return
    yield "Only the step that writes the file and checks it. The plain route is the fastest that"
    yield "GeoPandas or pyogrio has for the same columns, already flat in memory; it does not wait"
    yield "for the disk. Memory is what writing needs on top of the table."
    yield ""
    headings = ["events", "format", "dateline", "CPU", "adds", "size"]
    rows = []
    for count in measured:
        for suffix, reported in found[f"exports {count}"].items():
            ours, plain = reported["dateline"], reported.get("plain")
            row = [f"{count:,}", f"`{suffix}`", f"{ours['wall_s']:.2f} s", f"{ours['cpu_s']:.2f} s"]
            row += [f"{ours['added_mb']:.0f} MB", f"{ours['size_mb']:.1f} MB"]
            row += ["", "", ""]
            if plain:
                ratio = ours["wall_s"] / plain["wall_s"]
                row[-3:] = [reported["route"], f"{plain['wall_s']:.2f} s", f"{ratio:.2f}"]
            rows.append(row)
    yield from _table([*headings, "plain route", "takes", "ratio"], rows)


def _peers(found: Measured, sizes: Sequence[int]) -> Iterator[str]:
    rows = []
    for count in sizes:
        own, seen = found.get(f"build {count}", {}), found.get(f"page {count}", {})
        if "steps" in own:
            opens = f"{seen['open_ms'] / 1000:.2f} s" if "open_ms" in seen else ""
            ends = [f"{own['peak_mb']:.0f} MB", f"{own['page_mb']:.1f} MB", opens]
            rows.append(["dateline", f"{count:,}", f"{_seconds(own, FROM_TABLE):.2f} s", *ends])
        for tool, title in TOOLS.items():
            reported = found.get(f"peer {tool} {count}")
            if reported:
                rows.append([title, f"{count:,}", *_peer_cells(reported)])
    if rows:
        yield "Time from a table with positions in memory to a page on disk, with all texts. The"
        yield "other tools draw only points; dateline also draws lines and areas. Memory is that of"
        yield "the whole process. A page is open when its events are drawn."
        yield ""
    yield from _table(["tool", "events", "build", "peak memory", "HTML", "opens"], rows)


def _peer_cells(reported: Measured) -> list[str]:
    if "build_s" not in reported:
        return [f"not measured: {reported.get('failed', '')}", "", "", ""]
    opens = (
        f"{reported['open_s']:.2f} s" if "open_s" in reported else str(reported.get("opens", ""))
    )
    return [
        f"{reported['build_s']:.2f} s",
        f"{reported['peak_mb']:.0f} MB",
        f"{reported['page_mb']:.1f} MB",
        opens,
    ]


def _ratios(found: Measured, sizes: Sequence[int]) -> Iterator[str]:
    rows = []
    for count in sizes:
        own, other = found.get(f"build {count}", {}), found.get(f"peer lonboard {count}", {})
        if "steps" not in own or "build_s" not in other:
            continue
        reading = READING_S * count / 1_000_000
        shares = (
            _seconds(own, FROM_TABLE) / other["build_s"],
            max(_seconds(own, STEPS) - reading, 0) / other["build_s"],
            own["peak_mb"] / other["peak_mb"],
            own["page_mb"] / other["page_mb"],
        )
        cells = [f"{share:.2f}" for share in shares]
        rows.append([f"{count:,}", *cells])
    if rows:
        yield f"dateline divided by lonboard in this run. At {sizes[-1]:,} events, the limits are"
        yield ", ".join(f"{bound} for {name}" for name, bound in RATIOS.items()) + "."
        yield "lonboard starts from a table with positions. The first column measures dateline from"
        yield "the same point. The second measures everything from the CSV file to the page:"
        yield "reading, dates, places and page, minus 8 s per million events for reading."
        yield ""
    yield from _table(["events", *RATIOS], rows)


def _toponyms(found: Measured) -> Iterator[str]:
    built = found.get("toponyms", {})
    if "steps" in built:
        yield f"{built['events']:,} rows, {built['names']:,} distinct place names, no coordinates:"
        yield f"finding the places took {built['steps']['geocode']:.1f} s,"
        yield f"reading {built['steps']['read']:.1f} s, at most {built['peak_mb']:.0f} MB."


def _failures(found: Measured) -> Iterator[str]:
    rows = [[name, built["failed"]] for name, built in found.items() if "failed" in built]
    yield from _table(["what", "why"], rows)


def _panels(found: Measured, sizes: Sequence[int]) -> dict[str, Lines]:
    """Return the panels of the plot."""
    panels: dict[str, dict[str, list[tuple[int, float]]]] = {
        "page from a table, s": {},
        "peak memory, MB": {},
        "page, MB": {},
    }
    for count in sizes:
        named = {"dateline": found.get(f"build {count}", {})}
        named |= {title: found.get(f"peer {t} {count}", {}) for t, title in TOOLS.items()}
        for name, reported in named.items():
            build = (
                _seconds(reported, FROM_TABLE) if "steps" in reported else reported.get("build_s")
            )
            costs = (build, reported.get("peak_mb"), reported.get("page_mb"))
            for lines, cost in zip(panels.values(), costs, strict=True):
                if cost:
                    lines.setdefault(name, []).append((count, cost))
    return dict(panels)
