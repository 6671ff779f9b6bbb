"""The words of a date are kept: in ``when_text``, in exports, and when these are read again."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from dateline.errors import SettingsError
from dateline.normalise import normalise
from dateline.settings import ReadSettings, Settings, read_settings


def events(settings: Settings | None = None, **columns: list[str | None]) -> pd.DataFrame:
    raw = pd.DataFrame({"title": ["A"] * len(next(iter(columns.values()))), **columns}, dtype="str")
    return normalise(raw, settings or Settings())[0]


def present(column: pd.Series) -> list[str | None]:
    return [None if pd.isna(text) else text for text in column]


def test_words_are_kept_where_they_are_not_edtf() -> None:
    """Dates in other forms and words for no date are kept; EDTF and refused texts are not."""
    table = events(when=["7 June 2024", "2024-06-07", "unknown", "no date at all", None])
    assert ["2024-06-07", "2024-06-07", None, None, None] == present(table["when"])
    assert ["7 June 2024", None, "unknown", None, None] == present(table["when_text"])
    assert [None, None, None, "no date at all", None] == present(table["given_when"])


def test_given_words_come_first() -> None:
    """An export that is read again keeps the words that it was made from."""
    table = events(when=["2024-06-07", "8 June 2024"], when_text=["7 June 2024", "Saturday"])
    assert ["7 June 2024", "Saturday"] == present(table["when_text"])


def test_relative_dates_count_from_the_report_of_each_event() -> None:
    """The same word is another day for events that were reported on other days."""
    table = events(
        when=["yesterday", "yesterday", "yesterday"],
        reported_at=["2024-03-05", "1 May 2024", None],
    )
    assert ["2024-03-04", "2024-04-30", None] == present(table["when"])


def test_relative_dates_count_from_the_declared_day() -> None:
    """Without ``reported_at``, the setting gives the day."""
    settings = Settings(read=ReadSettings(reference_date="2024-03-05"))
    assert ["2024-03-04"] == present(events(settings, when=["yesterday"])["when"])


def test_a_year_column_is_compared() -> None:
    """A date in another year than its year column is refused, unless the column means another."""
    dates = ["0025-09-13", "2025-09-14", "2025-09-15"]
    assert [None, *dates[1:]] == present(events(when=dates, year=["2025"] * 3)["when"])
    assert dates == present(events(when=dates, year=["1999"] * 3)["when"])


@pytest.mark.parametrize("date_format", ["dd/MM/QQ", "'x'"])
def test_a_pattern_that_is_none_is_a_wrong_setting(date_format: str, tmp_path: Path) -> None:
    """A pattern with letters that mean nothing stops with an error that names the setting."""
    path = tmp_path / "dateline.toml"
    path.write_text(f'[read]\ndate_format = "{date_format}"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match=r"read\.date_format"):
        read_settings(path)


def test_a_declared_form_comes_before_edtf() -> None:
    """A pattern that reads a plain day as another day is believed; others leave EDTF alone."""
    for date_format, day in (("yyyy-dd-MM", "2024-05-03"), ("dd-MM-yyyy", "2024-03-05")):
        settings = Settings(read=ReadSettings(date_format=date_format))
        assert [day] == present(events(settings, when=["2024-03-05"])["when"])
