"""Test cases shared by Python and JavaScript: dates in words, windows, day numbers.

``python tests/time_cases.py`` writes them to ``tests/web/time-cases.json``. The words are written
by hand. What a window shows is computed day by day, not by the rule under test. The day numbers
come from Python's own calendar.
"""

from __future__ import annotations

import json
import random
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from dateline.timespan import OPEN_END_DAY, OPEN_START_DAY, TimeSpan

PATH = Path(__file__).parent / "web" / "time-cases.json"

#: EDTF text to what a reader sees.
WORDS = {
    "2024-03-05": "5 March 2024",
    "2024-03": "March 2024",
    "2024": "2024",
    "0800": "800 CE",
    "0000": "1 BCE",
    "-0043": "44 BCE",
    "-0044-03-15": "15 March 45 BCE",
    "2024~": "about 2024",
    "2024?": "2024 (uncertain)",
    "2024%": "about 2024 (uncertain)",
    "2024-03~": "about March 2024",
    "2024-?03-05": "5 March 2024 (uncertain)",
    "2024-01/2024-02": "January–February 2024",
    "2023-12/2024-01": "December 2023 – January 2024",
    "2023/2024": "2023–2024",
    "2024/2024": "2024",
    "2024-03-05/2024-03-08": "5–8 March 2024",
    "2024-02-28/2024-03-03": "28 February – 3 March 2024",
    "2023-12-30/2024-01-02": "30 December 2023 – 2 January 2024",
    "2024-03-05/2024-04": "5 March 2024 – April 2024",
    "1984~/2004-06": "about 1984 – June 2004",
    "1984~/2004~": "about 1984–2004",
    "2024-01?/2024-02?": "January–February 2024 (uncertain)",
    "2024-01?/2024-02~": "January 2024 (uncertain) – about February 2024",
    "2024~/2024~": "about 2024",
    "../2024-12~": "by about December 2024 (open start)",
    "0800/0801": "800 CE – 801 CE",
    "2023/..": "since 2023",
    "2023/": "since 2023 (end unknown)",
    "2024-08-06/..": "since 6 August 2024",
    "2024~/..": "since about 2024",
    "../2024": "by the end of 2024 (open start)",
    "/2024": "by the end of 2024 (start unknown)",
    "../2024-03": "by the end of March 2024 (open start)",
    "../2024-03-05": "by 5 March 2024 (open start)",
    "../2024~": "by about 2024 (open start)",
    "../..": "start and end not given",
    "2024-21": "spring 2024",
    "2024-22": "summer 2024",
    "2024-23": "autumn 2024",
    "2024-24": "winter 2024–25",
    "1999-24": "winter 1999–00",
    "2024-01-31": "31 January 2024",
    "2024-02-29": "29 February 2024",
    "2024-03-31": "31 March 2024",
    "2024-04-30": "30 April 2024",
    "2024-05-31": "31 May 2024",
    "2024-06-30": "30 June 2024",
    "2024-07-31": "31 July 2024",
    "2024-08-31": "31 August 2024",
    "2024-09-30": "30 September 2024",
    "2024-10-31": "31 October 2024",
    "2024-11-30": "30 November 2024",
    "2024-12-31": "31 December 2024",
    "0999": "999 CE",
    "1000": "1000",
    "-0001": "2 BCE",
    "9999-12-31": "31 December 9999",
    "2024-03-05/2025-03-05": "5 March 2024 – 5 March 2025",
    "2024-03-05/2024-04-05": "5 March – 5 April 2024",
    "2024-03/2025-03": "March 2024 – March 2025",
    "-0044/-0043": "45 BCE – 44 BCE",
    "2024-03?/2024-03-05": "March 2024 (uncertain) – 5 March 2024",
    "2024~/2025?": "about 2024 – 2025 (uncertain)",
    "2024%/2025%": "about 2024–2025 (uncertain)",
    "0043-24": "winter 43 CE",
    "2024-26": "summer 2024 (northern)",
    "2024-27": "autumn 2024 (northern)",
    "2024-28": "winter 2024–25 (northern)",
    "2009-28": "winter 2009–10 (northern)",
    "2024-31": "autumn 2024 (southern)",
    "2024-32": "winter 2024 (southern)",
    "2024-34": "2nd quarter of 2024",
    "2024-35": "3rd quarter of 2024",
    "2024-37": "1st third of 2024",
    "2024-38": "2nd third of 2024",
    "2024-40": "1st half of 2024",
    "../-0043": "by the end of 44 BCE (open start)",
    "1985-XX-15/..": "since 15 January 1985",
    "../1985-XX-15": "by 15 December 1985",
    "1985-XX-15/1986": "between 15 January 1985 and 31 December 1986",
    "1985/1986-XX-15": "between 1 January 1985 and 15 December 1986",
    "[1985-XX-15,1986]": "between 15 January 1985 and 31 December 1986",
    "{1985-XX-15}": "between 15 January 1985 and 15 December 1985",
    "-01XX": "between 1 January 200 BCE and 31 December 101 BCE",
    "19X1": "between 1 January 1901 and 31 December 1991",
    "0XXX": "between 1 January 1 BCE and 31 December 999 CE",
    "1985-X2-30": "30 December 1985",
    "1985-1X-05": "between 5 October 1985 and 5 December 1985",
    "1985-1X-XX": "between 1 October 1985 and 31 December 1985",
    "1985-04-1X": "between 10 April 1985 and 19 April 1985",
    "2024-12-XX~": "about December 2024, day unknown",
    "Y12345": "year 12345",
    "Y-12345": "year -12345",
    "Y1E5": "year 100000",
    "Y171010000S3": "about year 171010000",
    "1950S2?": "about 1950 (uncertain)",
    "2024-03-05T14:30-05:00": "5 March 2024, 14:30 UTC-05:00",
    "2024-03-05T14:30:05.25Z": "5 March 2024, 14:30:05 UTC",
    "2024-03-05T14:30:05,123456789": "5 March 2024, 14:30:05",
    "2024-03-05T14:30+02": "5 March 2024, 14:30 UTC+02",
    "2024-03-05T14:30+0200": "5 March 2024, 14:30 UTC+0200",
    "2024-03~/2024-05~-06": "about March 2024 – about 6 May 2024",
    "201X/2024": "2010–2019 – 2024",
    "2001/201X": "2001 – 2010–2019",
    "01XX": "between 1 January 100 CE and 31 December 199 CE",
    "201X-03": "between 1 March 2010 and 31 March 2019",
    "201X-24": "between 1 December 2010 and 29 February 2020",
    "1985-XX-15~": "between 15 January 1984 and 15 December 1986",
    "XX1X": "between 1 January 10 CE and 31 December 9919",
    "X9XX": "between 1 January 900 CE and 31 December 9999",
    "Y1E05": "year 100000",
    "Y171010000S12": "about year 171010000",
    "Y12345~": "about year 12345",
    "Y12345%": "about year 12345 (uncertain)",
    "?2024-03-05": "5 March 2024 (uncertain)",
    "%2024": "about 2024 (uncertain)",
    "2024-~03": "about March 2024",
    "2024-03-~05": "about 5 March 2024",
    "2024-03-05%": "about 5 March 2024 (uncertain)",
    "2024?-03": "March 2024 (uncertain)",
    "2024-03~-05": "about 5 March 2024",
    "2024S1": "about 2024",
    "{2024,2025}": "all of 2024, 2025",
    "[2024..]": "since 2024",
    "0999/1000": "999 CE – 1000",
    "2024-03-05T14Z": "5 March 2024, 14:00 UTC",
    "2024-03-05T00:00:00": "5 March 2024, 00:00:00",
    "[..1984,1986..]": "one of by the end of 1984 (open start), since 1986",
    "[2024-03-05,2024-03-07..2024-03-09]": "one of 5 March 2024, 7–9 March 2024",
    "2024-25": "spring 2024 (northern)",
    "2024-29": "spring 2024 (southern)",
    "2024-30": "summer 2024–25 (southern)",
    "2024-33": "1st quarter of 2024",
    "2024-36": "4th quarter of 2024",
    "2024-39": "3rd third of 2024",
    "2024-41": "2nd half of 2024",
    "2024-21/2024-22": "spring–summer 2024",
    "201X": "2010–2019",
    "19XX": "1900–1999",
    "1XXX": "1000–1999",
    "2004-XX": "2004, month unknown",
    "1985-04-XX": "April 1985, day unknown",
    "1985-XX-XX": "1985, day unknown",
    "201X~": "about 2010–2019",
    "XXXX-12-XX": "between 1 December 1 BCE and 31 December 9999",
    "1560-XX-25": "between 25 January 1560 and 25 December 1560",
    "Y170000002": "year 170000002",
    "Y-17E7": "year -170000000",
    "1950S2": "about 1950",
    "-1950S2": "about 1951 BCE",
    "[1667,1668,1670..1672]": "one of 1667, 1668, 1670–1672",
    "[1984]": "1984",
    "{1960,1961-12}": "all of 1960, December 1961",
    "[..1984]": "by the end of 1984 (open start)",
    "[1984-12..]": "since December 1984",
    "2024-03-05T14": "5 March 2024, 14:00",
    "2024-03-05T14:30": "5 March 2024, 14:30",
    "2024-03-05T14:30Z": "5 March 2024, 14:30 UTC",
    "2024-03-05T14:30:05+02:00": "5 March 2024, 14:30:05 UTC+02:00",
    "": "undated",
}

