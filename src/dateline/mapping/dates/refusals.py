"""What is said about a text that is not read: what was seen, and what to write instead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from dateline.mapping.dates.eras import calendar_of
from dateline.timespan.hints import hint_for, proposal_for, quote

_FOUR: Final = "write the year with four digits"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a text is not read.

    Attributes:
        reason: A reason of ``parts.Reason``, or ``pattern``.
        detail: More about it, in words.
    """

    reason: str
    detail: str = ""

    def words(self, text: str) -> tuple[str, str]:
        """Return the message and the hint for a text."""
        seen = quote(text)
        if self.reason == "pattern":
            hint = "fix the date, or set read.date_format in dateline.toml to its format"
            return f"{seen}, read as {self.detail}", hint
        if self.reason in _WORDS:
            said, hint = _WORDS[self.reason]
            name, act = calendar_of(text) if self.reason == "calendar" else ("", "")
            if name:
                said, hint = f"it is a date of the {name} calendar", act or hint
            if self.reason == "two-digit-year" and any(map(str.isalpha, text)):
                hint = hint.replace("DD/MM/YY", "d-MMM-yy")
            return f"{seen} is not read as a date: {said}", hint
        if self.reason == "weekday":
            said = self.detail or "the day is another weekday"
            return f"{seen}: {said} is another weekday", "fix the weekday or the date"
        said = (
            self.detail
            or 'expected a date such as "2024-03-05", "5 March 2024" or "2024-01/2024-02"'
        )
        return f"{seen} is not a date: {said}", hint_for(text)

    def meant(self, text: str) -> str:
        """Return what the hint says to write instead, if it says one thing; else nothing."""
        has_other_hint = self.reason in ("pattern", "weekday", *_WORDS)
        return "" if has_other_hint else proposal_for(text)


_WORDS: Final = {
    "two-digit-year": (
        "its year has two digits",
        f'{_FOUR}, or set read.date_format, such as "DD/MM/YY", in dateline.toml',
    ),
    "no-year": ("it has no year", "add the year, or map a column that has it to year"),
    "relative": (
        "it counts from a day that is not known",
        "give reported_at, set read.reference_date in dateline.toml, or write the day itself",
    ),
    "too-vague": (
        "it does not say when",
        'write a day, a month or a year, or a span such as "2024-01/2024-03"',
    ),
    "calendar": (
        "its calendar is not the Gregorian one, or is not said",
        'write the Gregorian date, such as "2024-03-05"',
    ),
    "fiscal": (
        "it is a financial year, which begins in another month elsewhere",
        'write its months, such as "2023-07/2024-06"',
    ),
    "sheet-day": (
        "it looks like the day number of a spreadsheet, which counts from 1900 or from 1904",
        "format the column as a date in the spreadsheet and save it again",
    ),
    "number": (
        "a number alone can count seconds, milliseconds or days",
        'write a date, or call the column "timestamp_s" or "timestamp_ms" if that is what it is',
    ),
}
