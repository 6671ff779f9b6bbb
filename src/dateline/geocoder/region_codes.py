"""Abbreviations of regions behind a name: *Porto Alegre, RS*, *Houston, TX 77002*, *Sydney NSW*.

An abbreviation means a region only together with a name of a place in it.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from functools import cache
from importlib.resources import files
from typing import Final

from dateline.gazetteer import Place

#: "TX", "NSW", "Jal.", and the same before a postal code.
_CODE: Final = re.compile(r"([A-Z]{2,5}|[A-Z][a-z]{2,4}\.?)(?: \d{4,6}(?:-\d{3,4})?)?")
#: A name with an abbreviation behind it, but without a comma.
_BEHIND: Final = re.compile(
    r"(?P<name>.*[^\W\d_]\w*)(?:\s*/\s*|\s+[-–—]\s*|\s+\(?|\s*\()"
    r"(?P<code>[A-Z]{2,5}(?: \d{4,6}(?:-\d{3,4})?)?)\)?"
)


@cache
def region_codes(text: str) -> frozenset[str]:
    """Return the codes of the regions that an abbreviation may mean; empty if it is none.

    >>> sorted(region_codes("RS")), sorted(region_codes("WA 6000")), sorted(region_codes("Wa"))
    (['BR.23'], ['AU.08'], [])
    """
    found = _CODE.fullmatch(text)
    if found is None:
        return frozenset()
    code = found[1]
    return _listed().get(code, frozenset()) | _listed().get(code.rstrip(".").upper(), frozenset())


def has_region(place: Place, text: str) -> bool:
    """Return whether a place lies in a region that an abbreviation may mean."""
    found = _CODE.fullmatch(text)
    if found is None or place.kind in ("country", "admin1"):
        return False
    regions = (place.admin1, place.admin2)
    if not region_codes(text).isdisjoint(regions):
        return True
    return found[1].isupper() and any(
        region.rpartition(".")[2] == found[1] for region in regions if region
    )


def split_code(text: str) -> tuple[str, str] | None:
    """Return a name and the abbreviation behind it; None if there is none.

    >>> split_code("Sydney NSW"), split_code("São Sebastião/SP"), split_code("Monza (MB)")
    (('Sydney', 'NSW'), ('São Sebastião', 'SP'), ('Monza', 'MB'))
    >>> split_code("Bento Gonçalves - RS"), split_code("Sumy")
    (('Bento Gonçalves', 'RS'), None)
    """
    found = _BEHIND.fullmatch(text)
    return (found["name"], found["code"]) if found else None


@cache
def _listed() -> dict[str, frozenset[str]]:
    path = files("dateline.geocoder") / "region_codes.toml"
    codes: defaultdict[str, set[str]] = defaultdict(set)
    for country, regions in tomllib.loads(path.read_text(encoding="utf-8")).items():
        for code, region in regions.items():
            codes[code].add(f"{country}.{region}")
    return {code: frozenset(regions) for code, regions in codes.items()}
