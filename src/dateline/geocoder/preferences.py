"""What the form of a ``where`` text says of which namesakes it means, in the order of the checks.

The resolver chooses among the candidates of a name without knowing the form that it is in.
"""

from __future__ import annotations

from collections.abc import Sequence

from dateline.geocoder.candidates import Finder
from dateline.geocoder.lines import prefer_lines
from dateline.geocoder.narrowing import narrow_names
from dateline.geocoder.resolve import Resolution
from dateline.geocoder.towns import prefer_cities, prefer_regions, prefer_seats, prefer_towns


def preferred(form: object, found: Sequence[Resolution], finder: Finder) -> list[Resolution]:
    """Return the resolutions of the names in a form, as the form says them.

    Args:
        form: A parsed ``where`` text.
        found: The resolutions of its names, in the order written.
        finder: Looks up candidates and outlines.
    """
    lines = prefer_lines(form, found, finder)
    cities = prefer_cities(form, prefer_seats(lines, finder), finder)
    towns = prefer_towns(form, prefer_regions(form, cities, finder), finder)
    return list(narrow_names(form, towns, finder))
