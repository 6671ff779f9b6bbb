"""Pictures on the card: shown on request, behind a sentence if graphic, with no requests."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

import dateline
from axe import violations
from dateline.media_settings import MediaSettings
from dateline.settings import OutputSettings, Settings
from made_pictures import picture, write_picture
from pages import PHONE, OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

HOSTILE = "</script><img src=x onerror=alert(1)>\"'><b>"
LONG = "x" * 400
EVENTS = [
    {
        "event_id": "field",
        "title": "A field",
        "where": "Sumy, Ukraine",
        "media": [
            {
                "url": "https://example.org/field.jpg",
                "file": "field.png",
                "caption": "The field after the attack",
                "alt": "Smoke over a field",
                "credit": "A photographer",
            },
            {"url": "https://example.org/film.mp4", "caption": "A film", "credit": "Somebody"},
            {"file": "street.png"},
        ],
    },
    {
        "event_id": "graphic",
        "title": "A street",
        "where": "Kursk, Russia",
        "graphic": True,
        "media": [{"file": "street.png", "caption": "The street"}],
    },
    {
        "event_id": "hostile",
        "title": "Words of an attacker",
        "where": "Rylsk",
        "media": [
            {
                "file": "field.png",
                "caption": HOSTILE + LONG,
                "alt": HOSTILE,
                "credit": HOSTILE + LONG,
                "url": f"https://example.org/{LONG}",
            }
        ],
    },
    {
        "event_id": "missing",
        "title": "A picture that is missing",
        "where": "Sudzha",
        "media": [{"file": "none.png"}],
    },
]


def write(folder: Path, *, split_above_mb: int = 200) -> Path:
    """Build a project with pictures, and return its page."""
    write_picture(folder / "events" / "field.png", picture(600, 400))
    write_picture(folder / "events" / "street.png", picture(200, 300))
    (folder / "events" / "a.json").write_text(json.dumps(EVENTS), encoding="utf-8")
    output = OutputSettings(exports=(), split_above_mb=split_above_mb)
    settings = Settings(root=folder, media=MediaSettings(embed=True), output=output)
    return dateline.build([folder / "events"], settings).outputs[0].path


@pytest.fixture(scope="module")
def pictures_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("pictures"))


def card_of(page: Page) -> Locator:
    card = page.locator("#card")
    expect(card).to_be_visible()
    return card


def is_decoded(image: Locator) -> None:
    """Expect that a picture is really shown, in its own proportions."""
    expect(image).to_be_visible()
    width, height, right, edge = image.evaluate(
        "async image => { await image.decode(); const box = image.getBoundingClientRect();"
        " return [image.naturalWidth, image.naturalHeight, box.right,"
        " image.closest('#card')?.getBoundingClientRect().right ?? innerWidth] }"
    )
    assert width > 0
    assert height > 0
    assert right <= edge


def test_a_reader_looks_at_a_picture(open_page: OpenPage, pictures_page: Path) -> None:
    """The card opens without pictures; a button shows one, with alt text, credit and link."""
    page = open_page(pictures_page)
    page.get_by_role("button", name="A field").click()
    card = card_of(page)
    first = card.get_by_role("figure").first
    expect(first).to_contain_text("The field after the attack")
    expect(first).to_contain_text("Credit: A photographer")
    link = first.get_by_role("link", name="From example.org")
    expect(link).to_have_attribute("href", "https://example.org/field.jpg")
    expect(card.locator("img")).to_have_count(0)
    show = first.get_by_role("button", name="Show picture")
    expect(show).to_have_attribute("aria-expanded", "false")
    expect(show).to_have_accessible_description(re.compile("The field after the attack"))
    show.click()
    is_decoded(first.get_by_role("img", name="Smoke over a field"))
    hide = first.get_by_role("button", name="Hide picture")
    expect(hide).to_be_focused()
    expect(hide).to_have_attribute("aria-expanded", "true")
    hide.click()
    expect(card.locator("img")).to_have_count(0)


def test_other_media_stay_links(open_page: OpenPage, pictures_page: Path) -> None:
    """A film is a link as before; a picture without words says that it has none."""
    card = card_of(open_page(pictures_page, fragment="#event=field"))
    expect(card.get_by_role("link", name="A film · Somebody")).to_be_visible()
    third = card.locator(".media > li").nth(2)
    third.get_by_role("button", name="Show picture").click()
    is_decoded(third.get_by_role("img", name="Picture without a description"))


def test_a_graphic_picture_says_so_first(open_page: OpenPage, pictures_page: Path) -> None:
    """The sentence stands before the button, and opening the card anew hides the picture."""
    page = open_page(pictures_page, fragment="#event=graphic")
    card = card_of(page)
    figure = card.get_by_role("figure")
    expect(figure).to_contain_text(re.compile(r"^This picture may be graphic\.\s*Show picture"))
    show = figure.get_by_role("button", name="Show picture")
    expect(show).to_have_accessible_description(re.compile("^This picture may be graphic"))
    show.click()
    is_decoded(figure.get_by_role("img", name="The street"))
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    page.get_by_role("button", name="A street").click()
    expect(card).to_contain_text("This picture may be graphic.")
    expect(card.locator("img")).to_have_count(0)


def test_a_picture_is_enlarged_with_the_keyboard(open_page: OpenPage, pictures_page: Path) -> None:
    """Enter shows and enlarges it; Escape closes the large picture and leaves the card open."""
    page = open_page(pictures_page, fragment="#event=field")
    card = card_of(page)
    card.get_by_role("button", name="Show picture").first.focus()
    page.keyboard.press("Enter")
    is_decoded(card.locator("img"))
    page.keyboard.press("Tab")
    enlarge = card.get_by_role("button", name="Enlarge")
    expect(enlarge).to_be_focused()
    page.keyboard.press("Enter")
    large = page.get_by_role("dialog", name="Smoke over a field")
    is_decoded(large.get_by_role("img"))
    expect(large.get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("Escape")
    expect(large).to_have_count(0)
    expect(card).to_be_visible()
    expect(enlarge).to_be_focused()


@pytest.mark.parametrize("viewport", [PHONE, {"width": 320, "height": 640}])
def test_hostile_captions_are_text_and_fit(
    open_page: OpenPage, pictures_page: Path, viewport: dict[str, int]
) -> None:
    """Markup in captions, credits and alt texts is shown as it is, and wraps in the card."""
    page = open_page(pictures_page, fragment="#event=hostile", viewport=viewport)
    card = card_of(page)
    expect(card.locator("figcaption")).to_contain_text(HOSTILE)
    card.get_by_role("button", name="Show picture").click()
    image = card.locator("img")
    is_decoded(image)
    expect(image).to_have_attribute("alt", HOSTILE)
    assert card.evaluate("card => card.scrollWidth <= card.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_picture_that_the_build_did_not_find_is_not_promised(
    open_page: OpenPage, pictures_page: Path
) -> None:
    """There is no button, and no empty heading, for a picture that is not in the page."""
    card = card_of(open_page(pictures_page, fragment="#event=missing"))
    expect(card.get_by_role("heading", name="A picture that is missing")).to_be_visible()
    expect(card.get_by_role("button", name="Show picture")).to_have_count(0)
    expect(card.get_by_role("heading", name="Media")).to_have_count(0)


def test_a_split_page_reads_a_picture_when_it_is_shown(open_page: OpenPage, tmp_path: Path) -> None:
    """The picture is a file next to the page; if it is gone, the card says so."""
    path = write(tmp_path, split_above_mb=0)
    page = open_page(path, fragment="#event=field")
    card_of(page).get_by_role("button", name="Show picture").first.click()
    is_decoded(page.locator("#card img"))
    page.close()
    for file in path.parent.glob("text/*.js"):
        if "image/webp" in file.read_text(encoding="ascii"):
            file.unlink()
    page = open_page(path, fragment="#event=field", is_faulty=True)
    card_of(page).get_by_role("button", name="Show picture").first.click()
    expect(page.locator("#card").get_by_role("alert")).to_have_text("Could not show this picture.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pictures_of_a_card_are_accessible(
    open_page: OpenPage, pictures_page: Path, scheme: str
) -> None:
    """Axe finds nothing in a card with hidden, shown, graphic and enlarged pictures."""
    page = open_page(pictures_page, fragment="#event=graphic", viewport=PHONE, color_scheme=scheme)
    card = card_of(page)
    expect(card.get_by_role("button", name="Show picture")).to_be_visible()
    assert [] == violations(page)
    card.get_by_role("button", name="Show picture").click()
    is_decoded(card.locator("img"))
    assert [] == violations(page)
    card.get_by_role("button", name="Enlarge").click()
    is_decoded(page.locator("dialog img"))
    assert [] == violations(page)


def test_a_folium_map_has_the_pictures(open_page: OpenPage, tmp_path: Path) -> None:
    """A map to which other layers can be added shows them in the same way."""
    write_picture(tmp_path / "field.png")
    media = [{"file": "field.png", "alt": "Smoke over a field"}]
    events = [{"event_id": "a", "title": "A field", "lon": 35, "lat": 51, "media": media}]
    settings = Settings(root=tmp_path, media=MediaSettings(embed=True))
    dateline.folium_map(events, settings).save(tmp_path / "map.html")
    card = card_of(open_page(tmp_path / "map.html", fragment="#event=a"))
    card.get_by_role("button", name="Show picture").click()
    is_decoded(card.get_by_role("img", name="Smoke over a field"))


def test_what_is_shown_is_printed(open_page: OpenPage, pictures_page: Path) -> None:
    """On paper a picture that the reader has shown stands in the card, without buttons."""
    page = open_page(pictures_page, fragment="#event=field")
    card_of(page).get_by_role("button", name="Show picture").first.click()
    is_decoded(page.locator("#card img"))
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    paper = page.locator(".paper .card")
    shown = paper.locator("img")
    expect(shown).to_have_count(1)
    expect(shown).to_be_visible()
    assert shown.evaluate("image => Math.abs(image.width / image.height - 1.5)") < 0.05
    expect(paper).to_contain_text("Credit: A photographer")
    share = "card => card.offsetWidth / card.parentElement.clientWidth"
    assert paper.evaluate(share) > 0.9
    for button in paper.locator(".picture-button").all():
        expect(button).to_be_hidden()


def test_back_leaves_no_picture_behind(open_page: OpenPage, pictures_page: Path) -> None:
    """Back closes the card together with its enlarged picture, and stays on the page."""
    page = open_page(pictures_page)
    page.get_by_role("button", name="A field").click()
    card = card_of(page)
    card.get_by_role("button", name="Show picture").first.click()
    card.get_by_role("button", name="Enlarge").click()
    is_decoded(page.locator("dialog img"))
    page.go_back()
    expect(page.locator("dialog.picture-large")).to_have_count(0)
    expect(card).to_be_hidden()
    expect(page.locator("#events")).to_be_visible()
