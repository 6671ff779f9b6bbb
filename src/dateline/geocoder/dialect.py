"""Dialect: in which country's English a text is written, judged by typical words of local news.

Reporters write for readers who know the country. The words here are names of institutions and
currencies, units and spellings; they are never place names.
"""

from __future__ import annotations

import re
from typing import Final

_WORDS: Final[dict[str, str]] = {
    "US": (
        r"sheriff|sheriff['’]s|county commission(?:ers?)?|school district|state troopers?|township"
        r"|highway patrol|interstate|i-\d+|police department|district attorney|aldermen|alderman"
        r"|selectmen|freshm[ae]n|sophomores?|varsity|gop|republicans?|democrats?|statewide"
        r"|grand jury|county jail|felony|misdemeanor|elementary school|middle school|high school"
        r"|colors?|center|neighbors?|neighborhood|defense|percent|gov\.|sen\.|rep\.|highway \d+"
        r"|route \d+|city council|\$\d[\d,.]*|miles?|fbi|superintendent|zoning|attorney"
    ),
    "GB": (
        r"£\d[\d,.]*|council tax|borough council|county council|mps?|constabulary|pensioners?"
        r"|labour|tory|tories|lib dems?|nhs|secondary school|primary school|gcses?|colours?|centre"
        r"|neighbours?|neighbourhood|whilst|per cent|lorry|lorries|motorway|pub|councillors?|mbe"
        r"|obe|magistrates|detectives?|det con|pc|high street|defence|organis\w+|programme"
    ),
    "CA": (
        r"rcmp|provincial|premier|mpps?|mlas?|ridings?|kilometres?|ctv|cbc|centre|colours?"
        r"|neighbourhood|first nations?|per cent|const\.|crown attorney|hockey"
    ),
    "AU": (
        r"aboriginal|indigenous|kilometres?|ute|premier|shire|bushfires?|per cent|centre|labor"
        r"|suburb|a\$\d[\d,.]*|council"
    ),
    "NZ": r"maori|māori|iwi|kiwis?|kilometres?|per cent",
    "IE": r"garda[íi]?|taoiseach|tds?|dáil|€\d[\d,.]*|county council|fianna fáil|fine gael",
    "IN": r"crores?|lakhs?|rupees?|rs\.? ?\d[\d,.]*|panchayats?|lok sabha|bjp",
    "ZA": r"rands?|anc|townships?|r\d[\d,.]*",
}
_PATTERNS: Final = {
    country: re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
    for country, words in _WORDS.items()
}


def dialects(text: str) -> dict[str, float]:
    """Return the share of the dialect words of each country (ISO 3166-1 alpha-2) in a text.

    The shares add up to less than 1; the fewer dialect words there are, the smaller the sum.
    """
    counts = {
        country: len({hit.casefold() for hit in pattern.findall(text)})
        for country, pattern in _PATTERNS.items()
    }
    total = sum(counts.values()) + 1
    return {country: count / total for country, count in counts.items() if count}
