"""The attribution and licences of the place data in exports."""

from typing import Final

#: The attribution that the licences require, in one line.
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
