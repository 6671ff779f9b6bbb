"""Whom the place data in an export is owed to."""

from typing import Final

#: One line, as the licences ask for it.
ATTRIBUTION: Final = (
    "Places: GeoNames (geonames.org), CC BY 4.0. Boundaries, seas and lakes: Natural Earth."
)

LICENCES: Final = (
    {
        "title": "GeoNames",
        "licence": "CC BY 4.0",
        "url": "https://creativecommons.org/licenses/by/4.0/",
    },
    {
        "title": "Natural Earth",
        "licence": "public domain",
        "url": "https://www.naturalearthdata.com/about/terms-of-use/",
    },
)
