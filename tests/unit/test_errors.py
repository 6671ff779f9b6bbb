"""Errors: how their messages show text from files."""

from __future__ import annotations

import pytest

from dateline.errors import SettingsError
from dateline.settings import parse_settings


@pytest.mark.parametrize("key", ["a\nb", "\x1b[2J", "\u202eabc", "\u2028", "\ud800"])
def test_an_error_is_one_line_whatever_it_quotes(key: str) -> None:
    """A control character from the settings file is escaped and starts no new line."""
    with pytest.raises(SettingsError) as caught:
        parse_settings({key: 1})
    shown = caught.value.message + caught.value.hint
    assert key not in shown
    assert shown.isprintable()


def test_an_error_quotes_no_more_than_a_part() -> None:
    """A long value or key from the settings file is cut off in the message."""
    for table in ({"title": ["x" * 5000]}, {"x" * 5000: 1}, {"layers": {"x" * 5000: 1}}):
        with pytest.raises(SettingsError) as caught:
            parse_settings(table)
        assert len(str(caught.value)) < 500
