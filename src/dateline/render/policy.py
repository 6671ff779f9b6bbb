"""The Content-Security-Policy of a page: what it may run and load, and from where."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_INLINE: Final = re.compile(
    r"<(script|style)(?![^>]*(?:\bsrc=|type=\"(?:text/plain|application/json)\"))[^>]*>(.*?)</\1>",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Hosts:
    """The servers that a page may use, as ``https://tiles.example.org``.

    Attributes:
        images: For tiles and pictures.
        scripts: For scripts of layers that were added.
        styles: For their style sheets, which may load pictures and fonts from there as well.
        data: For data that they load.
        has_layers: Whether layers were added that are not dateline's own. They may set styles and
            HTML in ways that the page itself never does.
    """

    images: Sequence[str] = ()
    scripts: Sequence[str] = ()
    styles: Sequence[str] = ()
    data: Sequence[str] = ()
    has_layers: bool = False


def make_policy(html: str, hosts: Hosts, *, is_split: bool = False) -> str:
    """Return the policy that allows the scripts and styles in ``html``, by their hashes.

    The texts of a split page are script files next to it. When a page is opened from disk, browsers
    disagree on whether a file is of the same origin, so ``file:`` is allowed as well.

    Args:
        html: The page, complete but for its policy.
        hosts: The servers that it may use.
        is_split: Whether its texts are in separate files.
    """
    hashes: dict[str, list[str]] = {"script": [], "style": []}
    for kind, content in _INLINE.findall(html):
        digest = b64encode(hashlib.sha256(content.encode("utf-8")).digest()).decode("ascii")
        hashes[kind].append(f"'sha256-{digest}'")
    own = ["'self'", "file:"] if is_split else []
    rules = {
        "default-src": ["'none'"],
        "script-src": [*hashes["script"], *own, *hosts.scripts],
        "style-src": [*hashes["style"], *hosts.styles],
        "img-src": ["data:", *sorted({*hosts.images, *hosts.styles})],
        "connect-src": list(hosts.data) or ["'none'"],
        "worker-src": ["blob:"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }
    if hosts.has_layers:
        rules["style-src-attr"] = ["'unsafe-inline'"]
        rules["font-src"] = ["data:", *hosts.styles]
    else:
        rules["require-trusted-types-for"] = ["'script'"]
        rules["trusted-types"] = ["default"]
    return "; ".join(f"{name} {' '.join(values)}" for name, values in rules.items())