_SEED = 20240305
_SPAN = 40
_EVENTS = 60
_WINDOWS = 6
_OPEN_WINDOWS = 12


def build_cases() -> dict[str, Any]:
    """Return all cases; they are the same on every run."""
    return {
        "words": [_word_case(text, words) for text, words in WORDS.items()],
        "windows": _window_cases(random.Random(_SEED)),  # noqa: S311
        "days": _day_cases(random.Random(_SEED)),  # noqa: S311
    }


def _word_case(text: str, words: str) -> dict[str, Any]:
    first, last = OPEN_END_DAY, OPEN_START_DAY
    if text:
        span = TimeSpan.parse(text)
        first = OPEN_START_DAY if span.first_day is None else span.first_day
        last = OPEN_END_DAY if span.last_day is None else span.last_day
    return {"when": text, "firstDay": first, "lastDay": last, "words": words}


def _window_cases(rng: random.Random) -> list[dict[str, Any]]:
    """Return events near windows, with what each window shows, found day by day."""
    cases = []
    for number in range(_EVENTS):
        event = _made_event(rng, number)
        for _ in range(_WINDOWS):
            window = sorted(rng.randint(-_SPAN - 3, _SPAN + 3) for _ in range(2))
            cases.append(_window_case(event, (window[0], window[1])))
        if number < _OPEN_WINDOWS:
            start, end = max(event.first, -_SPAN), min(event.last, _SPAN)
            windows = [(OPEN_START_DAY, OPEN_END_DAY), (OPEN_START_DAY, end), (start, OPEN_END_DAY)]
            cases += [_window_case(event, window) for window in windows]
    return cases


