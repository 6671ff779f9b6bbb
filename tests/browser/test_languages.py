"""Readers choose the language of the page."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from dateline.interface import load_words
from dateline.map_settings import MapSettings, StyleSettings
from dateline.settings import Settings
from pages import DESKTOP, OpenPage, write_page
from sample_events import point, table_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_a_reader_chooses_a_language_and_keeps_the_state(open_page: OpenPage) -> None:
    """The page opens again in the language, with the same dates and search; a link keeps both."""
    page = open_page(fragment="#undated=1&q=assault")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_label("Language").select_option("ja")
    page.wait_for_function("() => document.documentElement.lang === 'ja'")
    words = load_words("ja")
    expect(page.get_by_label(words.say("list.search_label"))).to_have_value("assault")
    assert "lang=ja" in page.evaluate("location.hash")
    assert "q=assault" in page.evaluate("location.hash")
    expect(page.locator("#open-about")).to_have_text(words.say("panel.about"))
    page.locator("#open-about").click()
    expect(page.locator("#about-title")).to_have_text(words.say("about.title"))


def test_reset_keeps_the_language(open_page: OpenPage) -> None:
    """Resetting the filters is no reason to speak English again."""
    page = open_page(fragment="#lang=zh&undated=0&from=2024-03")
    page.get_by_role("button", name=load_words("zh").say("list.reset")).click()
    page.wait_for_function("() => !location.hash.includes('from')")
    assert "lang=zh" in page.evaluate("location.hash")


def test_unknown_languages_are_ignored(open_page: OpenPage) -> None:
    """A link with a language that the page lacks opens in its own."""
    page = open_page(fragment="#lang=<b>&q=x")
    expect(page.get_by_label("Search events")).to_be_visible()
    page = open_page(fragment="#lang=tlh")
    expect(page.get_by_label("Search events")).to_be_visible()


def test_dates_and_counts_are_said_in_the_language(open_page: OpenPage) -> None:
    """Months, days and numbers are in the order and form of the language."""
    page = open_page(fragment="#lang=ja&from=2024-02&to=2024-03", viewport=DESKTOP)
    expect(page.locator(".when-words")).to_contain_text("2024年2月1日")
    expect(page.locator("#events .month h2").first).to_contain_text("年")


def test_a_language_has_none_of_the_forms_of_another(open_page: OpenPage, tmp_path: Path) -> None:
    """A page in a language with cases that is switched to English has plain English months."""
    rows = [{"event_id": "a", "title": "A", "when": "2024-03-05", **point(1, 2)}]
    days = {"start": "2024-03-05", "end": "2024-03-06", "date_precision": "day"}
    settings = Settings(map=MapSettings(languages=("de", "en")))
    path = write_page(table_of([rows[0] | days]), tmp_path / "map.html", settings)
    page = open_page(path, fragment="#lang=en")
    expect(page.locator(".row-when")).to_have_text("5 March 2024")


@pytest.mark.parametrize("languages", [("ja", "en"), ("en",)])
def test_the_first_of_the_settings_is_spoken(
    open_page: OpenPage, tmp_path: Path, languages: tuple[str, ...]
) -> None:
    """``map.languages`` says which language a page opens in, and which there are."""
    path = write_page(
        table_of([{"event_id": "a", "title": "A", **point(1, 2)}]),
        tmp_path / "map.html",
        Settings(map=MapSettings(languages=languages)),
    )
    page = open_page(path)
    expect(page.locator("html")).to_have_attribute("lang", languages[0])
    expect(page.locator(".language option")).to_have_count(len(languages) if languages[1:] else 0)
    plain = path.read_text(encoding="utf-8")
    assert load_words(languages[0]).say("plain.all_below") in plain


@pytest.mark.parametrize("tag", ["en", "ja"])
def test_a_card_says_why_its_place_was_chosen(open_page: OpenPage, tag: str) -> None:
    """Reasons are said in the language, with names; a sentence of an older export is quoted."""
    words = load_words(tag)
    page = open_page(fragment=f"#lang={tag}&event=kursk")
    kind = words.word_of("kind", "base") or ""
    inside = words.say("reason.in", inside="Russia")
    other = words.say("reason_other.kind", place="Kursk", kind=kind)
    chosen = words.say("reason.over_kind", other=other)
    said = page.get_by_text(inside + words.say("reason_other.between") + chosen, exact=True)
    expect(said).to_be_visible()
    assert said.evaluate("(node) => node.closest('[lang]').lang") == tag
    page = open_page(fragment=f"#lang={tag}&event=dispatch")
    older = page.get_by_text("a great circle between two settlements")
    expect(older).to_have_attribute("lang", "en")


def test_words_of_the_build_are_said_in_the_language(open_page: OpenPage, tmp_path: Path) -> None:
    """Event types, countries, the nearest town and classes of numbers are no English words."""
    fields = {"event_type": "riots", "place_name": "near Sumy", "place_kind": "settlement"}
    rows = [
        {"event_id": f"e{n}", "title": "A", "country": "UA", **fields, "fatalities_best": n}
        | point(34 + n, 51)
        for n in range(6)
    ]
    settings = Settings(style=StyleSettings(colour="fatalities_best"))
    path = write_page(table_of(rows), tmp_path / "map.html", settings)
    page = open_page(path, fragment="#lang=ja&event=e0", viewport=DESKTOP)
    words = load_words("ja")
    card = page.locator("#card")
    expect(card.locator(".card-type")).to_have_text(words.word_of("event_type", "riots") or "")
    expect(card.locator(".facts").first).to_contain_text(words.say("place.near", place="Sumy"))
    expect(card.locator(".placing")).to_contain_text("ウクライナ")
    legend = page.locator("[aria-labelledby=style-colour] li").all_inner_texts()
    assert re.fullmatch(words.say("legend.range", low=r"\d", high="5"), legend[-2])
    assert words.say("legend.missing") == legend[-1]
    header = page.locator("#dateline-header").text_content() or ""
    assert not any("label" in one for one in json.loads(header)["style"]["classes"])


def test_short_months_decline_after_a_day(open_page: OpenPage, tmp_path: Path) -> None:
    """Russian days on the axis say "5 мая", not "5 май"."""
    days = [f"2024-05-0{day}" for day in (4, 5, 6, 7)]
    rows = [
        {
            "event_id": start,
            "title": "A",
            "when": start,
            "start": start,
            "end": end,
            **point(30, 50),
        }
        for start, end in itertools.pairwise(days)
    ]
    path = write_page(table_of(rows), tmp_path / "map.html")
    page = open_page(path, fragment="#lang=ru", viewport=DESKTOP)
    said = page.locator(".axis").inner_text()
    assert "5 мая" in said
    assert "май" not in said
