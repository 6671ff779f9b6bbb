"""Write a CSV of generated events: ``python bench/generate.py 10000 events.csv``.

The same count and seed give the same bytes. The events resemble real data: places in clusters,
titles of about 65 characters, descriptions of about 200, three links per event, eight layers, ten
years. One date in ten is an interval, one in twenty a month or a year, one in fifty is missing; one
event in a hundred is a line, and one in a hundred an area.
"""

from __future__ import annotations

import argparse
import csv
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from texts import HEADLINES, SENTENCES, Words, write_links, write_sentences

FIRST_DAY = np.datetime64("2015-01-01")
DAYS = 3652
LAYERS = [f"Theatre {name}/Sector {part}" for name in "ABCD" for part in (1, 2)]
TYPES = [
    "battles",
    "explosions/remote violence",
    "violence against civilians",
    "protests",
    "riots",
    "strategic developments",
]
STATUS = ["occurred"] * 17 + ["ongoing", "planned", "forecast"]
VERIFICATION = ["unverified", "single-source", "corroborated", "geolocated", "disputed"]
HEADINGS = [
    "event_id",
    "title",
    "description",
    "layer",
    "event_type",
    "status",
    "verification",
    "when",
    "where",
    "lon",
    "lat",
    "uncertainty_m",
    "geometry",
    "sources",
]


def pick(random: np.random.Generator, words: Sequence[str], count: int) -> list[str]:
    """Return ``count`` words, each equally likely."""
    return np.asarray(words, dtype=object)[random.integers(0, len(words), count)].tolist()


def draw_dates(random: np.random.Generator, count: int) -> list[str]:
    """Return EDTF texts: days, intervals, months, years, approximate days and empty texts."""
    first = FIRST_DAY + random.integers(0, DAYS, count)
    last = first + random.integers(1, 40, count)
    days, ends = np.datetime_as_string(first), np.datetime_as_string(last)
    kind = random.random(count)
    texts = []
    for day, end, draw in zip(days.tolist(), ends.tolist(), kind.tolist(), strict=True):
        if draw < 0.02:
            texts.append("")
        elif draw < 0.06:
            texts.append(day[:7])
        elif draw < 0.07:
            texts.append(day[:4])
        elif draw < 0.09:
            texts.append(f"{day}~")
        elif draw < 0.19:
            texts.append(f"{day}/{end}")
        else:
            texts.append(day)
    return texts


def draw_positions(random: np.random.Generator, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return longitudes and latitudes in degrees, in 400 clusters of different sizes."""
    centres = np.column_stack([random.uniform(-170, 175, 400), random.uniform(-50, 65, 400)])
    weights = random.pareto(1.2, 400) + 0.05
    chosen = random.choice(400, count, p=weights / weights.sum())
    spread = random.gamma(1.5, 0.4, 400)[chosen, None]
    found = centres[chosen] + random.normal(0, 1, (count, 2)) * spread
    return np.clip(found[:, 0], -179.9, 179.9).round(5), np.clip(found[:, 1], -80, 80).round(5)


def draw_shape(random: np.random.Generator, lon: float, lat: float) -> str:
    """Return the WKT of a small line or area near a position; in 98 % of cases an empty text."""
    draw = random.random()
    if draw >= 0.02:
        return ""
    size = random.uniform(0.02, 0.4)
    if draw < 0.01:
        return f"LINESTRING ({lon} {lat}, {lon + size:.5f} {lat + size / 2:.5f})"
    corners = [(-1, -1), (1, -1), (1.2, 0.4), (0, 1), (-1, -1)]
    ring = ", ".join(f"{lon + x * size:.5f} {lat + y * size:.5f}" for x, y in corners)
    return f"POLYGON (({ring}))"


def toponyms(gazetteer: Path, count: int) -> list[str]:
    """Return the names of the ``count`` most important settlements, with their countries."""
    with sqlite3.connect(f"file:{gazetteer}?mode=ro", uri=True) as opened:
        rows = opened.execute(
            "SELECT place.name, country.name FROM place JOIN country ON place.country = iso2 "
            "WHERE kind = 'settlement' ORDER BY importance DESC, id LIMIT ?",
            (count,),
        )
        return [f"{name}, {country}" for name, country in rows]


def draw_texts(
    random: np.random.Generator, count: int, months: Sequence[str]
) -> tuple[list[str], list[str], list[str]]:
    """Return titles, descriptions of two sentences, and three links per event."""
    words = Words(random)
    titles = write_sentences(words, random, HEADLINES, count=count)
    reported = [write_sentences(words, random, SENTENCES, count=count) for _ in range(2)]
    links = [write_links(words, random, titles=titles, months=months) for _ in range(3)]
    descriptions = [" ".join(parts) for parts in zip(*reported, strict=True)]
    return titles, descriptions, ["; ".join(parts) for parts in zip(*links, strict=True)]


def rows(count: int, *, seed: int, names: Sequence[str] = ()) -> Iterator[list[object]]:
    """Yield the rows of ``count`` events; with ``names``, they have place names but no position."""
    random = np.random.default_rng(seed)
    lon, lat = (axis.tolist() for axis in draw_positions(random, count))
    when = draw_dates(random, count)
    columns = [pick(random, w, count) for w in (LAYERS, TYPES, STATUS, VERIFICATION)]
    titles, texts, links = draw_texts(random, count, [text[:7] for text in when])
    near = pick(random, names, count) if names else [""] * count
    radius = random.choice([0, 1000, 5000, 20000], count, p=[0.6, 0.2, 0.15, 0.05]).tolist()
    for i in range(count):
        shape = "" if names else draw_shape(random, lon[i], lat[i])
        place = ["", "", ""] if names else [lon[i], lat[i], radius[i] or ""]
        drawn = [column[i] for column in columns]
        yield [f"g{i:07d}", titles[i], texts[i], *drawn, when[i], near[i], *place, shape, links[i]]


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("count", type=int)
    parser.add_argument("output", type=Path)
    parser.add_argument("--seed", type=int, default=20240301)
    parser.add_argument(
        "--toponyms", type=int, default=0, help="use this many place names instead of positions"
    )
    parser.add_argument(
        "--gazetteer", type=Path, default=Path("src/dateline/_built/gazetteer.sqlite")
    )
    given = parser.parse_args()
    names = toponyms(given.gazetteer, given.toponyms) if given.toponyms else ()
    with given.output.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(HEADINGS)
        writer.writerows(rows(given.count, seed=given.seed, names=names))


if __name__ == "__main__":
    main()
