"""Time three questions to the gazetteer: ``python bench/gazetteer_queries.py``.

Similar names for 1,000 misspelt ones, all settlements within 50 km of a million positions on all
continents, and the time to add a GeoNames file. The file is made from the gazetteer's own places,
in the format and with the mix of features of a country file.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from dateline.gazetteer import Gazetteer
from dateline.gazetteer.additions import add_files
from dateline.geocoder.reverse import settlements_around

#: Feature codes of a country file, about as often as in one.
_FEATURES = (
    *(["P.PPL"] * 6),
    *("H.STM", "T.HLL", "S.SCH", "A.ADM3", "H.SPNG", "T.MT", "L.FRM", "S.CH", "V.FRST", "R.RD"),
)
_PLACES = (
    "SELECT p.name, p.lon, p.lat, p.admin1, group_concat(n.key) FROM place p "
    "JOIN name n ON n.place = p.id WHERE p.kind = 'settlement' AND p.id % 4 = 0 GROUP BY p.id"
)


def misspelt(gazetteer: Gazetteer, count: int) -> list[str]:
    """Return names of settlements with one wrong letter."""
    rng = random.Random(1)
    ask = "SELECT name FROM place WHERE kind = 'settlement' AND length(name) > 4 AND id % 233 = 0"
    names = [name for (name,) in gazetteer.rows(f"{ask} LIMIT ?", (count,))]
    spots = [rng.randrange(len(name)) for name in names]
    return [
        f"{n[:i]}{rng.choice('aeiklmnrst')}{n[i + 1 :]}" for n, i in zip(names, spots, strict=True)
    ]


def lines(gazetteer: Gazetteer, count: int) -> Iterator[str]:
    """Yield the lines of a country file."""
    rng = random.Random(2)
    places = list(gazetteer.rows(_PLACES))
    for number in range(count):
        name, lon, lat, admin1, others = places[number % len(places)]
        letter, code = rng.choice(_FEATURES).split(".")
        lon, lat = lon + rng.uniform(-0.4, 0.4), max(-90, min(90, lat + rng.uniform(-0.4, 0.4)))
        country, _, region = admin1.partition(".")
        cells = [50_000_000 + number, name, name, others, f"{lat:.5f}", f"{lon:.5f}", letter, code]
        cells += [country, "", region, "", "", "", rng.choice((0, 0, 120, 900)), "", 140]
        yield "\t".join(map(str, [*cells, "Europe/Kyiv", "2026-01-01"])) + "\n"


def added(gazetteer: Gazetteer, count: int) -> tuple[float, float]:
    """Add a country file; return the seconds of CPU and the size of the result in megabytes."""
    with tempfile.TemporaryDirectory() as folder:
        path, target = Path(folder) / "XX.txt", Path(folder) / "own.sqlite"
        with path.open("w", encoding="utf-8") as file:
            file.writelines(lines(gazetteer, count))
        start = time.process_time()
        add_files(target, [path], gazetteer=gazetteer)
        return time.process_time() - start, target.stat().st_size / 1e6


def main() -> None:
    """Print the measurements."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--names", type=int, default=1_000)
    parser.add_argument("--positions", type=int, default=1_000_000)
    parser.add_argument("--lines", type=int, default=200_000)
    asked = parser.parse_args()
    with Gazetteer.open() as gazetteer:
        names = misspelt(gazetteer, asked.names)
        start = time.process_time()
        met = sum(bool(gazetteer.suggest(name)) for name in names)
        seconds = time.process_time() - start
        print(f"{len(names):,} misspelt names, {met:,} with suggestions: {seconds:.2f} s of CPU")
        rng = np.random.default_rng(7)
        lon = rng.uniform(-120, 150, asked.positions)
        lat = rng.uniform(-35, 65, asked.positions)
        start = time.process_time()
        found = len(settlements_around(gazetteer, lon, lat).rowids)
        seconds = time.process_time() - start
        print(f"{found:,} settlements around {len(lon):,} positions: {seconds:.2f} s of CPU")
        seconds, size = added(gazetteer, asked.lines)
        print(f"{asked.lines:,} lines of a GeoNames file: {seconds:.1f} s of CPU, {size:.0f} MB")


if __name__ == "__main__":
    main()
