"""Resolve 50,000 names and measure time and memory: ``python bench/resolve_memory.py``.

The names are the most important ones of the gazetteer, all in one context, which is the most
expensive case. The memory is the peak resident set of the process, including Python, the libraries
and the list of names. The first lookup is timed after the imports.
"""

from __future__ import annotations

import argparse
import time

import measure

from dateline.gazetteer import Gazetteer
from dateline.geocoder.candidates import Finder
from dateline.geocoder.context import context_of
from dateline.geocoder.forms import Name
from dateline.geocoder.overrides import OwnPlaces
from dateline.geocoder.resolve import resolve

NAMES = "SELECT DISTINCT name FROM place ORDER BY importance DESC, id LIMIT ?"


def main() -> None:
    """Resolve the names and print the measurements."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=50_000)
    count = parser.parse_args().count
    libraries = measure.own_peak_mb()
    with Gazetteer.open() as gazetteer:
        start = time.perf_counter()
        gazetteer.candidates(["Kharkiv"])
        first = time.perf_counter() - start
        context = context_of([Name(name) for (name,) in gazetteer.rows(NAMES, (count,))])
        names = measure.own_peak_mb()
        start = time.process_time()
        found = resolve(context, Finder(gazetteer, OwnPlaces()))
        seconds = time.process_time() - start
    known = sum(one.chosen is not None for one in found)
    print(f"first lookup {first * 1000:.1f} ms")
    print(f"{len(found):,} names ({known:,} known) in {seconds:.1f} s of CPU")
    print(
        f"peak {measure.own_peak_mb():.0f} MB: {libraries:.0f} MB with the libraries, "
        f"{names:.0f} MB with the names"
    )


if __name__ == "__main__":
    main()
