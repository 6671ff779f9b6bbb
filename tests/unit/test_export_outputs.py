"""The requested outputs of a build are checked before anything is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from dateline import pipeline
from dateline.errors import DatelineError, OutputError, SettingsError
from dateline.settings import OutputSettings, Settings


@pytest.mark.parametrize(
    ("output", "error", "said"),
    [
        ({"exports": ("events.geojson", "events.shp")}, OutputError, r"events\.shp"),
        ({"exports": ("",)}, OutputError, "no suffix"),
        ({"exports": (".",)}, OutputError, "no suffix"),
        ({"exports": ("..",)}, OutputError, "no suffix"),
        ({"exports": ("a.csv", "./a.csv")}, SettingsError, 'names "a.csv" 2 times'),
        ({"html": "a.json", "exports": ("a.json",)}, SettingsError, 'names "a.json" 2 times'),
    ],
)
def test_outputs_that_cannot_be_stop_a_build_before_it_writes(
    tmp_path: Path, *, output: dict[str, object], error: type[DatelineError], said: str
) -> None:
    """An unknown suffix or a repeated name is a set-up error with a hint."""
    (tmp_path / "a.yaml").write_text("- {title: A}\n", encoding="utf-8")
    settings = Settings(root=tmp_path, output=OutputSettings(**output))
    with pytest.raises(error, match=said) as refused:
        pipeline.build([tmp_path / "a.yaml"], settings)
    assert refused.value.hint
    assert ["a.yaml"] == [path.name for path in tmp_path.iterdir()]
