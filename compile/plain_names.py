"""Romanised names without the scholarly dots and dashes. No new names are invented."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection

#: Countries that use another script, where the marks of a name belong to its romanisation and not
#: to its spelling.
ROMANISED = frozenset(
    """
    AE AF AM BD BG BH BT BY CN DJ DZ EG EH ER ET GE GR IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK
    LY MA MM MN MR MV NP OM PK PS QA RU SA SD SY TH TJ TM TN UA UZ YE
    """.split()  # noqa: SIM905 - a list of fifty is easier to read and keep as words
)
_APOSTROPHES = "ʻʼ’‘`'"


def plain_name(name: str, others: Collection[str], *, country: str) -> str:
    """Return ``name`` without diacritics if that is one of its other names, else ``name``.

    Only in countries that use another script: *Rafaḩ* becomes *Rafah*, but *Łódź* stays.

    Args:
        name: The name in GeoNames.
        others: The other names in GeoNames.
        country: ISO 3166-1 alpha-2.
    """
    if country not in ROMANISED or (name.isascii() and not set(name) & set(_APOSTROPHES)):
        return name
    letters = (c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    plain = unicodedata.normalize("NFC", "".join(c for c in letters if c not in _APOSTROPHES))
    return plain if plain in others else name
