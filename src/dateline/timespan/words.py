"""Words used in dates, in English, Ukrainian and Russian; used only for hints."""

from __future__ import annotations

import re
from typing import Final

_MONTHS: Final[tuple[str, ...]] = (
    "january jan січень січня январь января янв",
    "february feb лютий лютого февраль февраля фев",
    "march mar березень березня март марта мар",
    "april apr квітень квітня апрель апреля апр",
    "may травень травня май мая",
    "june jun червень червня июнь июня июн",
    "july jul липень липня июль июля июл",
    "august aug серпень серпня август августа авг",
    "september sept sep вересень вересня сентябрь сентября сен",
    "october oct жовтень жовтня октябрь октября окт",
    "november nov листопад листопада ноябрь ноября ноя",
    "december dec грудень грудня декабрь декабря дек",
)

#: Month name in lower case to its number.
NUMBER_BY_MONTH: Final[dict[str, int]] = {
    name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()
}

#: A pattern that matches any month name, longer names first.
MONTH: Final = "|".join(
    re.escape(name) for name in sorted(NUMBER_BY_MONTH, key=lambda name: (-len(name), name))
)

#: Word for a part of the year to its EDTF code.
SEASON_CODES: Final[dict[str, int]] = {
    "spring": 21,
    "summer": 22,
    "autumn": 23,
    "fall": 23,
    "winter": 24,
    "весна": 21,
    "літо": 22,
    "лето": 22,
    "осінь": 23,
    "осень": 23,
    "зима": 24,
    "q1": 33,
    "q2": 34,
    "q3": 35,
    "q4": 36,
    "h1": 40,
    "h2": 41,
}

#: Word to the third of the year or month that it means: 0, 1 or 2.
PARTS: Final[dict[str, int]] = {
    "early": 0,
    "beginning": 0,
    "start": 0,
    "mid": 1,
    "middle": 1,
    "late": 2,
    "end": 2,
}

#: Pattern around a date in lower case, and the EDTF it becomes.
BOUNDARIES: Final[tuple[tuple[str, str], ...]] = (
    (r"(?:since|from|after|starting) (.+)", "{}/.."),
    (r"(?:by|until|till|before|up to) (?:end )?(.+)", "../{}"),
    (r"(?:about|around|approx\.?|approximately|circa|ca?\.?|~) ?(.+)", "{}~"),
    (r"(?:probably|possibly|perhaps|maybe) (.+)", "{}?"),
    (r"(.+?) ?\(?\?\)?", "{}?"),
)
