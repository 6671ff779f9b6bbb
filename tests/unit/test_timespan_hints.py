"""Hints for texts that are not EDTF: they suggest what to write, and never change a date."""

from __future__ import annotations

import contextlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.timespan import TimeSpan, TimeSpanError
from dateline.timespan.hints import hint_for, quote, repair

OFFERS = {
    # exchanged, or finer than what exists
    "2026-19-02": 'write "2026-02-19" if day and month are swapped',
    "2024-25-12": 'write "2024-12-25" if day and month are swapped',
    "2024-02-30": 'write "2024-02" if nothing more is known',
    "2024-03-00": 'write "2024-03" if nothing more is known',
    "2024-00-00": 'write "2024" if nothing more is known',
    # numbers that stand for dates
    "45356": 'write "2024-03-05"',
    "1709650000": 'write "2024-03-05T14:46:40Z"',
    "1709679600": 'write "2024-03-05T23:00:00Z"',
    "1709650000123": 'write "2024-03-05T14:46:40Z"',
    # characters
    " 2024-03-05": 'write "2024-03-05"',
    "2024-03-05\n": 'write "2024-03-05"',
    "2024‑03‑05": 'write "2024-03-05"',
    "２０２４": 'write "2024"',
    "٢٠٢٤-٠٣": 'write "2024-03"',
    '"2024"': 'write "2024"',
    "2012\\2013": 'write "2012/2013"',
    "2024-03-05.": 'write "2024-03-05"',
    "201X,": 'write "201X"',
    "2024.": 'write "2024"',
    "2024~?": 'write "2024%"',
    # spans
    "2023–24": 'write "2023/2024"',
    "2023/24": 'write "2023/2024"',
    "2024-03-05/08": 'write "2024-03-05/2024-03-08"',
    "2024-03-05/04-08": 'write "2024-03-05/2024-04-08"',
    "2025/2024": 'write "2024/2025"',
    "2024-03-15/2024-03": 'write "2024-03-15/2024-03-XX" or "2024-03/2024-03-15"',
    # clock times
    "2024-03-05 14:30": 'write "2024-03-05T14:30"',
    "2024-03-05 14:30:00+02:00": 'write "2024-03-05T14:30:00+02:00"',
    "2024-03-05T9:30": 'write "2024-03-05T09:30"',
    "2024-03-05T14.30": 'write "2024-03-05T14:30"',
    "2024-03-05 14:30 UTC": 'write "2024-03-05T14:30Z"',
    "2024-03-05 14": 'write "2024-03-05T14"',
    "2024-03-05t9:30": 'write "2024-03-05T09:30"',
    "2024-03-05 9:30z": 'write "2024-03-05T09:30Z"',
    "2024-03-05 14:30 GMT": 'write "2024-03-05T14:30Z"',
    "2024-03-05T25:30": 'write "2024-03-05"',
    "2024-12-31T24:00": 'write "2025-01-01T00:00"',
    "2024-03-05T10:00~": 'write "2024-03-05T10:00"',
    "2024-03-05T14:30/2024-03-05T16:30": 'write "2024-03-05"',
    "2024-03-05T14:30Z/2024-03-06T16:30Z": 'write "2024-03-05/2024-03-06"',
    # other standards, older drafts
    "201x": 'write "201X"',
    "19uu": 'write "19XX"',
    "19UU": 'write "19XX"',
    "1950s2": 'write "1950S2"',
    "unknown/2004": 'write "/2004"',
    "2004/open": 'write "2004/.."',
    "2004/present": 'write "2004/.."',
    "2001-21^southernHemisphere": 'write "2001-29"',
    "2001-24^SOUTH": 'write "2001-32"',
    "(2011)-06-04~": 'write "2011-06-04~"',
    "2024-W10": 'write "2024-03-04/2024-03-10"',
    "2024w10": 'write "2024-03-04/2024-03-10"',
    "2023-W01": 'write "2023-01-02/2023-01-08"',
    "2026-W01": 'write "2025-12-29/2026-01-04"',
    "2020-W53": 'write "2020-12-28/2021-01-03"',
    "2024-065": 'write "2024-03-05"',
    "2024-001": 'write "2024-01-01"',
    "2024-366": 'write "2024-12-31"',
    "Y2006": 'write "2006"',
    "y2006": 'write "2006"',
    "-0000": 'write "0000"',
    "12024": 'write "Y12024"',
    "[1667, 1668]": 'write "[1667,1668]"',
}

FORMS = (
    'write a day "2024-03-05", a month "2024-03", a year "2024" or an interval "2024-01/2024-02"'
)


@pytest.mark.parametrize(("text", "hint"), OFFERS.items())
def test_a_habit_of_writing_is_answered(text: str, hint: str | None) -> None:
    """The hint suggests the likely meaning; if there are two, both."""
    assert (hint or f'{FORMS}, or leave "when" out') == hint_for(text)


@pytest.mark.parametrize("text", ["", " ", "-", "?", "--"])
def test_a_text_without_figures_or_letters_may_be_left_out(text: str) -> None:
    """For a text without a letter or figure the hint is to leave the field out."""
    assert hint_for(text) == (
        'leave "when" out: an event without a date is kept and shown as undated'
    )


@pytest.mark.parametrize("text", ["yesterday", "soon", "SEPTEMBER", "99/99/9999", "x" * 30])
def test_a_text_without_a_reading_gets_the_forms_as_hint(text: str) -> None:
    """Without a suggestion, the hint shows how dates are written."""
    assert hint_for(text) == f'{FORMS}, or leave "when" out'


def test_a_sentence_gets_a_hint_where_to_put_words() -> None:
    """A long text is not searched for a date; the hint names the field for words."""
    words = f'{FORMS}; put words in "description"'
    assert hint_for("On 5 March 2024 " * 20) == words
    longest = "2024-03-05".ljust(120)
    assert (hint_for(longest), hint_for(f"{longest} ")) == ('write "2024-03-05"', words)


def test_a_long_text_is_quoted_in_part() -> None:
    """A message quotes the first sixty characters and shows that there were more."""
    assert quote("x" * 61) == '"' + "x" * 60 + '…"'
    assert quote("x" * 60) == '"' + "x" * 60 + '"'


@given(st.one_of(st.sampled_from(sorted(OFFERS)), st.text(max_size=60)))
def test_every_offer_parses(text: str) -> None:
    """Every date that a hint suggests can be read."""
    hint = hint_for(text)
    for offer in re.findall('(?:write|or) "([^"]+)"', hint):
        assert str(TimeSpan.parse(offer)) == offer


@given(st.text(max_size=300))
def test_no_offer_is_the_text_itself(text: str) -> None:
    """A hint never suggests the very text that was refused."""
    with contextlib.suppress(TimeSpanError):
        TimeSpan.parse(text)
        return
    assert f'write "{text}"' not in hint_for(text)


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        (" 2024-03-05", "2024-03-05"),
        ("19uu", "19XX"),
        ("2004/open", "2004/.."),
        ("2024~?", "2024%"),
        ("[1667, 1668]", "[1667,1668]"),
        ("2024-13", ""),
        ("March 2024", ""),
    ],
)
def test_a_slip_in_edtf_is_repaired(text: str, edtf: str) -> None:
    """Spaces, case and older drafts of EDTF have one reading; anything else is not touched."""
    assert edtf == repair(text)
