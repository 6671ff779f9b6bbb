"""Escaping in the page: any text is text, and data can't become script, style or policy."""

from __future__ import annotations

import hashlib
import json
import re
from base64 import b64encode
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import geopandas as gpd
import orjson
import pandas as pd
import pytest

from awkward import AWKWARD
from dateline.diagnostics import finding
from dateline.errors import SettingsError
from dateline.layers import assign_layers
from dateline.map_settings import MapSettings
from dateline.one_line import one_line
from dateline.render import render_page, render_site
from dateline.render.document import NUMBERS
from dateline.render.payload import to_safe_json
from dateline.render.plain import PLAIN_EVENTS
from dateline.settings import OutputSettings, Settings
from sample_events import table_of

#: What browsers replace or drop: parsers differ from `html.parser` in these only.
READABLE = [text for text in AWKWARD if not re.search("[\0\r\x80-\x9f]", text)]


class Reader(HTMLParser):
    """Collects the texts of table cells, and the content of each script and style."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.attributes: list[tuple[str, dict[str, str | None]]] = []
        self.content: list[str] = []
        self._is_open = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes.append((tag, dict(attrs)))
        self.content.append("")
        self._is_open = True

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - as the base class has it
        self._is_open = False

    def handle_data(self, data: str) -> None:
        if self._is_open:
            self.content[-1] += data

    def texts(self, tag: str) -> list[str]:
        pairs = zip(self.attributes, self.content, strict=True)
        return [content for (name, _), content in pairs if name == tag]

    def named(self, name: str) -> str:
        pairs = zip(self.attributes, self.content, strict=True)
        return next(content for (_, attrs), content in pairs if attrs.get("id") == name)


def read(gdf: gpd.GeoDataFrame, settings: Settings, **more: Any) -> Reader:
    styled, layers = assign_layers(gdf, settings)
    return Reader(render_page(styled, layers, settings, **more).decode("utf-8"))


@pytest.fixture(scope="module", autouse=True)
def no_basemap() -> Iterator[None]:
    """Leave out the base map, which has no text in it and takes most of the time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dateline.render.page_basemap.pick_basemap", lambda *_, **__: b"")
        yield


@pytest.fixture(scope="module")
def events() -> gpd.GeoDataFrame:
    rows = [
        {"event_id": f"{n:03}", "title": text, "when": text, "where": text, "status": text,
         "layer": text, "description": text}
        for n, text in enumerate(READABLE)
    ]  # fmt: skip
    return table_of(rows[:PLAIN_EVENTS])


@pytest.fixture
def page(events: gpd.GeoDataFrame) -> Reader:
    whole = "".join(READABLE)
    settings = Settings(
        title=whole,
        description=whole,
        note=whole,
        language='x"><b>&',
        output=OutputSettings(show_findings=True),
    )
    return read(
        events,
        settings,
        diagnostics=[finding("place-unknown", f'"{whole.replace(chr(34), "")}"', file=whole)],
    )


def test_any_text_is_text_in_the_table(page: Reader) -> None:
    """Title, place and status of each event are shown as they are."""
    cells = page.texts("td")
    assert [cells[n + 2 : n + 5] for n in range(0, len(cells), 7)] == [
        [text, f"{text} (not mapped)", f"{text[:1].upper()}{text[1:]} · Verification not stated"]
        for text in READABLE[:PLAIN_EVENTS]
    ]


def test_any_text_is_text_around_the_map(page: Reader) -> None:
    """Title, description, note and language of the settings are texts and attributes."""
    whole = "".join(READABLE)
    assert [whole] == page.texts("title")
    assert [whole, whole] == page.texts("h1")
    assert 4 == sum(whole in text for tag in ("p", "span") for text in page.texts(tag))
    languages = [attrs["lang"] for tag, attrs in page.attributes if "lang" in attrs]
    assert languages[0] == "en"
    assert set(languages[1:]) == {'x"><b>&'}
    assert "b" not in [tag for tag, _ in page.attributes]


