"""What folium layers link from other servers: found, put into the page, or named in its policy.

A folium layer declares the scripts and styles that it needs as addresses of content delivery
networks. If their packages are installed where Node.js would look for them (``node_modules``), or
come with folium itself, the page can contain them.
"""

from __future__ import annotations

import base64
import itertools
import json
import mimetypes
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

#: What folium links for every map, and the text in a script that needs it. A popup needs of jQuery
#: only to make an element of text, which ``folium.js`` does.
_NEEDED_FOR: Final[dict[str, re.Pattern[str]]] = {
    "jquery": re.compile(r"\bjQuery\b|\$\.|\$\((?!`)"),
    "bootstrap": re.compile(r"\bbootstrap\."),
    "bootstrap_css": re.compile(r"\bbootstrap\."),
    "awesome_markers": re.compile(r"\bAwesomeMarkers\b"),
    "awesome_markers_css": re.compile(r"\bAwesomeMarkers\b"),
    "awesome_markers_font_css": re.compile(r"\bAwesomeMarkers\b"),
    "awesome_rotate_css": re.compile(r"\bAwesomeMarkers\b"),
    "glyphicons_css": re.compile(r'"prefix": "glyphicon"'),
}

#: Parts of a file name that say nothing about which file it is.
_VARIANT: Final = re.compile(r"[-.](?:v?\d+(?:\.\d+)*|min)(?=[-.]|$)")

_VERSION: Final = re.compile(r"(?<![\w.])v?(\d+)(?:\.\d+)+(?![\w.])|@(\d+)")

#: An address in a style sheet.
_CSS_ADDRESS: Final = re.compile(r"""url\(\s*(['"]?)(?!data:|#)([^'")]+)\1\s*\)""")

#: Pictures and fonts above this size stay out of the page.
_LARGEST_BYTES: Final = 500_000


@dataclass(frozen=True, slots=True)
class Link:
    """A script or a style sheet on another server.

    Attributes:
        name: The name that folium knows it by.
        url: Its address.
        is_script: Whether it is a script.
    """

    name: str
    url: str
    is_script: bool


def default_links(script: str) -> Iterator[Link]:
    """Yield what folium links for every map, as far as this script of the layers needs it."""
    import folium  # noqa: PLC0415 - pages without other layers need no folium

    for names, is_script in ((folium.Map.default_js, True), (folium.Map.default_css, False)):
        for name, url in names:
            if name in _NEEDED_FOR and _NEEDED_FOR[name].search(script):
                yield Link(name, url, is_script)


def inlined(link: Link, folders: Sequence[Path]) -> str | None:
    """Return the element that contains a linked file, or None if no package at hand has it.

    Args:
        link: The script or style sheet.
        folders: The ``node_modules`` folders to look in, nearest first.
    """
    found = _found(link.url, folders)
    if found is None:
        return None
    path, package = found
    text = path.read_text(encoding="utf-8", errors="replace").strip()
    if link.is_script:
        return f"<script>{escape_script(text)}</script>\n"
    style = _CSS_ADDRESS.sub(lambda match: _embedded(match, path.parent, package), text)
    style = style.replace("</", "<\\/")
    return f"<style>{style}</style>\n"


def escape_script(text: str) -> str:
    """Return JavaScript in which nothing ends or nests the script element that contains it."""
    return re.sub(r"<(?=/script|!--|script)", r"\\x3c", text, flags=re.IGNORECASE)


def package_folders(start: Path) -> list[Path]:
    """Return the ``node_modules`` folders of a folder and those that it is in, nearest first."""
    tried = (folder / "node_modules" for folder in (start, *start.parents))
    return [folder for folder in tried if folder.is_dir()]


def hosts(urls: Iterable[str]) -> list[str]:
    """Return the servers of addresses as a Content-Security-Policy names them, sorted.

    ``{s}`` at the start of a tile address stands for any name. What is no address on another
    server, such as a picture in the page, is left out.
    """
    found = set()
    for url in urls:
        try:
            parts = urlsplit(f"https:{url}" if url.startswith("//") else url)
        except ValueError:
            continue
        host = re.sub(r"^\{\w+\}", "*", parts.netloc)
        if parts.scheme in {"http", "https"} and re.fullmatch(r"(\*\.)?[\w.-]+(:\d+)?", host):
            found.add(f"{parts.scheme}://{host}")
    return sorted(found)


def _found(url: str, folders: Sequence[Path]) -> tuple[Path, Path] | None:
    """Return the file for an address and the folder of its package, or None."""
    own = re.search(r"/folium(?:@[^/]+)?/folium/(templates/[\w.-]+)$", url)
    if own:
        package = Path(str(files("folium")))
        path = package / own[1]
        return (path, package) if path.is_file() else None
    parts = [part for part in urlsplit(url).path.split("/") if part]
    if not parts:
        return None
    names = [re.sub(r"(?<=.)@.*$", "", part).lower() for part in parts]
    names += [f"{one}/{other}" for one, other in itertools.pairwise(names)]
    names.append(_plain(parts[-1]).rpartition(".")[0])
    for folder in folders:
        packages = _packages(folder)
        # A file of a package of its own name is better than one in a package of a folder's name.
        for name in reversed(names):
            if name in packages and _has_version(packages[name], url):
                file = _file_of(packages[name], parts[-1])
                if file:
                    return file, packages[name]
    return None


def _packages(folder: Path) -> dict[str, Path]:
    """Return the packages in a ``node_modules`` folder by name in lower case."""
    return {
        path.parent.relative_to(folder).as_posix().lower(): path.parent
        for pattern in ("*/package.json", "@*/*/package.json")
        for path in sorted(folder.glob(pattern))
    }


def _has_version(package: Path, url: str) -> bool:
    """Return whether the major version of a package is the one in the address, if it has one."""
    wanted = _VERSION.search(url)
    try:
        version = str(json.loads((package / "package.json").read_bytes())["version"])
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return wanted is None or version.split(".", maxsplit=1)[0] == (wanted[1] or wanted[2])


def _file_of(package: Path, name: str) -> Path | None:
    """Return the file of a package with this name or, without its variant, a name like it."""
    same = [p for p in package.rglob("*") if _plain(p.name) == _plain(name) and p.is_file()]
    built = [path for path in same if "src" not in path.relative_to(package).parts]
    ranked = sorted(built, key=lambda path: (path.name != name, len(path.parts), path.name))
    return ranked[0] if ranked else None


def _plain(name: str) -> str:
    return _VARIANT.sub("", name.lower())


def _embedded(match: re.Match[str], folder: Path, package: Path) -> str:
    """Return a picture or font of a style sheet as data; an empty one if it is not at hand.

    Only files of the package are read: a style sheet must not bring others of this machine into a
    page.
    """
    kind, content = "application/octet-stream", b""
    try:
        path = (folder / re.split(r"[?#]", match[2])[0]).resolve()
        kind = mimetypes.guess_type(path.name)[0] or kind
        is_own = path.is_relative_to(package.resolve())
        if is_own and path.stat().st_size <= _LARGEST_BYTES:
            content = path.read_bytes()
    except (OSError, ValueError):
        pass
    return f'url("data:{kind};base64,{base64.b64encode(content).decode("ascii")}")'
