"""What the settings say around the map: addresses, previews, logos, forms of dates, frames."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest

from command_line import dateline
from dateline.errors import SettingsError
from dateline.interface import load_words
from dateline.layers import assign_layers
from dateline.page_settings import PageSettings, check_address
from dateline.render import render_page
from dateline.render.logo import MOST_BYTES, logo_address
from dateline.settings import Settings
from dateline.timespan import describe
from page_text import nodes_of, unpacked
from sample_events import table_of

ADDRESS = "https://example.org/maps/kursk.html"


@pytest.mark.parametrize(
    "address",
    ["example.org", "ftp://example.org/a", "https://", "https://a b/", 'https://a"b/', "https://a/#x",
     "javascript:alert(1)", "https://[", 5],
)  # fmt: skip
def test_other_addresses_are_refused(address: object) -> None:
    """An address has http or https and a host, no fragment, and nothing that ends an attribute."""
    with pytest.raises(TypeError):
        check_address(address)


def test_a_preview_needs_an_address() -> None:
    """Services take a picture only from its full address."""
    with pytest.raises(SettingsError, match=r"page\.address"):
        PageSettings(preview=True)


class Metas(HTMLParser):
    """Collects the properties of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "meta" and given.get("property"):
            self.found[str(given["property"])] = str(given["content"])


def page_of(settings: Settings) -> str:
    events, layers = assign_layers(table_of([{"event_id": "a", "title": "A"}]), settings)
    return render_page(events, layers, settings).decode("utf-8")


def test_link_previews_are_described() -> None:
    """With an address the page has Open Graph properties; the picture's address is whole."""
    page = PageSettings(address=ADDRESS, preview=True)
    found = Metas(page_of(Settings(title='A "map"', description="<d>", page=page))).found
    assert found == {
        "og:type": "website",
        "og:title": 'A "map"',
        "og:description": "<d>",
        "og:url": ADDRESS,
        "og:image": "https://example.org/maps/map-preview.png",
    }
    assert Metas(page_of(Settings())).found == {}


def test_a_logo_is_a_small_picture_of_the_project(tmp_path: Path) -> None:
    """Other files, larger ones and those outside the folder are refused, with a hint."""
    inside = tmp_path / "project"
    inside.mkdir()
    png = b"\x89PNG\r\n\x1a\n" + b"0" * 20
    files = {
        "a.png": png,
        "text.png": b"hello",
        "large.png": png + b"0" * MOST_BYTES,
        "riff.webp": b"RIFF0000WAVE",
        "empty.png": b"",
    }
    for name, content in files.items():
        (inside / name).write_bytes(content)
    (tmp_path / "outside.png").write_bytes(png)
    (inside / "link.png").symlink_to(tmp_path / "outside.png")
    good = Settings(root=inside, page=PageSettings(logo=Path("a.png")))
    assert logo_address(good).startswith("data:image/png;base64,iVBOR")
    bad = [
        "text.png",
        "large.png",
        "riff.webp",
        "empty.png",
        "none.png",
        "../outside.png",
        "link.png",
    ]
    for name in [*bad, "."]:
        settings = Settings(root=inside, page=PageSettings(logo=Path(name)))
        with pytest.raises(SettingsError, match=r"page\.logo"):
            logo_address(settings)


@pytest.mark.parametrize(
    ("form", "when", "words"),
    [
        ("month-first", "2024-03-05", "March 5, 2024"),
        ("month-first", "2024-03-05/2024-03-08", "March 5–8, 2024"),
        ("month-first", "2024-03-05/2024-04-08", "March 5 – April 8, 2024"),
        ("month-first", "2024-03", "March 2024"),
        ("iso", "2024-03-05", "2024-03-05"),
        ("iso", "2024-03-05/2024-03-08", "2024-03-05 – 2024-03-08"),
        ("iso", "2024-03-05/2024-04-08", "2024-03-05 – 2024-04-08"),
        ("iso", "2024-03~", "about 2024-03"),
        ("iso", "2024-01/2024-02", "2024-01 – 2024-02"),
        ("iso", "2024/..", "since 2024"),
    ],
)
def test_days_have_the_form_of_the_settings(form: str, when: str, words: str) -> None:
    """The form replaces that of the language, and what is uncertain stays so."""
    assert describe(when, None, None, words=load_words("en", form)) == words


def test_the_form_of_days_is_in_the_page() -> None:
    """The page has the same messages."""
    nodes = nodes_of(page_of(Settings(page=PageSettings(date_format="iso"))))
    assert unpacked(nodes["dateline-own-words"])["date.day"] == "{year}-{mm}-{dd}"
    assert next(iter(json.loads(nodes["dateline-words"])["words"])) == "plain.failed"


def test_the_command_prints_a_frame(tmp_path: Path) -> None:
    """The code has the address of the compact page, the title and a height."""
    (tmp_path / "dateline.toml").write_text(
        f'title = "A \\"map\\" <b>"\n[page]\naddress = "{ADDRESS}"\n', encoding="utf-8"
    )
    ran = dateline("embed", "--height", "400", cwd=tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout == (
        f'<iframe src="{ADDRESS}?embed" title="A &#34;map&#34; &lt;b&gt;" '
        'width="100%" height="400" style="border:0" loading="lazy" '
        'allow="fullscreen; clipboard-write"></iframe>\n'
    )
    other = dateline("embed", "--address", "https://a.example/?x=1", cwd=tmp_path)
    assert 'src="https://a.example/?x=1&amp;embed"' in other.stdout


def test_the_command_needs_an_address(tmp_path: Path) -> None:
    """Without one it says where to write it."""
    ran = dateline("embed", cwd=tmp_path)
    assert ran.returncode == 2
    assert "address under [page]" in ran.stderr
    wrong = dateline("embed", "--address", "here", cwd=tmp_path)
    assert wrong.returncode == 2
    assert "https://example.org/map.html" in wrong.stderr