def test_the_data_of_a_page_is_json_that_holds_any_text(page: Reader) -> None:
    """The page's own data has every text as it was, in a script element that does not run."""
    whole = "".join(READABLE)
    header = json.loads(page.named("dateline-header"))
    found = header["page"]
    assert (whole, whole, whole, 'x"><b>&') == (
        found["title"],
        found["description"],
        found["note"],
        found["language"],
    )
    quoted = one_line(whole.replace('"', ""))
    assert [("place-unknown", [quoted])] == [(f["code"], f["values"]) for f in found["findings"]]
    kinds = [attrs.get("type") for tag, attrs in page.attributes if tag == "script"]
    assert {None, "application/json", "text/plain"} == set(kinds)


def test_nothing_but_our_own_programs_may_run(page: Reader) -> None:
    """The policy has the hash of each script that runs and of each style, and nothing else."""
    pairs = list(zip(page.attributes, page.content, strict=True))
    (policy,) = [attrs["content"] for _, attrs in page.attributes if "http-equiv" in attrs]
    hashes = {
        kind: " ".join(
            f"'sha256-{b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"
            for (tag, attrs), content in pairs
            if tag == kind and "type" not in attrs
        )
        for kind in ("script", "style")
    }
    assert policy == (
        f"default-src 'none'; script-src {hashes['script']}; style-src {hashes['style']}; "
        "img-src data:; connect-src 'none'; worker-src blob:; base-uri 'none'; "
        "form-action 'none'; require-trusted-types-for 'script'; trusted-types default"
    )
    assert 2 == len(
        [attrs for _, attrs in page.attributes if "charset" in attrs or "http-equiv" in attrs]
    )
    assert page.attributes[2][1] == {"charset": "utf-8"}
    assert "http-equiv" in page.attributes[3][1]


def test_a_split_page_may_run_the_scripts_beside_it_and_no_others(
    events: gpd.GeoDataFrame,
) -> None:
    """The policy of a split page allows scripts of its own place, which a whole page does not."""
    settings = Settings(output=OutputSettings(split_above_mb=0.001))
    styled, layers = assign_layers(events, settings)
    site = render_site(styled, layers, settings)
    found = Reader(site.page.decode("utf-8"))
    (policy,) = [attrs["content"] for _, attrs in found.attributes if "http-equiv" in attrs]
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src "))
    assert ["'self'", "file:"] == scripts.split()[-2:]
    assert site.texts
    assert READABLE[0] == found.texts("td")[2]


def test_programs_and_styles_end_where_they_end(page: Reader) -> None:
    """No script or style holds what ends it or starts a comment."""
    for (tag, attrs), content in zip(page.attributes, page.content, strict=True):
        if tag == "script" and "type" not in attrs:
            assert not re.search("</script|<!--|<script", content, re.IGNORECASE)
            assert len(content) > 20
        if tag == "style":
            assert "</" not in content
            assert "{" in content


