"""The page: any events make a page whose scripts no text can end and whose payload is read back."""

from __future__ import annotations

import json
import re
from typing import Any

from hypothesis import given

from any_events import TABLES, table_of_any
from dateline.layers import assign_layers
from dateline.render import render_page
from dateline.render.payload import encode_payload
from dateline.settings import Settings
from exploring import bounded, examples
from node import run_node

TAGS = re.compile(r"<[/!]?[a-zA-Z-]*")


def shell(page: str) -> list[str]:
    """Return the tags of a page that no event can add to: scripts, styles and comments.

    A page with places has one node more, with their other names.
    """
    page = re.sub('<script[^>]*id="dateline-names">[^<]*</script>', "", page)
    return [
        tag for tag in TAGS.findall(page.lower()) if tag.strip("</") in {"script", "style", "!--"}
    ]


@examples(4)
@given(TABLES)
def test_no_text_ends_a_script(events: list[dict[str, Any]]) -> None:
    """A page has the same scripts whatever its events say, and each text node is one node."""
    pages = []
    for rows in (events, [{"title": "An event"} for _ in events]):
        styled, layers = assign_layers(table_of_any(rows), Settings())
        with bounded():
            pages.append(render_page(styled, layers, Settings(), diagnostics=[]).decode())
    assert shell(pages[1]) == shell(pages[0])


@examples(4)
@given(TABLES)
def test_the_payload_is_read_back(events: list[dict[str, Any]]) -> None:
    """The page's own JavaScript finds each event with its id, its title and its date."""
    styled, layers = assign_layers(table_of_any(events), Settings())
    with bounded():
        payload = encode_payload(styled, layers, page={})
    parts = {"header": payload.header, "core": payload.core, "nodes": payload.text_nodes}
    stdin = json.dumps({**parts, "ids": payload.ids})
    ran = run_node("tests/web/read_payload.mjs", stdin=stdin)
    assert ran.returncode == 0, ran.stderr
    rows = {row["event_id"]: row for row in json.loads(ran.stdout)["rows"]}
    assert len(events) == len(rows)
    for event in styled.to_dict("records"):
        row = rows[_said(event["event_id"])]
        for name in ("title", "description", "when"):
            assert _said(event[name]) == (row.get(name) or ""), name


def _said(value: Any) -> str:
    """Return a text as UTF-8 holds it, empty where there is none."""
    if not isinstance(value, str):
        return ""
    return value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
