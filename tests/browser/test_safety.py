"""Untrusted text stays text, and the page makes no requests."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from dateline.settings import Settings
from pages import OpenPage, write_page
from sample_events import point, table_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ATTACKS = [
    "</script><img src=x onerror=alert(1)>",
    "<!--<script>alert(1)</script>",
    "{{ 7 * 7 }}{% raw %}",
    "'\"><svg/onload=alert(1)>",
    "javascript:alert(1)",
    "\u202eright to left\u2028next line",
    "]]>--></title><iframe srcdoc='<script>alert(1)</script>'>",
]
FIELDS = (
    "title", "description", "layer", "event_type", "sub_event_type", "actor1", "actor2", "where",
    "place_name", "place_kind", "geocode_reason", "geocode_reason_values", "admin1", "country",
    "source_event_id", "time_zone", "reported_at", "origin_file", "confidence",
)  # fmt: skip


def attacked(attack: str) -> list[dict[str, object]]:
    record = dict.fromkeys(
        ("title", "publisher", "url", "archive_url", "kind", "lang", "locator", "quote"), attack
    )
    figure = {"label": attack, "value": 1, "low": None, "high": None, "unit": attack}
    return [
        {
            **dict.fromkeys(FIELDS, attack),
            "event_id": attack,
            "when": attack,
            "date_precision": "undated",
            "tags": (attack,),
            "sources": (record,),
            "figures": (figure,),
            "media": ({"url": attack, "caption": attack},),
            "geocode_alternatives": ({"place_name": attack, "kind": attack, "score": 0.5},),
            **point(35, 51),
        }
    ]


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_that_is_written_runs(open_page: OpenPage, tmp_path: Path, attack: str) -> None:
    """HTML, scripts and template code in any field are shown as text."""
    settings = Settings(title=attack, description=attack, note=attack)
    path = write_page(table_of(attacked(attack)), tmp_path / "map.html", settings)
    page = open_page(path)
    expect(page.get_by_role("heading", level=1)).to_have_text(attack.replace("\u2028", " "))
    page.locator("#events .row").click()
    card = page.get_by_role("complementary")
    expect(card.get_by_role("heading", level=2)).to_be_visible()
    shown = card.get_by_role("heading", level=2).evaluate("node => node.textContent")
    assert shown == attack
    assert 0 == card.locator("a, img, svg[onload], iframe, script").count()
    page.get_by_role("button", name="About", exact=True).click()
    expect(page.get_by_role("dialog")).to_be_visible()


def test_policy_stops_what_is_not_in_the_page(open_page: OpenPage) -> None:
    """The page's policy blocks added markup, scripts, styles and requests."""
    page = open_page(is_faulty=True)
    ran, refused = page.evaluate(
        """async () => {
          const refused = new Set();
          const note = (event) => refused.add(event.effectiveDirective);
          document.addEventListener("securitypolicyviolation", note);
          const attempts = [
            () => document.body.insertAdjacentHTML("beforeend", "<svg onload='window.ran = 1'>"),
            () => document.body.append(Object.assign(document.createElement("script"), {
              src: "https://example.org/x.js" })),
            () => document.body.setAttribute("style", "color: red"),
            () => fetch("https://example.org/"),
            () => document.body.append(Object.assign(new Image(), { src: "https://example.org/" })),
          ];
          for (const attempt of attempts) {
            try { await attempt(); } catch (error) { void error; }
          }
          await new Promise((resolve) => setTimeout(resolve, 50));
          return [window.ran ?? null, [...refused].sort()];
        }"""
    )
    assert ran is None
    assert {"require-trusted-types-for", "connect-src", "img-src", "style-src-attr"} <= set(refused)


def test_page_without_javascript_tells_its_events(open_page: OpenPage) -> None:
    """Without JavaScript the page says so and lists its events in a table."""
    page = open_page(java_script_enabled=False, ready=False)
    expect(page.get_by_text("The map needs JavaScript")).to_be_visible()
    expect(page.get_by_role("row", name="Drone controllers hacked")).to_contain_text("not mapped")
    assert 13 == page.get_by_role("row").count()


@pytest.mark.parametrize("part", ["dateline-header", "dateline-core", "dateline-basemap"])
@pytest.mark.parametrize("kept", [0, 40])
def test_damaged_page_says_so(
    open_page: OpenPage, sample_page: Path, tmp_path: Path, *, part: str, kept: int
) -> None:
    """A page with an empty or truncated part says that it cannot show its events."""
    whole = sample_page.read_text(encoding="utf-8")
    start = whole.index(f'id="{part}">') + len(f'id="{part}">')
    end = whole.index("</script>", start)
    damaged = tmp_path / "map.html"
    damaged.write_text(whole[: start + kept] + whole[end:], encoding="utf-8")
    page = open_page(damaged, ready=False, is_faulty=True)
    expect(page.get_by_role("alert")).to_contain_text("The map could not load its events")
    expect(page.get_by_role("table")).to_be_visible()