def test_what_would_end_a_program_or_style_is_escaped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ends of elements in our own programs and styles are escaped, in any case."""
    assets = {
        "page.js": b" a = '</script><!--<script</SCRIPT><Script></p>'; ",
        "page.css": b" a { content: '</style></STYLE>' } ",
        **dict.fromkeys(NUMBERS, b" "),
    }
    for module in ("page", "assets"):
        monkeypatch.setattr(f"dateline.render.{module}.read_asset", assets.__getitem__)
    found = read(table_of([{"event_id": "a", "title": "A"}]), Settings())
    pairs = zip(found.attributes, found.content, strict=True)
    running = [content for (tag, attrs), content in pairs if tag == "script" and not attrs]
    program = r"a = '\x3c/script>\x3c!--\x3cscript\x3c/SCRIPT>\x3cScript></p>';"
    style = r"a { content: '<\/style><\/STYLE>' }"
    assert program in [content.strip() for content in running]
    assert style in [content.strip() for content in found.texts("style")]


def test_a_page_is_whole(events: gpd.GeoDataFrame) -> None:
    """The data stands where it belongs, once, and the page ends where HTML ends."""
    styled, layers = assign_layers(events, Settings())
    html = render_page(styled, layers, Settings()).decode("utf-8")
    assert ("<!-- columns -->" in html, "<!-- texts -->" in html) == (False, False)
    assert html.rstrip().endswith("</html>")
    for name in ("header", "core", "basemap", "ids", "text-0"):
        assert 1 == html.count(f' id="dateline-{name}">')


def test_a_part_that_is_not_given_leaves_no_gap(events: gpd.GeoDataFrame) -> None:
    """Without a description and a note, the page goes on right after its title."""
    styled, layers = assign_layers(events, Settings())
    html = render_page(styled, layers, Settings()).decode("utf-8")
    assert re.search('<h1 dir="auto" lang="en">[^<]*</h1>\n {4}</div>\n', html)


def test_what_is_missing_is_said_in_the_table() -> None:
    """An event without title, date, place or status says so; a place name comes before `where`."""
    rows = [
        {"event_id": "b", "title": None},
        {"event_id": "a", "title": "A", "place_name": "Kyiv", "where": "Kiev", "when": "2024",
         "start": pd.Timestamp("2024-01-01"), "end": pd.Timestamp("2025-01-01")},
        {"event_id": "c", "title": "C", "where": "Sumy", "when": "2023", "status": "confirmed",
         "start": pd.Timestamp("2023-01-01"), "end": pd.Timestamp("2024-01-01")},
    ]  # fmt: skip
    cells = read(table_of(rows), Settings()).texts("td")
    missing = "Status not stated · Verification not stated"
    assert [cells[n + 1 : n + 5] for n in (0, 7, 14)] == [
        ["2023", "C", "Sumy (not mapped)", "Confirmed · Verification not stated"],
        ["2024", "A", "Kyiv (not mapped)", missing],
        ["undated", "(no title)", "not mapped", missing],
    ]


def test_credit_is_one_paragraph_with_one_full_stop() -> None:
    """The credit names the tiles first, then borders, sources and software."""
    tiles = MapSettings(tiles="http://t.example:8080/{z}/{x}/{y}.png", tiles_attribution="© <T>.")
    found = read(table_of([{"event_id": "a", "title": "A"}]), Settings(map=tiles))
    assert [text for text in found.texts("p") if "<T>" in text] == ["© <T>. "] * 2
    spans = [text for text in found.texts("span") if text.endswith(".")]
    assert spans == 2 * [
        "Borders: as recognised by the UN General Assembly; disputed areas dashed.",
        "Place names: GeoNames (CC BY 4.0). Base map: Natural Earth (public domain).",
        "Software: Leaflet.",
    ]
    (policy,) = [attrs["content"] for _, attrs in found.attributes if "http-equiv" in attrs]
    assert "; img-src data: http://t.example:8080; " in policy


@pytest.mark.parametrize(
    "tiles",
    ["ftp://a.example/{z}", "//a.example/{z}", "https:///{z}", "https://a b/{z}", "https://a;b/{z}",
     "https://a'b/{z}", "https://*/{z}", "https://a.{s}.example/{z}", "https://u@a.example/{z}",
     "https://a:x/{z}", "data:,{z}"],
)  # fmt: skip
def test_tiles_that_could_widen_the_policy_are_refused(tiles: str) -> None:
    """An address whose host is no plain host name is refused, with what was expected."""
    settings = Settings(map=MapSettings(tiles=tiles, tiles_attribution="X"))
    with pytest.raises(SettingsError) as caught:
        read(table_of([{"event_id": "a", "title": "A"}]), settings)
    assert caught.value.message == (
        f'setting "map.tiles" is "{tiles}", expected an http(s) address such as '
        '"https://tiles.example.org/{z}/{x}/{y}.png"'
    )
    assert caught.value.hint == (
        "fix map.tiles in dateline.toml, or remove it to use the offline base map"
    )


def test_any_text_is_safe_as_key_and_value() -> None:
    """JSON of the page has no character that HTML or JavaScript could misread."""
    for text in AWKWARD:
        encoded = to_safe_json({"a": [text], text: 1, 7: 2})
        assert not set("<>&\u2028\u2029") & set(encoded)
        assert {"a": [text], text: 1, "7": 2} == orjson.loads(encoded)


def test_each_dangerous_character_is_an_escape() -> None:
    """The five characters are written as escapes of four hex digits."""
    assert to_safe_json("<>&\u2028\u2029") == '"\\u003c\\u003e\\u0026\\u2028\\u2029"'
    assert to_safe_json("Xx/'") == '"Xx/\'"'
    assert to_safe_json(pd.Timestamp("2024-03-05")) == '"2024-03-05 00:00:00"'
