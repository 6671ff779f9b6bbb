"""The QR code of the page's address: what a reader of codes that is not ours reads in it."""

from __future__ import annotations

import dataclasses
import re
import subprocess
import sys

import numpy as np
import pytest
import zxingcpp

from dateline.interface import load_words
from dateline.layers import assign_layers
from dateline.page_settings import PageSettings
from dateline.render import render_page
from dateline.render.picture import View, draw_picture
from dateline.render.picture.qr import LONGEST, qr_code
from dateline.settings import Settings
from sample_events import sample_events

ADDRESS = "https://example.org/maps/korea.html?a=1&b=%20"
#: Pixels for each module, so that the reader finds them.
SCALE = 4


def read(svg: str, side: int) -> str:
    """Return the text of a code whose dark modules are rectangles in a path."""
    pixels = np.full((side, side), 255, np.uint8)
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1H\1z", svg):
        pixels[int(y), int(x) : int(x) + int(width)] = 0
    found = zxingcpp.read_barcodes(np.kron(pixels, np.ones((SCALE, SCALE), np.uint8)))
    return " ".join(one.text for one in found)


@pytest.mark.parametrize(
    "address",
    [ADDRESS, "https://пример.рф/карта", "HTTPS://EXAMPLE.ORG", "https://e.org/" + "ab1" * 95],
)
def test_the_code_is_the_address(address: str) -> None:
    """Another program reads the very text, whatever its length and script."""
    code = qr_code(address)
    assert code is not None
    assert read(code.svg, code.side) == address


@pytest.mark.parametrize("address", ["", "https://example.org/" + "a" * LONGEST])
def test_no_code(address: str) -> None:
    """Without an address there is none, nor for one whose code would be too fine for paper."""
    assert qr_code(address) is None


def drawn(address: str, **more: int) -> str:
    settings = dataclasses.replace(Settings(title="A"), page=PageSettings(address=address))
    events, layers = assign_layers(sample_events(), settings)
    return draw_picture(events, layers, settings, view=View(), words=load_words(), **more)


def test_an_exported_picture_has_the_code_and_the_address() -> None:
    """The code is in the corner below the map, small, and the address stands beside it."""
    svg = drawn(ADDRESS)
    found = re.search(r'<g transform="translate\(([\d.]+) 0\)scale\(2\)" role="img"(.*?)</g>', svg)
    assert found
    side = round((1200 - 8 - float(found[1])) / 2)
    assert side < 50
    assert read(found[2], side) == ADDRESS
    assert 'aria-label="QR code of the address of this map"' in found[2]
    assert ">https://example.org/maps/korea.html?a=1&amp;b=%20</text>" in svg
    assert "QR" not in drawn("")
    assert "QR" not in drawn(ADDRESS, height=700)


def test_a_page_without_an_address_has_no_code() -> None:
    """Nothing is added to it, and the package is not even loaded."""
    settings = Settings(title="A")
    events, layers = assign_layers(sample_events(), settings)
    page = render_page(events, layers, settings).decode()
    assert 'class="paper-address"' not in page
    loads = "import sys, dateline.pictures, dateline.render.page; print('segno' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", loads], capture_output=True, text=True, check=True)
    assert ran.stdout == "False\n"