class _Event(NamedTuple):
    """It began on a day from ``first`` to ``begun``, and ended from ``lasting`` to ``last``."""

    first: int
    begun: int
    lasting: int
    last: int


def _made_event(rng: random.Random, number: int) -> _Event:
    start, end = sorted(rng.randint(-_SPAN, _SPAN) for _ in range(2))
    if number % 4 == 3:
        end = start
    if number % 11 == 1:
        return _Event(OPEN_END_DAY, OPEN_END_DAY, OPEN_START_DAY, OPEN_START_DAY)
    begun, lasting = (
        (start, end),
        (end, start),
        (rng.randint(start, end), rng.randint(start, end)),
    )[number % 3]
    first, last = start, end
    if number % 5 == 0:
        first, lasting = OPEN_START_DAY, OPEN_START_DAY
        begun = end
    if number % 7 == 0:
        last, lasting = OPEN_END_DAY, OPEN_END_DAY if number % 5 else lasting
    return _Event(first, begun, lasting, last)


#: No end that is given lies so far away, so open ones reach no farther.
_FAR = 100


def _window_case(event: _Event, window: tuple[int, int]) -> dict[str, Any]:
    """Return one case; its class is found by trying all days on which it may begin and end."""
    first, begun, lasting, last = event
    days = set(range(max(window[0], -_FAR), min(window[1], _FAR) + 1))
    covered = set(range(max(first, -_FAR), min(last, _FAR) + 1))
    if first > last:
        found = "undated"
    elif not covered & days:
        found = "outside"
    elif covered <= days and first != OPEN_START_DAY and last != OPEN_END_DAY:
        found = "inside"
    else:
        starts = range(max(first, -_FAR), min(begun, _FAR) + 1)
        ends = range(min(max(lasting, -_FAR), _FAR), min(last, _FAR) + 1)
        possible = [(a, b) for a in starts for b in ends if a <= b]
        is_certain = all(days & {*range(a, b + 1)} for a, b in possible)
        found = "spanning" if is_certain else "possible"
    return {**event._asdict(), "from": window[0], "to": window[1], "class": found}


def _day_cases(rng: random.Random) -> list[dict[str, Any]]:
    days = [date(1, 1, 1), date(1900, 2, 28), date(1970, 1, 1), date(2000, 2, 29), date.max]
    days += [date.fromordinal(rng.randint(1, date.max.toordinal())) for _ in range(60)]
    epoch = date(1970, 1, 1).toordinal()
    return [{"text": day.isoformat(), "day": day.toordinal() - epoch} for day in days]


def format_cases() -> str:
    """Return the cases as file content, one case per line."""
    groups = [
        f'  "{name}": [\n    '
        + ",\n    ".join(json.dumps(case, ensure_ascii=False) for case in cases)
        + "\n  ]"
        for name, cases in build_cases().items()
    ]
    return "{\n" + ",\n".join(groups) + "\n}\n"


if __name__ == "__main__":
    PATH.write_text(format_cases(), encoding="utf-8")
