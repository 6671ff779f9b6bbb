"""Abbreviations of regions behind a name, as addresses have them."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

import dateline
from dateline.geocoder.region_codes import region_codes


def placed(texts: list[str]) -> list[tuple[object, object]]:
    table = dateline.geocode(texts).table
    return list(zip(table["place_name"], table["country"], strict=True))


def test_an_abbreviation_of_a_region_says_where_a_name_is() -> None:
    """Postal codes of regions are read together with a place that lies in them."""
    expected = {
        "Porto Alegre, RS": ("Porto Alegre", "BR"),
        "Campinas, SP": ("Campinas", "BR"),
        "Belém, PA": ("Belém", "BR"),
        "Pittsburgh, PA": ("Pittsburgh", "US"),
        "Houston, TX 77002": ("Houston", "US"),
        "Vancouver, WA": ("Vancouver", "US"),
        "Vancouver, BC": ("Vancouver", "CA"),
        "Perth, WA": ("Perth", "AU"),
        "Halifax, NS": ("Halifax", "CA"),
        "Stuttgart, BW": ("Stuttgart", "DE"),
        "Guadalajara, Jal.": ("Guadalajara", "MX"),
        "Mumbai, MH": ("Mumbai", "IN"),
        "Bari, BA": ("Bari", "IT"),
        "Zürich, ZH": ("Zürich", "CH"),
        "Durban, KZN": ("Durban", "ZA"),
    }
    assert dict(zip(expected, placed(list(expected)), strict=True)) == expected


def test_an_abbreviation_may_stand_without_a_comma() -> None:
    """A slash, a dash, brackets or a space may stand before the abbreviation."""
    expected = {
        "Sydney NSW": ("Sydney", "AU"),
        "Brisbane QLD 4000": ("Brisbane", "AU"),
        "Salvador/BA": ("Salvador", "BR"),
        "Porto Alegre - RS": ("Porto Alegre", "BR"),
        "Monza (MB)": ("Monza", "IT"),
    }
    assert dict(zip(expected, placed(list(expected)), strict=True)) == expected


@pytest.mark.parametrize("text", ["Stuttgart, RS", "Sydney, RS", "Porto Alegre XX"])
def test_an_abbreviation_of_another_region_invents_nothing(text: str) -> None:
    """A place that is not in the region is not placed there or elsewhere."""
    table, found = dateline.geocode([text])
    assert table["place_name"].isna().all()
    assert [f.code for f in found if f.severity == "error"] == ["place-unknown"]


def test_words_are_no_abbreviations() -> None:
    """Only capitals, or one capital and a few letters, are abbreviations."""
    assert not region_codes("Wa") | region_codes("rs") | region_codes("West")


def test_every_code_is_a_region_of_the_gazetteer() -> None:
    """Each line of the data names a first-level region of its country."""
    path = files("dateline.geocoder") / "region_codes.toml"
    listed = tomllib.loads(path.read_text(encoding="utf-8"))
    regions = dateline.Project().gazetteer.admin1_names()
    codes = {f"{country}.{code}" for country, named in listed.items() for code in named.values()}
    assert not codes - regions.keys()
